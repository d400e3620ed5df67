"""What a plan means for one subject: every measure and every step, before and after, and why.

This is the reading that `evaluate()` means. Its numbers are those of the plan's arithmetic.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress
from typing import Any

from stp_rules.engine import interpret
from stp_rules.engine.cohort import Beside, Groups, Reference, Site, summarised, summariser
from stp_rules.engine.exact import Exact
from stp_rules.engine.interpret import Case, Weight
from stp_rules.engine.plan import EXACT, MeasurePlan, Plan, StepPlan
from stp_rules.engine.result import Measured, StepInfo, TracedStep
from stp_rules.engine.sources import SourcePlan
from stp_rules.engine.values import Raw, Unknown, not_rated
from stp_rules.language.arithmetic import Arithmetic, Value
from stp_rules.language.combination import LeftOut
from stp_rules.language.conditions import UNDECIDED, Condition, Truth
from stp_rules.language.values import FrozenMap, State

Values = Mapping[str, Raw]

ALONE = Reference()
"""The reference of a subject that stands beside nobody."""


def attempted(compute: Callable[..., Raw], *given: Any) -> Raw:
    """Return what `compute` gives, or the reason for which it has no value."""
    try:
        return compute(*given)
    except ZeroDivisionError:
        return not_rated("division by zero")
    except ArithmeticError as undefined:
        return not_rated(str(undefined))


class ExactDomain:
    """One subject: a symbol is a value or an `Unknown`, and what holds is a truth of Python's."""

    __slots__ = ("_fired", "arithmetic", "cohort")

    def __init__(self, cohort: Beside) -> None:
        """Stand beside a cohort, with the numbers of its arithmetic."""
        self.cohort = cohort
        self.arithmetic: Arithmetic = cohort.arithmetic
        self._fired: int | bool | None = None

    # Symbols

    @staticmethod
    def known(symbol: Raw) -> bool:
        """Tell whether there is a value."""
        return type(symbol) is not Unknown

    @staticmethod
    def unknown(symbol: Raw) -> bool:
        """Tell whether there is none."""
        return type(symbol) is Unknown

    @staticmethod
    def in_state(symbol: Raw, states: Iterable[State]) -> bool:
        """Tell whether there is no value, for one of some reasons."""
        return type(symbol) is Unknown and symbol.state in states

    @staticmethod
    def surely_known(symbols: Iterable[Raw]) -> bool:
        """Tell whether all have a value."""
        return Unknown not in map(type, symbols)

    @staticmethod
    def value(symbol: Raw) -> Raw:
        """Return the symbol: it is its value."""
        return symbol

    rated = absent = value

    @staticmethod
    def without(symbol: Raw, states: Iterable[State]) -> Raw:  # noqa: ARG004 - one shape for all
        """Return the symbol."""
        return symbol

    @staticmethod
    def lacking(reason: Callable[..., Unknown], *given: Any) -> Unknown:
        """Return why there is no value."""
        return reason(*given)

    # What holds

    @staticmethod
    def every(conditions: Iterable[bool]) -> bool:
        """Tell whether all hold."""
        return all(conditions)

    @staticmethod
    def some(conditions: Iterable[bool]) -> bool:
        """Tell whether any holds."""
        return any(conditions)

    @staticmethod
    def opposite(condition: Any) -> bool:
        """Tell whether it does not hold."""
        return not condition

    @staticmethod
    def undecided(found: Truth) -> bool:
        """Tell whether a truth neither holds nor fails."""
        return not (found.holds or found.fails)

    @staticmethod
    def tested(passes: Callable[[Value, Value], Value], one: Raw, other: Raw) -> Truth:
        """Return the truth of a test of two values, undecided where one lacks."""
        if type(one) is Unknown or type(other) is Unknown:
            return UNDECIDED
        found = passes(one, other)
        return Truth(found, not found)

    @staticmethod
    def short(symbols: Sequence[Raw], weights: Sequence[Weight], least: Weight) -> bool:
        """Tell whether what is known weighs less than the least."""
        known = (type(symbol) is not Unknown for symbol in symbols)
        return sum(compress(weights, known)) < least

    # Choice

    @staticmethod
    def choose(cases: Iterable[Case], otherwise: Callable[..., Raw], *given: Any) -> Raw:
        """Call the one function whose condition holds first."""
        for condition, then, arguments in cases:
            if condition:
                return then(*arguments)
        return otherwise(*given)

    @staticmethod
    def among(
        left_out: LeftOut | None,  # noqa: ARG004 - one shape for all
        counted: Sequence[bool],
        symbols: Sequence[Raw],
        weights: Sequence[Value],
        combined: Callable[[Sequence[Value], Sequence[Value]], Raw],
    ) -> Raw:
        """Combine the members that count."""
        return combined(list(compress(symbols, counted)), list(compress(weights, counted)))

    attempted = staticmethod(attempted)

    def banded(self, step: StepPlan, value: Value) -> Raw:
        """Return the value of the band that is met, and remark which one it is."""
        ranked: Any = step.ranked
        at: int = ranked.body(value, self.arithmetic)
        self._fired = at
        return step.args.bands[at].value

    # The cohort

    def mean_of(self, site: Site, symbols: Values) -> Raw:
        """Return the mean of the subject's group, or why there is none."""
        summary = self.cohort.summary(site, symbols)
        return summary if isinstance(summary, Unknown) else self.settled(summary.mean)

    def beside(self, step: StepPlan, value: Value, symbols: Values) -> Raw:
        """Return what a value is beside its group, or why that cannot be said."""
        site: Any = step.site
        summary = self.cohort.summary(site, symbols)
        if isinstance(summary, Unknown):
            return summary
        compared = value
        if summary.ordered or summary.untold:
            compared = site.keys(value, symbols, self.arithmetic)
            if untold := site.tied(compared, summary, symbols):
                return untold
        return attempted(step.args.beside, compared, summary, self.arithmetic)

    # The trace

    def fired(self, what: int | bool) -> None:  # noqa: FBT001 - which, or whether
        """Remark what has fired."""
        self._fired = what

    stuck = fired

    def remarked(self) -> int | bool | None:
        """Return what has fired since this was last asked."""
        fired, self._fired = self._fired, None
        return fired

    def traced(self, info: StepInfo, before: Raw, after: Raw) -> TracedStep:
        """Keep a step with its values and what fired."""
        fired, self._fired = self._fired, None
        return TracedStep(info, before, after, fired)

    @staticmethod
    def settled(symbol: Raw) -> Raw:
        """Return a value in lowest terms where it has grown long; too long, it is none."""
        return attempted(symbol.reduced) if type(symbol) is Exact else symbol

    @staticmethod
    def measured(  # noqa: PLR0913, PLR0917 - all that is known of it
        plan: MeasurePlan,
        source: Raw,
        symbol: Raw,
        steps: Sequence[TracedStep],
        read: tuple[Raw, ...],
        fired: int | None,
    ) -> Measured:
        """Keep a measure with all its steps."""
        return Measured(plan.info, source, symbol, tuple(steps), read, fired)


