"""Reports for machines: a report written by hand, and whatever text stands in one."""

import html
import json
import re
from pathlib import PurePath
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarif_schema import faults
from stp_rules.display import one_line, shown
from stp_rules.errors import Place
from stp_rules.render.findings import OUTCOMES, Entry, Finding, Report
from stp_rules.render.reports import WRITERS
from stp_rules.render.reports.github import github_text
from stp_rules.render.reports.junit import junit_text
from stp_rules.render.reports.plain import json_text
from stp_rules.render.reports.sarif import sarif_text, uri
from stp_rules.render.titles import TITLES

PLACE = Place("rules/a.yaml", 3, 5, 4, "    mean: [x]")
FIRST = Place("rules/a.yaml", 1, 1, 2, "id: a")
REPORT = Report(
    "check",
    "1.2.3",
    (
        Entry("rules/sound.yaml", "check", "passed"),
        Entry(
            "rules/a.yaml",
            "check",
            "failed",
            (
                Finding("otherwise", "note", "10% reach it", PLACE),
                Finding("defined-twice", "error", "a: defined, twice", PLACE, FIRST, "keep one"),
            ),
        ),
        Entry("gone.yaml", "check", "unusable", (Finding("unreadable", "error", "is not there"),)),
        Entry(
            "rules/b.yaml",
            "total",
            "undecided",
            (Finding("undecided", "warning", "total is undecided", details=("tried: all",)),),
            ("worth knowing",),
        ),
    ),
)


# GitHub -------------------------------------------------------------------------------------------


def test_github_has_a_line_for_each_finding() -> None:
    """Percent signs and line ends are escaped in messages, commas and colons in properties too."""
    place = "file=rules/a.yaml,line=3,col=5"
    assert github_text(REPORT).splitlines() == [
        f"::notice {place},title=otherwise::10%25 reach it",
        f"::error {place},title=defined-twice::a: defined, twice%0Ahelp: keep one",
        "::error file=gone.yaml,title=unreadable::is not there",
        "::warning file=rules/b.yaml,title=undecided::total is undecided%0Atried: all",
    ]


def test_github_escapes_what_separates_properties() -> None:
    """A path may hold what a workflow command is made of."""
    entry = Entry("a,b:c%\n.yaml", "check", "failed", (Finding("value", "error", "\r\n"),))
    assert github_text(Report("check", "1", (entry,))) == (
        "::error file=a%2Cb%3Ac%25\\n.yaml,title=value::\\r\\n\n"
    )


# JSON ---------------------------------------------------------------------------------------------


def test_json_says_everything() -> None:
    """The document as the page of the command line describes it."""
    document = json.loads(json_text(REPORT))
    entries = document.pop("entries")
    assert document == {"format": 1, "command": "check", "version": "1.2.3", "outcome": "unusable"}
    assert entries[0] == {
        "file": "rules/sound.yaml",
        "name": "check",
        "outcome": "passed",
        "findings": [],
        "notes": [],
    }
    assert entries[1]["findings"][1] == {
        "code": "defined-twice",
        "level": "error",
        "message": "a: defined, twice",
        "place": {"file": "rules/a.yaml", "line": 3, "column": 5, "end_column": 9},
        "other_place": {"file": "rules/a.yaml", "line": 1, "column": 1, "end_column": 3},
        "help": "keep one",
        "details": [],
    }
    assert entries[3]["findings"][0]["place"] is None
    assert entries[3]["findings"][0]["details"] == ["tried: all"]
    assert entries[3]["notes"] == ["worth knowing"]


# SARIF --------------------------------------------------------------------------------------------


def test_sarif_is_valid() -> None:
    """The official schema has nothing against it."""
    assert faults(json.loads(sarif_text(REPORT))) == []


def test_the_schema_would_find_faults() -> None:
    """A log with a line 0 and an unknown key does not pass for valid."""
    log = json.loads(sarif_text(REPORT))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    log["runs"][0]["tool"]["drivers"] = {}
    assert len(faults(log)) == 2


def test_sarif_has_a_rule_for_each_code() -> None:
    """In the order in which they occur, with the title of their page; results point at them."""
    (run,) = json.loads(sarif_text(REPORT))["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("stp-rules", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == [
        "otherwise",
        "defined-twice",
        "unreadable",
        "undecided",
    ]
    assert driver["rules"][2]["shortDescription"] == {"text": "a file that cannot be read"}
    assert [(it["ruleId"], it["ruleIndex"]) for it in run["results"]] == [
        ("otherwise", 0),
        ("defined-twice", 1),
        ("unreadable", 2),
        ("undecided", 3),
    ]


