"""The command as its own process: pipes, exit codes and what is printed where."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stp_rules.loading.digests import shipped

ROOMS = ("stp_rules", "yaml", "jsonschema")
OVERSIGHT = "nhs-england/oversight-framework"
TRUSTS = shipped() / "nhs-england" / "oversight-framework" / "q3_2025_26_acute.csv"


def test_a_pipe_gets_data_and_nothing_else(command: list[str]) -> None:
    """130 lines of CSV on standard output; the counts go to standard error, without a bar."""
    done = subprocess.run(
        [*command, "rate", OVERSIGHT, TRUSTS], capture_output=True, check=True, text=True
    )
    assert done.stdout.count("\n") == 130
    assert done.stdout.startswith("trust_code,trust_name,")
    assert done.stderr == "1: 16, 2: 7, 3: 70, 4: 36 (129 subjects)\n"


def test_no_bar_is_drawn_where_nobody_looks(folder: Path, command: list[str]) -> None:
    """Thousands of rows into a pipe leave no trace of progress."""
    lines = [
        "ward,ward_name,seen,staff,is_safe,beds",
        *(f"W{at},W,96,Full,Yes,20" for at in range(2000)),
    ]
    (folder / "many.csv").write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [*command, "rate", "wards.yaml", "many.csv"], capture_output=True, check=True, text=True
    )
    assert done.stdout.count("\n") == 2001
    assert done.stderr == "Three stars: 2000, Two stars: 0, One star: 0 (2000 subjects)\n"


@pytest.mark.parametrize(
    "inputs", [("wards.yaml", "wards.csv"), (OVERSIGHT, TRUSTS)], ids=["four lines", "many lines"]
)
def test_a_reader_who_leaves_early_is_no_fault(command: list[str], inputs: tuple[str, str]) -> None:
    """With its output closed, as by `| head -1`, the command ends quietly."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*command, "rate", *inputs], stdout=writing, stderr=subprocess.PIPE, check=False, text=True
    )
    os.close(writing)
    assert done.returncode == 0
    assert "Error" not in done.stderr


def test_results_pass_from_command_to_command(command: list[str]) -> None:
    """What `rate` writes to a pipe, `rate` reads from one."""
    done = subprocess.run(
        [*command, "rate", "wards.yaml", "-"],
        input="ward,seen,staff,is_safe,beds\nA,96,Full,Yes,1\n",
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.splitlines()[1].startswith("A,,4,3,1,")


def test_exit_codes_reach_the_shell(folder: Path, command: list[str]) -> None:
    """0 fine, 1 findings, 2 unusable."""
    (folder / "bad.csv").write_text(
        "ward,seen,staff,is_safe,beds\nA,x,Full,Yes,1\n", encoding="utf-8"
    )
    codes = [
        subprocess.run(
            [*command, "rate", "wards.yaml", name], capture_output=True, check=False
        ).returncode
        for name in ("wards.csv", "bad.csv", "nowhere.csv")
    ]
    assert codes == [0, 1, 2]


def modules_after(argument: str) -> set[str]:
    """Return the modules that are loaded when the command has ended."""
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*sys.modules))\n"
        "from stp_rules.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, argument], capture_output=True, check=True, text=True
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_is_light(option: str) -> None:
    """What the command says of itself loads no command, let alone the engine or YAML."""
    loaded = {name for name in modules_after(option) if name.partition(".")[0] in ROOMS}
    assert loaded == {"stp_rules", "stp_rules.cli"}


def test_a_command_loads_its_own_module_and_not_the_others() -> None:
    """To print a schema, nothing is loaded that rates or proves."""
    loaded = modules_after("schema")
    assert "stp_rules.cli.authoring" in loaded
    assert {"stp_rules.cli.rating", "stp_rules.engine.plan"}.isdisjoint(loaded)
