"""A certificate says why a promise holds, and a checker of its own accepts no other."""

import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

import toys
from certificates_changed import Data, Told, changed, told, with_, without
from stp_rules import Ruleset, certificates, dumps, evaluate, loads, prove, verify
from stp_rules.language.words.multiply import Multiply
from stp_rules.proofs.domain.moves import Move
from stp_rules.proofs.walk import walk
from stp_rules.readings.spans import RISING
from stp_rules.testing.mutation import mutants
from stp_rules.verifying.claims import schema_text

SOUND = toys.SOUND + "promises: [better_never_hurts, withholding_never_pays, total]\n"
BETTER, WITHHOLDING, TOTAL = "better_never_hurts", "withholding_never_pays", "total"

MOVED: tuple[tuple[str, ...], ...] = ((), ("waits",), ("staff",))

WAITS = (0, 5, 10, Fraction(21, 2), 15, 20, 60, 100, None)
STAFF = (0, 10, 20, 35, Fraction(99, 2), 50, 75, 100, None)
"""Values of each input: on every edge of the toy, beside it, and at both ends."""


@pytest.fixture(scope="module")
def sound() -> Ruleset:
    """Return a ruleset that keeps its promises."""
    return loads(SOUND)


@pytest.fixture(scope="module")
def certificate(sound: Ruleset) -> Data:
    """Return the certificate of its first promise, as it comes out of a file."""
    (made,) = certificates(sound, [BETTER])
    data: Data = json.loads(json.dumps(made))
    return data


@pytest.mark.parametrize("kind", [BETTER, WITHHOLDING, TOTAL])
def test_what_a_proof_claims_is_verified(sound: Ruleset, kind: str) -> None:
    """Each claim is seen to hold, and nothing is left unchecked."""
    (made,) = certificates(sound, [kind])
    found = verify(json.loads(json.dumps(made)), sound)
    assert (found.outcome, found.unchecked, found.why) == ("verified", (), "")
    assert found.claims == sum(len(it["claims"]) for it in made["arguments"]) > 5


def test_a_certificate_names_what_it_does_not_claim() -> None:
    """What a search has shown, no claim can show: it is verified but for that."""
    (made,) = certificates(loads(toys.SOUND), ["every_category_reachable"])
    found = verify(made, loads(toys.SOUND))
    assert found.outcome == "verified_but"
    assert "settled by examples" in " ".join(found.unchecked)


def test_claims_that_are_left_out_are_named(sound: Ruleset, certificate: Data) -> None:
    """An argument may say instead by what it was settled; then it is never simply verified."""
    last = len(certificate["arguments"]) - 1
    named = {"moved": certificate["arguments"][last]["moved"], "unchecked": "settled by a guess"}
    found = verify(with_(certificate, ("arguments", last), named), sound)
    assert found.outcome == "verified_but"
    assert found.unchecked == (f"moves of `{named['moved'][0]}`: settled by a guess",)


def pairs(moved: str | None) -> Iterator[Told]:
    """Rate subjects of the toy, each beside one that is better by what moves, or as it is."""
    ruleset = loads(SOUND)
    for waits, staff in product(WAITS, STAFF):
        subject: dict[str, Any] = {"waits": waits, "staff": staff}
        others = {"waits": WAITS, "staff": STAFF}.get(moved or "", ())
        value = subject.get(moved or "")
        for other in others if value is not None else ():
            if other is not None and (other < value if moved == "waits" else other > value):
                yield told(evaluate(ruleset, subject), evaluate(ruleset, {**subject, moved: other}))
        if moved is None:
            rating = evaluate(ruleset, subject)
            yield told(rating, rating)


def test_no_change_hides_what_is_so(sound: Ruleset, certificate: Data) -> None:
    """A certificate with a claim that lacks what two subjects have is rejected.

    One that is verified though it was changed lacks nothing that the subjects here show: it claims
    more than it need, or less that it need not. Most changes are rejected.
    """
    known = {moved: list(pairs(moved[0] if moved else None)) for moved in MOVED}
    outcomes = {"verified": 0, "rejected": 0}
    for change in islice(changed(certificate), 0, None, 19):
        found = verify(change.certificate, sound)
        outcomes[found.outcome] += 1
        lacking = any(change.lacks(pair) for pair in known[change.moved])
        assert found.outcome == "rejected" or not lacking, change.text
    assert outcomes["rejected"] > 4 * outcomes["verified"] > 0


