"""`decide:` the first line whose condition holds."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

from attrs import frozen

from stp_rules.errors import Problem
from stp_rules.language.conditions import Condition, read_condition, written_condition
from stp_rules.language.fields import Data, outcome, read_outcome, written_fields
from stp_rules.language.kind import Kind, Kinds, misfit, outcome_kind
from stp_rules.language.uses import Use
from stp_rules.language.values import NOBODY_NEARER, Outcome, Says, read_says
from stp_rules.language.variants import Variant, item, placed, said, without
from stp_rules.language.word import Choices, Fitting, Source, Wording
from stp_rules.paths import Path


@frozen
class Branch:
    """One line of a decision; `when` is `None` for `otherwise`."""

    when: Condition | None
    then: Outcome = outcome()
    because: str = ""
    says: Says = NOBODY_NEARER


@frozen
class Decide(Source):
    """The first branch whose condition holds decides; `scale` makes the outcomes categories."""

    word = "decide"
    holds = "line"
    policies = ()
    countable = False

    branches: tuple[Branch, ...]
    scale: str | None = None

    def lines(self, wording: Wording, known: Kinds) -> Iterator[str]:
        """Write what each line gives, and when."""
        decided = self.given(known)
        for it in self.branches:
            clause = f"if {wording.condition(it.when)}" if it.when else "otherwise"
            yield f"{wording.constant(it.then, decided)} {clause}"

    @classmethod
    def read(cls, measure: Mapping[str, Any]) -> Self:
        """Read the lines, and the scale of their outcomes."""
        return cls(tuple(map(_read, measure[cls.word])), measure.get("scale"))

    def written(self) -> Data:
        """Write the lines, and the scale before them."""
        scale = {"scale": self.scale} if self.scale else {}
        return {**scale, self.word: [_written(branch) for branch in self.branches]}

    def given(self, known: Kinds) -> Kind | None:
        """Return the kind of what the first line gives of which that can be told."""
        kinds = (outcome_kind(branch.then, known) for branch in self.branches)
        return Kind("category", self.scale) if self.scale else next(filter(None, kinds), None)

    def members(self) -> Iterable[str]:
        """Return the names that lines give; beside a scale these are categories."""
        branches = () if self.scale else self.branches
        return (branch.then for branch in branches if isinstance(branch.then, str))

    def conditions(self) -> Iterator[tuple[Path, Condition]]:
        """Give the condition of each line."""
        for at, branch in self._lines():
            if branch.when:
                yield at / "when", branch.when

    def uses(self, path: Path) -> Iterator[Use]:
        """Give the scale, or what the lines give."""
        if self.scale:
            yield Use(path / "scale", self.scale, "scale")
            return
        for at, branch in self._lines():
            if isinstance(branch.then, str):
                yield Use(Path((*path, *at, _key(branch))), branch.then, "outcome")

    def claims(self) -> Iterator[tuple[Path, Says]]:
        """Give what each line says of who says so."""
        return ((at / "source", branch.says) for at, branch in self._lines())

    def misfits(self, path: Path, fitting: Fitting) -> Iterator[Problem]:
        """Check what each line gives, and that `otherwise` is the last."""
        wanted = self.given(fitting.known)
        for at, branch in self._lines():
            here = Path((*path, *at))
            if wanted:
                yield from self._misfits(branch.then, wanted, here / _key(branch), fitting)
            if branch.when is None and branch is not self.branches[-1]:
                hint = "put `otherwise` last"
                yield Problem("unreachable", "nothing after `otherwise` is reached", here, hint)

    def _lines(self) -> Iterator[tuple[Path, Branch]]:
        return ((Path((self.word, at)), branch) for at, branch in enumerate(self.branches))

    def _misfits(
        self, then: Outcome, wanted: Kind, path: Path, fitting: Fitting
    ) -> Iterator[Problem]:
        """Check what a line gives: a category, else a constant or a name."""
        kind = outcome_kind(then, fitting.known)
        if self.scale:
            if fitting.categories(self.scale):
                yield from _no_category(then, wanted, path, fitting)
        elif kind and kind != wanted:
            hint = "all lines give the same kind of value"
            if "category" in (kind.type, wanted.type):
                hint += ": a category becomes a number with `scores`"
            if isinstance(then, str):
                message = (
                    f"`{then}` is {kind}; this `decide` takes {wanted}, as its first line does"
                )
                yield Problem("kind", message, path, hint)
            else:
                yield misfit(then, wanted, path, hint)

    @classmethod
    def variants(cls, measure: Data, choices: Choices) -> Iterator[Variant]:
        """Drop each line, and change its condition and what it decides."""

        def changed(lines: list[Data]) -> Iterator[Variant]:
            for at, line in enumerate(lines):
                if "when" in line:
                    yield without(lines, at, said("then", line["then"]))
                    yield from placed(lines, at, item(line, "when", choices.condition))
                for word in ("then", "otherwise"):
                    yield from placed(lines, at, item(line, word, choices.outcome))

        return item(measure, cls.word, changed)


def _read(line: Mapping[str, Any]) -> Branch:
    when = read_condition(line["when"]) if "when" in line else None
    then = line["then"] if "then" in line else line["otherwise"]
    return Branch(when, read_outcome(then), line.get("because", ""), read_says(line))


def _written(branch: Branch) -> Data:
    when = {"when": written_condition(branch.when)} if branch.when else {}
    because = {"because": branch.because} if branch.because else {}
    says = written_fields(branch.says, beside=False)
    return {**when, _key(branch): branch.then, **because, **says}


def _key(branch: Branch) -> str:
    return "then" if branch.when else "otherwise"


def _no_category(then: Outcome, wanted: Kind, path: Path, fitting: Fitting) -> Iterator[Problem]:
    """Check what a line gives where a scale is named: only a category, and no name."""
    categories = fitting.categories(wanted.scale)
    kind = outcome_kind(then, fitting.known)
    if kind and isinstance(then, str) and then not in categories:
        message = f"`{then}` is {kind}; beside `scale`, `decide` takes categories alone"
        hint = f"write one of {', '.join(categories)}"
        if kind == wanted:
            hint = f"{hint}; to take the value of `{then}`, give no `scale` and names alone"
        yield Problem("kind", message, path, hint)
    else:
        yield from fitting.category(then, wanted, path)