def test_sarif_levels_stand_beside_the_kind_that_allows_them() -> None:
    """SARIF 2.1.0, 3.27.9: beside a kind other than `fail`, the level is `none`."""
    results = json.loads(sarif_text(REPORT))["runs"][0]["results"]
    assert [it["level"] for it in results] == ["note", "error", "error", "warning"]
    assert {it["kind"] for it in results} == {"fail"}


def test_sarif_places_are_regions() -> None:
    """From the first column to the one after the last, in code points; the other is related."""
    (run,) = json.loads(sarif_text(REPORT))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    result = run["results"][1]
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "rules/a.yaml"},
                "region": {"startLine": 3, "startColumn": 5, "endColumn": 9},
            }
        }
    ]
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["region"]["startLine"] == 1


def test_sarif_of_a_whole_file_has_no_region() -> None:
    """The file is the location all the same."""
    result = json.loads(sarif_text(REPORT))["runs"][0]["results"][2]
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "gone.yaml"}}}]
    assert "relatedLocations" not in result


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("rules/a.yaml", "rules/a.yaml"),
        ("my rules/50%.yaml", "my%20rules/50%25.yaml"),
        ("größe.yaml", "gr%C3%B6%C3%9Fe.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
        ("/srv/my rules/a.yaml", "file:///srv/my%20rules/a.yaml"),
    ],
)
def test_addresses_of_files(file: str, expected: str) -> None:
    """Percent-encoded, and a colon never passes for the end of a scheme."""
    assert uri(file) == expected


# JUnit --------------------------------------------------------------------------------------------


def test_junit_has_a_suite_for_each_file() -> None:
    """With the numbers of tests, failures and errors, and the same for all."""
    root = ET.fromstring(junit_text(REPORT))
    assert root.attrib == {
        "name": "stp-rules check",
        "tests": "4",
        "failures": "1",
        "errors": "2",
    }
    assert [(it.get("name"), it.get("failures"), it.get("errors")) for it in root] == [
        ("rules/sound.yaml", "0", "0"),
        ("rules/a.yaml", "1", "0"),
        ("gone.yaml", "0", "1"),
        ("rules/b.yaml", "0", "1"),
    ]


def test_junit_tells_failures_from_errors() -> None:
    """What failed by its first error and not by a note; undecided and unusable as errors."""
    root = ET.fromstring(junit_text(REPORT))
    told = [(it.tag, it.get("type"), it.get("message")) for it in root.findall("./*/testcase/*")]
    assert told == [
        ("failure", "defined-twice", "a: defined, twice"),
        ("error", "unreadable", "is not there"),
        ("error", "undecided", "total is undecided"),
    ]


def test_junit_tells_all_findings_of_a_test() -> None:
    """Each with its place, level and code, what leads to it and what to do; then the notes."""
    root = ET.fromstring(junit_text(REPORT))
    texts = [it.text for it in root.findall("./*/testcase/*")]
    assert texts[0] == (
        "rules/a.yaml:3:5: note[otherwise]: 10% reach it\n"
        "rules/a.yaml:3:5: error[defined-twice]: a: defined, twice\n"
        "  help: keep one"
    )
    assert texts[2] == "warning[undecided]: total is undecided\n  tried: all\nnote: worth knowing"


def test_junit_keeps_what_is_worth_knowing_of_a_test_that_passes() -> None:
    """Notes are output and no failure."""
    entry = Entry("a.yaml", "check", "passed", (Finding("otherwise", "note", "reached"),))
    root = ET.fromstring(junit_text(Report("check", "1", (entry,))))
    (told,) = root.findall("./*/testcase/*")
    assert (told.tag, told.text) == ("system-out", "note[otherwise]: reached")


# Whatever text stands in it -----------------------------------------------------------------------

awkward = st.sampled_from("\r\n\t%:,<&]\"'\0\x85\u2028\ufffe\ud800\udcff\U0001f600")
texts = st.lists(awkward | st.characters()).map("".join)
files = texts.filter(bool)
places = st.builds(Place, files, *[st.integers(1, 10**6)] * 3, texts)
lines = st.lists(texts, max_size=3).map(tuple)


