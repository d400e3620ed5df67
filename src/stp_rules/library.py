"""Rulesets found by path or by id, read, checked and ready to use."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path as File
from typing import Any

from attrs import evolve, frozen

from stp_rules.checking.ruleset import problems
from stp_rules.errors import Place, Problem, ProblemsError, RulesetError, nearest, ordered
from stp_rules.language.ruleset import Ruleset
from stp_rules.language.values import Itself
from stp_rules.loading.digests import shipped
from stp_rules.loading.document import Document, read_document, read_text
from stp_rules.loading.dump import Stamp
from stp_rules.loading.ruleset import read_ruleset
from stp_rules.paths import Path
from stp_rules.reading import entries, note, resolved, shown

_VERSION = re.compile(r"(\d{1,18})\.(\d{1,18})\.(\d{1,18})(?:-([0-9A-Za-z.-]+))?")

Source = str | File | Ruleset
"""How a ruleset is given: by its path, by its id, or as it is."""

LOOKED_THROUGH = 2000
"""Among how many files and folders the version before one is looked for, at the most."""


@frozen
class Edition:
    """One version of a family on disk."""

    family: str
    version: str
    file: File

    @property
    def order(self) -> tuple[int, int, int, bool, str]:
        """How versions are ordered: by their numbers, and a draft before what it becomes."""
        match = _VERSION.fullmatch(self.version)
        if match is None:
            return (0, 0, 0, False, self.version)
        major, minor, patch, draft = match.groups()
        return (int(major), int(minor), int(patch), draft is None, draft or "")


def editions(folder: File | None = None) -> list[Edition]:
    """List every version of every family in a folder of rulesets, in order.

    A file `nhs-england/stp-progress/2017.1.0.yaml` is version 2017.1.0 of that family. Links that
    lead out of a folder are not followed.
    """
    root = folder or shipped()
    found = [
        Edition(file.parent.relative_to(root).as_posix(), file.stem, file)
        for file in root.rglob("*.yaml")
        if _VERSION.fullmatch(file.stem)
        and not file.name.endswith(".cases.yaml")
        and (folder is None or _lies_in(folder, file))
    ]
    return sorted(found, key=lambda edition: (edition.family, edition.order))


def find(name: str, folder: File | None = None, as_of: date | None = None) -> Edition:
    """Find a family by its id, or one version as `id@version`.

    Without a version it is the newest that is no draft, or the newest in force on `as_of`.

    Raises RulesetError, with the nearest name known, where there is none.
    """
    family, _, version = name.partition("@")
    known = editions(folder)
    matching = [it for it in known if it.family == family and version in ("", it.version)]
    if not matching:
        versions = [it.version for it in known if it.family == family]
        if versions:
            hint = f"versions: {', '.join(versions)}"
            message = f"no version {version} of {family}"
            raise RulesetError([Problem("unknown-ruleset", message, hint=hint)])
        families = sorted({it.family for it in known})
        hint = nearest(family, families) or f"known: {', '.join(families)}; or give a file's path"
        raise RulesetError([Problem("unknown-ruleset", f"no ruleset is called {name}", hint=hint)])
    if as_of and not version:
        matching = _in_force(family, matching, as_of)
    return max(matching, key=lambda it: (it.order[3], it.order))


def _in_force(family: str, known: list[Edition], day: date) -> list[Edition]:
    periods = {it.version: load(it.file).effective for it in known}
    found = [it for it in known if day in periods[it.version]]
    if not found:
        spans = ", ".join(f"{version} from {it.start}" for version, it in periods.items())
        message = f"no version of {family} is in force on {day}"
        raise RulesetError([Problem("not-in-force", message, hint=f"versions: {spans}")])
    return found


def locate(source: str | File, as_of: date | None = None) -> File:
    """Return the file of a ruleset that is given by its path or by its id."""
    path = File(source)
    if is_file(path):
        return path
    if "\n" in str(source) or "language:" in str(source):
        hint = "give a text to `loads`; a ruleset is otherwise named by its path or its id"
        raise RulesetError([Problem("unknown-ruleset", "this is a text, not a path", hint=hint)])
    if path.suffix in (".yaml", ".yml"):
        return path
    return find(str(source), as_of=as_of).file


def is_file(path: File) -> bool:
    """Tell whether there is such a file; a path that no system takes is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def on(ruleset: Ruleset, day: date | None = None) -> Ruleset:
    """Return a ruleset with its dated parameters as they hold on a day.

    Without a day, that is today or the nearest day on which the ruleset is in force. Raises
    RulesetError before the first date of a parameter.
    """
    chosen = day_of(ruleset, day)
    if chosen is None:
        return ruleset
    try:
        return _on(Itself(ruleset), chosen)
    except LookupError as error:
        hint = "choose a later day, or date the parameter earlier"
        problem = Problem("undated", f"{ruleset.reference}: {error}", hint=hint)
        raise RulesetError([problem]) from None