def test_each_claim_and_argument_is_needed(sound: Ruleset, certificate: Data) -> None:
    """Without one of them the promise does not follow from the others.

    Of what stands still more is claimed than what the moves of one input rest on; and the source
    of a measure is gone through where nothing is claimed of it, if that can be done.
    """
    for at, argument in enumerate(certificate["arguments"]):
        assert verify(without(certificate, ("arguments", at)), sound).outcome == "rejected"
        needed = [n for n, claim in enumerate(argument["claims"]) if "name" in claim]
        for position in needed if argument["moved"] else ():
            place = ("arguments", at, "claims", position)
            assert verify(without(certificate, place), sound).outcome == "rejected", place


def test_an_input_that_moves_is_in_some_argument(sound: Ruleset, certificate: Data) -> None:
    """Otherwise the certificate is silent of its moves."""
    at = next(n for n, it in enumerate(certificate["arguments"]) if it["moved"] == ["staff"])
    found = verify(with_(certificate, ("arguments", at, "moved"), []), sound)
    assert found.outcome == "rejected"


def test_a_name_is_not_another(sound: Ruleset, certificate: Data) -> None:
    """What is claimed of one name is not so of the next."""
    names = [it["name"] for it in certificate["arguments"][0]["claims"] if "name" in it]
    for at, name in enumerate(names):
        place = ("arguments", 0, "claims", at, "name")
        for other in {*names, "nobody"} - {name}:
            assert verify(with_(certificate, place, other), sound).outcome == "rejected"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("digest",), "sha256:" + "0" * 64),
        (("ruleset",), "toy/promises@1.0.1"),
        (("certificate",), 2),
        (("promise", "kind"), "no_such_promise"),
        (("promise", "inside"), "cohort"),
    ],
)
def test_it_speaks_of_one_promise_of_one_ruleset(
    sound: Ruleset, certificate: Data, place: tuple[str, ...], value: Any
) -> None:
    """It is rejected beside any other."""
    assert verify(with_(certificate, place, value), sound).outcome == "rejected"


def test_another_version_has_another_digest(certificate: Data) -> None:
    """Though nothing but the version is another one."""
    other = loads(SOUND.replace("1.0.0", "1.0.1"))
    assert verify(certificate, other).outcome == "rejected"
    assert verify({**certificate, "ruleset": other.reference}, other).outcome == "rejected"


def test_a_changed_ruleset_is_rejected_by_its_digest(sound: Ruleset, certificate: Data) -> None:
    """Every small change gives another one."""
    for mutant in mutants(sound):
        found = verify(certificate, loads(dumps(mutant.ruleset)))
        assert (found.outcome, found.why) == ("rejected", "its digest is not that of the ruleset")


def test_a_forged_digest_proves_nothing(sound: Ruleset, certificate: Data) -> None:
    """Beside a changed ruleset, under its digest, only what that ruleset keeps is verified."""
    rejected = 0
    for mutant in mutants(sound):
        other = loads(dumps(mutant.ruleset))
        found = verify({**certificate, "digest": other.digest}, other)
        rejected += found.outcome == "rejected"
        if found.outcome == "verified":
            (verdict,) = prove(other, [BETTER])
            assert verdict.outcome == "proved", str(mutant)
    assert rejected > 20


TURNING = """\
language: 1
id: toy/turning
version: 1.0.0
inputs: {staff: {better: higher, range: [0, 10]}}
levels: {overall: {score: {from: staff, better: higher, steps: [{points: {0: 0, 5: 9, 10: 0}}]}}}
"""


def test_a_proof_that_errs_makes_no_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a walk takes a step that falls for one that rises, its claims are rejected."""
    followed = walk.stepped

    def rising(one: Any, other: Any, move: Move) -> Iterator[Move]:
        """Say of each move after a step that it goes upwards."""
        yield from (it._replace(by=RISING) if it.by else it for it in followed(one, other, move))

    monkeypatch.setattr(walk, "stepped", rising)
    ruleset = loads(TURNING)
    (verdict,) = prove(ruleset, [BETTER])
    assert verdict.outcome == "proved"
    (made,) = certificates(ruleset, [BETTER])
    assert verify(made, ruleset).outcome == "verified_but"
    (argument,) = verdict.arguments
    found = [verify({**made, "arguments": it}, ruleset) for it in argument.written()]
    assert {(it.outcome, it.why.partition(" lacks ")[0]) for it in found} == {
        ("rejected", "the claim for levels.overall.score.steps[0]")
    }


def test_the_schema_of_certificates_is_one() -> None:
    """It is a schema of draft 7, shipped with the package."""
    Draft7Validator.check_schema(json.loads(schema_text()))


NAMED_STEP = """
language: 1
id: toy/named
version: 1.0.0
scales: {g: [good, fair]}
inputs: {a: {range: [0, 10], better: higher}}
levels:
  one:
    m: {from: a, steps: [{multiply: -1, as: s}, {multiply: -1}]}
    r: {from: s, steps: [{bands: [{WHERE: -5, is: good}, {is: fair}], scale: g}]}
