"""Everybody gets a rating, or a reason why not."""

from stp_rules.engine.values import Unknown, seen_text
from stp_rules.language.ruleset import Promise
from stp_rules.paths import Path
from stp_rules.proofs.domain.cells import as_table
from stp_rules.proofs.domain.harms import Traces
from stp_rules.proofs.domain.moves import COARSE, still
from stp_rules.proofs.questions.claims import Argument
from stp_rules.proofs.questions.examples import rated
from stp_rules.proofs.questions.prover import Prover
from stp_rules.proofs.questions.verdicts import Counterexample, Lemma, Verdict
from stp_rules.proofs.search.delivering import showable
from stp_rules.proofs.search.drawing import seeded
from stp_rules.proofs.search.samples import Values
from stp_rules.proofs.walk.walk import walked

SUBJECTS = 300
"""How many subjects are rated to see that each has a rating or a reason."""


def total(prover: Prover, promise: Promise) -> Verdict:
    """Every admissible input gets a rating, or a reason why not."""
    random = seeded()
    for at in prover.deadline.watch(range(SUBJECTS)):
        silent = _without_reason(prover.bench.trace(prover.bench.drawn(random, at)))
        if silent:
            return Verdict(promise, "refuted", "search", (), (silent,))
    measures = len(prover.plan.measures)
    text = f"each of {measures} measures gives a value, or a reason, for everything that it reads"
    lemmas, notes = [Lemma(Path(("levels",)), text)], []
    if _always_rated(prover):
        lemmas.append(Lemma(Path(("levels",)), "a subject of whom all is known has a rating"))
        notes.append("a subject of whom all is known always has a rating")
    else:
        notes.append(_unrated_note(prover))
    outputs = tuple(it.info.measure.name for it in prover.plan.measures)
    return Verdict(
        promise,
        "proved",
        "composition",
        tuple(lemmas),
        notes=tuple(notes),
        outputs=outputs,
        arguments=(Argument(prover, (), "composition", COARSE),),
    )


def _without_reason(traces: Traces) -> Counterexample | None:
    for measured in traces.values():
        if isinstance(measured.raw, Unknown) and not str(measured.raw):
            text = f"`{measured.name}` has no value and no reason"
            return Counterexample(text, measured.info.path)
    return None


def _always_rated(prover: Prover) -> bool:
    """Tell whether no walk through what is known ends without a rating."""
    plan, cells = prover.plan, prover.cells
    known = {name: as_table(name, [still(it) for it in cells.known(name)]) for name in plan.inputs}
    tables = walked((plan, plan), known, COARSE, deadline=prover.deadline).tables
    return not any(isinstance(it.before, Unknown) for it in tables[prover.ruleset.result])


def _unrated_note(prover: Prover) -> str:
    """Show a subject that is not rated though all is known of it, if one is found."""
    unrated = _unrated(prover)
    if unrated is None:
        return f"of {SUBJECTS} subjects of whom all is known, none was left without a rating"
    (rating,) = rated(prover, [unrated])
    given = ", ".join(f"{name} {seen_text(it)}" for name, it in rating.inputs.items())
    return f"a subject may be not rated though all is known: {rating.reasons[0]} ({given})"


def _unrated(prover: Prover) -> Values | None:
    random = seeded()
    for _ in prover.deadline.watch(range(SUBJECTS)):
        values = prover.bench.anybody(random, gaps=0)
        found = prover.bench.trace(values)[prover.ruleset.result].raw
        if isinstance(found, Unknown) and showable(prover.plan, [values]):
            return values
    return None
