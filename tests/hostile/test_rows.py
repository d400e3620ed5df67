"""Rows of strangers: nothing is lost, nothing is taken for something else, and no traceback."""

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import stp_rules
from stp_rules.cli import cli
from stp_rules.figures import short_text
from stp_rules.tables.results import Sheet, to_csv, to_json, to_json_lines

RULES = """\
language: 1
id: own
version: 1.0.0
subject: {key: k, label: l, member: m}
inputs: {x: {members: sum}}
levels: {overall: {score: {from: x}}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a ruleset."""
    monkeypatch.chdir(tmp_path)
    Path("r.yaml").write_text(RULES, encoding="utf-8")


def rated(name: str, text: str, *options: str) -> Result:
    """Rate the subjects of a file."""
    Path(name).write_text(text, encoding="utf-8")
    return CliRunner().invoke(cli, ["rate", "r.yaml", name, "--format", "csv", *options])


FAULTY = {
    "nan": '"x": NaN',
    "infinity": '"x": Infinity',
    "minus infinity": '"x": -Infinity',
    "nan as key": '"k": NaN',
    "list as key": '"k": [1]',
    "object as key": '"k": {"a": 1}',
    "truth as key": '"k": true',
    "part as key": '"k": 1.5',
    "exponent as key": '"k": 1e3',
    "nul in key": '"k": "a\\u0000b"',
    "escape in key": '"k": "a\\u001bb"',
    "line in key": '"k": "a\\nb"',
    "list as label": '"l": [1]',
    "truth as label": '"l": false',
    "half in key": '"k": "\\ud800"',
    "half in label": '"l": "\\udcff"',
    "half in value": '"x": "\\udcff"',
    "half in a name": '"\\ud800": 1',
    "name twice": '"x": 1, "x": 2',
    "name twice in a value": '"x": {"state": "missing", "state": "suppressed"}',
    "name twice deep": '"other": [{"a": 1, "a": 1}]',
}


@pytest.mark.parametrize("name", ["d.json", "d.jsonl"])
@pytest.mark.parametrize("pair", FAULTY.values(), ids=FAULTY)
def test_a_faulty_row_is_refused_and_no_other(pair: str, name: str) -> None:
    """Whoever reads it in another way would rate somebody else."""
    own = {"k": "one", "l": "One", "x": 1, "s": True}
    said = [f'"{it}": {json.dumps(value)}' for it, value in own.items() if f'"{it}":' not in pair]
    rows = ["{" + ", ".join([*said, pair]) + "}", json.dumps({**own, "k": 7})]
    text = "\n".join(rows) if name == "d.jsonl" else f"[{', '.join(rows)}]"
    done = rated(name, text)
    assert done.exit_code == 1
    assert "rated: 1, refused: 1 (2 subjects)" in done.output
    assert "7,One,1,rated," in done.output


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\x9b", "\x07"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_control_characters_in_a_key_of_csv(sign: str, encoding: str) -> None:
    """The row is refused."""
    Path("d.csv").write_text(f"k,l,x,s\na{sign}b,A,1,true\nc,C,1,true\n", encoding=encoding)
    options = ["--format", "csv", "--encoding", encoding]
    done = CliRunner().invoke(cli, ["rate", "r.yaml", "d.csv", *options])
    assert (done.exit_code, "error[not-a-name]" in done.output) == (1, True)