promises: [better_never_hurts]
"""


def test_what_rests_on_a_move_is_not_taken_from_where_nothing_moves() -> None:
    """A rating falls by a named step; without a claim for that step it may not be called still."""
    sound, broken = (loads(NAMED_STEP.replace("WHERE", it)) for it in ("at_most", "at_least"))
    assert [str(evaluate(broken, {"a": it}).value) for it in (0, 10)] == ["good", "fair"]
    (made,) = certificates(sound, [BETTER])
    still, moving = (json.loads(json.dumps(it))["claims"] for it in made["arguments"])
    of_r = [it for it in still if _about(it).startswith(("r", "levels.one.r"))]
    kept = [it for it in moving if not _about(it).startswith(("s", "r", "levels.one.r"))]
    forged = with_(made, ("digest",), broken.digest)
    forged = with_(forged, ("arguments", 1, "claims"), [*kept, *of_r])
    found = verify(forged, broken)
    assert (found.outcome, found.why) == (
        "rejected",
        "nothing is claimed of `s`, which `r` reads",
    )


def _about(claim: Data) -> str:
    return str(claim.get("name") or claim["at"])


POWER = """
language: 1
id: toy/power
version: 1.0.0
inputs: {a: {range: [LOW, 10], better: higher}}
levels:
  one:
    m: {from: a, steps: [{power: {to: 2}}]}
promises: [better_never_hurts, total]
"""


def test_a_power_is_followed_where_it_goes_one_way() -> None:
    """A square rises above zero: that is claimed, and seen to hold."""
    ruleset = loads(POWER.replace("LOW", "0"))
    (made,) = certificates(ruleset, [BETTER])
    assert verify(made, ruleset).outcome == "verified"


def test_a_power_that_turns_is_not_taken_for_rising() -> None:
    """The claims of a square above zero are rejected of one that falls below it."""
    sound, broken = (loads(POWER.replace("LOW", it)) for it in ("0", "-10"))
    (made,) = certificates(sound, [BETTER])
    text = json.dumps({**made, "digest": broken.digest})
    forged = json.loads(text.replace("[0, 10]", "[-10, 10]"))
    assert verify(forged, broken).outcome == "rejected"


@pytest.mark.parametrize("lacking", ["no_such_function", "floor"])
def test_a_step_that_the_checker_lacks_is_named(
    monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    """A step that asks the arithmetic of lines for what it lacks is refused by its word."""
    ruleset = loads(POWER.replace("LOW", "0").replace("power: {to: 2}", "multiply: 2"))
    (made,) = certificates(ruleset, [BETTER])

    def body(_self: Any, value: Any, arithmetic: Any) -> Any:
        """Ask for a function."""
        return getattr(arithmetic, lacking)(value)

    monkeypatch.setattr(Multiply, "body", body)
    found = verify(made, ruleset)
    assert found.outcome == "rejected"
    assert found.why.startswith("the checker cannot follow `multiply` at levels.one.m")


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 12),
    st.sampled_from([1.0, 0.5, "", "1e9", "1/0", "[0, inf)", "(5, 5)", "inf", "a", "waits"]),
    st.just([]),
    st.just({}),
    st.sampled_from([{"state": it} for it in ("missing", "not_rated")]),
)


def leaves(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the place of each leaf of JSON."""
    parts = data.items() if isinstance(data, dict) else enumerate(data)
    for key, it in parts:
        if isinstance(it, dict | list) and it:
            yield from leaves(it, (*at, key))
        else:
            yield (*at, key)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_leaf_of_a_certificate_ends_the_checker(drawn: st.DataObject) -> None:
    """Whatever stands in place of a leaf, the outcome is one of three, and a rejection says why."""
    ruleset = loads(SOUND)
    kind = drawn.draw(st.sampled_from(sorted(MADE)))
    place = drawn.draw(st.sampled_from(list(leaves(MADE[kind]))))
    found = verify(with_(MADE[kind], place, drawn.draw(LEAVES)), ruleset)
    assert found.outcome in ("verified", "verified_but", "rejected")
    assert (found.outcome == "rejected") is bool(found.why)


MADE: dict[str, Data] = {
    it["promise"]["kind"]: json.loads(json.dumps(it)) for it in certificates(loads(SOUND))
}
