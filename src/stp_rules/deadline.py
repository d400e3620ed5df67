"""How long proofs may go on: loops that can be long ask a deadline, and stop when it has passed."""

from collections.abc import Callable, Iterable, Iterator
from math import inf
from time import monotonic
from typing import TypeVar

from attrs import define, field

Item = TypeVar("Item")

TIME_LIMIT = 60.0
"""How many seconds are spent on one promise, or on the weights of a ruleset, unless it is said."""


class OutOfTimeError(Exception):
    """What was being computed could not be finished before its deadline."""


@define(eq=False)
class Deadline:
    """A number of seconds after which proofs stop; without a limit they never do.

    It runs from when it is made, and from each `renew` again. While it is asked, `tell` is called
    about once a second with the seconds that have gone by.
    """

    limit: float | None = None
    tell: Callable[[float], None] | None = field(init=False, default=None)
    began: float = field(init=False, default=0)
    told: float = field(init=False, default=0)
    ends: float = field(init=False, default=inf)

    def __attrs_post_init__(self) -> None:
        """Begin to run."""
        self.renew()

    def renew(self, tell: Callable[[float], None] | None = None) -> None:
        """Run from now on, and tell somebody else."""
        self.tell = tell
        self.began = self.told = monotonic()
        self.ends = inf if self.limit is None else self.began + self.limit

    @property
    def left(self) -> float:
        """How many seconds are left: `inf` without a limit, never less than zero."""
        return max(self.ends - monotonic(), 0) if self.ends < inf else inf

    @property
    def said(self) -> str:
        """What to say of what was not finished."""
        return f"time ran out after {self.limit:g} seconds"

    @property
    def over(self) -> bool:
        """Whether no time is left."""
        return self.ends < inf and monotonic() >= self.ends

    def check(self) -> None:
        """Raise OutOfTimeError where no time is left."""
        if self.tell and monotonic() >= self.told + 1:
            self.told = monotonic()
            self.tell(self.told - self.began)
        if self.over:
            raise OutOfTimeError

    def watch(self, items: Iterable[Item]) -> Iterator[Item]:
        """Give items as long as there is time; OutOfTimeError is raised once there is none."""
        for item in items:
            self.check()
            yield item

    def soft(self, items: Iterable[Item]) -> Iterator[Item]:
        """Give items as long as there is time, and then no more."""
        for item in items:
            if self.over:
                return
            yield item


NEVER = Deadline()
"""The deadline of what may go on as long as it takes."""
