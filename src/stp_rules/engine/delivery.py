"""What is delivered for one subject, taken in: who it is, and its inputs read."""

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from stp_rules.engine.inputs import read_inputs, unknown_names
from stp_rules.engine.plan import Plan
from stp_rules.engine.result import Rating
from stp_rules.engine.values import Raw
from stp_rules.errors import Problem
from stp_rules.strict_json import data_text


@frozen
class Delivery:
    """What is delivered for one subject; `about` says where it comes from.

    `problems` are those that were found before the inputs were read; `rolled` holds inputs that
    have been rolled up from the rows of members.
    """

    values: Mapping[str, Any]
    about: str = ""
    problems: tuple[Problem, ...] = ()
    rolled: Mapping[str, Raw] = field(factory=dict)


def received(plan: Plan, delivery: Delivery) -> Rating:
    """Return a rating with its inputs read and nothing computed yet."""
    key, label, given = _identified(plan, delivery.values)
    about = delivery.about or key
    problems = list(delivery.problems)
    values: Mapping[str, Raw] = {}
    if not problems:
        inputs = {name: it for name, it in plan.inputs.items() if name not in delivery.rolled}
        read, problems = read_inputs(inputs, given, about)
        values = {**read, **delivery.rolled}
        problems.extend(unknown_names(plan.inputs, given, about))
    return Rating(plan.ruleset, key, label, values, plan.lenses, {}, tuple(problems))


def identity(plan: Plan, delivered: Mapping[str, Any]) -> str:
    """Return the key of the subject that is delivered; empty where there is none."""
    return _identified(plan, delivered)[0]


def _identified(plan: Plan, delivered: Mapping[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """Return the subject's key and label, and what is delivered beside them."""
    given = dict(delivered)
    columns = (plan.ruleset.subject.key, plan.ruleset.subject.label)
    key, label = (_identity(given, column, plan) for column in columns)
    return key, label, given


def _identity(given: dict[str, Any], column: str | None, plan: Plan) -> str:
    if column is None or column not in given:
        return ""
    value = given[column] if column in plan.inputs else given.pop(column)
    if isinstance(value, dict | list | bool):  # it names nobody, and its row is refused
        return data_text(value)
    return "" if value is None else str(value).strip()
