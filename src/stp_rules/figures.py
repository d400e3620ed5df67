"""Numbers as text: exactly, with few digits for tables, cut off for readers, or as a percentage."""

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction
from typing import Any

LONGEST = 20
"""How many significant digits a number in a table has at the most."""

WIDEST = 300
"""How many places a number is written out to before it has an exponent."""

READABLE = 9
"""How many characters of a number are readable."""

SIGNIFICANT = 6
"""How many significant digits a longer one keeps; its whole part always stays."""

BRIEF = 12
"""How many characters of a number are written, where it stands beside another."""

_ROUNDED = Context(prec=LONGEST, Emin=MIN_EMIN, Emax=MAX_EMAX)


def number_text(value: Fraction) -> str:
    """Write a number exactly: as a decimal where it has an end, else as a quotient."""
    rest, places = value.denominator, 0
    for factor in (10, 5, 2):
        while rest % factor == 0:
            rest, places = rest // factor, places + 1
    if rest > 1:
        return f"{_digits(value.numerator)}/{_digits(value.denominator)}"
    digits = _digits(abs(value.numerator) * 10**places // value.denominator).zfill(places + 1)
    sign, whole, after = (
        "-" * (value < 0),
        digits[: len(digits) - places],
        digits[len(digits) - places :],
    )
    return f"{sign}{whole}.{after}" if places else f"{sign}{whole}"


def _digits(whole: int) -> str:
    """Write a whole number; of a decimal, Python does not bound the digits."""
    return str(Decimal(whole))


def amount_text(amount: Any) -> str:
    """Write a number exactly, or the name of a parameter."""
    return number_text(amount) if isinstance(amount, Fraction) else str(amount)


def plain_text(value: Any) -> str:
    """Write a number, a truth or a text as it stands in a ruleset, without quotes."""
    if isinstance(value, bool):
        return str(value).lower()
    return number_text(Fraction(value)) if isinstance(value, int | Fraction) else str(value)


def short_text(value: Fraction) -> str:
    """Write a number exactly, or to 20 significant digits where it has more or no end.

    A number that no float holds has an exponent.
    """
    text = number_text(value)
    if "/" not in text and sum(character.isdigit() for character in text) <= LONGEST:
        return text
    rounded = _ROUNDED.divide(Decimal(value.numerator), Decimal(value.denominator))
    if abs(rounded.adjusted()) <= WIDEST:
        return format(rounded, "f")
    return format(rounded.normalize(_ROUNDED), "E")


def readable_text(value: Fraction) -> str:
    """Write a number exactly where it is short, else cut off, never rounded: `1.49999…`."""
    exact = short_text(value)
    whole, point, after = exact.partition(".")
    if not point or "E" in exact or len(exact.lstrip("-")) <= READABLE:
        return exact
    zeros = len(after) - len(after.lstrip("0"))
    before = len(whole.lstrip("-0")) or -zeros
    return f"{whole}.{after[: max(SIGNIFICANT - before, 1)]}…"


def brief_text(value: Fraction) -> str:
    """Write a number exactly where it is brief, else its first six decimals: `1.154299…`."""
    text = number_text(value)
    if value.denominator == 1 or len(text) <= BRIEF:
        return text
    whole, rest = divmod(int(abs(value) * 10**6), 10**6)
    return f"{'-' * (value < 0)}{whole}.{rest:06}…"


def percent_text(share: Fraction) -> str:
    """Write a share as a percentage with one decimal."""
    return f"{float(share):.1%}"
