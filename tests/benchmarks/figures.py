"""The figures of docs/quality.md: `python tests/benchmarks/figures.py` prints them as a table.

Each is a command run in a process of its own. What is measured is the CPU time of that process in
seconds, its start included: a busy machine makes it longer by a part, and not without end.
With `--source FOLDER` the commands run the package in another folder, such as that of an earlier
version; with words after it, only the figures whose names hold one of them are measured.
"""

import argparse
import os
import resource
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import hard_methods
import rulesets

ROOT = Path(__file__).parents[2]
PROGRESS = ROOT / "rules/nhs-england/stp-progress/2017.1.0.yaml"
KINDS = (
    "better_never_hurts", "withholding_never_pays", "every_category_reachable", "total",
    "no_cliffs",
)  # fmt: skip


class Figure(NamedTuple):
    """What is measured: a command on files that are written for it."""

    name: str
    words: tuple[str, ...]
    files: Mapping[str, str]


def proving(name: str, text: str, kinds: Iterable[str] = KINDS) -> Figure:
    """Measure how long promises of a ruleset take."""
    asked = (word for kind in kinds for word in ("--promise", kind))
    return Figure(name, ("prove", "method.yaml", *asked), {"method.yaml": text})


def comparing(name: str, before: str, after: str) -> Figure:
    """Measure how long two versions take that differ in what they say."""
    if before == after:
        raise ValueError("the versions are one")
    files = {"before.yaml": before, "after.yaml": after}
    return Figure(name, ("diff", "before.yaml", "after.yaml"), files)


INDICATORS = PROGRESS.read_text(encoding="utf-8").split("\npromises:")[0] + "\n"
CAP = "        - {no_better_than: advanced, when: {finance: {below: 1}}, because: money}\n"
EDGE = ("at_least: 60, is: 2", "at_least: 59, is: 2")


def capped(n: int, times: int) -> str:
    """Write so many indicators whose rating is capped, the cap being written so many times."""
    cap = ", {no_better_than: good, when: {l2m0: {below: 1}}}"
    return rulesets.domains(n).replace("is: inadequate}]}]", f"is: inadequate}}]}}{cap * times}]")


FIGURES = (
    comparing(
        "diff, an edge moved, 17 indicators", INDICATORS, INDICATORS.replace("95, is", "94, is")
    ),
    comparing(
        "diff, an edge moved, 100 indicators",
        rulesets.domains(100),
        rulesets.domains(100).replace(*EDGE, 1),
    ),
    comparing("diff, a cap twice, 17 indicators", INDICATORS + CAP, INDICATORS + CAP + CAP),
    comparing("diff, a cap twice, 50 indicators", capped(50, 1), capped(50, 2)),
    proving("better, mean of 4 products", hard_methods.products(4), KINDS[:1]),
    proving("better, mean of 8 products", hard_methods.products(8), KINDS[:1]),
    proving("better, mean of 12 products", hard_methods.products(12), KINDS[:1]),
    proving("all promises, 42 z-scores by year", hard_methods.tax_index()),
    proving("all promises, powers and ceilings", hard_methods.severity()),
    proving("all promises, table looked up seven times", hard_methods.large_table()),
    proving("all promises, 17 indicators", PROGRESS.read_text(encoding="utf-8")),
    proving("better and withholding, 100 indicators", rulesets.domains(100), KINDS[:2]),
    proving("better, 500 indicators in five levels", rulesets.domains(500, 5), KINDS[:1]),
    proving("reachable, 500 indicators in five levels", rulesets.domains(500, 5), KINDS[2:3]),
    proving("all promises, decision of 60 lines", rulesets.decision()),
    proving("all promises, 80 conditional caps", rulesets.caps()),
    proving("all promises, early warning score", rulesets.early_warning()),
)


def measured(figure: Figure, source: Path) -> tuple[float, str]:
    """Return the CPU seconds of a command, and what it printed first."""
    with TemporaryDirectory() as folder:
        for name, text in figure.files.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        script = "from stp_rules.cli import main; main()"
        began = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, "-c", script, *figure.words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(source)},
            capture_output=True,
            text=True,
            check=False,
        )
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = ended.ru_utime - began.ru_utime + ended.ru_stime - began.ru_stime
    return seconds, outcomes(done.stdout) or f"exit code {done.returncode}"


def outcomes(printed: str) -> str:
    """Count how many promises had which outcome."""
    words = ("proved", "refuted", "undecided")
    lines = [line for line in printed.splitlines() if not line.startswith(" ")]
    counts = {word: sum(f": {word}" in line for line in lines) for word in words}
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count)


def main() -> None:
    """Print a line of a table for each figure."""
    words = argparse.ArgumentParser()
    words.add_argument("--source", type=Path, default=ROOT / "src")
    words.add_argument("names", nargs="*")
    given = words.parse_args()
    print("| work | CPU seconds | outcomes |\n| --- | --- | --- |", flush=True)
    for figure in FIGURES:
        if not given.names or any(name in figure.name for name in given.names):
            seconds, found = measured(figure, given.source.resolve())
            print(f"| {figure.name} | {seconds:.2f} | {found} |", flush=True)


if __name__ == "__main__":
    main()
