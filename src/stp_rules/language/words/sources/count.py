"""`count:` how many members pass some tests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any, Self

from attrs import frozen

from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.conditions import Comparison, Truth, read_bound
from stp_rules.language.fields import Data, outcome, plain
from stp_rules.language.kind import Kinds
from stp_rules.language.uses import Use
from stp_rules.language.values import FrozenMap, Outcome
from stp_rules.language.variants import Variant, each_gone, item
from stp_rules.language.word import Choices, Source, Wording
from stp_rules.paths import Path


@frozen
class Count(Source):
    """How many members pass the tests."""

    word = "count"
    holds = "test"
    policies = ("ignore", "not_rated")
    listed = ("of",)

    of: tuple[str, ...]
    that_are: FrozenMap[str, Outcome | tuple[Outcome, ...]] = outcome()

    def lines(self, wording: Wording, known: Kinds) -> Iterator[str]:  # noqa: ARG002 - one shape for all
        """Write of whom, and by which tests."""
        yield f"count of {', '.join(self.of)} that {wording.tests(self.that_are, self.of[0])}"

    def computed(self, value: str, members: int, wording: Wording) -> str:
        """Write of how many, and by which tests."""
        return f"{value} of {members} {wording.tests(self.that_are, self.of[0])}"

    @classmethod
    def read(cls, measure: Mapping[str, Any]) -> Self:
        """Read how many members pass which tests."""
        data = measure[cls.word]
        tests = ((test, read_bound(it)) for test, it in data["that_are"].items())
        return cls(tuple(data["of"]), FrozenMap(tests))

    def written(self) -> Data:
        """Write the members and the tests."""
        return {self.word: {"of": plain(self.of), "that_are": plain(self.that_are)}}

    def members(self) -> Iterable[str]:
        """Return the members."""
        return self.of

    def tests(self) -> Iterator[tuple[Path, Comparison]]:
        """Give every test with each member that it is put to."""
        for test, bound in self.that_are.items():
            at = Path((self.word, "that_are", test))
            yield from ((at, Comparison(name, test, bound)) for name in self.of)

    def uses(self, path: Path) -> Iterator[Use]:
        """Give the members."""
        at = path / self.word / "of"
        return (Use(at / name, name, "value", at_key=True) for name in dict.fromkeys(self.of))

    @classmethod
    def variants(cls, measure: Data, choices: Choices) -> Iterator[Variant]:
        """Change what is counted, and of what."""

        def changed(data: Data) -> Iterator[Variant]:
            yield from item(data, "that_are", choices.tests)
            yield from item(data, "of", each_gone)

        return item(measure, cls.word, changed)


def count(truths: Sequence[Truth], arithmetic: Arithmetic) -> Value:
    """Count the truths that hold."""
    one, zero = arithmetic.number(1), arithmetic.number(0)
    return reduce(add, (arithmetic.where(truth.holds, one, zero) for truth in truths), zero)
