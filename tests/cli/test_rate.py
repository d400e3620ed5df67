"""`stp-rules rate`: files as analysts have them, and what is written of them."""

import csv
import io
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stp_rules.cli import cli

Run = Callable[..., Result]

HEADER = "ward,ward_name,seen,staff,is_safe,beds\n"
ASH = "A,Ash,96,Full,Yes,20\n"


def rows(text: str) -> list[dict[str, str]]:
    """Read CSV."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def column(text: str, name: str) -> list[str]:
    """Read one column of CSV."""
    return [row[name] for row in rows(text)]


def test_every_output_has_its_column(run: Run) -> None:
    """Key, label, every measure and named step in order, state and reasons."""
    result = run("rate", "wards.yaml", "wards.csv")
    assert result.exit_code == 0
    assert rows(result.stdout)[1] == {
        "ward": "B",
        "ward_name": "Birch",
        "seen_score": "4",
        "staff_score": "3",
        "bed_score": "20",
        "score": "3.6666666666666666667",
        "stars.before_cap": "three",
        "stars": "two",
        "state": "rated",
        "reasons": "",
    }
    assert result.stderr == "Three stars: 1, Two stars: 1, One star: 1 (3 subjects)\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufeff" + HEADER + ASH, id="byte order mark"),
        pytest.param((HEADER + ASH).replace("\n", "\r\n"), id="CRLF"),
        pytest.param(HEADER + ASH.strip(), id="no newline at the end"),
        pytest.param(f"{HEADER}\n{ASH}\n,,,,,\n", id="blank lines"),
        pytest.param(HEADER + ASH.replace(",", " , "), id="spaces round cells"),
        pytest.param(HEADER.replace(",", " , ") + ASH, id="spaces round names"),
        pytest.param(f"x,{HEADER}1,{ASH}", id="extra columns"),
        pytest.param(f"{HEADER.strip()},,\n{ASH.strip()},,\n", id="columns without names"),
        pytest.param("beds,is_safe,staff,seen,ward\n20,Yes,Full,96,A\n", id="another order"),
        pytest.param(HEADER + ASH.replace("Full", "full"), id="ids for labels"),
    ],
)
def test_a_file_may_be_untidy(rate_text: Run, text: str) -> None:
    """What spreadsheets do to a file does not change the rating."""
    result = rate_text(text)
    assert result.exit_code == 0, result.stderr
    assert column(result.stdout, "ward") == ["A"]
    assert column(result.stdout, "stars") == ["three"]


def test_a_quoted_comma_stays_in_its_cell(rate_text: Run) -> None:
    """A label with a comma comes out as it went in."""
    result = rate_text(HEADER + 'A,"Ash, upper ""floor""",96,Full,Yes,20\n')
    assert column(result.stdout, "ward_name") == ['Ash, upper "floor"']


def test_absent_columns_are_all_named(rate_text: Run) -> None:
    """One message names every column that is not there, and how to say where it is."""
    result = rate_text("ward,Seen %,staff,beds (n)\nA,96,Full,20\n")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "no columns `seen`, `is_safe` (input safe), `beds`" in result.stderr
    assert "--map INPUT=COLUMN" in result.stderr
    assert '--map seen="Seen %"' in result.stderr


def test_a_column_that_is_read_already_is_not_suggested(rate_text: Run) -> None:
    """The key of the subjects is nobody's figure, however like it the absent column is."""
    result = rate_text(HEADER + ASH, "--map", "seen=wards")
    assert "has no column `wards` (input seen)" in result.stderr
    assert "perhaps" not in result.stderr


def test_a_column_can_be_mapped(rate_text: Run) -> None:
    """`--map` names the column of an input that is called otherwise."""
    text = "ward,Seen %,staff,is_safe,beds\nA,96,Full,Yes,20\n"
    result = rate_text(text, "--map", "seen=Seen %")
    assert column(result.stdout, "seen_score") == ["4"]


