"""An interrupt at any time, also before the command is there, ends in one word."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2] / "pyproject.toml"

LOADED = """
import sys
from importlib import import_module
from importlib.abc import MetaPathFinder

class Interrupting(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == {name!r}:
            raise KeyboardInterrupt

module = import_module({module!r})
sys.meta_path.insert(0, Interrupting())
sys.argv = ["stp-rules", "list"]
getattr(module, {function!r})()
"""


@pytest.mark.parametrize("name", ["stp_rules.cli", "click", "stp_rules.cli.methods", "yaml"])
def test_an_interrupt_while_it_is_loaded_is_said(name: str) -> None:
    """Whatever module is just being read."""
    entry = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["scripts"]["stp-rules"]
    module, _, function = entry.partition(":")
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(name=name, module=module, function=function)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "interrupted")
