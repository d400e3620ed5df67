"""One question at a time: can moving one input do what it should not?

Composition comes first: a walk that keeps few moves apart shows most of what holds, and says step
by step why. Where it cannot, subjects are tried. Where none is found, a finer walk goes through
all values; then through all moves of the input one by one; then through all values of inputs that
are read along more than one way.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from itertools import chain, islice, product
from typing import TYPE_CHECKING, Literal

from attrs import evolve, field, frozen

from stp_rules.deadline import NEVER, Deadline, OutOfTimeError
from stp_rules.engine.plan import Plan, make_plan
from stp_rules.engine.wiring import Wiring, wiring
from stp_rules.language.ruleset import Ruleset
from stp_rules.paths import Path
from stp_rules.proofs.domain.cells import Cells
from stp_rules.proofs.domain.harms import Question
from stp_rules.proofs.domain.moves import COARSE, FINE, ROUGH, Resolution, Table, moved, vanishing
from stp_rules.proofs.domain.ruled import require_rules
from stp_rules.proofs.search.aiming import pairs_at_places, pairs_on_ways
from stp_rules.proofs.search.bench import Bench
from stp_rules.proofs.search.cohorts import references
from stp_rules.proofs.search.pairs import Pair
from stp_rules.proofs.search.samples import Values
from stp_rules.proofs.search.tracing import Subject
from stp_rules.proofs.walk.enumeration import Enumeration, enumerated
from stp_rules.proofs.walk.walk import Walk, walked

if TYPE_CHECKING:
    from stp_rules.proofs.solving.solver import Solver

By = Literal["composition", "enumeration", "cases", "solver", "search"]
"""What settled a question.