def findings(*levels: str) -> st.SearchStrategy[Finding]:
    """Draw findings of some levels."""
    return st.builds(
        Finding,
        st.sampled_from(list(TITLES)),
        st.sampled_from(levels),
        texts,
        st.none() | places,
        st.none() | places,
        texts,
        lines,
    )


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Draw an entry: what has passed has nothing but notes, and every other something else."""
    outcome = draw(st.sampled_from(OUTCOMES))
    found = draw(st.lists(findings("note"), max_size=2))
    if outcome != "passed":
        found += [draw(findings("error", "warning"))]
    return Entry(draw(files), draw(texts), outcome, tuple(found), draw(lines))


reports = st.lists(entries(), max_size=4).map(lambda them: Report("check", "1", tuple(them)))


@given(reports)
def test_any_github_report_has_a_line_for_each_finding(report: Report) -> None:
    """No text breaks a line or acts, and each comes out of its escapes as people see it."""
    found = [(entry, it) for entry in report.entries for it in entry.findings]
    *written, rest = github_text(report).split("\n")
    assert (len(written), rest) == (len(found), "")
    for line, (entry, it) in zip(written, found, strict=True):
        assert "\r" not in line
        given_, _, message = line.partition(" ")[2].partition("::")
        file = given_.partition(",")[0].removeprefix("file=")
        assert unescaped(file) == shown(it.place.file if it.place else entry.suite)
        assert unescaped(message) == printed("\n".join(it.lines()))


def unescaped(text: str) -> str:
    """Read the escapes of workflow commands, which are those of addresses."""
    return unquote(text)


def printed(text: str) -> str:
    """Return a text as it can be printed: halves of characters become question marks."""
    return text.encode(errors="replace").decode()


@given(reports)
def test_any_sarif_report_is_valid(report: Report) -> None:
    """The official schema has nothing against it, and no result is lost."""
    log = json.loads(sarif_text(report))
    assert faults(log) == []
    assert len(log["runs"][0]["results"]) == sum(len(it.findings) for it in report.entries)


@given(files)
def test_any_address_leads_back_to_its_file(file: str) -> None:
    """It has the signs that an address may have, and nothing of the path is lost."""
    address = uri(file)
    assert re.fullmatch(r"(?:file:///)?(?:[\w.~/:-]|%[0-9A-F]{2})*", address, re.ASCII)
    path = unquote(address.removeprefix("file:///"), errors="surrogatepass")
    assert path == PurePath(file).as_posix().lstrip("/")


@given(reports)
def test_any_junit_report_is_xml(report: Report) -> None:
    """It parses, has every entry by the name that people see, and counts what it has."""
    root = ET.fromstring(junit_text(report))
    cases = root.findall("./testsuite/testcase")
    assert len(cases) == len(report.entries) == int(root.get("tests", ""))
    assert len(root.findall("./*/*/failure")) == int(root.get("failures", ""))
    assert len(root.findall("./*/*/error")) == int(root.get("errors", ""))
    for case, entry in zip(cases, report.entries, strict=True):
        assert case.get("name") == one_line(entry.name)


@given(reports)
def test_any_json_report_says_what_was_found(report: Report) -> None:
    """Every text comes back as it went in."""
    document = json.loads(json_text(report))
    assert [it["file"] for it in document["entries"]] == [read(it.suite) for it in report.entries]
    assert [
        (it["message"], it["details"]) for entry in document["entries"] for it in entry["findings"]
    ] == [
        (read(it.message), [read(line) for line in it.details])
        for entry in report.entries
        for it in entry.findings
    ]


def read(text: str) -> str:
    """Return a text as JSON has it, where two halves of a character are one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


@pytest.mark.parametrize("shape", ["json", "sarif", "junit"])
@given(report=reports)
def test_any_document_can_be_printed_anywhere(shape: str, report: Report) -> None:
    """It is written in ASCII, so that no terminal and no page of codes can break it."""
    assert WRITERS[shape](report).isascii()


SPITEFUL = "\x1b[31mred\u202e"


@pytest.mark.parametrize("shape", ["github", "junit"])
def test_names_of_files_and_cases_are_shown(shape: str) -> None:
    """Escape codes and marks of direction in a name are seen, where a log shows the report."""
    place = Place(f"{SPITEFUL}.yaml", 1, 1, 1, SPITEFUL)
    found = Finding("value", "error", SPITEFUL, place, details=(SPITEFUL,))
    entry = Entry(f"{SPITEFUL}.yaml", SPITEFUL, "failed", (found,), (SPITEFUL,))
    text = WRITERS[shape](Report("check", "1", (entry,)))
    assert "\x1b" not in text
    assert "\u202e" not in html.unescape(text)
    assert r"\x1b[31mred\u202e.yaml" in text.replace("%5B", "[")


@pytest.mark.parametrize("shape", ["github", "sarif", "junit"])
def test_no_line_of_a_report_is_endless(shape: str) -> None:
    """Of a detail as of a message the middle is left out where it is longer than a page."""
    found = Finding("no-cliffs", "error", "word " * 5_000, details=("a" * 5_000, "word " * 5_000))
    text = WRITERS[shape](Report("prove", "1", (Entry("a.yaml", "it", "failed", (found,)),)))
    assert len(text) < 10_000
