"""What a counterexample was rated on: as lines for people, as plain data, and as files to rate."""

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path as File
from shlex import join
from typing import Any

from stp_rules.engine.values import seen_text
from stp_rules.figures import number_text
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.values import State
from stp_rules.proofs.questions.verdicts import Counterexample
from stp_rules.proofs.search.delivering import KEY, Given

Row = Mapping[str, Any]


def resting_lines(example: Counterexample, ruleset: Ruleset) -> Iterator[str]:
    """Give what an example rests on beside its subject: members, a cohort, and a day."""
    members = [_rows_text(it.members, ruleset) for it in example.given]
    if any(members):
        before, after = members
        if before == after:
            yield f"its members: {before}"
        else:
            yield f"its members before: {before}"
            yield f"its members after: {after}"
    for it in example.given[:1]:
        if it.beside:
            size = len(it.beside)
            whom = f"a cohort of {size}" if size > 1 else "one subject"
            yield f"beside the reference of {whom}: {_rows_text(it.beside, ruleset)}"
        if it.day:
            yield f"as of {it.day}"


def _rows_text(rows: Sequence[Row], ruleset: Ruleset) -> str:
    """Write rows; what is missing, and whose they are, is left out."""
    return "; ".join(row_text(row, ruleset.inputs) for row in rows)


def plain_example(example: Counterexample, ruleset: Ruleset) -> dict[str, Any] | None:
    """Return what an example was rated on, before and after; `None` where it has no subjects."""
    sides = [plain_given(it, ruleset) for it in example.given]
    return dict(zip(("before", "after"), sides, strict=True)) if sides else None


def plain_given(given: Given, ruleset: Ruleset) -> dict[str, Any]:
    """Return what was rated as plain data, which `evaluate` and `stp-rules rate` take.

    Numbers with decimals are texts, so that they stay exact.
    """
    return {
        "subjects": _plain_rows(given.subjects, ruleset),
        "members": _plain_rows(given.members, ruleset),
        "beside": _plain_rows(given.beside, ruleset),
        "as_of": given.day.isoformat() if given.day else None,
    }


def _plain_rows(rows: Sequence[Row], ruleset: Ruleset) -> list[dict[str, Any]]:
    """Return rows under the names of their columns; each subject has a key."""
    key, many = ruleset.subject.key, len(rows) > 1
    return [
        {
            **({key: f"{KEY} {at}" if many else KEY} if key else {}),
            **{_column(name, ruleset): _plain(value) for name, value in row.items()},
        }
        for at, row in enumerate(rows, 1)
    ]


def _column(name: str, ruleset: Ruleset) -> str:
    entry = ruleset.inputs.get(name)
    return entry.column or name if entry else name


def _plain(value: Any) -> Any:
    match value:
        case State.MISSING:
            return None
        case State():
            return {"state": value.value}
        case bool() | int():
            return value
        case Fraction():
            return int(value) if value.denominator == 1 else number_text(value)
    return str(value)


def example_files(example: Counterexample, ruleset: Ruleset) -> dict[str, str]:
    """Return the files by which an example is repeated, under their names."""
    files: dict[str, str] = {}
    for side, given in zip(("before", "after"), example.given, strict=False):
        plain = plain_given(given, ruleset)
        files[f"{side}.json"] = _json(plain["subjects"])
        if plain["members"]:
            files[f"{side}-members.json"] = _json(plain["members"])
        reference = given.reference(ruleset)
        if reference:
            files["cohort.json"] = _json(plain["beside"])
            files["reference.json"] = f"{reference.to_json()}\n"
    return files


def commands(example: Counterexample, method: str, folder: File) -> Iterator[str]:
    """Give the commands that rate an example anew from its files in a folder."""
    for side, given in zip(("before", "after"), example.given, strict=False):
        words = ["stp-rules", "rate", method, str(folder / f"{side}.json")]
        words += ["--members", str(folder / f"{side}-members.json")] if given.members else []
        words += ["--reference", str(folder / "reference.json")] if given.beside else []
        words += ["--as-of", given.day.isoformat()] if given.day else []
        yield join(words)


def _json(value: Any) -> str:
    return f"{json.dumps(value, indent=2)}\n"


def row_text(row: Mapping[str, Any], names: Container[str]) -> str:
    """Write what a row holds under some names; what is missing is left out."""
    known = [
        f"{name} {seen_text(value)}"
        for name, value in row.items()
        if name in names and value is not State.MISSING
    ]
    return ", ".join(known) or "nothing known"
