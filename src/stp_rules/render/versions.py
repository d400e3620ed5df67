"""A version beside the one before it: a subject that is rated otherwise, a number that is wrong."""

from stp_rules.analysis.versions import WrongBump
from stp_rules.engine.result import Rating
from stp_rules.engine.values import beside_text, seen_text
from stp_rules.errors import Problem
from stp_rules.paths import Path
from stp_rules.proofs.versions.meaning import Meaning
from stp_rules.render.examples import row_text


def bump_problem(wrong: WrongBump) -> Problem:
    """Say what is wrong with the number of a version, and which it could have."""
    return Problem("wrong-bump", _wrong(wrong), Path(("version",)), _hint(wrong))


def _wrong(wrong: WrongBump) -> str:
    before, reading, meaning = wrong.before.reference, wrong.reading, wrong.meaning
    if wrong.lost:
        lost = ", ".join(f"`{it}`" for it in wrong.lost)
        return f"it no longer promises what {before} does: {lost}"
    if reading and reading.how == "wider":
        return f"it reads more than {before}: {reading.where}: {reading.text}"
    if reading:
        return f"it does not read what {before} reads: {reading.where}: {reading.text}"
    if meaning and meaning.alike is None:
        return f"it could not be proved that no rating differs from {before}: {meaning.by}"
    if meaning:
        return f"a rating differs from {before}: {witness_text(meaning)}"
    return f"this version of {before} changes what goes in or comes out"


def _hint(wrong: WrongBump) -> str:
    if wrong.lost:
        return f"promise it, or write {wrong.number}"
    if wrong.meaning:
        return f"write {wrong.number}, as of a version that may change ratings"
    if wrong.reading:
        return f"write {wrong.number}"
    return f"it is a major version: write {wrong.number}"


def witness_text(meaning: Meaning) -> str:
    """Write the subject that is rated otherwise, and on which day; empty where there is none."""
    before, after = meaning.before, meaning.after
    if before is None or after is None or meaning.values is None:
        return ""
    one, other = beside_text(*meaning.values)
    named = meaning.output not in ("", before.ruleset.result)
    what = f"`{meaning.output}`" if named else "it"
    day = f"as of {meaning.day}, " if meaning.day else ""
    return f"{day}with {_given(meaning)} {what} is {one}, and now {other}"


def _given(meaning: Meaning) -> str:
    """Write what is known of the subject, and of the others in its cohort."""
    pairs = meaning.cohort or [(meaning.before, meaning.after)]
    shown = {id(before): _known(before, after) for before, after in pairs if before and after}
    own, others = shown.pop(id(meaning.before)), "; ".join(shown.values())
    if not meaning.cohort:
        return f"{own}{_made(meaning)}"
    return f"{own}, in a cohort of {len(pairs)}{' beside ' * bool(others)}{others},"


def _made(meaning: Meaning) -> str:
    """Write the members that make the subject, where only they can."""
    names = meaning.before.ruleset.inputs if meaning.before else ()
    rows = meaning.given[0].members if meaning.given else ()
    made = [row_text(row, names) for row in rows]
    return f" (of {len(made)} members: {'; '.join(made)})" if made else ""


def _known(before: Rating, after: Rating) -> str:
    given = {**after.inputs, **before.inputs}
    known = [f"{name} {seen_text(it)}" for name, it in given.items()]
    return ", ".join(it for it in known if not it.endswith(" missing")) or "nothing reported"
