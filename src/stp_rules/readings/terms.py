"""Values as terms of the solver z3: one more reading of the operations.

The bodies of the operations compute with terms as they do with numbers. Of what a solver cannot
compute, a logarithm or a root, a term says nothing: it may be anything. So what the solver finds
impossible is impossible, and what it finds has still to be tried.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import z3
from attrs import field, frozen

from stp_rules.language.arithmetic import Reals, Value

MANY = 64
"""Up to how many values of a divisor a quotient is written case by case."""

Choices = frozenset[Fraction] | None
"""The only values that a number can have, where they are few and known."""


@frozen(eq=False)
class Term:
    """A term of the solver: a number, a truth, or a whole number that stands for a name.

    Dividing notes where there is no quotient, in the arithmetic that the term belongs to.
    """

    it: Any
    arithmetic: "SolverArithmetic"
    choices: Choices = None

    def __add__(self, other: Any) -> "Term":
        """Add."""
        found = _pairs(self, self.arithmetic.term(other), lambda one, two: one + two)
        return self._made(self.it + self.arithmetic.term(other).it, found)

    def __sub__(self, other: Any) -> "Term":
        """Subtract."""
        return self._made(self.it - self.arithmetic.term(other).it)

    def __mul__(self, other: Any) -> "Term":
        """Multiply."""
        found = _pairs(self, self.arithmetic.term(other), lambda one, two: one * two)
        return self._made(self.it * self.arithmetic.term(other).it, found)

    def __truediv__(self, other: Any) -> "Term":
        """Divide: by what has few values case by case, so that each is a product.

        It never fails where none of these values is zero: there are no others.
        """
        divisor = self.arithmetic.term(other)
        if divisor.choices is None or Fraction(0) in divisor.choices:
            self.arithmetic.failures.append(divisor == self.arithmetic.number(0))
        if divisor.choices is None:
            return self._made(self.it / divisor.it)
        quotient = z3.RealVal(0)
        for value in divisor.choices - {Fraction(0)}:
            quotient = z3.If(divisor.it == _real(value), self.it * _real(1 / value), quotient)
        return self._made(quotient)

    def __lt__(self, other: Any) -> "Term":
        """Compare."""
        return self._made(self.it < self.arithmetic.term(other).it)

    def __le__(self, other: Any) -> "Term":
        """Compare."""
        return self._made(self.it <= self.arithmetic.term(other).it)

    def __gt__(self, other: Any) -> "Term":
        """Compare."""
        return self._made(self.it > self.arithmetic.term(other).it)

    def __ge__(self, other: Any) -> "Term":
        """Compare."""
        return self._made(self.it >= self.arithmetic.term(other).it)

    def __eq__(self, other: object) -> "Term":  # type: ignore[override]
        """Compare."""
        return self._made(self.it == self.arithmetic.term(other).it)

    def __ne__(self, other: object) -> "Term":  # type: ignore[override]
        """Compare."""
        return self._made(self.it != self.arithmetic.term(other).it)

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        """Tell whether what was compared, which is constants alone, is true."""
        known = z3.simplify(self.it)
        if z3.is_true(known) or z3.is_false(known):
            return bool(z3.is_true(known))
        raise TypeError("an operation decides by a term; it has to choose with `where`")

    def _made(self, it: Any, choices: Choices = None) -> "Term":
        return Term(it, self.arithmetic, choices)


def _pairs(one: Term, other: Term, combine: Callable[[Fraction, Fraction], Fraction]) -> Choices:
    if one.choices is None or other.choices is None:
        return None
    found = frozenset(combine(first, second) for first in one.choices for second in other.choices)
    return found if len(found) <= MANY else None


def _real(value: Fraction) -> Any:
    return z3.Q(value.numerator, value.denominator)


@frozen(eq=False)
class SolverArithmetic:
    """The reading whose numbers are terms.

    `failures` gathers where an operation has no value, `loose` the terms that may be anything;
    `codes` numbers the labels.
    """

    failures: list[Term] = field(factory=list)
    loose: list[Term] = field(factory=list)
    codes: dict[str, int] = field(factory=dict)

    def term(self, value: Any) -> Term:
        """Return a value as a term: a label by its number."""
        if isinstance(value, Term):
            return value
        if isinstance(value, str):
            return Term(z3.IntVal(self.codes.setdefault(value, len(self.codes))), self)
        return Term(z3.BoolVal(value) if isinstance(value, bool) else z3.IntVal(value), self)

    def number(self, value: Fraction | int) -> Term:
        """Return a constant."""
        return Term(_real(Fraction(value)), self, frozenset([Fraction(value)]))

    def where(self, condition: Value, yes: Value, no: Value) -> Value:
        """Choose."""
        if isinstance(condition, bool):
            return yes if condition else no
        if yes is no:
            return yes
        one, other = self.term(yes), self.term(no)
        known = one.choices is not None and other.choices is not None
        choices = one.choices | other.choices if known else None  # type: ignore[operator]
        return Term(z3.If(condition.it, one.it, other.it), self, choices)

    def floor(self, value: Term) -> Term:
        """Return the largest whole number that is not above the value."""
        return Term(z3.ToReal(z3.ToInt(value.it)), self)

    def unless(self, failure: Value, reason: str, value: Value) -> Value:  # noqa: ARG002 - one shape for all
        """Return the value, and note where there is none."""
        self.failures.append(self.term(failure))
        return value

    def once(self, body: Callable[..., Value], *values: Value) -> Value:  # noqa: ARG002 - one shape for all
        """Return any number, or none."""
        self.failures.append(self.any(z3.BoolSort()))
        return self.any(z3.RealSort())

    def whole(self, body: Callable[[Reals], Value]) -> Value:
        """Return any number, or none."""
        return self.once(body)

    def any(self, sort: Any) -> Term:
        """Return a term that may be anything."""
        term = Term(z3.FreshConst(sort), self)
        self.loose.append(term)
        return term
