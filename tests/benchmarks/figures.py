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


FIGURES = (
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
