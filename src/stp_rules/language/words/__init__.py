"""One file for each step, each source and each way of combining."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Generic, TypeVar

W = TypeVar("W")


class Words(Mapping[str, type[W]], Generic[W]):
    """Words by their names, each fetched from its file when it is first asked for.

    `homes` gives the file and the class of each, such as `cohort.rank:Rank`.
    """

    def __init__(self, homes: Mapping[str, str]) -> None:
        """Keep where each word stands."""
        self.homes = dict(homes)
        self._fetched: dict[str, type[W]] = {}

    def __getitem__(self, word: str) -> type[W]:
        """Return a word; KeyError where there is none."""
        if word not in self._fetched:
            file, _, name = self.homes[word].partition(":")
            self._fetched[word] = getattr(import_module(f"{__name__}.{file}"), name)
        return self._fetched[word]

    def __contains__(self, word: object) -> bool:
        """Tell whether there is such a word, without fetching it."""
        return word in self.homes

    def __iter__(self) -> Iterator[str]:
        """Give the names in order."""
        return iter(self.homes)

    def __len__(self) -> int:
        """Count the words."""
        return len(self.homes)
