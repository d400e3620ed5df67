"""Three values of truth: false and unknown is false, true or unknown is true."""

from itertools import product

import pytest

from stp_rules.engine.plan import EXACT
from stp_rules.language.conditions import UNDECIDED, Truth, decided, every, opposite, some
from stp_rules.language.words.sources.count import count

YES, NO = (decided(holds, EXACT) for holds in (True, False))
RANK = {NO: 0, UNDECIDED: 1, YES: 2}


@pytest.mark.parametrize(("one", "other"), list(product(RANK, repeat=2)))
def test_all_is_the_least_and_any_the_greatest(one: Truth, other: Truth) -> None:
    """With false below undecided below true, as Kleene has it."""
    assert RANK[every([one, other], EXACT)] == min(RANK[one], RANK[other])
    assert RANK[some([one, other], EXACT)] == max(RANK[one], RANK[other])


@pytest.mark.parametrize("truth", RANK)
def test_one_part_is_itself_and_not_turns_it(truth: Truth) -> None:
    """What is undecided stays so."""
    assert every([truth], EXACT) == some([truth], EXACT) == truth
    assert RANK[opposite(truth)] == 2 - RANK[truth]


def test_a_count_is_of_what_holds() -> None:
    """Two of five."""
    assert count([YES, NO, UNDECIDED, YES, NO], EXACT).fraction == 2
