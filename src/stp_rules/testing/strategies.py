"""Hypothesis strategies: subjects of a ruleset, improvements, cohorts, and rulesets.

They are drawn from what a ruleset declares, and aimed at what it tells apart: the edges of its
bands and conditions, numbers just beside them, every category, and values that are not known.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from stp_rules.checking.directions import directions
from stp_rules.engine.inputs import InputPlan
from stp_rules.engine.plan import Plan, make_plan
from stp_rules.language.kind import NUMBER
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.values import Itself, State
from stp_rules.library import loads
from stp_rules.proofs.domain.cells import Cells, declared
from stp_rules.proofs.questions.questions import TINY, crossings
from stp_rules.proofs.search.bench import Bench
from stp_rules.proofs.search.samples import ends
from stp_rules.readings.spans import Span, endless
from stp_rules.testing.generated import rulesets as generated
from stp_rules.testing.generated import written
from stp_rules.testing.scenes import needs

Inputs = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]

_FAR = 10_000
"""How far numbers go where a range has no end."""

UNKNOWN = (None, State.SUPPRESSED, State.NOT_APPLICABLE)
"""What may stand in place of a value: missing is `None`."""


def subjects(ruleset: Ruleset, *, gaps: bool = True) -> st.SearchStrategy[Inputs]:
    """Draw the inputs of a subject, as `evaluate` takes them; without `gaps` all are known.

    With them, all of about every other subject are known.

    Inputs that are rolled up from members are drawn as the subject's own. The ruleset must be free
    of problems.
    """
    plan = make_plan(ruleset)
    values = {name: known(plan, name) for name in plan.inputs}
    whole = st.fixed_dictionaries(values)
    unknown = st.sampled_from(UNKNOWN)
    perhaps = {name: st.one_of(it, it, unknown) for name, it in values.items()}
    holed = st.fixed_dictionaries(perhaps)
    return st.one_of(whole, holed) if gaps else whole


@st.composite
def improving_pairs(
    draw: Draw, ruleset: Ruleset, *, several: bool = False
) -> tuple[Inputs, Inputs]:
    """Draw two subjects of which the second is better in one input and the same in all others.

    With `several` it may be better in more than one. The inputs are those that say which way is
    better; ValueError where none does.
    """
    plan, signs = make_plan(ruleset), directions(ruleset)
    directed = [name for name in plan.inputs if signs[name]]
    if not directed:
        raise ValueError(f"no input of {ruleset.reference} says which way is better")
    worse = draw(subjects(ruleset))
    chosen = (
        draw(st.lists(st.sampled_from(directed), min_size=1, unique=True))
        if several
        else [draw(st.sampled_from(directed))]
    )
    better = dict(worse)
    for name in chosen:
        pair = draw(st.lists(known(plan, name), min_size=2, max_size=2, unique=True))
        worse[name], better[name] = sorted(pair, key=_order(plan, name, signs[name]))
    return worse, better


@st.composite
def crossing_pairs(draw: Draw, ruleset: Ruleset) -> tuple[Inputs, Inputs]:
    """Draw two subjects that differ in one input, which lies on both sides of one edge.

    Of a category it is the next one, of a truth the other; where no edge lies, the two are close
    together. A label has no next one; ValueError where there are only labels. The ruleset must be
    free of problems.
    """
    plan = make_plan(ruleset)
    names = [it for it in plan.inputs if _crossings(Itself(plan), it)]
    if not names:
        raise ValueError(f"no input of {ruleset.reference} has an edge, or a next category")
    name = draw(st.sampled_from(names))
    one, other = draw(st.sampled_from(_crossings(Itself(plan), name)))
    inputs = draw(subjects(ruleset))
    return {**inputs, name: one}, {**inputs, name: other}


@st.composite
def distant_pairs(draw: Draw, ruleset: Ruleset) -> tuple[Inputs, Inputs]:
    """Draw two subjects that differ in one input: in a number by any distance, else by one step.

    The input is not one that tells peer groups apart.
    """
    plan, groups = make_plan(ruleset), peer_groups(ruleset)
    names = [it for it in plan.inputs if it not in groups]
    numeric = [it for it in names if plan.lenses[it].kind == NUMBER]
    others = [it for it in names if it not in numeric and _crossings(Itself(plan), it)]
    name = draw(st.sampled_from([*numeric, *others]))
    if name in numeric:
        one, other = draw(st.lists(known(plan, name), min_size=2, max_size=2, unique=True))
    else:
        one, other = draw(st.sampled_from(_crossings(Itself(plan), name)))
    inputs = draw(subjects(ruleset))
    return {**inputs, name: one}, {**inputs, name: other}


@lru_cache(maxsize=1024)
def _crossings(plan: Itself, name: str) -> list[tuple[Any, Any]]:
    """List the two values of an input on both sides of each edge, in both directions."""
    bench, lens = Bench.of(plan.value), plan.value.lenses[name]
    moves = crossings(bench.cells, plan.value, name)
    raw = (sides for move in moves for sides in ends(move))
    seen = [(lens.seen(before), lens.seen(after)) for before, after in raw]
    found = [(one, other) for one, other in seen if one != other]
    return [*found, *((other, one) for one, other in found)]


def _order(plan: Plan, name: str, sign: int) -> Callable[[Any], Any]:
    """Return by what to sort the values of an input, the worst first."""
    categories = list(plan.lenses[name].categories)
    if categories:
        return lambda value: -categories.index(value) * sign
    return lambda value: value * sign


def cohorts(
    ruleset: Ruleset, *, min_size: int | None = None, max_size: int | None = None
) -> st.SearchStrategy[list[Inputs]]:
    """Draw subjects to be rated together, most of them in one peer group.

    Where no size is given, they are as many as the steps of the ruleset need, and up to four more.
    """
    least = max(2, *needs(ruleset), 0) if min_size is None else min_size
    most = max(least, 2) + 4 if max_size is None else max_size
    plan, groups = make_plan(ruleset), peer_groups(ruleset)
    home = st.fixed_dictionaries({name: known(plan, name) for name in groups})
    stays = st.sampled_from([True] * 9 + [False])
    cohort = st.lists(st.tuples(subjects(ruleset), stays), min_size=least, max_size=most)
    return st.tuples(home, cohort).map(
        lambda it: [{**own, **it[0]} if stay else own for own, stay in it[1]]
    )


def peer_groups(ruleset: Ruleset) -> list[str]:
    """List the inputs by which a ruleset tells peer groups apart."""
    named = {
        name
        for _, measure in ruleset.measures()
        for it in (*(step.operation for step in measure.steps), *measure.missing.values())
        if (name := getattr(it, "within", None))
    }
    return [name for name in ruleset.inputs if name in named]


def rulesets() -> st.SearchStrategy[Ruleset]:
    """Draw rulesets that are free of problems, of any source and any step of the language."""
    return generated().map(lambda data: loads(written(data)))


def known(plan: Plan, name: str) -> st.SearchStrategy[Any]:
    """Draw a value of an input: of a number often an edge, or one close beside it."""
    cells = Cells((plan,))
    if plan.lenses[name].kind != NUMBER:
        return st.sampled_from([plan.lenses[name].seen(cell) for cell in cells.known(name)])
    return _numbers(Itself(plan), name)


@lru_cache(maxsize=1024)
def _numbers(plan: Itself, name: str) -> st.SearchStrategy[Fraction]:
    cells, span = Cells((plan.value,)), _declared(plan.value.inputs[name])
    aimed = [at + step for at in cells.cuts(name) for step in (-TINY, 0, TINY)]
    ends = [Fraction(end) for end in (span.low, span.high) if not endless(end)]
    samples = [it for cell in cells.known(name) if isinstance(cell, Span) for it in cell.samples()]
    inside = sorted({it for it in (*aimed, *ends, *samples) if it in span})
    low, high = (
        end if not endless(end) else sign * _FAR for sign, end in ((-1, span.low), (1, span.high))
    )
    anywhere = st.fractions(low, high, max_denominator=100).filter(lambda it: it in span)
    return st.one_of(st.sampled_from(inside), anywhere)


def _declared(entry: InputPlan) -> Span:
    """Return the declared range, in which also what is rolled up has to lie if it is delivered."""
    return declared(entry)
