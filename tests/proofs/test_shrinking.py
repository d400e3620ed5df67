"""What shrinking keeps, on lists and numbers small enough for the head."""

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from stp_rules.proofs.search.halving import halved, solution
from stp_rules.proofs.search.shrinking import fewer, plainest, settled, shrunk


def test_only_what_is_needed_remains() -> None:
    """Of 5, 1, 7 and 2, a sum of at least 12 takes 5 and 7, in their order."""
    assert fewer([5, 1, 7, 2], lambda kept: sum(kept) >= 12) == (5, 7)


def test_the_least_that_may_remain() -> None:
    """Where anything would do, the first is kept, or none if that is allowed."""
    assert fewer([5, 1, 7], lambda _: True) == (5,)
    assert fewer([5, 1, 7], lambda _: True, least=0) == ()


@given(st.sets(st.integers(0, 9)), st.lists(st.integers(0, 9), unique=True))
def test_no_item_could_be_left_out_as_well(needed: set[int], items: list[int]) -> None:
    """Exactly the needed items that are there remain, where all of those must stay."""
    there = needed & set(items)
    assert set(fewer(items, lambda kept: there <= set(kept), least=0)) == there


def test_the_first_option_that_will_do() -> None:
    """What is there now ends the search, although a later option would do as well."""
    assert plainest([1, 2, 3, 4], 3, lambda it: it in (2, 4)) == 2
    assert plainest([1, 3, 4], 3, lambda it: it == 4) == 3
    assert plainest([1], 3, lambda _: False) == 3


def test_shrinking_ends_where_nothing_smaller_keeps() -> None:
    """A text that must hold `bc` is shortened from either end to just that."""

    def shorter(text: str) -> Iterator[str]:
        yield from (text[1:], text[:-1])

    assert shrunk("abcd", shorter, lambda it: "bc" in it, 10) == "bc"


def test_shrinking_ends_after_so_many_tries() -> None:
    """Two tries take two letters off."""

    def shorter(text: str) -> Iterator[str]:
        yield text[:-1]

    assert shrunk("aaaaa", shorter, bool, 2) == "aaa"


def test_going_through_all_until_nothing_changes() -> None:
    """Halving whole numbers ends at zero."""
    assert settled(40, lambda it: it // 2) == 0


def test_halving_keeps_the_place_between_its_ends() -> None:
    """From 1/3 on it holds: within a thousandth, with 1/3 between."""
    third = Fraction(1, 3)
    one, other = halved(
        Fraction(0), Fraction(1), lambda it: it >= third, lambda a, b: b - a < Fraction(1, 1000)
    )
    assert one < third <= other < one + Fraction(1, 1000)


def test_halving_downwards() -> None:
    """The second end may be the lower one."""
    one, other = halved(
        Fraction(8), Fraction(0), lambda it: it <= 3, lambda a, b: a - b < Fraction(1, 4)
    )
    assert other <= 3 < one


def test_a_straight_function_is_solved_exactly() -> None:
    """3x + 1 is 8 at 7/3; between 0 and 1 it never is."""

    def line(x: Fraction) -> Fraction:
        return 3 * x + 1

    assert solution(line, Fraction(8), Fraction(0), Fraction(10)) == Fraction(7, 3)
    assert solution(line, Fraction(8), Fraction(0), Fraction(1)) is None
