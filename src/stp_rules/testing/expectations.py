"""What a case expects of a value: whether it can be meant, whether it holds, how it is written."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from stp_rules.display import LONGEST
from stp_rules.engine.inputs import Refused, exactly
from stp_rules.engine.values import Lens, Seen, Unknown
from stp_rules.errors import Problem, nearest
from stp_rules.figures import plain_text
from stp_rules.language.conditions import TESTS
from stp_rules.language.scalars import number
from stp_rules.language.values import Category, category_id
from stp_rules.paths import Path
from stp_rules.strict_json import data_text
from stp_rules.tables.results import cell

_ORDERS = {
    "number": ("at_least", "above", "at_most", "below"),
    "category": ("better_than", "worse_than", "no_better_than", "no_worse_than"),
}
_OTHERS = ("is", "is_not")


def tests_of(expected: Any) -> Mapping[str, Any]:
    """Return an expectation as tests: a bare value is `is`."""
    return expected if isinstance(expected, Mapping) else {"is": expected}


def problems(expected: Any, lens: Lens, path: Path) -> Iterator[Problem]:
    """Give what cannot be meant of a value seen through a lens: another kind or category."""
    for test, bound in tests_of(expected).items():
        where = path / test if isinstance(expected, Mapping) else path
        if test in (*_OTHERS, *_ORDERS["number"], *_ORDERS["category"]):
            yield from _compared_problems(test, bound, lens, where)


def _compared_problems(test: str, bound: Any, lens: Lens, path: Path) -> Iterator[Problem]:
    kind = lens.kind
    if test not in (*_OTHERS, *_ORDERS.get(kind.type, ())):
        yield Problem("kind", f"`{test}` is no test of {kind}", path, at_key=True)
    elif lens.categories:
        if _id(bound) not in lens.categories:
            known = f"its categories: {', '.join(lens.categories)}"
            hint = nearest(_id(bound), lens.categories) or known
            yield Problem("unknown-category", f"`{_id(bound)}` is not {kind}", path, hint)
    elif not _is(kind.type, bound):
        yield Problem("kind", f"`{expected_text(bound)}` is not {kind}", path)


def _is(kind: str, bound: Any) -> bool:
    types = {"number": int | Fraction, "boolean": bool, "label": str}
    return isinstance(bound, types[kind]) and (kind == "boolean" or not isinstance(bound, bool))


def _id(bound: Any) -> str:
    return category_id(Fraction(bound)) if type(bound) in (int, Fraction) else str(bound)


def holds(expected: Any, value: Seen, lens: Lens) -> bool:
    """Tell whether a value is as expected; the expectation must have no problems."""
    return all(_passes(value, test, bound, lens) for test, bound in tests_of(expected).items())


def _passes(value: Seen, test: str, bound: Any, lens: Lens) -> bool:
    match test:
        case "known":
            return isinstance(value, Unknown) is not bound
        case "reason":
            return isinstance(value, Unknown) and bound in str(value)
        case "published":
            return as_published(value, bound)
    if isinstance(value, Unknown):
        return False
    if lens.categories:
        positions = lens.categories.index(value), lens.categories.index(_id(bound))
        return bool(TESTS[test](*positions))
    return bool(TESTS[test](value, bound))


def as_published(value: Seen, written: Any) -> bool:
    """Tell whether a value is what a cell says: an empty one is not known, a label its category."""
    text = _cell_text(written)
    match value:
        case Unknown():
            return text == ""
        case Fraction():
            return _number(written, text) == value
        case Category():
            return text in (value, value.label)
    return text == cell(value)


def _cell_text(written: Any) -> str:
    """Return what a cell says; `None` is an empty one, and 0 is not."""
    text = written if isinstance(written, str) else data_text(written, LONGEST)
    return "" if written is None else text.strip()


def _number(written: Any, text: str) -> Fraction | None:
    """Return the number that a cell says; `None` where it is none, or longer than any value."""
    if not isinstance(written, Decimal):
        return number(text)
    try:
        return exactly(written).fraction
    except Refused:
        return None


def value_text(value: Seen) -> str:
    """Write a value exactly, and one that is not known with its reason."""
    if isinstance(value, Unknown):
        return f"not known ({value})"
    return plain_text(value)


def expected_text(expected: Any) -> str:
    """Write an expectation."""
    match expected:
        case Mapping():
            tests = (
                f"{test.replace('_', ' ')} {expected_text(at) or '(empty)'}"
                for test, at in expected.items()
            )
            return " and ".join(tests)
        case bool() | int() | Fraction():
            return plain_text(expected)
    return data_text(expected, LONGEST)
