"""The wheel, built from the source distribution and tried where the checkout cannot help it."""

import csv
import io
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.wheel

ROOT = Path(__file__).parents[2]
RULESET = "nhs-england/oversight-framework"
ACUTE_TRUSTS = ROOT / "rules" / RULESET / "q3_2025_26_acute.csv"


def run(*command: object, cwd: Path) -> str:
    """Run a command that knows nothing of the checkout; return what it printed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def data_files() -> set[str]:
    """The files besides Python's that an installed library needs, as the wheel names them."""
    package = ROOT / "src" / "stp_rules"
    rules = {path for path in (ROOT / "rules").rglob("*") if path.is_file()}
    schemas = set(package.rglob("*.schema.json"))
    templates = set((package / "scaffold" / "templates").iterdir())
    assert rules
    assert schemas
    assert templates
    return (
        {f"stp_rules/{path.relative_to(ROOT).as_posix()}" for path in rules}
        | {f"stp_rules/{path.relative_to(package).as_posix()}" for path in schemas | templates}
        | {"stp_rules/py.typed"}
    )


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the source distribution, and the wheel that was built from it."""
    directory = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", directory, ROOT, cwd=directory)
    return directory


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    """The wheel as a file."""
    (path,) = distributions.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of commands of a new environment that holds the wheel and what it requires."""
    environment = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "virtualenv", "--quiet", environment, cwd=environment)
    directory = environment / ("Scripts" if os.name == "nt" else "bin")
    run(directory / "pip", "install", "--quiet", wheel, cwd=environment)
    return directory


def test_wheel_holds_all_data_files_and_nothing_but_the_package(wheel: Path) -> None:
    """An installed library has the rules and schemas of the checkout, and no tests or scripts."""
    with zipfile.ZipFile(wheel) as members:
        names = {name for name in members.namelist() if ".dist-info/" not in name}
    assert data_files() <= names
    assert {name.partition("/")[0] for name in names} == {"stp_rules"}


def test_source_distribution_can_be_tested(distributions: Path) -> None:
    """Who packages the library from its source distribution can also run its tests."""
    (archive,) = distributions.glob("*.tar.gz")
    with tarfile.open(archive) as members:
        names = {name.partition("/")[2] for name in members.getnames()}
    assert {"LICENSE", "pyproject.toml", "tests/packaging/test_wheel.py"} <= names


def test_installed_library_is_the_one_imported(scripts: Path, tmp_path: Path) -> None:
    """What the other tests try is the wheel and not the checkout."""
    location = run(
        scripts / "python", "-c", "import stp_rules; print(stp_rules.__file__)", cwd=tmp_path
    )
    assert Path(location).is_relative_to(scripts.parent)


def test_installed_command_lists_the_rulesets(scripts: Path, tmp_path: Path) -> None:
    """The rules that ship in the wheel are found without the checkout."""
    assert RULESET in run(scripts / "stp-rules", "list", cwd=tmp_path)


def test_installed_command_runs_the_cases_of_a_ruleset(scripts: Path, tmp_path: Path) -> None:
    """The worked examples that ship beside a ruleset hold in the installed library."""
    run(scripts / "stp-rules", "test", RULESET, cwd=tmp_path)


def test_installed_command_rates_every_subject(scripts: Path, tmp_path: Path) -> None:
    """Rating the published table of acute trusts names each of them."""
    table = shutil.copy(ACUTE_TRUSTS, tmp_path)
    rated = run(scripts / "stp-rules", "rate", RULESET, table, cwd=tmp_path)
    subjects = csv.DictReader(io.StringIO(ACUTE_TRUSTS.read_text(encoding="utf-8")))
    assert [row["trust_code"] for row in subjects if row["trust_code"] not in rated] == []


def test_installed_command_begins_a_family(scripts: Path, tmp_path: Path) -> None:
    """The templates that ship in the wheel make rulesets that the installed library accepts."""
    run(scripts / "stp-rules", "init", "example/waits", cwd=tmp_path)
    run(scripts / "stp-rules", "check", "example/waits", cwd=tmp_path)