def test_an_input_that_nobody_delivers_is_missing(rate_text: Run) -> None:
    """`--map x=` leaves the input out, and what needs it is not rated, with the reason."""
    result = rate_text("ward,staff,is_safe,beds\nA,Full,Yes,20\n", "--map", "seen=")
    assert result.exit_code == 0
    (row,) = rows(result.stdout)
    assert (row["staff_score"], row["seen_score"], row["stars"]) == ("3", "", "")
    assert row["state"] == "not_rated"
    assert "seen is missing" in row["reasons"]
    assert "not rated: 1" in result.stderr


def test_a_mapping_names_an_input(rate_text: Run) -> None:
    """A misspelt input in `--map` is refused alone, with the near spelling."""
    result = rate_text(HEADER, "--map", "sen=x")
    assert result.exit_code == 2
    assert "did you mean `seen`?" in result.stderr
    assert "absent-column" not in result.stderr


def test_a_mapping_has_two_sides(rate_text: Run) -> None:
    """`--map` without an equals sign is wrong usage."""
    result = rate_text(HEADER, "--map", "seen")
    assert result.exit_code == 2
    assert "write INPUT=COLUMN" in result.stderr


BAD_ROWS = [
    pytest.param("X,Bad,many,Full,Yes,20", "`many` is not a number", id="text for a number"),
    pytest.param("X,Bad,96%,Full,Yes,20", "`96%` is not a number", id="percent sign"),
    pytest.param("X,Bad,101,Full,Yes,20", "101 is out of range", id="out of range"),
    pytest.param("X,Bad,96,Fool,Yes,20", "`Fool` is not one of Full, Short", id="category"),
    pytest.param("X,Bad,96,Full,Maybe,20", "`Maybe` is neither true nor false", id="truth"),
    pytest.param("X,Bad,96", "3 cells under 6 columns", id="short row"),
    pytest.param("X,Bad,96,Full,Yes,20,30", "7 cells under 6 columns", id="long row"),
    pytest.param(",Bad,96,Full,Yes,20", "the subject has no key", id="no key"),
    pytest.param("A,Bad,96,Full,Yes,20", "`A` stands twice", id="repeated key"),
]


@pytest.mark.parametrize(("row", "reason"), BAD_ROWS)
def test_one_bad_row_does_not_spoil_the_others(rate_text: Run, row: str, reason: str) -> None:
    """It is refused with its reason and its line; the rows around it are rated."""
    result = rate_text(f"{HEADER}A,Ash,96,Full,Yes,20\n{row}\nC,Cedar,90,Short,Yes,20\n")
    assert result.exit_code == 1
    assert column(result.stdout, "state") == ["rated", "refused", "rated"]
    assert column(result.stdout, "stars") == ["three", "", "one"]
    assert reason in column(result.stdout, "reasons")[1]
    assert "given.csv:3" in result.stderr
    assert reason in result.stderr
    assert "refused: 1 (3 subjects)" in result.stderr


def test_everything_wrong_with_a_row_is_said(rate_text: Run) -> None:
    """Three bad cells are three problems and three reasons."""
    result = rate_text(HEADER + "A,Ash,x,y,z,20\n")
    assert result.stderr.count("error[") == 3
    assert column(result.stdout, "reasons")[0].count(";") == 2


def test_a_problem_names_the_column_of_the_file(rate_text: Run) -> None:
    """Where the column is not called like the input, the problem names both."""
    result = rate_text(HEADER + "A,Ash,96,Full,Maybe,20\n")
    assert "given.csv:2, column is_safe: error[not-a-truth]: safe:" in result.stderr


def test_a_line_is_counted_through_quoted_newlines(rate_text: Run) -> None:
    """A cell with a line break does not shift the lines of later problems."""
    result = rate_text(HEADER + 'A,"Ash\nupper",96,Full,Yes,20\nB,Birch,x,Full,Yes,20\n')
    assert "given.csv:4: error[not-a-number]" in result.stderr


