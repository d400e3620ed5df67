"""What differs between two rulesets, as plain text and as plain data."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from stp_rules.analysis.changes import Change
from stp_rules.display import lines_text
from stp_rules.language.scalars import flow_text
from stp_rules.paths import Path
from stp_rules.proofs.versions.meaning import Counts, Meaning
from stp_rules.render.examples import plain_given
from stp_rules.render.versions import witness_text

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def changes_text(changes: Sequence[Change], meaning: Meaning) -> str:
    """Write typed changes with both places, then what they mean for ratings."""
    lines = [line for change in changes for line in _change_lines(change)]
    return lines_text((*lines, *meaning_lines(meaning)))


def _change_lines(change: Change) -> Iterator[str]:
    yield f"{type_text(change)}: {change.address}"
    before, after = change.before, change.after
    if change.path and change.new_path and _name(change.path) != _name(change.new_path):
        before, after = {_name(change.path): before}, {_name(change.new_path): after}
    if change.how != "added":
        yield f"  - {flow_text(before)}  {change.place or ''}".rstrip()
    if change.how != "gone":
        yield f"  + {flow_text(after)}  {change.new_place or ''}".rstrip()


def _name(path: Path) -> str:
    """Return the name at the end of an address; a position in a list is none."""
    return path[-1] if isinstance(path[-1], str) else ""


def type_text(change: Change) -> str:
    """Write the type of a change as people say it: `BandMoved` is a band moved."""
    return _CAPITAL.sub(" ", type(change).__name__).lower()


def meaning_lines(meaning: Meaning) -> Iterator[str]:
    """Give what two rulesets mean beside each other."""
    for it in meaning.readings:
        yield f"read differently: {it.where}: {it.text}"
    of = f"in {_outputs(meaning)}{_days(meaning)}"
    whose = "every subject that both read" if meaning.readings else "every subject"
    if meaning.alike:
        yield f"{whose} is rated alike {of} (proved by {meaning.by})"
    elif meaning.alike is None:
        yield f"whether {whose} is rated alike {of} is undecided: {meaning.by}"
    else:
        yield f"a subject is rated otherwise: {witness_text(meaning)}"
    if meaning.counts and (meaning.counts.same == meaning.counts.total) is meaning.alike:
        yield counts_text(meaning.counts)


SHOWN = 3
"""How many outputs are named."""


def _outputs(meaning: Meaning) -> str:
    """Name the outputs that were compared, the result first."""
    names = [f"`{name}`" if name else "the result" for name in meaning.outputs]
    more = len(names) - SHOWN
    listed = names if more <= 1 else [*names[:SHOWN], f"{more} more outputs"]
    return " and ".join(filter(None, [", ".join(listed[:-1]), *listed[-1:]]))


def _days(meaning: Meaning) -> str:
    """Say on which days, where numbers are dated."""
    if not meaning.spans:
        return ""
    first, last = meaning.spans[0].start, meaning.spans[-1].end
    if first == last:
        return f", as of {first}"
    return f", on every day from {first} on"


def counts_text(counts: Counts) -> str:
    """Write of how many combinations of scores the rating differs, and which way."""
    moved = {"better": counts.better, "worse": counts.worse, "otherwise": counts.other}
    total = counts.same + sum(moved.values())
    parts = [f"{count:,} rated {word}" for word, count in moved.items() if count]
    return f"of {total:,} combinations of scores: {', '.join(parts) or 'all rated alike'}"


def changes_json(changes: Sequence[Change], meaning: Meaning) -> str:
    """Write the same as JSON; values are as they stand in a ruleset."""
    return json.dumps(
        {"changes": [_plain(it) for it in changes], "meaning": _meaning(meaning)}, indent=2
    )


def _plain(change: Change) -> dict[str, Any]:
    return {
        "type": type(change).__name__,
        "how": change.how,
        "address": str(change.address),
        "new_address": str(change.new_path) if change.new_path else None,
        "before": None if change.before is None else flow_text(change.before),
        "after": None if change.after is None else flow_text(change.after),
        "place": str(change.place) if change.place else None,
        "new_place": str(change.new_place) if change.new_place else None,
    }


def _meaning(meaning: Meaning) -> dict[str, Any]:
    counts = meaning.counts
    return {
        "equal": meaning.equal,
        "by": meaning.by,
        "alike": meaning.alike,
        "witness": witness_text(meaning) or None,
        "example": _example(meaning),
        "output": meaning.output or None,
        "outputs": list(meaning.outputs),
        "day": meaning.day and meaning.day.isoformat(),
        "days": [[_iso(span.start), _iso(span.end)] for span in meaning.spans],
        "readings": [
            {"where": it.where, "how": it.how, "text": it.text} for it in meaning.readings
        ],
        "counts": counts
        and {
            "same": counts.same,
            "better": counts.better,
            "worse": counts.worse,
            "other": counts.other,
        },
    }


def _example(meaning: Meaning) -> dict[str, Any] | None:
    """Return what was rated by both versions, as `stp-rules prove` gives it."""
    ratings = (meaning.before, meaning.after)
    sides = [
        plain_given(it, rating.ruleset)
        for it, rating in zip(meaning.given, ratings, strict=False)
        if rating
    ]
    return dict(zip(("before", "after"), sides, strict=False)) or None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
