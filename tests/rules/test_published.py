"""The shipped rulesets against what was published."""

import csv
import re
import unicodedata
from fractions import Fraction
from pathlib import Path

import pytest

from stp_rules.analysis.ranking import rank
from stp_rules.checking.ruleset import notes
from stp_rules.engine.result import Ratings
from stp_rules.engine.values import Unknown
from stp_rules.errors import RulesetError
from stp_rules.language.combination import Combination
from stp_rules.library import editions, load, loads
from stp_rules.loading.digests import shipped
from stp_rules.tables.deliveries import batch
from stp_rules.tables.records import read_table
from stp_rules.testing.cases import CaseFile, case_files, read_cases, run_cases

ROOT = Path(__file__).parents[2]
RULES = shipped()
OVERSIGHT = RULES / "nhs-england" / "oversight-framework" / "q3_2025_26_acute.csv"
HDI = RULES / "undp" / "hdi" / "hdi_2022.csv"
CQC = RULES / "cqc" / "adult-social-care" / "2022.5.0.yaml"
DOMAINS = (
    "access",
    "effectiveness_experience",
    "patient_safety",
    "people_workforce",
    "finance_productivity",
)


def published(file: Path) -> list[dict[str, str]]:
    """Read a published table."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def rated(ruleset: str, file: Path) -> Ratings:
    """Rate a published table."""
    return Ratings(batch(load(ruleset), read_table(str(file))).ratings())


@pytest.fixture(scope="module")
def trusts() -> Ratings:
    """Rate the acute trusts."""
    return rated("nhs-england/oversight-framework", OVERSIGHT)


@pytest.fixture(scope="module")
def countries() -> Ratings:
    """Rate the countries."""
    return rated("undp/hdi", HDI)


def test_every_adjusted_segment_is_the_published_one(trusts: Ratings) -> None:
    """All 129 trusts come out in the segment that NHS England printed."""
    expected = {row["trust_code"]: row["adjusted_segment"] for row in published(OVERSIGHT)}
    assert len(expected) == 129
    assert {rating.key: rating.category for rating in trusts} == expected


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_domain_segment_is_the_published_one(trusts: Ratings, domain: str) -> None:
    """In each domain 129 trusts agree; the one blank of the file is not known and not guessed."""
    name = f"segment_{domain}"
    found = {rating.key: rating[name] for rating in trusts}
    for row in published(OVERSIGHT):
        if row[name]:
            assert found[row["trust_code"]] == row[name], row["trust_code"]
        else:
            assert isinstance(found[row["trust_code"]], Unknown), row["trust_code"]


def test_one_published_score_is_blank() -> None:
    """The test above meets 645 cells, one of them blank."""
    cells = [row[f"segment_{domain}"] for row in published(OVERSIGHT) for domain in DOMAINS]
    assert len(cells) == 645
    assert cells.count("") == 1


def test_the_league_table_stands_in_the_published_order(trusts: Ratings) -> None:
    """Segment, then average, gives the published ranks but for the five trusts not in the file."""
    printed = {row["trust_code"]: int(row["rank_in_type"]) for row in published(OVERSIGHT)}
    league = [
        (place, printed[rating.key])
        for place, rating in rank(trusts, ["adjusted_segment", "average_score"])
    ]
    assert [theirs for _, theirs in league] == sorted(printed.values())
    ties = {(ours, theirs) for ours, theirs in league}
    assert len(ties) == len({ours for ours, _ in ties}) == len({theirs for _, theirs in ties})
    absent = [theirs - ours for ours, theirs in league]
    assert absent == sorted(absent)
    assert absent[0] >= 0
    assert absent[-1] <= 5


def test_every_human_development_index_is_the_published_one(countries: Ratings) -> None:
    """All 193 values agree in each of their three decimals."""
    expected = {row["iso3"]: Fraction(row["hdi"]) for row in published(HDI)}
    assert len(expected) == 193
    assert {rating.key: rating["hdi"] for rating in countries} == expected


def test_every_category_of_human_development_is_the_published_one(countries: Ratings) -> None:
    """Each category agrees by the label that UNDP prints."""
    expected = {row["iso3"]: row["hdi_category"] for row in published(HDI)}
    assert {rating.key: rating.category.label for rating in countries} == expected


SHIPPED_CASES = [
    pytest.param(cases, position, id=f"{cases.ruleset.reference}: {case['case']}")
    for folder in (RULES, ROOT / "examples")
    for cases in map(read_cases, case_files(str(folder)))
    for position, case in enumerate(cases.cases)
]


@pytest.mark.parametrize(("cases", "position"), SHIPPED_CASES)
def test_every_shipped_case_holds(cases: CaseFile, position: int) -> None:
    """A worked example beside a ruleset is true of it."""
    result = list(run_cases(cases))[position]
    assert [str(failure) for failure in result.failures] == []


def test_every_shipped_ruleset_has_cases() -> None:
    """No method is shipped without a worked example."""
    beside = {file.name.removesuffix(".cases.yaml") + ".yaml" for file in case_files(str(RULES))}
    assert {edition.file.name for edition in editions()} == beside


def test_the_stp_ruleset_has_the_published_structure() -> None:
    """17 indicators in nine domains and three themes, as the board paper says."""
    levels = {level.name: level.measures for level in load("nhs-england/stp-progress").levels}
    assert [len(levels[name]) for name in ("indicators", "domains", "themes")] == [17, 9, 3]
    indicators = {measure.name for measure in levels["indicators"]}
    used = [name for domain in levels["domains"] for name in domain.source.weights]
    assert sorted(used) == sorted(indicators)
    domains = {measure.name for measure in levels["domains"]}
    grouped = [name for theme in levels["themes"] for name in theme.source.weights]
    assert sorted(grouped) == sorted(domains)


def test_finance_prevention_and_leadership_weigh_most() -> None:
    """Each of the three weighs more than any of the other six domains, as was reported."""
    ruleset = load("nhs-england/stp-progress")
    score = next(it for _, it in ruleset.measures() if it.name == "overall_score")
    assert isinstance(score.source, Combination)
    weights = {
        name: ruleset.parameters[weight].value if isinstance(weight, str) else weight
        for name, weight in score.source.weights.items()
    }
    heavy = {weights.pop(name) for name in ("finance", "prevention", "leadership")}
    assert len(weights) == 6
    assert min(heavy) > max(weights.values())


def test_a_note_tells_of_the_gap_in_the_principles_of_cqc() -> None:
    """Where none of CQC's printed rules speaks, `otherwise` does, and the check says so."""
    (note,) = notes(load(CQC))
    assert note.code == "otherwise"
    assert note.place.text.strip() == "- otherwise: requires_improvement"
    assert "inadequate" in note.hint


def test_without_otherwise_the_principles_of_cqc_are_refused() -> None:
    """The rules as printed are not total, and the problem shows a service that none covers."""
    before, _, after = CQC.read_text(encoding="utf-8").partition("        - otherwise:")
    after = after[after.index("    overall_rating:") :]
    with pytest.raises(RulesetError) as refused:
        loads(before + after)
    (problem,) = refused.value.problems
    assert problem.code == "gap"
    first, *_ = problem.message.split(";")
    words = "outstanding|good|requires_improvement|inadequate"
    service = dict(re.findall(rf"(\w+) (?:= )?({words})\b", first))
    assert set(service) == {"safe", "effective", "caring", "responsive", "well_led"}
    assert list(service.values()).count("inadequate") == 1
    assert list(service.values()).count("requires_improvement") <= 1


@pytest.mark.parametrize("file", sorted(RULES.rglob("*.csv")), ids=lambda it: it.name)
def test_names_are_written_in_latin_letters(file: Path) -> None:
    """Every table here is of countries or of England; another script comes of a wrong encoding."""
    letters = {it for it in file.read_text(encoding="utf-8") if it.isalpha()}
    assert {it for it in letters if not unicodedata.name(it).startswith("LATIN")} == set()
