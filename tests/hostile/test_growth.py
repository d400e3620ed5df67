"""What a file costs grows as the file does: loading, rating, explaining, proving.

Steps are counted and not timed, so that a busy machine changes nothing: the calls of functions,
Python's own among them. `growth_shapes` has the files.
"""

import subprocess
import sys
from collections.abc import Callable
from cProfile import Profile
from pathlib import Path

import pytest

import stp_rules
from growth_shapes import REFUSED, USED
from stp_rules.errors import ProblemsError
from stp_rules.render.explanation import explanation_text

SMALL, FACTOR = 60, 4
MOST = 5.5
"""How many times as many calls a file of four times the size may need: 4, and some to sort."""

FEW = 40_000
"""How many calls are too few to tell growth from what every file needs."""


def calls(run: Callable[[], object]) -> int:
    """Count the calls that something needs."""
    counting = Profile()
    counting.enable()
    try:
        run()
    finally:
        counting.disable()
    return sum(entry.callcount for entry in counting.getstats())


def grows_as_the_file(make: Callable[[int], Callable[[], object]], small: int = SMALL) -> None:
    """Hold what is needed for a small file against what is needed for one four times as large."""
    make(3)()  # what is made once is made here, and no more: steps that are alike are read once
    few, many = calls(make(small)), calls(make(small * FACTOR))
    assert many < max(MOST * few, FEW), f"{few:,} calls became {many:,}"


def loaded(text: str) -> stp_rules.Ruleset | None:
    """Load a ruleset, and write out what is wrong with it."""
    try:
        return stp_rules.loads(text)
    except ProblemsError as refused:
        refused.add_note(str(refused))
    return None


@pytest.mark.parametrize("shape", [*USED, *REFUSED])
def test_loading_grows_as_the_file_does(shape: str) -> None:
    """With all checks, and with all that is said of what is wrong."""
    write = (USED | REFUSED)[shape]

    def make(n: int) -> Callable[[], object]:
        text = write(n)
        return lambda: loaded(text)

    grows_as_the_file(make)  # first, while no step of it has been read and is remembered
    assert (loaded(write(SMALL)) is not None) is (shape in USED)


CHAINED = ["chain", "chain backwards", "chain of formulas", "levels", "sum", "all before"]


def delivered(method: stp_rules.Ruleset) -> dict[str, float]:
    """Return a subject with a number in every input."""
    return {name: 1.5 + at for at, name in enumerate(method.inputs)}


@pytest.mark.parametrize("shape", CHAINED)
def test_rating_and_explaining_grow_as_the_file_does(shape: str) -> None:
    """One subject, with every step and the text of the explanation."""

    def make(n: int) -> Callable[[], object]:
        method = stp_rules.loads(USED[shape](n))
        given = delivered(method)
        return lambda: explanation_text(stp_rules.explain(stp_rules.evaluate(method, given)))

    grows_as_the_file(make)


@pytest.mark.parametrize("length", [1_200, 2_000])
@pytest.mark.parametrize("shape", ["chain", "chain backwards", "chain of formulas"])
def test_no_chain_is_too_long(shape: str, length: int) -> None:
    """Far beyond the depth to which Python calls functions, a chain is rated and weighed."""
    method = stp_rules.loads(USED[shape](length))
    rating = stp_rules.evaluate(method, {"a": 1.5})
    assert rating.value == (length + 0.5 if "formulas" in shape else 1.5)
    assert explanation_text(stp_rules.explain(rating))
    assert stp_rules.dumps(method)
    weights = stp_rules.weights(method)
    assert weights is not None
    assert weights.inputs[0].name == "a"


def test_ways_that_meet_are_not_gone_one_by_one() -> None:
    """Forty measures, each the mean of all before: two to the power of forty ways lead down."""
    measures = "".join(
        f"    m{at}: {{mean: [{', '.join(['a', 'b', *(f'm{it}' for it in range(at))])}]}}\n"
        for at in range(40)
    )
    text = (
        USED["chain"](1)
        .replace("    m0: {from: a}\n", measures)
        .replace("inputs: {", "inputs: {b: {}, ")
    )
    found = stp_rules.weights(stp_rules.loads(text))
    assert found is not None
    assert {it.name: it.nominal for it in found.inputs} == {"a": 0.5, "b": 0.5}


WITHIN = """\
import sys, time
sys.path.insert(0, sys.argv[1])
from growth_shapes import REFUSED, USED
from click.testing import CliRunner
from stp_rules.cli import cli
from pathlib import Path
name, size, command = sys.argv[2], int(sys.argv[3]), sys.argv[4]
Path("method.yaml").write_text((USED | REFUSED)[name](size))
words = [command, "method.yaml"]
if command == "rate":
    names = [f"c{at}" for at in range(30_000)]
    Path("data.csv").write_text(f"k,a,{','.join(names)}\\nx,1{',1' * 30_000}\\n")
    words += ["data.csv"]
began = time.process_time()
done = CliRunner().invoke(cli, words)
assert done.exit_code in (0, 1), done.output
took = time.process_time() - began
status = Path("/proc/self/status").read_text()
print(took, int(status.split("VmHWM:")[1].split()[0]) / 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there is peak memory so told")
@pytest.mark.parametrize(
    ("shape", "size", "command"),
    [
        ("misspelt members", 400, "check"),
        ("sum", 8_000, "check"),
        ("chain", 2_000, "check"),
        ("chain backwards", 2_000, "check"),
        ("levels", 2_000, "check"),
        ("add", 1, "rate"),
    ],
)
def test_large_files_take_less_than_two_seconds(
    tmp_path: Path, shape: str, size: int, command: str
) -> None:
    """And 256 MiB: the best of three runs, each in a process of its own; a header of 30,000 too."""
    script = tmp_path / "within.py"
    script.write_text(WITHIN, encoding="utf-8")
    words = [sys.executable, str(script), str(Path(__file__).parents[1]), shape, str(size), command]
    seconds = []
    for _ in range(3):
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
        took, mebibytes = map(float, done.stdout.split())
        assert mebibytes < 256
        seconds.append(took)
        if took < 2:
            break
    assert min(seconds) < 2


@pytest.mark.parametrize("shape", ["chain", "chain backwards"])
def test_proving_grows_as_the_file_does(shape: str) -> None:
    """Every promise of a chain, each proved or refuted."""

    def make(n: int) -> Callable[[], object]:
        method = stp_rules.loads(USED[shape](n))
        return lambda: stp_rules.prove(method, solving=False)

    grows_as_the_file(make)
