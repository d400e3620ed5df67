"""Certificates of what was proved, and what comes of checking one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from stp_rules.api.proving import prove
from stp_rules.deadline import TIME_LIMIT, OutOfTimeError
from stp_rules.language.ruleset import Period, Ruleset
from stp_rules.library import Source, load
from stp_rules.proofs.questions.claims import Argument, Data, said
from stp_rules.proofs.questions.verdicts import Verdict
from stp_rules.verifying.checker import Verification, verified

Certificate = Data
"""Plain data, of the form of `certificate-1.schema.json`."""


def certificates(
    ruleset: Source,
    kinds: Iterable[str] = (),
    *,
    as_of: date | None = None,
    time_limit: float | None = TIME_LIMIT,
) -> tuple[Certificate, ...]:
    """Prove what a ruleset promises, and return a certificate of each promise that is proved.

    The arguments are those of `prove`; where numbers are dated there is one for each span of days.
    A certificate is plain data, which can be written as JSON, and which `verify` checks.
    """
    method = load(ruleset, as_of)
    verdicts = prove(method, kinds, as_of=as_of, time_limit=time_limit)
    return tuple(it for verdict in verdicts for it in certified(verdict, method))


def verify(certificate: Mapping[str, Any], ruleset: Source | None = None) -> Verification:
    """Check a certificate beside its ruleset, by means that the proof does not share.

    Without a ruleset it is the one that is shipped under the id and version of the certificate.
    The outcome is `verified`; `verified_but` for what `unchecked` names; or `rejected`, and `why`
    says why. Raises RulesetError where the ruleset cannot be used.
    """
    if ruleset is None:
        named = certificate.get("ruleset")
        if not isinstance(named, str):
            return Verification("rejected", why="it does not name its ruleset")
        ruleset = named
    return verified(certificate, load(ruleset))


def certified(verdict: Verdict, ruleset: Ruleset) -> Iterator[Certificate]:
    """Give the certificates of what is proved, one for each span of days; else none."""
    if verdict.outcome == "proved":
        for part in verdict.spans or (verdict,):
            yield _certificate(part, ruleset)


def _certificate(verdict: Verdict, ruleset: Ruleset) -> Certificate:
    certificate: Certificate = {
        "certificate": 1,
        "ruleset": ruleset.reference,
        "digest": ruleset.digest,
        **_days(verdict.days),
        "promise": said(verdict.promise),
        "arguments": [],
    }
    if not (verdict.arguments or verdict.idle):
        by = {"moved": list(verdict.moved), "unchecked": f"settled by {verdict.by}"}
        return {**certificate, "arguments": [by]}
    arguments: list[Data] = []
    for it in verdict.arguments:
        others = [other.unchecked() for other in verdict.arguments if other is not it]
        arguments = _added(arguments, _checkable(it, {**certificate, "arguments": others}, ruleset))
    return {**certificate, "arguments": arguments}


def _added(arguments: list[Data], written: Sequence[Data]) -> list[Data]:
    """Add an argument with what stands still beside it, where that does not stand there yet."""
    *still, last = written
    kept = [*arguments, *(it for it in still if it not in arguments)]
    beside = {"beside": kept.index(still[0])} if still else {}
    return [*kept, {**last, **beside}]


def _checkable(argument: Argument, others: Certificate, ruleset: Ruleset) -> list[Data]:
    """Return the first way of writing an argument that the checker can follow, if there is any."""
    argument.prover.deadline.renew()
    with suppress(OutOfTimeError):
        for written in argument.written():
            whole = {**others, "arguments": [*written, *others["arguments"]]}
            if verified(whole, ruleset).outcome != "rejected":
                return written
    return [argument.unchecked()]


def _days(days: Period | None) -> dict[str, dict[str, str]]:
    if days is None:
        return {}
    ends = {"start": days.start, "end": days.end}
    return {"days": {name: it.isoformat() for name, it in ends.items() if it}}
