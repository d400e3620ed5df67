"""Drive one reader with inputs that coverage leads to, until something is wrong or time is up.

    python3 run.py python tests/hostile/fuzz.py ruleset -max_total_time=3600

The first word names a reader of `fuzz_targets`, what follows are options of libFuzzer. It needs
the extra `fuzz` (atheris), and ends with an error where an input is neither accepted nor refused
with a Problem; the input is then kept in a file `crash-...`.
"""

import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["stp_rules"]):
    from fuzz_targets import TARGETS, hold, seeds


def main(name: str, *options: str) -> None:
    """Fuzz a reader, beginning with what it accepts and with the words of the language."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for at, seed in enumerate(seeds()[name]):
            (corpus / str(at)).write_bytes(seed)
        words = Path(folder) / "words"
        words.write_text("\n".join(map(entry, sorted(known_words()))), encoding="ascii")
        given = ["fuzz", str(corpus), f"-dict={words}", "-timeout=30", "-max_len=4096", *options]
        atheris.Setup(given, lambda data: hold(TARGETS[name], data) and None)
        atheris.Fuzz()


def known_words() -> set[bytes]:
    """Return the words that stand in what the readers accept."""
    return {word for group in seeds().values() for seed in group for word in seed.split()}


def entry(word: bytes) -> str:
    """Write a word as libFuzzer's dictionaries do."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word) + '"'


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"{__doc__}\nReaders: {', '.join(TARGETS)}")
    main(*sys.argv[1:])