@pytest.mark.parametrize(
    ("seen", "edge", "hint"),
    [("0.96", "[1, 100]", "is it a fraction? 96"), ("96", "[0, 1]", "is it a percentage? 0.96")],
)
def test_a_fraction_for_a_percentage_is_suspected(
    folder: Path, rate_text: Run, seen: str, edge: str, hint: str
) -> None:
    """Out of range by a factor of a hundred is told as such."""
    rules = (folder / "wards.yaml").read_text(encoding="utf-8").replace("[0, 100]", edge)
    (folder / "wards.yaml").write_text(rules, encoding="utf-8")
    result = rate_text(f"{HEADER}A,Ash,{seen},Full,Yes,20\n")
    assert hint in result.stderr


def test_the_nearest_category_is_offered(rate_text: Run) -> None:
    """A misspelt category comes with the right spelling."""
    assert "did you mean `short`?" in rate_text(HEADER + "A,Ash,96,Shrt,Yes,20\n").stderr


def test_many_problems_are_cut_short(rate_text: Run) -> None:
    """A column in which every cell is wrong does not bury the terminal."""
    wards = "".join(f"W{at},Ward,x,Full,Yes,20\n" for at in range(50))
    result = rate_text(HEADER + wards)
    assert result.stderr.count("error[") == 20
    assert "and 30 more problems" in result.stderr
    assert column(result.stdout, "reasons").count("seen: `x` is not a number") == 50


def test_another_encoding_must_be_named(rate_text: Run) -> None:
    """A file in cp1252 is refused with its line, and read with `--encoding cp1252`."""
    data = (HEADER + "A,Ash,96,Full,Yes,20\nB,Bjørk,96,Full,Yes,20\n").encode("cp1252")
    refused = rate_text(data)
    assert refused.exit_code == 2
    assert "given.csv is not a text in utf-8: see line 3" in refused.stderr
    assert "--encoding cp1252" in refused.stderr
    assert column(rate_text(data, "--encoding", "cp1252").stdout, "ward_name")[1] == "Bjørk"


def test_utf_16_is_recognised(rate_text: Run) -> None:
    """A file saved as `Unicode` by an old spreadsheet is refused with the encoding to name."""
    data = (HEADER + "A,Ash,96,Full,Yes,20\n").encode("utf-16")
    assert "--encoding utf-16" in rate_text(data).stderr
    assert column(rate_text(data, "--encoding", "utf-16").stdout, "stars") == ["three"]