def day_of(ruleset: Ruleset, day: date | None = None) -> date | None:
    """Return the day whose numbers count; `None` where nothing is dated.

    It is the one given, or else today or the nearest day on which the ruleset is in force.
    """
    if not ruleset.days:
        return None
    start, end = ruleset.effective.start, ruleset.effective.end
    return day or max(start or date.min, min(end or date.max, date.today()))  # noqa: DTZ011 - a day as people count it


@lru_cache(maxsize=64)
def _on(ruleset: Itself, day: date) -> Ruleset:
    settled: Ruleset = ruleset.value.on(day)
    return settled


def load(source: Source, as_of: date | None = None) -> Ruleset:
    """Return a ruleset that can be used: from a path, an id, or `id@version`.

    An id without a version gives the newest that is no draft or, with `as_of`, the newest that
    is in force on that day.

    A Ruleset built in Python is checked and handed back. Raises RulesetError with every problem,
    likeliest cause first.
    """
    if isinstance(source, Ruleset):
        return _checked(source)
    file = locate(source, as_of)
    ruleset, stamps = _load(file, _stamp(file))
    if stamps != _stamps(ruleset):
        _load.cache_clear()
        ruleset, _ = _load(file, _stamp(file))
    for layer in ruleset.places.layers() if ruleset.places else ():
        note(layer.file)
    return ruleset


def loads(text: str, file: str = "ruleset.yaml") -> Ruleset:
    """Return a ruleset from its text; `file` names it in problems. Raises RulesetError."""
    draft = read_ruleset(text, file, _parent)
    ruleset = evolve(draft.ruleset, stamp=Stamp(draft.ruleset))
    found = [*draft.problems, *problems(ruleset, draft.broken)]
    if found:
        raise RulesetError(ordered(found))
    return ruleset


def previous(ruleset: Ruleset) -> Ruleset | None:
    """Return the version before this one of the family as shipped; `None` for the first."""
    return _latest([it for it in editions() if it.family == ruleset.id], ruleset)


@frozen
class Claim:
    """What a file says that it is: a version of a family, in some status."""

    edition: Edition
    status: str

    @property
    def held(self) -> bool:
        """Whether its number is held to what it changes: a draft with an ending is not."""
        return self.edition.order[3] or self.status != "draft"


def claims(files: Iterable[File]) -> list[Claim]:
    """Return what files say that they are, whatever they are called; others are left out."""
    found = (_claim(file, _stamp(file)) for file in files if ".cases." not in file.name)
    return [it for it in found if it]


def version_place(file: File) -> Place | None:
    """Return where a file says its version; `None` where it cannot be read."""
    try:
        return read_document(read_text(file), str(file)).places.find(Path(("version",)))
    except ProblemsError:
        return None


def predecessor(ruleset: Ruleset, file: File, known: Iterable[Claim] = ()) -> Edition | None:
    """Return the version before one, of those whose numbers are held to what they change.

    It is looked for in the folder that is called as the method, or else in the folder of the file,
    and in what else is `known`. There is `None` for the first, and for a draft with an ending.
    Raises RulesetError, with a note, where the folder holds too much to look through.
    """
    own = Claim(Edition(ruleset.id, ruleset.version, file), ruleset.status)
    if not own.held:
        return None
    beside = (it for it in _beside(file, ruleset.id) if it.absolute() != file.absolute())
    earlier = [
        it.edition
        for it in (*claims(beside), *known)
        if it.held and it.edition.family == ruleset.id and it.edition.order < own.edition.order
    ]
    return max(earlier, key=lambda it: it.order) if earlier else None


def _beside(file: File, family: str) -> list[File]:
    """Give the files in and below a family's folder, or else those of the same folder."""
    names = family.split("/")
    folders = file.absolute().parents
    home = next((it for it in folders if list(it.parts[-len(names) :]) == names), None)
    folder = home or file.parent
    found = list(islice(entries(folder, below=home is not None), LOOKED_THROUGH + 1))
    if len(found) > LOOKED_THROUGH:
        raise RulesetError([_too_many(folder)])
    return [it for it in found if it.suffix in (".yaml", ".yml") and is_file(it)]


