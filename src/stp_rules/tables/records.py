"""Rows of a file: CSV, JSON or JSON lines. A bad row is kept with its problem."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, Literal

from attrs import frozen

from stp_rules.errors import InputError, Problem
from stp_rules.reading import DATA, read_bytes, shown
from stp_rules.strict_json import JsonError, Word, faults, parse_json

Format = Literal["csv", "json", "jsonl"]
FORMATS: tuple[Format, ...] = ("csv", "json", "jsonl")


@frozen
class Record:
    """One row: its values under the names of their columns, and where it stands."""

    values: dict[str, Any]
    about: str
    problems: tuple[Problem, ...] = ()


@frozen
class Table:
    """The rows of one file, and all columns that occur."""

    file: str
    columns: tuple[str, ...]
    records: tuple[Record, ...]


def format_of(file: str, wanted: str | None = None) -> Format:
    """Tell the format of a file by its name; CSV where the name does not say."""
    ending = wanted or PurePath(file).suffix.lstrip(".").lower()
    ending = {"ndjson": "jsonl"}.get(ending, ending)
    return ending if ending in FORMATS else "csv"


def read_table(
    file: str, wanted: str | None = None, encoding: str = "utf-8-sig", *, streams: bool = True
) -> Table:
    """Read a file, or with `streams` standard input for `-`.

    Raises InputError where the file as a whole cannot be read; a row that cannot be read is
    kept, with its problem.
    """
    text = read_text(file, encoding, streams=streams)
    read = {"csv": _read_csv, "json": _read_json, "jsonl": _read_lines}[format_of(file, wanted)]
    return read(text, "standard input" if streams and file == "-" else file)


def read_text(file: str, encoding: str, *, streams: bool = True) -> str:
    """Read a file, or with `streams` standard input for `-`.

    Raises InputError where it cannot be read.
    """
    data = read_bytes(file, DATA, InputError, streams=streams)
    try:
        text = _text_encoding(encoding).decode(data)[0]
        text.encode()
        return text  # noqa: TRY300 - half of a character, which UTF-7 can say, is refused below
    except UnicodeError as error:
        line = data[: getattr(error, "start", 0)].count(b"\n") + 1
        message = f"{shown(file)} is not a text in {encoding.removesuffix('-sig')}: see line {line}"
        hint = _encoding_hint(data)
    except LookupError:
        message, hint = f"`{shown(encoding)}` is not an encoding", "try utf-8 or cp1252"
    raise InputError([Problem("unreadable", message, hint=hint)])


_NO_CHARACTER_SET = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}
"""What Python calls encodings of text and no file is saved in."""


def _text_encoding(name: str) -> codecs.CodecInfo:
    """Return the encoding of a name; LookupError where it is none that texts are saved in."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,40}", name):
        raise LookupError
    found = codecs.lookup(name)
    text = getattr(found, "_is_text_encoding", True)
    if not text or found.name.replace("-", "_") in _NO_CHARACTER_SET:
        raise LookupError
    return found


def _encoding_hint(data: bytes) -> str:
    if data.startswith(b"PK"):
        return "this looks like a workbook or an archive: save the sheet as CSV"
    likely = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "cp1252"
    return f"save it as UTF-8, or name its encoding, such as --encoding {likely}"


def _read_csv(text: str, file: str) -> Table:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[Record] = []
    try:
        header = [name.strip() for name in next(reader, [])]
        _refuse_header(header, file)
        start = reader.line_num + 1
        for cells in reader:
            about = f"{file}:{start}"
            start = reader.line_num + 1
            if any(cell.strip() for cell in cells):
                records.append(_csv_record(header, cells, about))
    except csv.Error as error:
        message = f"{file}:{reader.line_num}: this is not CSV: {error}"
        hint = "look for a quotation mark that is not closed"
        raise InputError([Problem("unreadable", message, hint=hint)]) from None
    return Table(file, tuple(filter(None, header)), tuple(records))


def _refuse_header(header: list[str], file: str) -> None:
    if not any(header):
        message, hint = f"{file} does not begin with the names of columns", "name them in line 1"
        raise InputError([Problem("unreadable", message, hint=hint)])
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        message, hint = (
            f"{file} is not separated by commas",
            "save it with commas between the cells",
        )
        raise InputError([Problem("unreadable", message, hint=hint)])
    repeated = [name for name, times in Counter(filter(None, header)).items() if times > 1]
    if repeated:
        names = ", ".join(f"`{name}`" for name in repeated)
        message = f"{file} has several columns with the name {names}"
        raise InputError([Problem("unreadable", message, hint="rename or remove all but one")])


def _csv_record(header: list[str], cells: list[str], about: str) -> Record:
    values = dict(zip(header, cells, strict=False))
    if len(cells) == len(header):
        return Record(values, about)
    message = f"{len(cells)} cells under {len(header)} columns"
    hint = "put a text that holds a comma between quotes; write every cell, empty ones too"
    return Record(values, about, (Problem("row", message, hint=hint, about=about),))


def _read_json(text: str, file: str) -> Table:
    data = _parsed(text, file, 1)
    rows = [data] if isinstance(data, dict) else data
    if not isinstance(rows, list):
        hint = "write a list of objects, or one object"
        raise InputError([Problem("unreadable", f"{file} holds no subjects", hint=hint)])
    return _table(file, (_record(row, f"{file} #{at}") for at, row in enumerate(rows, 1)))


def _read_lines(text: str, file: str) -> Table:
    lines = [(at, line) for at, line in enumerate(text.split("\n"), 1) if line.strip()]
    return _table(file, (_line_record(line, f"{file}:{at}") for at, line in lines))


def _line_record(line: str, about: str) -> Record:
    try:
        return _record(_parsed(line, about, 0), about)
    except InputError as error:
        return Record({}, about, error.problems)


def _parsed(text: str, file: str, first: int) -> Any:
    try:
        return parse_json(text)
    except JsonError as error:
        where = ":".join(map(str, filter(None, (file, error.line * first, error.column))))
        hint = "a list of objects is wanted" if first else "each line is one object"
        raise InputError([Problem("unreadable", str(error), hint=hint, about=where)]) from None


_OBJECTS = "write {name: value}"


def _record(row: Any, about: str) -> Record:
    if not isinstance(row, dict):
        problem = Problem("row", "this is not an object", hint=_OBJECTS, about=about)
        return Record({}, about, (problem,))
    found = dict.fromkeys(faults(row))
    hint = "keep one of each name, and write characters whole"
    problems = (Problem("row", message, hint=hint, about=about) for message in found)
    shown = {_whole(name): _whole(value) for name, value in row.items()} if found else row
    return Record(shown, about, tuple(problems))


def _whole(value: Any) -> Any:
    """Return a text with half characters as escapes, so that it can be written in a message."""
    if not isinstance(value, str) or isinstance(value, Word):
        return value
    return value.encode("utf-8", "backslashreplace").decode()


def _table(file: str, records: Iterator[Record]) -> Table:
    rows = tuple(records)
    columns = dict.fromkeys(name for row in rows for name in row.values)
    return Table(file, tuple(columns), rows)