def test_an_encoding_must_exist(rate_text: Run) -> None:
    """A misspelt encoding is no crash."""
    result = rate_text(HEADER, "--encoding", "utf8x")
    assert (result.exit_code, "`utf8x` is not an encoding" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "does not begin with the names of columns", id="empty"),
        pytest.param(b"PK\x03\x04\xff\xfe", "save the sheet as CSV", id="workbook"),
        pytest.param(b"ward;seen;staff\nA;96;Full\n", "not separated by commas", id="semicolons"),
        pytest.param(b"ward\tseen\nA\t96\n", "not separated by commas", id="tabs"),
        pytest.param(HEADER.encode() + b'A,"Ash,96,Full,Yes,20\n', "not closed", id="open quote"),
        pytest.param(b"ward,seen,seen\nA,1,2\n", "with the name `seen`", id="twice"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_whole(
    rate_text: Run, data: bytes, message: str
) -> None:
    """The message says what the file is, or what to look for."""
    result = rate_text(data)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_file_that_is_not_there_is_said(run: Run) -> None:
    """A wrong path is told as such."""
    result = run("rate", "wards.yaml", "nowhere.csv")
    assert result.exit_code == 2
    assert "nowhere.csv cannot be read: No such file or directory" in result.stderr


def test_a_header_alone_gives_a_header_alone(rate_text: Run) -> None:
    """No subjects are no fault; the columns are there for whoever reads on."""
    result = rate_text(HEADER)
    assert result.exit_code == 0
    assert result.stdout.startswith("ward,ward_name,seen_score,")
    assert result.stdout.count("\n") == 1
    assert result.stderr == "no subjects\n"


def test_a_header_alone_must_be_the_right_one(rate_text: Run) -> None:
    """The wrong file is told as such before it holds subjects."""
    result = rate_text("ward,points\n")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "has no columns `seen`" in result.stderr


JSON = [
    {"ward": "A", "seen": 96, "staff": "Full", "is_safe": True, "beds": 20},
    {"ward": "B", "seen": 95.0, "staff": "full", "is_safe": False, "beds": None},
]


def test_json_is_read(folder: Path, run: Run) -> None:
    """A list of objects, with JSON's own numbers, truths and gaps."""
    (folder / "wards.json").write_text(json.dumps(JSON), encoding="utf-8")
    result = run("rate", "wards.yaml", "wards.json")
    assert column(result.stdout, "stars") == ["three", "two"]
    assert column(result.stdout, "bed_score") == ["20", ""]


def test_numbers_of_json_stay_exact(folder: Path, run: Run) -> None:
    """A long decimal is not rounded on its way in."""
    subject = json.dumps(JSON[0]).replace("96", "84.99999999999999999")
    (folder / "wards.json").write_text(subject, encoding="utf-8")
    assert column(run("rate", "wards.yaml", "wards.json").stdout, "seen_score") == ["1"]


def test_a_bad_line_does_not_spoil_the_others(folder: Path, run: Run) -> None:
    """Of JSON lines each stands alone."""
    lines = [json.dumps(JSON[0]), "{bad", json.dumps(JSON[1]), "[1]"]
    (folder / "wards.jsonl").write_text("\n".join(lines), encoding="utf-8")
    result = run("rate", "wards.yaml", "wards.jsonl")
    assert result.exit_code == 1
    assert column(result.stdout, "state") == ["rated", "refused", "rated", "refused"]
    assert "wards.jsonl:2:2: error[unreadable]: this is not JSON" in result.stderr
    assert "wards.jsonl:4: error[row]: this is not an object" in result.stderr


@pytest.mark.parametrize("text", ["{bad", "3"])
def test_json_that_holds_no_subjects_is_refused(folder: Path, run: Run, text: str) -> None:
    """JSON is read whole or not at all."""
    (folder / "wards.json").write_text(text, encoding="utf-8")
    result = run("rate", "wards.yaml", "wards.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "wards.json" in result.stderr


def test_an_empty_list_is_no_fault(folder: Path, run: Run) -> None:
    """JSON without subjects has no columns to lack."""
    (folder / "wards.json").write_text("[]", encoding="utf-8")
    result = run("rate", "wards.yaml", "wards.json", "--format", "json")
    assert (result.exit_code, result.stdout) == (0, "[]\n")


def test_a_key_may_be_a_number(folder: Path, run: Run) -> None:
    """The key 0 of a JSON subject is a key."""
    (folder / "wards.json").write_text(json.dumps([{**JSON[0], "ward": 0}]), encoding="utf-8")
    assert column(run("rate", "wards.yaml", "wards.json").stdout, "ward") == ["0"]


@pytest.mark.parametrize("shape", ["csv", "jsonl"])
def test_standard_input_is_read(folder: Path, run: Run, shape: str) -> None:
    """`-` is standard input, and `--from` says what comes."""
    csv_text = (folder / "wards.csv").read_text(encoding="utf-8")
    text = csv_text if shape == "csv" else "\n".join(map(json.dumps, JSON))
    result = run("rate", "wards.yaml", "-", "--from", shape, stdin=text.encode())
    assert result.exit_code == 0
    assert column(result.stdout, "stars")[:2] == ["three", "two"]


def test_the_three_formats_say_the_same(folder: Path, run: Run) -> None:
    """CSV, JSON and JSON lines, read again, hold equal values."""
    for name in ("out.csv", "out.json", "out.jsonl"):
        assert run("rate", "wards.yaml", "wards.csv", "-o", name).exit_code == 0
    table = rows((folder / "out.csv").read_text(encoding="utf-8"))
    subjects = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    lines = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert subjects == [json.loads(line) for line in lines]
    for subject, cells in zip(subjects, table, strict=True):
        assert list(subject) == list(cells)
        as_numbers = {name: float(cells[name]) for name in ("seen_score", "score")}
        assert {name: subject[name] for name in as_numbers} == as_numbers
        assert subject["stars"] == cells["stars"]
    assert (subjects[0]["score"], subjects[0]["seen_score"]) == (11 / 3, 4)


def test_a_gap_is_null_in_json(rate_text: Run) -> None:
    """What is not known is null, and never a zero."""
    result = rate_text(HEADER + "A,Ash,,Full,Yes,20\n", "--format", "json")
    (row,) = json.loads(result.stdout)
    assert row["score"] is None
    assert row["stars"] is None


def test_an_unknown_ending_is_refused(folder: Path, run: Run) -> None:
    """Nobody gets CSV under the name of a workbook."""
    result = run("rate", "wards.yaml", "wards.csv", "-o", "out.xlsx")
    assert result.exit_code == 2
    assert "--format" in result.stderr
    assert not (folder / "out.xlsx").exists()


LEAGUE = (
    HEADER
    + """\
W1,One,90,Short,Yes,20
W2,Two,90,Full,Yes,20
W3,Three,,Full,Yes,20
W4,Four,96,Full,Yes,20
W5,Five,96,Short,Yes,20
W6,Six,90,Full,No,20
W7,Seven,80,Full,Yes,20
W8,Eight,x,Full,Yes,20
"""
)
"""Scores: W4 11/3, W5 9/3, W2 and W6 7/3, W1 and W7 5/3; W3 and W8 have none."""


def test_ranks_are_those_of_a_competition(rate_text: Run) -> None:
    """Ties share a rank and the next is skipped; who has no score stands last, without a rank."""
    result = rate_text(LEAGUE, "--rank-by", "score")
    table = [(row["rank"], row["ward"]) for row in rows(result.stdout)]
    assert table == [
        ("1", "W4"), ("2", "W5"), ("3", "W2"), ("3", "W6"), ("5", "W1"), ("5", "W7"),
        ("", "W3"), ("", "W8"),
    ]  # fmt: skip


def test_a_second_measure_breaks_ties(rate_text: Run) -> None:
    """Within equal stars the better score goes first."""
    result = rate_text(LEAGUE, "--rank-by", "stars,score")
    assert column(result.stdout, "rank") == ["1", "2", "3", "3", "5", "5", "", ""]
    assert column(rate_text(LEAGUE, "--rank-by", "stars").stdout, "rank") == [
        "1", "1", "3", "3", "5", "5", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "message"),
    [("scor", "did you mean `score`?"), ("bed_score", "which way is better for `bed_score`")],
)
def test_ranking_needs_a_measure_with_a_better_end(run: Run, name: str, message: str) -> None:
    """An unknown measure, or one of which neither end is better, cannot rank."""
    result = run("rate", "wards.yaml", "wards.csv", "--rank-by", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_columns_chooses_what_is_written(run: Run) -> None:
    """Key, label, state and reasons are always there."""
    result = run("rate", "wards.yaml", "wards.csv", "--columns", "stars,stars.before_cap")
    assert result.stdout.splitlines()[:2] == [
        "ward,ward_name,stars,stars.before_cap,state,reasons",
        "A,Ash,three,three,rated,",
    ]


def test_columns_must_be_measures(run: Run) -> None:
    """All unknown names are told before anything is rated."""
    result = run("rate", "wards.yaml", "wards.csv", "--columns", "star,scor")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean `stars`?" in result.stderr
    assert "did you mean `score`?" in result.stderr


def test_a_table_is_for_people(run: Run) -> None:
    """Labels for ids, numbers to the right, ranks first, and the counts below."""
    result = run("rate", "wards.yaml", "wards.csv", "--format", "table", "--rank-by", "score")
    assert result.stdout.splitlines() == [
        "rank  ward  ward_name     score  stars",
        "   1  A     Ash        3.66666…  Three stars",
        "   1  B     Birch      3.66666…  Two stars",
        "   3  C     Cedar      1.66666…  One star",
        "Three stars: 1, Two stars: 1, One star: 1 (3 subjects)",
    ]


def test_a_table_tells_what_went_wrong(rate_text: Run) -> None:
    """State and reasons are columns of the table once there is a reason."""
    result = rate_text(HEADER + "A,Ash,,Full,Yes,20\n", "--format", "table")
    header, line, _ = result.stdout.splitlines()
    assert header.split() == ["ward", "ward_name", "score", "stars", "state", "reasons"]
    assert "not_rated" in line
    assert "seen is missing" in line


def test_an_output_is_replaced_whole(folder: Path, run: Run) -> None:
    """The new content stands under the old rights, and nothing else is left in the folder."""
    target = folder / "out.csv"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    before = sorted(folder.iterdir())
    assert run("rate", "wards.yaml", "wards.csv", "-o", "out.csv").exit_code == 0
    assert target.read_text(encoding="utf-8").startswith("ward,")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert sorted(folder.iterdir()) == before


def test_a_failure_leaves_the_output_alone(folder: Path, run: Run, rate_text: Run) -> None:
    """Neither unusable inputs nor a folder that is not there touch what was written before."""
    target = folder / "out.csv"
    target.write_text("old", encoding="utf-8")
    assert rate_text("nothing,of,use\n1,2,3\n", "-o", "out.csv").exit_code == 2
    assert target.read_text(encoding="utf-8") == "old"
    result = run("rate", "wards.yaml", "wards.csv", "-o", "nowhere/out.csv")
    assert result.exit_code == 2
    assert "nowhere/out.csv cannot be written" in result.stderr


def test_an_interrupted_write_leaves_no_trace(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the last step fails, the old file stands and the new one is gone."""
    (folder / "out.csv").write_text("old", encoding="utf-8")
    before = sorted(folder.iterdir())

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    result = run("rate", "wards.yaml", "wards.csv", "-o", "out.csv")
    assert (result.exit_code, "No space left on device" in result.stderr) == (2, True)
    assert (folder / "out.csv").read_text(encoding="utf-8") == "old"
    assert sorted(folder.iterdir()) == before


def test_results_do_not_overwrite_the_data(tmp_path: Path) -> None:
    """The same name for both is refused, and the data stand as they were."""
    ruleset, data = tmp_path / "r.yaml", tmp_path / "d.csv"
    head = "language: 1\nid: toy/one\nversion: 1.0.0\n"
    ruleset.write_text(f"{head}inputs: {{a: {{}}}}\nlevels: {{l: {{x: {{from: a}}}}}}\n")
    data.write_text("a\n1\n")
    result = CliRunner().invoke(cli, ["rate", str(ruleset), str(data), "-o", str(data)])
    assert result.exit_code == 2
    assert "error[same-file]" in result.stderr
    assert data.read_text() == "a\n1\n"


@pytest.mark.parametrize("written", ["true\nfalse", "TRUE\nFALSE", "True\nFalse"])
def test_truths_as_spreadsheets_write_them(tmp_path: Path, written: str) -> None:
    """A saved sheet says TRUE, and needs no `reads` for that."""
    ruleset, data = tmp_path / "r.yaml", tmp_path / "d.csv"
    head = "language: 1\nid: toy/truth\nversion: 1.0.0\ninputs: {a: {type: boolean}}\n"
    ruleset.write_text(f"{head}levels: {{l: {{x: {{from: a}}}}}}\n")
    data.write_text(f"a\n{written}\n")
    result = CliRunner().invoke(cli, ["rate", str(ruleset), str(data)])
    assert [line.split(",")[1] for line in result.stdout.splitlines()] == ["x", "true", "false"]
