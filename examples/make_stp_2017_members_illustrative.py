"""Write stp_2017_members_illustrative.csv: invented amounts for trusts and CCGs of 2017.

Only the codes and the names of the organisations and of their areas are real. Every amount is
drawn from a seeded random number generator; nothing about an organisation enters the draw. In
each area the amounts add up to the invented ones of stp_2017_illustrative.csv.
"""

import csv
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate, pairwise
from operator import itemgetter
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
LISTS = HERE.parent / "rules" / "nhs-england" / "stp-finance"
AREAS = HERE / "stp_2017_illustrative.csv"
TARGET = HERE / "stp_2017_members_illustrative.csv"

Row = dict[str, str]


def main() -> None:
    """Write the file anew; the same bytes every time."""
    chance = Random(2017)  # noqa: S311 -- an illustration keeps no secrets
    members = sorted(organisations(), key=itemgetter("stp_code", "organisation_code"))
    rows = [
        row
        for area in read(AREAS)
        for row in with_amounts(
            [member for member in members if member["stp_code"] == area["stp_code"]], area, chance
        )
    ]
    write(rows)


def organisations() -> Iterator[Row]:
    """Give every CCG and every trust with the code of its area."""
    for row in read(LISTS / "ccg_to_stp_2017_04_v3.csv"):
        yield member(row["STP17CD"], row["CCG17CDH"], row["CCG17NM"])
    for row in read(LISTS / "trust_to_stp_2017_18.csv"):
        yield member(row["stp_code"], row["trust_code"], row["trust_name"])


def member(area: str, code: str, name: str) -> Row:
    """Name an organisation, and say that what follows is invented."""
    return {
        "stp_code": area,
        "organisation_code": code,
        "organisation_name": name,
        "data": "illustrative",
    }


def with_amounts(members: list[Row], area: Row, chance: Random) -> Iterator[Row]:
    """Share out the area's two amounts: by size, the surplus moved about so that members differ."""
    surplus, control_total = tenths(area["surplus_or_deficit"]), tenths(area["control_total"])
    drawn = [chance.uniform(1, 4) for _ in members]
    sizes = [size / sum(drawn) for size in drawn]
    moved = [size * chance.gauss(0, 0.02) for size in sizes]
    positions = [
        surplus * size + control_total * (own - size * sum(moved))
        for size, own in zip(sizes, moved, strict=True)
    ]
    totals = in_tenths([control_total * size for size in sizes], control_total)
    for row, part, total in zip(members, in_tenths(positions, surplus), totals, strict=True):
        yield row | {"surplus_or_deficit": part, "control_total": total}


def tenths(amount: str) -> int:
    """Read an amount in tenths of a million."""
    return int(Decimal(amount) * 10)


def in_tenths(parts: list[float], whole: int) -> list[str]:
    """Round the parts of a whole so that they still add up to it, and print them in millions."""
    ends = [0, *(round(end) for end in accumulate(parts[:-1])), whole]
    return [f"{(end - start) / 10:.1f}" for start, end in pairwise(ends)]


def read(file: Path) -> list[Row]:
    """Read the rows of a file."""
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def write(rows: list[Row]) -> None:
    """Write the rows beside this script."""
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


if __name__ == "__main__":
    main()
