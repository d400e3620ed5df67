"""`stp-rules test`."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path as File

import click
from attrs import field, frozen

from stp_rules.cli.answers import answering, counted
from stp_rules.cli.options import NUMBER
from stp_rules.cli.reports import Look, Reporter, reporting
from stp_rules.display import one_line
from stp_rules.language.ruleset import Ruleset
from stp_rules.loading.digests import shipped
from stp_rules.paths import Path
from stp_rules.render.findings import Entry
from stp_rules.testing.cases import CaseResult, case_files, read_cases, run_cases
from stp_rules.testing.coverage import coverage_text, covered, touched
from stp_rules.testing.mutation import SECONDS, trial_text, tried
from stp_rules.testing.reports import case_entry


@click.command()
@click.argument("targets", nargs=-1, metavar="TARGET...")
@click.option("--coverage", is_flag=True, help="Show which rules no case touches.")
@click.option("--mutate", is_flag=True, help="Show which changes of the ruleset no case notices.")
@click.option("--fail-under", type=NUMBER, metavar="PERCENT", help="Fail where fewer are noticed.")
@click.option(
    "--time-limit",
    type=NUMBER,
    default=SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="With --mutate: how long to look for those who would notice, for each file.",
)
@reporting
@answering
def test(  # noqa: PLR0913 - each is an option
    targets: tuple[str, ...],
    *,
    coverage: bool,
    mutate: bool,
    fail_under: float | None,
    time_limit: float,
    reporter: Reporter,
) -> int:
    """Run the worked examples of rulesets, of files of cases, or of all in a folder."""
    if (mutate or coverage) and not reporter.to_people:
        raise click.UsageError("--coverage and --mutate write text only")
    if fail_under is not None and not mutate:
        raise click.UsageError("--fail-under says how much --mutate must find noticed: give both")
    files = dict.fromkeys(reporter.targets(targets or (str(shipped()),), _files_of))
    mutating = partial(_mutate, fail_under=fail_under, seconds=time_limit)
    together = _Touched()
    asked = [look for look, wanted in ((together.look, coverage), (mutating, mutate)) if wanted]
    if asked:
        looks = reporter.views(files, lambda name: (look(name) for look in asked))
        return reporter.answer(chain(looks, together.looks()))
    return reporter.answer(_with_sum(reporter.looks(files, _look)))


def _files_of(target: str) -> Iterator[str]:
    return map(str, case_files(target))


def _mutate(name: str, *, fail_under: float | None, seconds: float) -> Look:
    cases = read_cases(File(name))
    trial = tried(cases, seconds)
    short = fail_under is not None and trial.percent < fail_under
    entry = Entry(name, "mutation", "failed" if trial.failing or short else "passed")
    return Look(f"{trial_text(trial, cases)}\n", (entry,))


@frozen
class _Touched:
    """Which rules all files of cases touch together, ruleset by ruleset."""

    found: dict[str, tuple[Ruleset, set[Path]]] = field(factory=dict)

    def look(self, name: str) -> Look:
        """Run a file of cases, and keep what it touches."""
        cases = read_cases(File(name))
        results = list(run_cases(cases))
        _, paths = self.found.setdefault(cases.ruleset.digest, (cases.ruleset, set()))
        for result in results:
            paths.update(path for rating in result.ratings for path in touched(rating))
        return _run(name, results)

    def looks(self) -> Iterator[Look]:
        """Say of each ruleset what was touched."""
        for ruleset, paths in self.found.values():
            yield Look(f"{coverage_text(covered(ruleset, paths))}\n")


def _look(name: str) -> Look:
    return _run(name, list(run_cases(read_cases(File(name)))))


def _run(name: str, results: Sequence[CaseResult]) -> Look:
    """Say which cases have failed, and by what."""
    text = "".join(_text(name, result) for result in results if result.failures)
    return Look(text, tuple(case_entry(result, name) for result in results))


def _text(name: str, result: CaseResult) -> str:
    return "\n  ".join([one_line(f"{name}: {result.case}"), *map(str, result.failures)]) + "\n"


def _with_sum(looks: Iterable[Look]) -> Iterator[Look]:
    """Add how many cases passed and failed."""
    outcomes = []
    for look in looks:
        outcomes += [entry.outcome for entry in look.entries]
        yield look
    passed, failed = outcomes.count("passed"), outcomes.count("failed")
    yield Look(f"{counted(passed, 'case')} passed, {failed} failed\n")