@pytest.mark.parametrize("sign", [*"\xad\u200b\u2028\u202e\u2060\u2066\ufeff", "\U000e0041"])
def test_what_nobody_sees_in_a_key(sign: str) -> None:
    """The row is refused: it would be another subject that looks the same."""
    Path("d.csv").write_text(f"k,l,x,s\na{sign}b,A,1,true\nab,C,1,true\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["rate", "r.yaml", "d.csv", "--format", "csv"])
    assert (done.exit_code, "error[not-a-name]" in done.output) == (1, True), done.output


@pytest.mark.parametrize(
    "name", ["\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0915\u094d\u200d\u0937"]
)
def test_signs_that_join_or_part_letters_stand_in_names(name: str) -> None:
    """Persian and Hindi are written with them."""
    Path("d.csv").write_text(f"k,l,x,s\n{name},A,1,true\n", encoding="utf-8")
    assert CliRunner().invoke(cli, ["rate", "r.yaml", "d.csv"]).exit_code == 0


def test_a_key_that_is_written_in_two_ways_stands_twice() -> None:
    """An e with an accent is the same letter as an e and its accent."""
    Path("d.csv").write_text("k,l,x,s\n\xe9,A,1,true\ne\u0301,C,1,true\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["rate", "r.yaml", "d.csv", "--format", "csv"])
    assert (done.exit_code, "error[repeated-key]" in done.output) == (1, True), done.output


@pytest.mark.parametrize(
    ("written", "value"),
    [("1E+0003", "1000"), ("5e-0001", "0.5"), ("2e" + "0" * 900, "2"), ("1E03", "1000")],
)
def test_an_exponent_may_begin_with_zeros(written: str, value: str) -> None:
    """It is the number that it says, and not one of too many digits."""
    rules = (
        "language: 1\nid: own\nversion: 1.0.0\ninputs: {x: {}}\nlevels: {whole: {it: {from: x}}}\n"
    )
    rating = stp_rules.evaluate(stp_rules.loads(rules), {"x": written})
    assert rating["it"] == Fraction(value)


def test_half_a_character_in_an_encoding_that_has_it() -> None:
    """UTF-7 can say it, and no file means it."""
    Path("d.csv").write_bytes(b"k,l,x,s\n+2AA-,A,1,true\n")
    done = CliRunner().invoke(cli, ["rate", "r.yaml", "d.csv", "--encoding", "utf-7"])
    assert (done.exit_code, "error[unreadable]" in done.output) == (2, True)


MEMBERS = {
    "m.csv": ["k,m,x\none,a,1,2", "k,m,x\none,a"],
    "m.jsonl": ['{"k": "one", "m": [1], "x": 1}', '{"k": "one", "m": "a", "x": 1, "x": 2}'],
    "m.json": ['[{"k": "one", "m": "a\\u0000", "x": 1}]', '[{"k": ["one"], "m": "a", "x": 1}]'],
}


@pytest.mark.parametrize(
    ("name", "text"), [(n, it) for n, texts in MEMBERS.items() for it in texts]
)
def test_a_faulty_row_of_a_member_is_told(name: str, text: str) -> None:
    """It is never counted as if it could be read."""
    Path(name).write_text(text, encoding="utf-8")
    done = rated("d.csv", "k,l,s\none,One,true\n", "--members", name)
    assert done.exit_code == 1
    assert "error[" in done.output


def test_a_line_that_cannot_be_read_is_of_every_period() -> None:
    """It is not left out because nobody can say when it was."""
    text = '{"k": "one", "l": "One", "x": 1, "s": true, "when": "a"}\n{"k": "two", "when": "a"\n'
    done = rated("d.jsonl", text, "--period", "when=a")
    assert "rated: 1, refused: 1 (2 subjects)" in done.output


@given(
    st.fractions(max_denominator=10**12)
    | st.decimals(allow_nan=False, allow_infinity=False, places=12).map(Fraction)
    | st.integers(-(10**30), 10**30).map(Fraction)
)
def test_json_has_at_least_the_digits_of_csv(value: Fraction) -> None:
    """Read as a decimal, a number of JSON is at least as near to the value."""
    sheet = Sheet(("a",), ({"a": value},))
    (cell,) = list(csv.reader(io.StringIO(to_csv(sheet))))[1]
    for text in (to_json(sheet).strip()[1:-1], to_json_lines(sheet)):
        found = json.loads(text, parse_float=Decimal, parse_int=Decimal)["a"]
        assert abs(Fraction(found) - value) <= abs(Fraction(cell) - value)


@pytest.mark.parametrize(
    "value", ["1234567890.1234567891", "0.10000000000000000001", "12345678901234567890123"]
)
def test_digits_that_a_float_has_not(value: str) -> None:
    """They are written."""
    assert f'"a": {value}}}' in to_json_lines(Sheet(("a",), ({"a": Fraction(value)},)))


def test_sheets_are_json_as_python_writes_it() -> None:
    """But for the digits of numbers, every writer of JSON gives the same."""
    rows = ({"a": 'x\n\u0639"', "b": None}, {"a": True, "b": Fraction(-3)}, {"a": 2, "b": ""})
    plain = [{"a": 'x\n\u0639"', "b": None}, {"a": True, "b": -3}, {"a": 2, "b": ""}]
    sheet = Sheet(("a", "b"), rows)
    assert to_json(sheet) == json.dumps(plain, indent=2, ensure_ascii=False) + "\n"
    lines = "".join(json.dumps(it, ensure_ascii=False) + "\n" for it in plain)
    assert to_json_lines(sheet) == lines
    assert to_json(Sheet(("a",), ())) == "[]\n"
    assert short_text(Fraction(-3)) == "-3"