_BY_ITSELF = ExactDomain(Beside(EXACT, {}))


def holds(condition: Condition, values: Values, arithmetic: Arithmetic = EXACT) -> Truth:
    """Return the truth of a condition for one subject."""
    domain = _BY_ITSELF if arithmetic is EXACT else ExactDomain(Beside(arithmetic, {}))
    return interpret.holds(condition, values, domain)


def source_of(source: SourcePlan, values: Values) -> Raw:
    """Return what a source gives a subject that stands beside nobody."""
    domain = ExactDomain(_BY_ITSELF.cohort)
    return interpret.sourced(source, interpret.read_by(source, values), values, domain)


def before_steps(plan: MeasurePlan, values: Values) -> tuple[Raw, int | None]:
    """Return a measure's value before its steps, beside nobody, and which line decided."""
    domain = ExactDomain(_BY_ITSELF.cohort)
    read = interpret.read_by(plan.source, values)
    source = interpret.sourced(plan.source, read, values, domain)
    fired = domain.remarked()
    if plan.need:
        return interpret.needed(plan, source, read, values, domain), fired
    return source, fired


def measure_of(plan: MeasurePlan, values: dict[str, Raw], cohort: Beside) -> Measured:
    """Compute one measure, and add its value and those of its named steps to the others."""
    found: Measured = interpret.measure(plan, values, ExactDomain(cohort))
    return found


def measured(plan: Plan, inputs: Values, reference: Reference = ALONE) -> dict[str, Measured]:
    """Compute every measure from known inputs, beside a reference."""
    return measured_beside(plan, inputs, Beside.of(reference, plan.arithmetic))


def measured_beside(plan: Plan, inputs: Values, cohort: Beside) -> dict[str, Measured]:
    """Compute every measure from known inputs, beside a cohort that is ready to be read."""
    domain, values = ExactDomain(cohort), {**plan.constants, **inputs}
    return {it.info.measure.name: interpret.measure(it, values, domain) for it in plan.measures}


def measured_anew(
    plan: Plan, inputs: Values, reference: Reference, kept: Mapping[str, Measured]
) -> dict[str, Measured]:
    """Compute the measures that are not kept; a kept one reads nothing that has changed."""
    domain = ExactDomain(Beside.of(reference, plan.arithmetic))
    values, found = {**plan.constants, **inputs}, {}
    for measure in plan.measures:
        name = measure.info.measure.name
        if name in kept:
            found[name] = kept[name]
            values |= {step.name: step.raw_after for step in kept[name].steps if step.name}
            values[name] = kept[name].raw
        else:
            found[name] = interpret.measure(measure, values, domain)
    return found


def gather(plan: Plan, cohort: Sequence[Values]) -> tuple[Reference, list[dict[str, Measured]]]:
    """Compute every measure of a cohort, and the reference that its cohort steps make.

    Measure by measure: what a cohort step reads of the cohort is gathered from all subjects
    before it is computed for any.
    """
    beside = Beside(plan.arithmetic, {})
    domain = ExactDomain(beside)
    subjects = [{**plan.constants, **inputs} for inputs in cohort]
    traces: list[dict[str, Measured]] = [{} for _ in subjects]
    sites: dict[str, Groups] = {}
    for measure in plan.measures:
        for part in measure.parts:
            before = [interpret.measure(part.measure, values, domain).raw for values in subjects]
            pairs = zip(before, subjects, strict=True)
            groups = summarised(part.site, summariser(part.args), pairs, plan.arithmetic)
            beside.add(part.site.address, groups)
            sites[part.site.address] = groups
        for values, trace in zip(subjects, traces, strict=True):
            trace[measure.info.measure.name] = interpret.measure(measure, values, domain)
    return Reference(plan.ruleset.reference, FrozenMap(sites)), traces