def _too_many(folder: File) -> Problem:
    """Say that a folder is not looked through: an id may name any that the file lies below."""
    message = (
        f"the version before is not looked for: {shown(folder)} holds more than "
        f"{LOOKED_THROUGH:,} files and folders"
    )
    hint = "keep the versions of a method in a folder of their own that is called as its id"
    return Problem("wrong-bump", message, Path(("version",)), hint, severity="note")


@lru_cache(maxsize=1024)
def _claim(file: File, stamp: object) -> Claim | None:  # noqa: ARG001 - a changed file is read anew
    try:
        document = read_document(read_text(file), str(file))
    except ProblemsError:
        return None
    family, version = _says(document, "id"), _says(document, "version")
    family = family or str(_says(document, "extends") or "").partition("@")[0]
    if not isinstance(family, str) or not isinstance(version, str) or not family:
        return None
    if not _VERSION.fullmatch(version):
        return None
    return Claim(Edition(family, version, file), str(_says(document, "status") or "draft"))


def _latest(known: list[Edition], ruleset: Ruleset) -> Ruleset | None:
    """Return the newest of the versions before one, drafts left out."""
    own = Edition(ruleset.id, ruleset.version, File()).order
    earlier = [it for it in known if it.order < own and it.order[3]]
    return load(max(earlier, key=lambda it: it.order).file) if earlier else None


def _parent(extends: str, child: Document) -> Document:
    """Read the version that a document extends: from the library around it, or as shipped."""
    family, _, version = extends.partition("@")
    file = File(child.places.file)
    root = _root(file, str(_says(child, "id") or family))
    around = root / family / f"{version}.yaml"
    for candidate in (around, file.with_name(f"{version}.yaml")):
        if _lies_in(root, candidate):
            document = _unshown(candidate, extends)
            ids = (family, None) if candidate == around else (family,)
            if _says(document, "id") in ids and _says(document, "version") == version:
                return document
    found = find(extends).file
    return read_document(read_text(found), str(found))


def _root(file: File, family: str) -> File:
    """Return the folder of the library: that from which the id leads to the file, or its own."""
    folder, names = file.absolute().parent, family.split("/")
    leads = list(folder.parts[-len(names) :]) == names
    return folder.parents[len(names) - 1] if leads else folder


def _lies_in(root: File, file: File) -> bool:
    """Tell whether there is a file, and it lies under a folder, links followed."""
    return is_file(file) and resolved(file).is_relative_to(resolved(root))


def _unshown(file: File, extends: str) -> Document:
    """Read what may be anybody's file, so that no line of it is shown."""
    try:
        return read_document(read_text(file), str(file))
    except RulesetError as error:
        codes = ", ".join(dict.fromkeys(it.code for it in error.problems))
        hint = f"check {file} by itself"
        message = f"the version `{extends}` cannot be read ({codes})"
        raise RulesetError([Problem("unreadable", message, hint=hint)]) from None


def _says(document: Document, key: str) -> Any:
    return document.data.get(key) if isinstance(document.data, Mapping) else None


def _stamp(file: File) -> tuple[File, int, int, int] | None:
    """Tell one state of one file from all others; `None` where there is no file."""
    try:
        stat = file.stat()
    except (OSError, ValueError):
        return None
    return (resolved(file), stat.st_mtime_ns, stat.st_size, stat.st_ino)


@lru_cache(maxsize=64)
def _load(file: File, stamp: object) -> tuple[Ruleset, list[Any]]:  # noqa: ARG001 - a changed file is read anew
    ruleset = loads(read_text(file), str(file))
    return ruleset, _stamps(ruleset)


def _stamps(ruleset: Ruleset) -> list[Any]:
    """Tell the state of every file that a ruleset extends."""
    layers = list(ruleset.places.layers()) if ruleset.places else []
    return [_stamp(File(layer.file)) for layer in layers[1:]]


def _checked(ruleset: Ruleset) -> Ruleset:
    found = problems(ruleset)
    if found:
        raise RulesetError(found)
    return ruleset


def all_files(folder: File | None = None) -> Iterator[File]:
    """Give the file of every ruleset in a folder."""
    return (edition.file for edition in editions(folder))
