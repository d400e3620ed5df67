"""The changes that lead from one ruleset to another, each of the type that its name says."""

from typing import Any, ClassVar, Literal

from attrs import frozen

from stp_rules.errors import Place
from stp_rules.paths import Path

How = Literal["added", "gone", "changed", "reordered"]
Bump = Literal["patch", "minor", "major"]
"""How much a new version may change: no rating, ratings, or what goes in and comes out."""


@frozen
class Change:
    """What stands differently at one address.

    `path` is its address in the first ruleset, `new_path` that in the second; each is `None` where
    there is nothing; what is new in a mapping stands there at `position`. `before` and `after` are
    plain data as they stand in a file, `place` and `new_place` the lines of the two files.
    """

    path: Path | None
    new_path: Path | None
    before: Any
    after: Any
    position: int | None = None
    place: Place | None = None
    new_place: Place | None = None

    needs: ClassVar[Bump] = "minor"
    """The least step of the version number that a change of this type needs."""

    @property
    def how(self) -> How:
        """Whether it stands in the second ruleset alone, in the first alone, or in both."""
        if self.path is None:
            return "added"
        return "gone" if self.new_path is None else "changed"

    @property
    def address(self) -> Path:
        """Where it stands: in the first ruleset, or in the second where it is new."""
        return self.path or self.new_path or Path()


Diff = tuple[Change, ...]


def needed(changes: Diff) -> Bump:
    """Return the least step of the version number that changes need, as far as their types tell."""
    found = {change.needs for change in changes}
    return next((bump for bump in ("major", "minor") if bump in found), "patch")


@frozen
class _Silent(Change):
    """A change of what no rating rests on."""

    needs: ClassVar[Bump] = "patch"


@frozen
class _Named(Change):
    """A change of the names that go in or come out, or of what they can hold."""

    needs: ClassVar[Bump] = "major"


@frozen
class _Reordered(Change):
    """Names stand in another order, where the order counts; both are all names in their order."""

    @property
    def how(self) -> How:
        """Nothing is added, and nothing gone."""
        return "reordered"


# What a ruleset says of itself -------------------------------------------------------------------


@frozen
class HeadChanged(_Silent):
    """The version, the status, the id or the days on which it is in force."""


@frozen
class WordingChanged(_Silent):
    """A title, a note, a unit or a reason."""


@frozen
class EvidenceChanged(_Silent):
    """Who says so: evidence, a source, or a publication in the list of sources."""


@frozen
class PromiseMade(_Silent):
    """A promise that was not made before."""


@frozen
class PromiseWithdrawn(_Silent):
    """A promise that is not made any more."""


@frozen
class PromiseChanged(_Silent):
    """What a promise leaves out, or how far it goes."""


# What goes in ------------------------------------------------------------------------------------


@frozen
class InputAdded(_Named):
    """An input that was not read before."""


@frozen
class InputRemoved(_Named):
    """An input that is not read any more."""


@frozen
class InputTypeChanged(_Named):
    """The type of an input, its scale, or the labels that it takes."""


@frozen
class RangeChanged(Change):
    """The values that an input may have."""


@frozen
class DirectionChanged(Change):
    """Which values of an input or of a measure are better."""


@frozen
class ReadingChanged(Change):
    """How inputs are read: a column, the words for gaps, the roll-up of members, the subject."""


@frozen
class ScaleAdded(_Named):
    """A scale that was not there before."""


@frozen
class ScaleRemoved(_Named):
    """A scale that is not there any more."""


@frozen
class CategoryAdded(_Named):
    """A category more on a scale."""


@frozen
class CategoryRemoved(_Named):
    """A category less on a scale."""


@frozen
class CategoryRelabelled(_Named):
    """The label of a category."""


@frozen
class CategoriesReordered(_Reordered):
    """The categories of a scale, from the best to the worst."""


@frozen
class ParameterAdded(Change):
    """A number with a name that was not there before."""


@frozen
class ParameterRemoved(Change):
    """A number with a name that is not there any more."""


@frozen
class ParameterChanged(Change):
    """A number with a name, also for some days alone."""


# What comes out ----------------------------------------------------------------------------------


@frozen
class LevelAdded(_Named):
    """A level with all its measures."""


@frozen
class LevelRemoved(_Named):
    """A level with all its measures."""


@frozen
class LevelsReordered(_Reordered):
    """The levels, in the order in which they are computed."""


@frozen
class MeasureAdded(_Named):
    """A measure that was not there before, or not in this level."""


@frozen
class MeasureRemoved(_Named):
    """A measure that is not there any more, or not in this level."""


@frozen
class MeasuresReordered(_Reordered):
    """The measures of a level."""


@frozen
class ResultChanged(_Named):
    """Which measure is the result."""


# How a measure is computed -----------------------------------------------------------------------


@frozen
class SourceChanged(Change):
    """Where a measure begins: another name, or another way of combining."""


@frozen
class MemberAdded(Change):
    """A name more that a measure combines; `after` is its weight, where it has one."""


@frozen
class MemberRemoved(Change):
    """A name less that a measure combines; `before` was its weight, where it had one."""


@frozen
class WeightChanged(Change):
    """The weight of a name that a measure combines."""


@frozen
class FormulaChanged(Change):
    """A formula."""


@frozen
class DecisionLineAdded(Change):
    """A line of a decision that was not there before."""


@frozen
class DecisionLineRemoved(Change):
    """A line of a decision that is not there any more."""


@frozen
class DecisionLineChanged(Change):
    """What a line of a decision gives."""


@frozen
class ConditionChanged(Change):
    """When a step is taken, when a line of a decision holds, or what is counted."""


@frozen
class MissingPolicyChanged(Change):
    """What becomes of members that are not known."""


@frozen
class NeedChanged(Change):
    """How much must be known."""


# Steps -------------------------------------------------------------------------------------------


@frozen
class StepAdded(Change):
    """A step that was not taken before."""


@frozen
class StepRemoved(Change):
    """A step that is not taken any more."""


@frozen
class StepChanged(Change):
    """Another step in the place of one, or another number or option of a step."""


@frozen
class StepRenamed(Change):
    """The name under which the value after a step is given."""


@frozen
class BandAdded(Change):
    """A band that was not there before."""


@frozen
class BandRemoved(Change):
    """A band that is not there any more."""


@frozen
class BandMoved(Change):
    """The edge of a band, which is tested as before."""


@frozen
class BandChanged(Change):
    """Which side of its edge a band takes, or whether it has one."""


@frozen
class BandValueChanged(Change):
    """What a band gives."""


@frozen
class PointAdded(Change):
    """A point that was not there before."""


@frozen
class PointRemoved(Change):
    """A point that is not there any more."""


@frozen
class PointMoved(Change):
    """What a point gives."""


@frozen
class GoalpostMoved(Change):
    """A goalpost, what it stands for, or what holds beyond."""


@frozen
class ScoreChanged(Change):
    """The score of a category."""
