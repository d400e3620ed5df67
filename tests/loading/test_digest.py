"""The digest of a ruleset tells two methods apart, and not two ways of writing one."""

from datetime import date
from typing import Any

import pytest

import stp_rules
from stp_rules import loads
from stp_rules.language.ruleset import Ruleset
from stp_rules.loading import dump
from stp_rules.loading.dump import plain_data

HEAD = "language: 1\nid: toy/digest\nversion: 1.0.0\n"
BODY = "levels: {l: {x: {mean: {a: 1, b: 2}}}}\n"


def digest(text: str) -> str:
    """The digest of the ruleset that a text says."""
    return loads(HEAD + text).digest


def test_ways_of_writing() -> None:
    """The order of names, and how a number is written, make no difference."""
    one = digest("inputs: {a: {}, b: {}}\n" + BODY)
    assert one.startswith("sha256:")
    assert digest(BODY.replace("b: 2", "b: 4/2") + "inputs: {b: {}, a: {}}\n") == one


def test_a_number() -> None:
    """Another weight is another method."""
    inputs = "inputs: {a: {}, b: {}}\n"
    assert digest(inputs + BODY) != digest(inputs + BODY.replace("2", "3"))


def test_the_order_of_a_scale() -> None:
    """Best first: turned round it is another scale."""
    text = "scales: {s: [hi, lo]}\ninputs: {a: {scale: s}}\nlevels: {l: {x: {from: a}}}\n"
    assert digest(text) != digest(text.replace("hi, lo", "lo, hi"))


def test_a_number_is_not_its_text() -> None:
    """A label `1` and the number 1 are two things."""
    text = "inputs: {a: {type: label}}\nlevels: {l: {x: {decide: [{when: {a: {is: IT}}, then: 1}, "
    text += "{otherwise: 2}]}}}\n"
    other = text.replace("{type: label}", "{}").replace("IT", "1")
    assert digest(text.replace("IT", "'1'")) != digest(other)


def test_every_result_carries_it() -> None:
    """A rating names the method that made it."""
    ruleset = loads(HEAD + "inputs: {a: {}, b: {}}\n" + BODY)
    assert stp_rules.evaluate(ruleset, {"a": 1, "b": 2}).ruleset.digest == ruleset.digest


def test_no_plain_data_is_built_before_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading builds none for the digest, and asking twice builds them once."""
    built: list[Ruleset] = []

    def counted(ruleset: Ruleset) -> dict[str, Any]:
        built.append(ruleset)
        return plain_data(ruleset)

    monkeypatch.setattr(dump, "plain_data", counted)
    ruleset = loads(HEAD + "inputs: {a: {}, b: {}}\n" + BODY)
    assert built == []
    assert ruleset.digest == ruleset.digest != ""
    assert len(built) == 1


def test_a_ruleset_on_a_day_has_the_digest_of_the_whole() -> None:
    """The method is the same on every day, whichever of its numbers holds."""
    text = HEAD + "inputs: {a: {}, b: {}}\nparameters: {p: {2020-01-01: 1, 2021-01-01: 2}}\n"
    ruleset = loads(text + BODY.replace("a: 1", "a: p"))
    assert ruleset.on(date(2020, 6, 1)).digest == ruleset.digest
