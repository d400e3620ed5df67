"""Whatever a stranger hands over is accepted, or refused with a Problem, and nothing else.

The readers stand in `fuzz_targets`. Here they are handed their seeds with words changed, and
rulesets, cases and references with parts of their data changed, moved, repeated or nested. The
same readers are driven by coverage in `fuzz.py`.
"""

import json
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from fuzz_targets import TARGETS, hold, seeds

SEEDS = seeds()
WORDS = sorted({word for group in SEEDS.values() for seed in group for word in seed.split()})
ODD = [
    *["", "\x00", "\x1b[31m", "\u202e", "\ud800", "\ufeff", "'", '"', "{", "}", "[", "]", ":", "#"],
    *["- ", "&a ", "*a", "!!python/object:os.system", "<<: ", "? ", "|", ">", "%TAG", "\t", "\x85"],
    *["=cmd|' /C calc'!A0", "<script>", "../../etc/passwd", "/dev/zero", "a" * 5000, "9" * 5000],
    *["1/0", "0/0", "-0", "1e400", "nan", ".inf", "NaN", "-Infinity", "1/3", "12:30", "2017-02-30"],
    *["\uff41", "a\u0301", "null", "true", "missing", "not_rated", "{known: true}", "$", "~"],
]
PIECES = [piece.encode("utf-8", "surrogatepass") for piece in ODD] + WORDS


@st.composite
def changed_bytes(draw: st.DrawFn, name: str) -> bytes:
    """Take a seed and put odd pieces, or words of other seeds, where something stood."""
    data = draw(st.sampled_from(SEEDS[name]))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from((0, 0, 1, 2, 5, 40)))
        data = data[:at] + draw(st.sampled_from(PIECES)) + data[at + length :]
    return data


Node = list[Any] | dict[str, Any]


def places(node: Any) -> list[tuple[Node, Any]]:
    """Return every place in data: what holds it, and under what."""
    if not isinstance(node, list | dict):
        return []
    keys = node if isinstance(node, dict) else range(len(node))
    own = [(node, key) for key in keys]
    return own + [place for key in keys for place in places(node[key])]


def nested(value: Any, depth: int) -> Any:
    """Put a value into lists in lists."""
    for _ in range(depth):
        value = [value]
    return value


@st.composite
def changed_data(draw: st.DrawFn, name: str) -> Any:
    """Take the data of a seed and change parts of them, each place as likely as any other."""
    data = yaml.load(draw(st.sampled_from(SEEDS[name])), Loader=yaml.CBaseLoader)  # noqa: S506 - texts only
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(places(data)))
        other, at = draw(st.sampled_from(places(data)))
        odd = draw(st.sampled_from([*ODD, 0, -1, True, None, [], {}, nested(1, 60), [[], {}]]))
        match draw(st.sampled_from(("odd", "other", "drop", "rename", "wrap"))):
            case "odd":
                holder[key] = odd
            case "other":
                holder[key] = json.loads(json.dumps(other[at]))
            case "drop":
                del holder[key]
            case "rename" if isinstance(holder, dict) and isinstance(odd, str):
                holder[odd] = holder.pop(key)
            case _:
                holder[key] = draw(st.sampled_from(([holder[key]], {"is": holder[key]})))
        if not places(data):
            break
    return data


def as_yaml(data: Any) -> bytes:
    """Write data with every word plain where YAML lets it be."""
    text: str = yaml.dump(data, Dumper=_Plain, sort_keys=False, allow_unicode=True)
    return text.encode("utf-8", "surrogatepass")


class _Plain(yaml.SafeDumper):
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as the parent declares it


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_accepted(name: str) -> None:
    """What the changes begin with is accepted, so that they are changes of something."""
    assert all(hold(TARGETS[name], seed) for seed in SEEDS[name])


@given(
    st.sampled_from(sorted(TARGETS)).flatmap(lambda it: st.tuples(st.just(it), changed_bytes(it)))
)
def test_changed_bytes(drawn: tuple[str, bytes]) -> None:
    """A file that was damaged, or made to do damage, is accepted or refused."""
    name, data = drawn
    hold(TARGETS[name], data)


@given(
    st.sampled_from(sorted(TARGETS)), st.binary(max_size=60) | st.text(max_size=60).map(str.encode)
)
@example("json", b'[{"ward": "\\ud800"}]')
@example("reference", b'{"reference": 1, "ruleset": [1], "sites": {}}')
@example("csv", b"ward,seen\n\x00,1\n")
@example("formula", "\uff41 + a".encode())
def test_any_bytes(name: str, data: bytes) -> None:
    """So is what was never meant to be read."""
    hold(TARGETS[name], data)


@given(changed_data("ruleset"))
def test_changed_rulesets(data: Any) -> None:
    """A ruleset with parts changed is accepted and can be used, or is refused."""
    hold(TARGETS["ruleset"], as_yaml(data))


@given(changed_data("cases"))
def test_changed_cases(data: Any) -> None:
    """So are worked examples."""
    hold(TARGETS["cases"], as_yaml(data))


@given(changed_data("reference"))
def test_changed_references(data: Any) -> None:
    """So is a saved cohort."""
    hold(TARGETS["reference"], json.dumps(data).encode())


@given(changed_data("json"), st.sampled_from(("json", "jsonl")))
def test_changed_rows(data: Any, name: str) -> None:
    """So are rows of JSON."""
    rows = data if name == "jsonl" and isinstance(data, list) else [data]
    hold(TARGETS[name], "\n".join(map(json.dumps, rows)).encode())


SIGNS = {
    "brackets": "[",
    "braces": "{",
    "parentheses": "(",
    "closed": "]",
    "objects": '{"a":',
    "dashes": "- ",
    "questions": "? ",
    "names": "a: ",
    "digits": "9",
    "minus": "-",
    "letters": "a",
    "commas": ",",
    "colons": ":",
    "breaks": "\n",
    "returns": "\r",
    "tabs": "\t",
    "quotes": '"',
    "apostrophes": "'",
    "anchors": "&",
    "aliases": "*",
    "tags": "!",
    "blocks": "|",
    "documents": "---\n",
    "nothing": "\0",
    "turned": "\u202e",
}


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_one_sign_many_times(name: str, sign: str) -> None:
    """So is one sign a hundred thousand times, which a reader might count by calling itself."""
    hold(TARGETS[name], sign.encode() * 100_000)
