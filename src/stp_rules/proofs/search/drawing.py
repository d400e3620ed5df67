"""Subjects and cohorts drawn at random, the same ones every time."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random

from attrs import field, frozen

from stp_rules.checking.directions import directions
from stp_rules.engine.cohort import Site
from stp_rules.engine.exact import Exact
from stp_rules.engine.plan import Plan
from stp_rules.engine.values import Raw
from stp_rules.engine.wiring import wiring
from stp_rules.language.kind import NUMBER
from stp_rules.language.word import Sign
from stp_rules.proofs.domain.cells import Cells, admissible, declared
from stp_rules.proofs.domain.moves import UNKNOWN
from stp_rules.proofs.search.samples import SILENT, missing, some_of

SEED = 20170721

OTHERWISE = 0.4
"""How many of the values that are not known are not missing, where that matters."""

AT_HOME = 0.8
"""How many of a cohort are of one peer group."""


def seeded(at: int = 0) -> Random:
    """Return where a search draws from, or a part of it: each goes the same way every time."""
    return Random(SEED + at)  # noqa: S311 - nothing is kept secret


@frozen
class Drawing:
    """What subjects are drawn from: for each input some values of each of its cells, and gaps."""

    plan: Plan
    cells: Cells
    choices: Mapping[str, Sequence[Raw]] = field(init=False)
    silences: Mapping[str, Sequence[Raw]] = field(init=False)

    @silences.default
    def _silences(self) -> dict[str, Sequence[Raw]]:
        apart = {name: self.cells.unknown(name) for name in self.plan.inputs}
        return {name: [it for it in SILENT if UNKNOWN[it.state] in apart[name]] for name in apart}

    @choices.default
    def _choices(self) -> dict[str, Sequence[Raw]]:
        signs = directions(self.plan.ruleset)
        return {name: self.values(name, signs.get(name, 0)) for name in self.plan.inputs}

    def values(self, name: str, sign: Sign) -> list[Raw]:
        """Return some values of an input from each of its cells, the worst first if any is."""
        found = [raw for cell in self.cells.known(name) for raw in some_of(cell)]
        falling = bool(self.plan.inputs[name].lens.categories)
        return found[::-1] if (sign < 0) is not falling else found

    def anybody(self, random: Random, gaps: float = 0.15) -> dict[str, Raw]:
        """Draw a subject."""
        return {
            name: self.silence(name, random) if random.random() < gaps else random.choice(choices)
            for name, choices in self.choices.items()
        }

    def silence(self, name: str, random: Random) -> Raw:
        """Draw how a value is not known: mostly missing, else in a state that is told apart."""
        apart = self.silences[name]
        return random.choice(apart) if apart and random.random() < OTHERWISE else missing()

    def somebody(self, random: Random) -> dict[str, Raw]:
        """Draw a subject without gaps, whose numbers do not lie at the ends."""
        found = self.anybody(random, gaps=0)
        for name, entry in self.plan.inputs.items():
            if entry.lens.kind == NUMBER:
                span = declared(entry).meet(admissible(self.plan, name))
                low, high = span.samples()[0], span.samples()[-1]
                found[name] = Exact.of(low + (high - low) * Fraction(random.randint(1, 99), 100))
        return found

    def company(self, random: Random, size: int) -> list[dict[str, Raw]]:
        """Draw a cohort of subjects without gaps, most of them in the peer group of the first."""
        first, *others = (self.somebody(random) for _ in range(size))
        home = {name: first[name] for name in peers(self.plan)}
        return [first, *(it | home if random.random() < AT_HOME else it for it in others)]

    def drawn(self, random: Random, at: int) -> dict[str, Raw]:
        """Draw subjects of several sorts in turn: at or near one end, without gaps, and with."""
        return self.corner(random) if at % 2 == 0 else self.anybody(random, (at % 3) * 0.2)

    def left_open(self, random: Random, at: int) -> dict[str, Raw]:
        """Draw in turn what an origin leaves open: without gaps, all at one end, and with gaps."""
        if at % 3 == 1:
            end = random.choice((0, -1))
            return {name: choices[end] for name, choices in self.choices.items()}
        return self.anybody(random, gaps=0.5 if at % 3 else 0)

    def corner(self, random: Random) -> dict[str, Raw]:
        """Draw a subject all of whose values but a few are the worst, or the best, or missing."""
        end, gaps = random.choice((0, -1)), random.choice((0.0, 0.0, 0.9))
        away = random.sample(list(self.choices), min(random.randrange(4), len(self.choices)))
        return {
            name: random.choice(choices)
            if name in away
            else self.silence(name, random)
            if random.random() < gaps
            else choices[end]
            for name, choices in self.choices.items()
        }


def largest_need(plan: Plan) -> int:
    """Return how many subjects with a value the steps of a plan need in their cohort."""
    return max((site.need for site in _sites(plan)), default=1)


def peers(plan: Plan) -> list[str]:
    """Return the inputs from which a peer group comes."""
    named = [site.within for site in _sites(plan) if site.within]
    behind = set().union(*(wiring(plan).behind(name) for name in named))
    return [name for name in plan.inputs if name in behind]


def _sites(plan: Plan) -> list[Site]:
    return [part.site for measure in plan.measures for part in measure.parts]
