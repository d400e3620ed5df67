"""What came of promises, as entries of a report."""

from collections.abc import Iterator

from stp_rules.errors import Place
from stp_rules.language.ruleset import Promise, PromiseKind, Ruleset
from stp_rules.paths import Path
from stp_rules.proofs.questions.promises import days_text
from stp_rules.proofs.questions.verdicts import Counterexample, Verdict
from stp_rules.render.examples import plain_example
from stp_rules.render.findings import Entry, Finding, Outcome
from stp_rules.render.proofs import example_lines, promise_text

_OUTCOMES: dict[str, Outcome] = {
    "proved": "passed",
    "refuted": "failed",
    "undecided": "undecided",
}


def promise_code(kind: PromiseKind) -> str:
    """Return the code under which a refuted promise is reported."""
    return kind.replace("_", "-")


def promise_entry(verdict: Verdict, ruleset: Ruleset, suite: str) -> Entry:
    """Return what came of one promise of a ruleset that stands in a file."""
    found = tuple(_findings(verdict, ruleset))
    name = promise_text(verdict.promise)
    idle = (f"it asks nothing: {verdict.idle}",) if verdict.idle else ()
    return Entry(suite, name, _OUTCOMES[verdict.outcome], found, (*idle, *verdict.notes))


def _findings(verdict: Verdict, ruleset: Ruleset) -> Iterator[Finding]:
    said, made = promise_text(verdict.promise), _place(verdict.promise, ruleset)
    for example in verdict.counterexamples:
        yield _refutation(verdict, example, ruleset)
    if verdict.outcome == "undecided":
        tried = tuple(f"tried: {text}" for text in verdict.tried)
        yield Finding(
            "undecided", "warning", f"{said} is undecided{_on(verdict)}", made, details=tried
        )


def _refutation(verdict: Verdict, example: Counterexample, ruleset: Ruleset) -> Finding:
    promise, (text, *details) = verdict.promise, example_lines(example, ruleset)
    return Finding(
        promise_code(promise.kind),
        "error",
        f"{promise_text(promise)} is refuted{_on(verdict)}: {text}",
        ruleset.place(example.blame),
        _place(promise, ruleset),
        details=tuple(line.rstrip() for line in details),
        example=plain_example(example, ruleset),
    )


def _on(verdict: Verdict) -> str:
    return f" {days_text(verdict.days)}" if verdict.days else ""


def _place(promise: Promise, ruleset: Ruleset) -> Place | None:
    """Return where a promise is made; `None` where the ruleset does not make it."""
    if promise not in ruleset.promises:
        return None
    return ruleset.place(Path(("promises", ruleset.promises.index(promise))))
