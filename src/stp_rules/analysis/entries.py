"""What may stand where in a ruleset, and which change it is when it comes, goes or differs."""

from collections.abc import Collection, Mapping
from typing import Any, Literal

from attrs import field, frozen

from stp_rules.analysis import changes
from stp_rules.analysis.changes import Change
from stp_rules.language.catalogue import SOURCES, STEPS


@frozen
class Entry:
    """One entry of a ruleset as plain data.

    It is `added`, `removed` or `changed`, and where the order of its names counts, `reordered`.
    `parts` are what stands in it under the names that are known, `others` what stands in it under
    any other name, or in a list. A `collection` that is not there is an empty one.

    An entry has a word where `beside` is given: its first name that is not one of those beside it,
    or all of it where it is a text. `another` says what one with another word is: the entry changed
    as a whole, changed in that `part`, or another entry, which stands `apart`.
    """

    changed: type[Change]
    added: type[Change] = field()
    removed: type[Change] = field()
    reordered: type[Change] | None = None
    parts: Mapping[str, "Entry"] = field(factory=dict)
    others: "Entry | None" = None
    collection: bool = False
    beside: Collection[str] | None = None
    another: Literal["whole", "part", "apart"] = "whole"

    @added.default
    def _added(self) -> type[Change]:
        return self.changed

    @removed.default
    def _removed(self) -> type[Change]:
        return self.changed

    def part(self, name: str | int) -> "Entry":
        """Return the entry under a name, or at a position of a list."""
        return self.parts.get(str(name)) or self.others or Entry(self.changed)

    def word(self, data: Any) -> str:
        """Return the word of an entry; empty where it has none."""
        if self.beside is None or not isinstance(data, Mapping):
            return data if isinstance(data, str) else ""
        return next((name for name in data if name not in self.beside), "")


_SAYS = {
    "evidence": Entry(changes.EvidenceChanged),
    "source": Entry(changes.EvidenceChanged),
    "note": Entry(changes.WordingChanged),
}
_TITLE = {"title": Entry(changes.WordingChanged)}
_UNIT = {"unit": Entry(changes.WordingChanged)}
_BECAUSE = {"because": Entry(changes.WordingChanged)}


def _all(entry: Entry, **how: Any) -> Entry:
    """Return the entry of a section, or of a list, that holds entries of one kind."""
    return Entry(entry.changed, others=entry, collection=True, **how)


_BAND = Entry(
    changes.BandChanged,
    changes.BandAdded,
    changes.BandRemoved,
    parts={"is": Entry(changes.BandValueChanged), **_SAYS},
    others=Entry(changes.BandMoved),
    beside=frozenset(("is", *_SAYS)),
)
_AROUND_A_STEP = {
    "when": Entry(changes.ConditionChanged),
    "as": Entry(changes.StepRenamed),
    **_BECAUSE,
    **_SAYS,
}
_HELD = {
    "band": Entry(changes.StepChanged, others=_BAND),
    "point": Entry(
        changes.StepChanged,
        others=Entry(changes.PointMoved, changes.PointAdded, changes.PointRemoved),
    ),
    "goalpost": Entry(changes.GoalpostMoved),
    "score": Entry(changes.ScoreChanged),
}
"""What stands behind a step, under the name of what it holds."""

_STEP = Entry(
    changes.StepChanged,
    changes.StepAdded,
    changes.StepRemoved,
    parts={
        **{word: _HELD[step.holds] for word, step in STEPS.items() if step.holds},
        **_AROUND_A_STEP,
    },
    beside=frozenset(_AROUND_A_STEP),
)
_LINE = Entry(
    changes.DecisionLineChanged,
    changes.DecisionLineAdded,
    changes.DecisionLineRemoved,
    parts={"when": Entry(changes.ConditionChanged), **_BECAUSE, **_SAYS},
    beside=frozenset(("then", *_BECAUSE, *_SAYS)),
)
_MEMBER = Entry(changes.WeightChanged, changes.MemberAdded, changes.MemberRemoved, another="apart")
_AROUND_A_SOURCE = {
    **_TITLE,
    **_UNIT,
    "scale": Entry(changes.SourceChanged),
    "missing": Entry(changes.MissingPolicyChanged),
    "need": Entry(changes.NeedChanged),
    "better": Entry(changes.DirectionChanged),
    "steps": _all(_STEP),
    **_SAYS,
}
_FROM = {
    "member": Entry(changes.SourceChanged, others=_MEMBER),
    "expression": Entry(changes.FormulaChanged),
    "line": Entry(changes.SourceChanged, others=_LINE),
    "test": Entry(
        changes.ConditionChanged,
        parts={"of": Entry(changes.SourceChanged, others=_MEMBER)},
    ),
}
"""What stands behind a source, under the name of what it holds."""

_MEASURE = Entry(
    changes.SourceChanged,
    changes.MeasureAdded,
    changes.MeasureRemoved,
    parts={
        **{word: _FROM[source.holds] for word, source in SOURCES.items() if source.holds},
        **_AROUND_A_SOURCE,
    },
    beside=frozenset(_AROUND_A_SOURCE),
    another="part",
)
_LEVEL = Entry(
    changes.SourceChanged,
    changes.LevelAdded,
    changes.LevelRemoved,
    reordered=changes.MeasuresReordered,
    others=_MEASURE,
)
_INPUT = Entry(
    changes.ReadingChanged,
    changes.InputAdded,
    changes.InputRemoved,
    parts={
        **_TITLE,
        **_UNIT,
        "type": Entry(changes.InputTypeChanged),
        "scale": Entry(changes.InputTypeChanged),
        "values": Entry(changes.InputTypeChanged),
        "range": Entry(changes.RangeChanged),
        "better": Entry(changes.DirectionChanged),
        **_SAYS,
    },
)
_SCALE = Entry(
    changes.CategoryRelabelled,
    changes.ScaleAdded,
    changes.ScaleRemoved,
    reordered=changes.CategoriesReordered,
    others=Entry(changes.CategoryRelabelled, changes.CategoryAdded, changes.CategoryRemoved),
)
_PARAMETER = Entry(
    changes.ParameterChanged,
    changes.ParameterAdded,
    changes.ParameterRemoved,
    parts={**_TITLE, **_SAYS},
)
_PROMISE = Entry(
    changes.PromiseChanged,
    changes.PromiseMade,
    changes.PromiseWithdrawn,
    beside=frozenset(),
    another="apart",
)

RULESET = Entry(
    changes.HeadChanged,
    parts={
        **_TITLE,
        **_SAYS,
        "effective": _all(Entry(changes.HeadChanged)),
        "evidence_for": _all(Entry(changes.EvidenceChanged)),
        "sources": _all(Entry(changes.EvidenceChanged)),
        "subject": _all(Entry(changes.ReadingChanged)),
        "reads": _all(Entry(changes.ReadingChanged)),
        "scales": _all(_SCALE),
        "parameters": _all(_PARAMETER),
        "inputs": _all(_INPUT),
        "levels": _all(_LEVEL, reordered=changes.LevelsReordered),
        "result": Entry(changes.ResultChanged),
        "promises": _all(_PROMISE),
    },
)
"""What may stand in a ruleset."""
