"""Run a command in the checkout's own environment, which is made at the first use.

    python3 run.py stp-rules list
    python3 run.py pytest
    python3 run.py ruff check

The environment stands in .venv. It grows when a command needs more than it holds, is made
anew when the requirements in pyproject.toml change, and may be deleted at any time.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("run.py: Python 3.11 or newer is needed; this is {}.{}.".format(*sys.version_info))

import contextlib
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tomllib
from pathlib import Path
from typing import IO

if os.name == "nt":
    import msvcrt
else:
    import fcntl

ROOT = Path(__file__).resolve().parent
ENV = ROOT / ".venv"
BIN = ENV / ("Scripts" if os.name == "nt" else "bin")
STAMP = ENV / "made-for"
LEVELS = ["", ".", ".[test]", ".[dev]"]  # each holds the one before
NEEDS = {"stp-rules": 1, "python": 1, "pytest": 2}  # every other command needs the last


def main(*command: str) -> None:
    if not command or command[0].startswith("-"):
        sys.exit(__doc__)
    with (ROOT / ".venv.lock").open("w") as lock:
        wait_for(lock)
        prepare(NEEDS.get(command[0], len(LEVELS) - 1))
    run(*command)


def wait_for(lock: IO[str]) -> None:
    """Let one start at a time look after the environment; the lock goes with its process."""
    if os.name != "nt":
        fcntl.flock(lock, fcntl.LOCK_EX)
        return
    while True:  # Windows gives up after ten seconds
        with contextlib.suppress(OSError):
            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
            return


def prepare(level: int) -> None:
    """Bring the environment to a level; the stamp comes last, so half made is not made."""
    held = level_held()
    if held >= level:
        return
    say(f"installing {LEVELS[level]} into .venv; this is done once and may take some minutes.")
    if not held:
        create()
    call(*pip(), "install", "--quiet", "--disable-pip-version-check", "-e", LEVELS[level])
    STAMP.write_text(f"{purpose()} {level}", encoding="utf-8")


def level_held() -> int:
    """The level of the environment: 0 when it is absent, half made or made for other needs."""
    if not (STAMP.exists() and shutil.which("python", path=BIN)):
        return 0
    made_for, _, level = STAMP.read_text(encoding="utf-8").partition(" ")
    return int(level) if made_for == purpose() else 0


def purpose() -> str:
    """What an environment is made for: this place, this Python, these requirements."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [str(ROOT), sys.version_info[:2], settings["build-system"], settings["project"]]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def create() -> None:
    """Make an empty environment; where ensurepip is absent, the pip outside will fill it."""
    if not (has_ensurepip() or has_pip()):
        install_ensurepip()
    options = [] if has_ensurepip() else ["--without-pip"]
    call(sys.executable, "-m", "venv", "--clear", *options, ENV)


def has_ensurepip() -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def has_pip() -> bool:
    """Whether the pip outside can fill another environment (22.3 and later can)."""
    probe = [sys.executable, "-m", "pip", "--python", sys.executable, "--version"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def install_ensurepip() -> None:
    package = "python{}.{}-venv".format(*sys.version_info)
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(f"run.py: Python lacks both ensurepip and pip; install {package} or pip first.")
    say(f"Python lacks both ensurepip and pip; installing {package} with apt-get.")
    call("apt-get", "update", "--quiet")
    call("apt-get", "install", "--quiet", "--yes", package)


def pip() -> list[object]:
    python = BIN / "python"
    inside = shutil.which("pip", path=BIN)
    return [python, "-m", "pip"] if inside else [sys.executable, "-m", "pip", "--python", python]


def call(*command: object) -> None:
    """Run a step of the installation; standard output is left to the user's command."""
    if subprocess.run(list(map(str, command)), cwd=ROOT, stdout=sys.stderr, check=False).returncode:
        sys.exit("run.py: the environment could not be made; the reason stands above.")


def run(program: str, *arguments: str) -> None:
    """Become the command, or where a process cannot become another, wait for it."""
    os.environ["PATH"] = os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)])
    os.environ["VIRTUAL_ENV"] = str(ENV)
    path = shutil.which(program)
    if path is None:
        sys.exit(f"run.py: there is no command {program!r}.")
    if os.name != "nt":
        os.execv(path, [path, *arguments])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the command's to answer
    sys.exit(subprocess.run([path, *arguments], check=False).returncode)


def say(text: str) -> None:
    print(f"run.py: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
