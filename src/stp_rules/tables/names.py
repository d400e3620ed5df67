"""What can name somebody in a table: a text, or a whole number."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from stp_rules.errors import Problem
from stp_rules.strict_json import Word, data_text
from stp_rules.tables.records import Record

_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f"
    "\xad\u200b\u2060-\u2064\ufeff"  # no width, and no part of any script
    "\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]"  # breaks, directions, tags
)
"""What nobody sees in a name. Signs that join letters, or part them, belong to scripts."""


def name_problems(record: Record, column: str, *, told: bool = False) -> Iterator[Problem]:
    """Give a problem where what stands in a column cannot be a name; a gap is none.

    With `told` the name tells one from another, and holds nothing that cannot be seen.
    """
    value = record.values.get(column)
    if value is None:
        return
    if not _is_name(value):
        message = f"`{data_text(value)}` in the column {column} is not a name"
        hint = "write a text or a whole number"
        yield Problem("not-a-name", message, hint=hint, about=record.about)
    elif told and (found := _CONTROL.search(str(value).strip())):
        message = f"the name in the column {column} holds U+{ord(found[0]):04X}, which is no letter"
        yield Problem("not-a-name", message, hint="remove it", about=record.about)


def _is_name(value: Any) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite() and value.as_tuple().exponent == 0
    return isinstance(value, str) and not isinstance(value, Word)