A walk that keeps few moves apart; one that keeps all, or takes each move of the input by itself, or
all subjects gone through; walks with names held fixed, case by case; z3; or a search.
"""

FIRST, LIKELY, LAST, SOUGHT = 150, 1_000, 2_000, 200
"""How many pairs are tried before a finer walk, where one is likely, at last, by Hypothesis."""

BESIDE = 24
"""How many pairs are tried beside each small cohort."""

WAYS = 6
"""On how many ways from the worst to the best a pair is taken along."""

MANY = 20
"""Above how many inputs the ways are gone first."""

BRIEFLY = 20
"""How many pairs are tried where a promise is broken by another input already."""

TOGETHER = 8
"""How many inputs are moved at once before each is moved alone."""

AIMED = 12
"""How many pairs are moved to the places at which the method turns."""

LANDMARKS = 60
"""How many subjects are spread over the values of measures."""

CASES = 400
"""Through how many combinations of inputs held fixed a walk is repeated."""


@frozen
class Answer:
    """What came of a question; a pair where the answer is that it can.

    It is `late` where time ran out before it was settled. `bench` is where the pair shows it, where
    that is beside another cohort than the prover's own.
    """

    question: Question
    holds: bool | None
    by: By
    pair: Pair | None = None
    walk: Walk | None = None
    tried: int = 0
    late: bool = False
    bench: Bench | None = None

    @property
    def open(self) -> bool:
        """Whether it is not settled, and there is time to go on."""
        return self.holds is None and not self.late


@frozen(slots=False)
class Prover:
    """All that is computed once for a ruleset and serves every question.

    `solving` is whether the solver z3 may be asked, where it is installed. UnknownRuleError is
    raised where proofs have no rule for something in the ruleset.
    """

    ruleset: Ruleset
    solving: bool = True
    deadline: Deadline = field(factory=Deadline)
    plan: Plan = field(init=False)
    bench: Bench = field(init=False)
    walks: dict[Resolution, Walk] = field(init=False, factory=dict)

    @plan.default
    def _plan(self) -> Plan:
        plan = make_plan(self.ruleset)
        require_rules(plan)
        return plan

    @bench.default
    def _bench(self) -> Bench:
        return Bench.of(self.plan, self.deadline)

    @property
    def wires(self) -> Wiring:
        """Which measure reads what."""
        return wiring(self.plan)

    @property
    def cells(self) -> Cells:
        """The cells of every input."""
        return self.bench.cells

    @property
    def ordered(self) -> list[str]:
        """The measures that are numbers or categories."""
        names = [it.info.measure.name for it in self.plan.measures]
        return [it for it in names if self.plan.lenses[it].kind.type in ("number", "category")]

    def still(self, resolution: Resolution) -> Walk:
        """Return the walk in which nothing moves: what can be reached."""
        if resolution not in self.walks:
            inputs = {name: self.cells.table(name) for name in self.plan.inputs}
            plans = (self.plan, self.plan)
            found = walked(plans, inputs, resolution, deadline=self.deadline)
            self.walks[resolution] = found
        return self.walks[resolution]

    @cached_property
    def landmarks(self) -> list[Subject]:
        """A subject for each of some values that measures can have, the last measures first.

        What is drawn at random seldom lies where the method turns; these are spread over it.
        """
        tables = self.still(COARSE).tables
        names = [it.info.measure.name for it in reversed(self.plan.measures)]
        origins = (found.origin for name in names for found in tables[name].values())
        chosen = islice(dict.fromkeys(origins), LANDMARKS)
        return [self.bench.subject_of(origin) for origin in chosen]

    def moving(
        self,
        name: str,
        moves: Table,
        resolution: Resolution,
        only: Container[str] | None = None,
        deadline: Deadline | None = None,
    ) -> Walk:
        """Return the walk in which one input moves; what does not rest on it stands still."""
        rest = self.still(resolution).tables
        resting = self.wires.resting(name)
        known = {it: table for it, table in rest.items() if it not in resting}
        plans = (self.plan, self.plan)
        tables = {**known, name: vanishing(moves)}
        return walked(plans, tables, resolution, only, deadline or self.deadline)

    def first_doubt(self, question: Question) -> str | None:
        """Return the first measure that a rough walk does not show to move as it should.

        It is asked when the deadline may have passed; `None` where nothing was walked before that.
        """
        if ROUGH not in self.walks:
            return None
        walk = self.moving(question.name, question.moves, ROUGH, deadline=NEVER)
        own = {it.name: evolve(question, harms=(it,)) for it in question.harms}
        names = (it.info.measure.name for it in self.plan.measures)
        return next((it for it in names if it in own and not self.clean(own[it], walk)), None)

    def at_once(self, questions: Sequence[Question]) -> Iterator[Question]:
        """Give the questions that hold even where all these inputs move at once, or half of them.

        Whichever input moves alone is one of these subjects: the others may stand still.
        """
        if len(questions) >= TOGETHER:
            walk = self.moving_together({it.name: it.moves for it in questions})
            doubtful = [it for it in questions if not self.clean(it, walk)]
            yield from (it for it in questions if it not in doubtful)
            half = len(doubtful) // 2
            for part in (doubtful[:half], doubtful[half:]):
                yield from self.at_once(part)

    def moving_together(self, moves: Mapping[str, Table]) -> Walk:
        """Return the rough walk in which each of some inputs moves or stands still."""
        rest = self.still(ROUGH).tables
        resting = set().union(*map(self.wires.resting, moves))
        known = {it: table for it, table in rest.items() if it not in resting}
        inputs = {it: rest[it] | vanishing(table) for it, table in moves.items()}
        return walked((self.plan, self.plan), {**known, **inputs}, ROUGH, deadline=self.deadline)

    def answer(
        self, question: Question, *, briefly: bool = False, likely: Table | None = None
    ) -> Answer:
        """Settle a question, but for the last search.

        `briefly` without looking closer where it is not settled at once; by a `likely` move
        subjects are tried first. Where the deadline passes, it stays open.
        """
        try:
            return self.settled(question, briefly=briefly, likely=likely)
        except OutOfTimeError:
            return Answer(question, holds=None, by="search", late=True)

    def settled(self, question: Question, *, briefly: bool, likely: Table | None) -> Answer:
        """Settle a question; OutOfTimeError where the deadline passes."""
        pairs = self.bench.random(question.name, likely or {}, LIKELY)
        telling = self.bench.beside_telling(question.name, question.moves)
        pair = self.bench.found(chain(telling, pairs), question.wrong)
        if pair:
            return Answer(question, holds=False, by="search", pair=pair)
        if not question.moves:
            return Answer(question, holds=True, by="composition")
        for resolution in (ROUGH, COARSE):
            walk = self.moving(question.name, question.moves, resolution)
            if self.clean(question, walk):
                return Answer(question, holds=True, by="composition", walk=walk)
            pair = self.tried(question, walk, BRIEFLY if briefly else FIRST)
            if pair:
                return Answer(question, holds=False, by="search", pair=pair)
            if briefly:
                return Answer(question, holds=None, by="search", tried=BRIEFLY)
        return self.closer(question)

    @cached_property
    def enumeration(self) -> Enumeration | None:
        """All subjects, where they can be gone through."""
        return enumerated(self.plan, self.still(FINE).tables, self.deadline)

    def gone_through(self, question: Question) -> Answer | None:
        """Go through all subjects; `None` where that is not possible, or decides nothing."""
        every = self.enumeration
        if every is None:
            return None
        entry = next(it for it in every.names if question.name in self.wires.behind(it))
        asked = [(it, every.measures.index(it.name)) for it in question.harms if it.name in every]
        inner = tuple(it for it in question.harms if it.name not in every)
        behind = self.wires.behind(entry) | {it.name for it in inner}
        walk = self.moving(question.name, question.moves, FINE, behind)
        known = self.told(every, entry, walk.tables[entry])
        if not known or not self.clean(evolve(question, harms=inner), walk):
            return None
        for before, after, origin in every.moves(entry, walk.tables[entry]):
            if any(harm.possible(moved(before[at], after[at])) for harm, at in asked):
                pairs = self.bench.concrete(question.name, origin, 8)
                pair = self.bench.found(pairs, question.wrong)
                refuted = Answer(question, holds=False, by="enumeration", pair=pair)
                return refuted if pair else None
        return Answer(question, holds=True, by="enumeration")

    def told(self, every: Enumeration, entry: str, table: Table) -> bool:
        """Tell whether all moves go between cells that have been gone through."""
        own = {move.before for move in every.tables[every.names.index(entry)]}
        return all(it.before in own and it.after in own for it in table)

    def closer(self, question: Question) -> Answer:
        """Look closer: at all values, at each move by itself, at inputs held fixed."""
        answer = self.gone_through(question)
        if answer:
            return answer
        ways: list[tuple[By, Callable[[], Iterator[Walk]]]] = [
            ("enumeration", lambda: iter([self.moving(question.name, question.moves, FINE)])),
            ("enumeration", lambda: self.singly(question, FINE)),
            ("cases", lambda: self.held(question)),
        ]
        for by, walks in ways:
            clean = True
            for walk in walks():
                if not self.clean(question, walk):
                    clean = False
                    pair = self.tried(question, walk, 0)
                    if pair:
                        return Answer(question, holds=False, by=by, pair=pair)
                    break
            if clean:
                return Answer(question, holds=True, by=by)
        return self.solved(question) or Answer(question, holds=None, by="search")

    @cached_property
    def solver(self) -> "Solver | None":
        """The solver, where it may be asked and is installed."""
        if not (self.solving and find_spec("z3")):
            return None
        home = import_module("stp_rules.proofs.solving.solver")
        solver: Solver = home.Solver(self.plan, self.cells, self.deadline)
        return solver

    def solved(self, question: Question) -> Answer | None:
        """Ask the solver; `None` where it gives up, or the evaluator does not confirm its pair."""
        if self.solver is None:
            return None
        walk = self.moving(question.name, question.moves, COARSE)
        holds, pair = self.solver.answer(question, walk)
        if holds:
            return Answer(question, holds=True, by="solver")
        if pair and self.bench.shows(pair, question.wrong):
            return Answer(question, holds=False, by="solver", pair=pair)
        return None

    def comes_about(self, path: Path, category: int | None) -> Values | bool | None:
        """Ask the solver for a subject who meets a rule, or whose result is a category.

        `False` where there is none, `None` where it is not known; a subject is still to be tried.
        """
        if self.solver is None:
            return None
        return self.solver.comes_about(path, category, self.still(COARSE))

    def searched(self, answers: Sequence[Answer]) -> list[Answer]:
        """Search last of all for what is open: so long in all, however many questions that are."""
        open_ones = sum(1 for it in answers if it.open)
        return [self.sought(it.question, open_ones) if it.open else it for it in answers]

    def sought(self, question: Question, among: int) -> Answer:
        """Look for a pair where the method turns, at random, and with Hypothesis where it is."""
        tries = LAST // among
        drawn = self.bench.random(question.name, question.moves, tries)
        pairs = chain(pairs_at_places(self.bench, question, AIMED), drawn)
        try:
            pair = self.bench.found(pairs, question.wrong)
            elsewhere = None if pair else self.beside_others(question, among)
        except OutOfTimeError:
            return Answer(question, holds=None, by="search", late=True)
        if elsewhere:
            return elsewhere
        if pair is None and find_spec("hypothesis"):
            home = import_module("stp_rules.proofs.search.seeking")
            pair = home.sought(self.bench, question, max(SOUGHT // among, 1))
        return Answer(question, False if pair else None, by="search", pair=pair, tried=tries)

    def beside_others(self, question: Question, among: int) -> Answer | None:
        """Look for a pair beside small cohorts, in which a place more or less tells most."""
        for at, bench in enumerate(references(self.bench)):
            drawn = bench.random(question.name, question.moves, max(BESIDE // among, 4))
            aimed = pairs_at_places(bench, question, 1) if at < AIMED // 4 else ()
            pair = bench.found(chain(drawn, aimed), question.wrong)
            if pair:
                return Answer(question, holds=False, by="search", pair=pair, bench=bench)
        return None

    def singly(self, question: Question, resolution: Resolution) -> Iterator[Walk]:
        """Walk with each move of the input by itself."""
        for move, found in question.moves.items():
            yield self.moving(question.name, {move: found}, resolution)

    def held(self, question: Question) -> Iterator[Walk]:
        """Walk with names held fixed that are read along more than one way, case by case.

        Every subject is in one of the cases, whichever names are held and as many of them as can
        be gone through.
        """
        whole = self.moving(question.name, question.moves, FINE)
        names: list[str] = []
        size = 1
        for name in sorted(self.shared, key=lambda it: len(whole.tables[it])):
            size *= len(whole.tables[name])
            if size > CASES:
                break
            names.append(name)
        resting = set().union(*(self.wires.resting(it) for it in (question.name, *names)))
        known = {it: table for it, table in whole.tables.items() if it not in resting}
        inputs = {} if question.name in names else {question.name: vanishing(question.moves)}
        for moves in product(*(whole.tables[name].items() for name in names)):
            fixed = {name: dict([entry]) for name, entry in zip(names, moves, strict=True)}
            plans = (self.plan, self.plan)
            tables = {**known, **inputs, **fixed}
            yield walked(plans, tables, FINE, deadline=self.deadline)

    @property
    def shared(self) -> list[str]:
        """The inputs, and the measures without named steps, that several measures read."""
        wires = self.wires
        names = [*self.plan.inputs, *(own for own, *steps in wires.given.values() if not steps)]
        return [name for name in names if len(wires.readers(name)) > 1]

    def clean(self, question: Question, walk: Walk) -> bool:
        """Tell whether no measure moves as it should not."""
        return not any(
            harm.possible(move) for harm in question.harms for move in walk.tables[harm.name]
        )

    def tried(self, question: Question, walk: Walk, tries: int) -> Pair | None:
        """Try subjects that a walk suggests, and others at random.

        Where many inputs are read, a walk knows too little of them, and is asked last.
        """
        bench, name = self.bench, question.name
        ways = pairs_on_ways(bench, question, min(WAYS, tries // 10))
        origins = (
            found.origin
            for harm in question.harms
            for move, found in walk.tables[harm.name].items()
            if harm.possible(move)
        )
        concrete = (pair for it in origins for pair in bench.concrete(name, it, 8))
        suggested = islice(concrete, BRIEFLY if tries == BRIEFLY else None)
        spread = self.landmarks if tries == FIRST else []
        marked = bench.moved_on(spread, name, question.moves)
        drawn = bench.random(name, question.moves, tries)
        many = len(self.plan.inputs) > MANY
        pairs = (ways, suggested, marked) if many else (suggested, ways, marked)
        return bench.found(chain(*pairs, drawn), question.wrong)
