"""The one address of everything."""

from hypothesis import given
from hypothesis import strategies as st

from stp_rules.paths import Path

names = st.text(st.characters(exclude_characters=".[]"), min_size=1)
parts = st.lists(names | st.integers(0, 1000))


@given(parts)
def test_written_and_read_again(written: list[str | int]) -> None:
    """The text of an address is read as that address."""
    assert Path.parse(str(Path(written))) == Path(written)


def test_as_people_read_it() -> None:
    """Names stand behind points and positions in brackets; the whole ruleset is nothing."""
    path = Path(("levels", "overall", "rating", "steps", 1, "bands", 0))
    assert str(path) == "levels.overall.rating.steps[1].bands[0]"
    assert str(Path()) == ""
    assert repr(path / "is") == "Path('levels.overall.rating.steps[1].bands[0].is')"


def test_a_step_further_down() -> None:
    """A slash goes down, and leaves the path as it was."""
    path = Path(("inputs",))
    assert path / "waits" / 0 == Path.parse("inputs.waits[0]")
    assert path == Path.parse("inputs")


def test_upwards() -> None:
    """From a path to the whole, everything that encloses it."""
    above = ["a.b[0]", "a.b", "a", ""]
    assert [str(path) for path in Path.parse("a.b[0]").upwards()] == above
