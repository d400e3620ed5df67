"""The checker: each claim of a certificate, and that together they make the promise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from attrs import evolve, field, frozen

from stp_rules.engine.plan import MeasurePlan, StepPlan, make_plan
from stp_rules.engine.sources import FromSource
from stp_rules.engine.values import Lens, Unknown
from stp_rules.engine.wiring import wiring
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.words.sources.from_ import From
from stp_rules.verifying.claims import RejectedError, form_problem, read_moves
from stp_rules.verifying.promised import Promised
from stp_rules.verifying.sources import applying, sourced, whole
from stp_rules.verifying.spans import ZERO, Move, cell_of, moved
from stp_rules.verifying.steps import CannotFollowError, beside, conditional, stepped

Outcome = Literal["verified", "verified_but", "rejected"]


@frozen
class Verification:
    """What came of checking a certificate.

    `verified_but` says that all claims hold and make the promise, but for what `unchecked` names.
    `claims` counts those that were seen to hold; `why` says why a certificate is rejected.
    """

    outcome: Outcome
    claims: int = 0
    unchecked: tuple[str, ...] = ()
    why: str = ""


def verified(certificate: Any, ruleset: Ruleset) -> Verification:
    """Check a certificate beside the ruleset of which it speaks."""
    problem = form_problem(certificate)
    if problem:
        return Verification("rejected", why=f"it is not of the form of a certificate: {problem}")
    try:
        return _checked(certificate, _on_its_days(certificate, ruleset))
    except RejectedError as why:
        return Verification("rejected", why=str(why))
    except CannotFollowError as what:
        return Verification("rejected", why=f"the checker cannot follow {what}")


def _on_its_days(certificate: Mapping[str, Any], ruleset: Ruleset) -> Ruleset:
    """Return the ruleset with the numbers of the days of which a certificate speaks."""
    if certificate["ruleset"] != ruleset.reference:
        raise RejectedError(f"it speaks of {certificate['ruleset']}, not of {ruleset.reference}")
    if not ruleset.digest or certificate["digest"] != ruleset.digest:
        raise RejectedError("its digest is not that of the ruleset")
    days = certificate.get("days", {})
    start, end = _day(days.get("start")), _day(days.get("end"))
    if (start or end) is None:
        if ruleset.days:
            raise RejectedError("it does not say of which days it speaks")
        return ruleset
    inside = [it for it in ruleset.days if not ((start and it <= start) or (end and it > end))]
    if inside:
        raise RejectedError(f"a number changes on {inside[0]}, which is one of its days")
    try:
        return ruleset.on(start or end)  # type: ignore[arg-type]  # one of them is a day
    except LookupError as early:
        raise RejectedError(str(early)) from None


def _day(written: str | None) -> date | None:
    try:
        return None if written is None else date.fromisoformat(written)
    except ValueError:
        raise RejectedError(f"{written!r:.30} is not a day") from None


def _checked(certificate: Mapping[str, Any], ruleset: Ruleset) -> Verification:
    """Check every argument, and that each input which the promise moves is moved in one."""
    said = certificate["promise"]
    if said.get("inside") or said["kind"] == "every_category_reachable":
        return _uncheckable(certificate)
    excepted, jump = said.get("except", ()), said.get("of", 2)
    promised = Promised(make_plan(ruleset), said["kind"], excepted, jump)
    covered = {name for it in certificate["arguments"] for name in it["moved"]}
    unknown = covered - set(promised.plan.inputs)
    if unknown:
        raise RejectedError(f"`{min(unknown)}` is moved, and is no input")
    arguments: list[_Argument] = []
    for it in certificate["arguments"]:
        arguments.append(_Argument(promised, it, tuple(arguments)))
    lacking = [name for name in promised.moving if name not in covered]
    if lacking:
        raise RejectedError(f"`{lacking[0]}` moves by the promise, and in no argument")
    if said["kind"] == "total":
        _require_all(promised, arguments)
    unchecked = tuple(_unchecked(certificate))
    count = sum(len(it.get("claims", ())) for it in certificate["arguments"])
    return Verification("verified_but" if unchecked else "verified", count, unchecked)


def _require_all(promised: Promised, arguments: Sequence["_Argument"]) -> None:
    """See that something is claimed of each measure: a value, or a state that has its reason."""
    names = [it.info.measure.name for it in promised.plan.measures]
    lacking = [[name for name in names if not it.tables.get(name)] for it in arguments]
    if not any("unchecked" in it.data for it in arguments) and not any(not it for it in lacking):
        raise RejectedError(f"nothing is claimed of `{lacking[0][0] if lacking else names[0]}`")


def _uncheckable(certificate: Mapping[str, Any]) -> Verification:
    """Say of a promise for which the checker knows no claims that nothing of it is checked."""
    unchecked = tuple(_unchecked(certificate))
    if not unchecked or len(unchecked) < len(certificate["arguments"]):
        raise RejectedError("of such a promise no claim can be checked")
    return Verification("verified_but", unchecked=unchecked)


def _unchecked(certificate: Mapping[str, Any]) -> Iterator[str]:
    for it in certificate["arguments"]:
        if "unchecked" in it:
            names = ", ".join(f"`{name}`" for name in it["moved"])
            yield f"moves of {names}: {it['unchecked']}" if it["moved"] else it["unchecked"]


@frozen
class _Argument:
    """One argument: the inputs that move, and the claims for what follows."""

    promised: Promised
    data: Mapping[str, Any]
    earlier: "Sequence[_Argument]"
    claims: Mapping[str, Any] = field(init=False)
    used: set[str] = field(init=False, factory=set)
    tables: Mapping[str, list[Move]] = field(init=False)

    @claims.default
    def _claims(self) -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        for it in self.data.get("claims", ()):
            address = it.get("name") or it.get("at", "")
            if address in found:
                raise RejectedError(f"`{address}` is claimed twice")
            found[address] = it["moves"]
        return found

    @property
    def known(self) -> Mapping[str, list[Move]]:
        """What an argument in which nothing moves claims of what stands still here too."""
        if "beside" not in self.data:
            return {}
        number = int(self.data["beside"])  # JSON tells 1.0 from 1 no more than the schema does
        if number >= len(self.earlier) or self.earlier[number].data["moved"]:
            raise RejectedError("an argument stands beside one that moves, or that is not there")
        wires = wiring(self.promised.plan)
        shaken = set().union(*map(wires.resting, self.data["moved"]))
        tables: Mapping[str, list[Move]] = self.earlier[number].tables
        return {name: moves for name, moves in tables.items() if name not in shaken}

    def claimed(self, address: str, lens: Lens) -> list[Move] | None:
        """Return the moves that are claimed of a name or a place, if any are."""
        if address not in self.claims:
            return None
        self.used.add(address)
        return read_moves(self.claims[address], lens)

    @tables.default
    def _tables(self) -> Mapping[str, list[Move]]:
        """Check the claims for the inputs, then those for the measures in order."""
        if "unchecked" in self.data:
            return {}
        plan = self.promised.plan
        known = dict(self.known)
        for name, value in plan.constants.items():
            known[name] = [moved(cell_of(value), cell_of(value), ZERO)]
        own: dict[str, list[Move]] = {}
        for name in plan.inputs:
            claimed = self.claimed(name, plan.lenses[name])
            if claimed is not None:
                self.held(f"`{name}`", self.inputs(name, claimed), claimed)
                own[name] = claimed
            elif name not in known or name in self.data["moved"]:
                raise RejectedError(f"nothing is claimed of `{name}`")
        together = self.data.get("together", ())
        apart = [it for it in plan.measures if it.info.measure.name not in together]
        for measure in apart:
            self.measures([measure], known, own)
        joint = [it for it in plan.measures if it.info.measure.name in together]
        if joint:
            self.measures(joint, known, own)
        idle = sorted(set(self.claims) - self.used)
        if idle:
            raise RejectedError(f"the claim for {idle[0]} is of nothing that would be computed")
        return {**known, **own}

    def inputs(self, name: str, claimed: Sequence[Move]) -> Iterator[Move]:
        """Give every move of an input: by the promise, and still where another may move."""
        moving = self.data["moved"]
        if name not in moving or len(moving) > 1:
            cells = [*self.promised.known(name, claimed), *self.promised.states(name)]
            yield from (moved(it, it, ZERO) for it in cells)
        if name in moving:
            yield from self.promised.moves(name, claimed)

    def measures(
        self,
        plans: Sequence[MeasurePlan],
        known: Mapping[str, list[Move]],
        own: dict[str, list[Move]],
    ) -> None:
        """Check what is claimed of a measure, or of some that are gone through together."""
        wires, lenses = wiring(self.promised.plan), self.promised.plan.lenses
        given = {name for plan in plans for name in plan.info.measure.defines}
        read = {it for plan in plans for it in wires.reads[plan.info.measure.name]} - given
        names = [plan.info.measure.name for plan in plans]
        if not any(name in self.claims for name in names):
            rests = any(name in wires.resting(it) for it in self.data["moved"] for name in names)
            shaken = bool(self.data["moved"] and read & set(own))
            if shaken or (rests and set(names) & set(self.promised.targets)):
                raise RejectedError(
                    f"nothing is claimed of `{names[0]}`, which rests on what moves"
                )
            return
        tables = {**known, **own}
        lacking = sorted(it for it in read if it not in tables)
        if lacking:
            raise RejectedError(f"nothing is claimed of `{lacking[0]}`, which `{names[0]}` reads")
        for name, moves in self.followed(plans, tables).items():
            claimed = self.claimed(name, lenses[name])
            if claimed is None:
                continue
            self.held(f"`{name}`", moves, claimed)
            own[name] = claimed
            broken = [
                it for it in own[name] if self.data["moved"] and self.promised.broken(name, it)
            ]
            if broken:
                raise RejectedError(f"`{name}` may break the promise: {_text(broken[0])}")

    def followed(
        self, plans: Sequence[MeasurePlan], tables: Mapping[str, list[Move]]
    ) -> Mapping[str, Iterable[Move]]:
        """Return what the claims for all that measures read make of them and their named steps."""
        plan, path = plans[0], str(plans[0].info.path)
        claimed = None if len(plans) > 1 else self.claimed(path, plan.info.source)
        if claimed is None:
            return _gone_through(plans, tables)
        self.held(path, sourced(plan, tables), claimed)
        if plan.steps and not any(str(step.info.path) in self.claims for step in plan.steps):
            # Gone through from the source on, whose values stand under a name of their own.
            rest = evolve(plan, source=FromSource(From(path), {}), need=None)
            return _gone_through([rest], {**tables, path: claimed})
        made: dict[str, list[Move]] = {}
        for step in plan.steps:
            after = self.claimed(str(step.info.path), step.info.after) or []
            self.held(str(step.info.path), _after(step, claimed, {**tables, **made}), after)
            claimed = after
            if step.info.step.name:
                made[step.info.step.name] = claimed
        return {**made, plan.info.measure.name: claimed}

    def held(self, what: str, moves: Iterable[Move], claimed: Sequence[Move]) -> None:
        """See that each move is one of those claimed, or that each part of it is."""
        known, ends = set(claimed), {end for it in claimed for end in it.ends}
        for move in moves:
            parts = [move] if move in known or _claimed(move, claimed) else move.cut(ends)
            for part in parts:
                if part not in known and not _claimed(part, claimed):
                    raise RejectedError(f"the claim for {what} lacks a move: {_text(part)}")


def _claimed(move: Move, claimed: Sequence[Move]) -> bool:
    return any(it.holds(move) for it in claimed)


def _gone_through(
    plans: Sequence[MeasurePlan], tables: Mapping[str, list[Move]]
) -> Mapping[str, Iterable[Move]]:
    found = whole(plans, tables)
    if found is None:
        name = plans[0].info.measure.name
        raise RejectedError(
            f"not all of `{name}` is claimed, and its values cannot be gone through"
        )
    return found


def _after(
    step: StepPlan, table: Iterable[Move], tables: Mapping[str, list[Move]]
) -> Iterator[Move]:
    """Give what a step makes of moves."""
    ways = applying(step.when, tables) if step.when else [(True, True)]
    for move in table:
        if step.site:
            yield from beside(step, move, tables)
            continue
        for way in ways:
            yield from conditional(step, move, way) if way != (True, True) else stepped(step, move)


def _text(move: Move) -> str:
    sides = [it.state if isinstance(it, Unknown) else str(it) for it in move[:2]]
    return f"{sides[0]} to {sides[1]}" + (f", by {move.by}" if move.by else "")
