"""Write stp_2017_illustrative.csv: invented inputs for the 44 areas of July 2017.

Only the codes and the names of the areas are real. Every figure is drawn from a seeded random
number generator; nothing about an area enters the draw. One thing is held as it was reported:
the financial position is above zero in 19 areas and at or below zero in the other 25.
"""

import csv
from pathlib import Path
from random import Random
from typing import NamedTuple

HERE = Path(__file__).parent
AREAS = HERE.parent / "rules" / "nhs-england" / "stp-progress" / "published_ratings_2017.csv"
TARGET = HERE / "stp_2017_illustrative.csv"
AREAS_IN_SURPLUS = 19

Row = dict[str, str]


class Shape(NamedTuple):
    """How an indicator is drawn: around `middle`, by `step` for each unit of a better level."""

    middle: float
    step: float
    digits: int
    highest: float


INDICATORS = {
    "ae_within_four_hours": Shape(90.5, 3, 1, 100),
    "treated_within_18_weeks": Shape(90, 2, 1, 100),
    "providers_in_special_measures": Shape(0.5, -0.6, 0, 3),
    "mrsa_rate": Shape(0.9, -0.4, 1, 5),
    "c_difficile_rate": Shape(14, -2.5, 1, 40),
    "gp_extended_access": Shape(35, 18, 0, 100),
    "gp_opening_times_satisfaction": Shape(76, 2.5, 1, 100),
    "iapt_recovery": Shape(48, 3, 1, 100),
    "psychosis_within_two_weeks": Shape(65, 12, 1, 100),
    "cancer_diagnosed_early": Shape(52, 2.5, 1, 100),
    "cancer_within_62_days": Shape(82, 3.5, 1, 100),
    "cancer_patient_experience": Shape(8.7, 0.1, 1, 10),
    "emergency_admissions": Shape(10200, -1000, 0, 20000),
    "emergency_bed_days": Shape(500, -60, 0, 1000),
    "delayed_transfers": Shape(12.5, -3, 1, 40),
}
LEADERSHIP = {0.9: "Advanced", 0.0: "Established", -0.9: "Developing"}


def main() -> None:
    """Write the file anew; the same bytes every time."""
    chance = Random(2017)  # noqa: S311 -- an illustration keeps no secrets
    areas = read_areas()
    progress = [chance.gauss(0, 0.7) for _ in areas]
    money = financial_positions(progress, chance)
    rows = [
        area | indicators(level, chance) | leadership(level, chance) | finances(percent, chance)
        for area, level, percent in zip(areas, progress, money, strict=True)
    ]
    write(rows)


def read_areas() -> list[Row]:
    """Read the codes and the names of the areas; their ratings are left aside."""
    with AREAS.open(encoding="utf-8", newline="") as file:
        return [
            {"stp_code": row["stp_code"], "stp_name": row["stp_name"], "data": "illustrative"}
            for row in csv.DictReader(file)
        ]


def indicators(level: float, chance: Random) -> Row:
    """Draw every indicator that is a number, better where the area's level is higher."""
    return {name: draw(shape, level, chance) for name, shape in INDICATORS.items()}


def draw(shape: Shape, level: float, chance: Random) -> str:
    """Draw one value, held between zero and the highest, and print it with its digits."""
    value = shape.middle + shape.step * (level + chance.gauss(0, 0.7))
    return f"{min(max(value, 0), shape.highest):.{shape.digits}f}"


def leadership(level: float, chance: Random) -> Row:
    """Draw the judgement of leadership."""
    drawn = level + chance.gauss(0, 0.7)
    grade = next((grade for least, grade in LEADERSHIP.items() if drawn >= least), "Early")
    return {"system_leadership": grade}


def financial_positions(progress: list[float], chance: Random) -> list[float]:
    """Draw a percentage for each area, so that just AREAS_IN_SURPLUS are above zero."""
    drawn = [level + chance.gauss(0, 0.7) for level in progress]
    balance = sorted(drawn, reverse=True)[AREAS_IN_SURPLUS]
    return [value - balance for value in drawn]


def finances(percent: float, chance: Random) -> Row:
    """Draw a control total and the surplus or deficit that is this percentage of it."""
    total = chance.randrange(800, 4000, 10)
    return {"surplus_or_deficit": f"{percent * total / 100:.1f}", "control_total": str(total)}


def write(rows: list[Row]) -> None:
    """Write the rows beside this script."""
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


if __name__ == "__main__":
    main()
