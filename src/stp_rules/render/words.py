"""Values, conditions and operations in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import Factory, field, frozen

from stp_rules.engine.values import Seen, Unknown
from stp_rules.figures import amount_text, plain_text, readable_text
from stp_rules.kinds import kinds
from stp_rules.language.conditions import AllOf, AnyOf, Comparison, Condition, Not
from stp_rules.language.expressions import Name
from stp_rules.language.kind import Kind, Kinds
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.values import Category, category_id
from stp_rules.language.word import Operation
from stp_rules.phrases import listed, words


def value_text(value: Seen | None) -> str:
    """Write a value: a category by its label, a truth as yes or no, a gap by its state."""
    match value:
        case Unknown(state):
            return words(state)
        case Category():
            return value.label
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return readable_text(value)
    return str(value)


@frozen
class Wording:
    """Writes the parts of one ruleset, each category by the label of its own scale."""

    ruleset: Ruleset
    known: Kinds = field(default=Factory(lambda self: kinds(self.ruleset), takes_self=True))

    def constant(self, written: Any, kind: Kind | None) -> str:
        """Write a constant that stands beside a value of a kind; a name stays as it is."""
        if kind and kind.scale:
            category = category_id(written)
            return self.ruleset.scales[kind.scale].labels.get(category, category)
        match written:
            case Name(name):
                return name
        return plain_text(written)

    def condition(self, condition: Condition) -> str:
        """Write a condition as a clause."""
        match condition:
            case Comparison(name, test, bound):
                return f"{name} {self.test(test, bound, self.known.get(name), 'is')}"
            case Not(part):
                return f"not ({self.condition(part)})"
            case AllOf(parts):
                return " and ".join(map(self._part, parts))
            case AnyOf(parts):
                return " or ".join(map(self._part, parts))

    def _part(self, condition: Condition) -> str:
        text = self.condition(condition)
        return f"({text})" if isinstance(condition, AllOf | AnyOf) else text

    def test(self, test: str, bound: Any, kind: Kind | None, verb: str) -> str:
        """Write a test after its subject: `is at least 3`, `are known`."""
        if test == "known":
            return f"{verb} known" if bound else f"{verb} not known"
        asked = {"is": "", "in": "", "is_not": "not "}.get(test, f"{words(test)} ")
        bounds = bound if isinstance(bound, tuple) else (bound,)
        last = "and" if test == "between" else "or"
        return f"{verb} {asked}{listed((self.constant(it, kind) for it in bounds), last)}"

    def tests(self, tests: Mapping[str, Any], name: str) -> str:
        """Write tests after their subjects, which are alike: `are at least 3 and are known`."""
        kind = self.known.get(name)
        return " and ".join(self.test(*test, kind, "are") for test in tests.items())

    def operation(self, operation: Operation, before: Kind, after: Kind) -> str:
        """Write an operation, between a value of one kind and a value of another."""
        return operation.text(self, before, after)


def by_date(dated: Iterable[tuple[date, Fraction]]) -> str:
    """Write dated numbers, each with the day from which it holds."""
    return ", ".join(f"{amount_text(value)} from {day}" for day, value in dated)
