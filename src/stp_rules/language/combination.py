"""What every way of combining has: members, each with a weight."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, ClassVar, Protocol, Self

from attrs import frozen

from stp_rules.errors import Problem
from stp_rules.figures import amount_text
from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.fields import (
    Data,
    amount,
    fields_of,
    named,
    plain,
    read_fields,
    written_fields,
)
from stp_rules.language.kind import Kinds
from stp_rules.language.uses import Use
from stp_rules.language.values import Amount, FrozenMap
from stp_rules.language.variants import Variant, each_gone, instead, item, placed
from stp_rules.language.word import Amounts, Choices, Fitting, Source, Wording
from stp_rules.paths import Path
from stp_rules.phrases import words

Values = Sequence[Value]


class LeftOut(Protocol):
    """Reads members of which it is not known beforehand who counts as members who all count."""

    def __call__(
        self, values: Values, weights: Values, counted: Values, arithmetic: Arithmetic
    ) -> tuple[Values, Values]:
        """Return values and weights that combine to the same as those of the members that count.

        At least one counts.
        """


def weighing_nothing(stand_in: int) -> LeftOut:
    """Give a member that does not count a weight of zero, and a number that does no harm."""

    def left_out(
        values: Values, weights: Values, counted: Values, arithmetic: Arithmetic
    ) -> tuple[Values, Values]:
        where = arithmetic.where
        nothing, harmless = arithmetic.number(0), arithmetic.number(stand_in)
        pairs = list(zip(values, weights, counted, strict=True))
        return (
            [where(counts, value, harmless) for value, _, counts in pairs],
            [where(counts, weight, nothing) for _, weight, counts in pairs],
        )

    return left_out


def repeating(
    values: Values, weights: Values, counted: Values, arithmetic: Arithmetic
) -> tuple[Values, Values]:
    """Put the first member that counts in the place of each that does not."""
    pairs = list(zip(values, counted, strict=True))
    first = values[-1]
    for value, counts in reversed(pairs[:-1]):
        first = arithmetic.where(counts, value, first)
    return [arithmetic.where(counts, value, first) for value, counts in pairs], weights


@frozen
class Combination(Source):
    """Measures or inputs combined into one number.

    `weights` gives each member its weight (1 for each member of a list). A way that `weighs` lets
    one member count for more than another; of the others all weights are 1. `left_out` says what
    a member that does not count is to the body; where there is no such thing it is `None`, and
    every choice of members is combined by itself. Of one that `shares`, only the parts that weights
    have in their total count. `phrase` is what comes of it, in words, and `lemma` why it keeps a
    promise, as a proof says it.
    """

    policies = ("fill", "ignore", "not_rated")
    listed = ()
    holds = "member"
    weighs: ClassVar[bool] = False
    shares: ClassVar[bool] = False
    phrase: ClassVar[str]
    lemma: ClassVar[str]
    left_out: ClassVar[LeftOut | None] = None

    weights: FrozenMap[str, Amount] = amount()

    def lines(self, wording: Wording, known: Kinds) -> Iterator[str]:  # noqa: ARG002 - one shape for all
        """Write the members, with their weights where these are not 1."""
        members = (
            name if weight == 1 else f"{name} x {amount_text(weight)}"
            for name, weight in self.weights.items()
        )
        yield f"{words(self.word)} of {', '.join(members)}"

    @classmethod
    def read(cls, measure: Mapping[str, Any]) -> Self:
        """Read members with their weights; in a list each weighs 1."""
        written = measure[cls.word]
        weights = written if isinstance(written, Mapping) else dict.fromkeys(written, 1)
        return cls(**dict(read_fields(cls, {**measure, "weights": weights})))

    def written(self) -> Data:
        """Write the members, with their weights where they can differ, and the options."""
        fields = written_fields(self, beside=False)
        members = plain(self.weights) if self.weighs else list(self.weights)
        return {self.word: members, **{key: it for key, it in fields.items() if key != "weights"}}

    def members(self) -> Iterable[str]:
        """Return the members."""
        return self.weights

    def uses(self, path: Path) -> Iterator[Use]:
        """Give the members, and the parameters among their weights."""
        at = path / self.word
        yield from (Use(at / name, name, "value", at_key=True) for name in self.weights)
        yield from (Use(where, name, "amount") for where, name in named(self.weights, at))

    def misfits(self, path: Path, fitting: Fitting) -> Iterator[Problem]:
        """Say which members are no numbers."""
        return fitting.numbers({name: path / self.word / name for name in self.weights})

    def disagreements(self, path: Path, number: Amounts) -> Iterator[Problem]:
        """Say which members weigh nothing."""
        for name, weight in self.weights.items():
            if number(weight) == 0:
                hint = "remove the member, or give it a weight"
                at = path / self.word / name
                yield Problem("weight", f"`{name}` weighs nothing", at, hint)

    def body(self, values: Values, weights: Values, arithmetic: Arithmetic) -> Value:
        """Combine the values of members, of which there is at least one."""
        raise NotImplementedError

    @classmethod
    def variants(cls, measure: Data, choices: Choices) -> Iterator[Variant]:
        """Combine in another way, without each member, and with each weighing twice as much."""
        for other in choices.combinations:
            if other is not cls:
                yield Variant(
                    other.instead_of(cls, measure), cls.word, other.word, Path((cls.word,))
                )
        yield from item(measure, cls.word, each_gone)
        if cls.weighs and (not cls.shares or len(measure[cls.word]) > 1):
            yield from item(measure, cls.word, _doubled)
        yield from choices.of_options(cls, measure)

    @classmethod
    def instead_of(cls, other: "type[Combination]", measure: Data) -> Data:
        """Return a measure combined in this way, which was combined in another."""
        own = {it.name for it in fields_of(other)}
        rest = {name: it for name, it in measure.items() if name not in (other.word, *own)}
        return {**cls.read({cls.word: measure[other.word]}).written(), **rest}


def _doubled(members: Data) -> Iterator[Variant]:
    for name, weight in members.items():
        if isinstance(weight, int | Fraction) and weight:
            yield from placed(members, name, instead(weight, [weight * 2]))
