"""One CSV file as rows that know their line, and collect what is wrong with them."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import IO, TYPE_CHECKING
from unicodedata import normalize

from schools.oneroster import spec
from schools.oneroster.packages import HOW_TO, Package
from schools.oneroster.problems import Problems, Unreadable
from schools.oneroster.spec import FileSpec

if TYPE_CHECKING:
    import _csv

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
ID_LENGTH = 255
SHOWN = 40
NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Control characters and line separators; names go into the subjects of mails."""


@dataclass(slots=True)
class Row:
    """The columns we read of one row. Ask for a value; what is wrong is written down.

    Reasons quote ids, words and dates, but never a value of a file that names people.
    """

    spec: FileSpec
    line: int
    values: dict[str, str]
    problems: Problems
    spans_lines: bool = False
    is_good: bool = True

    def reject(self, column: str, reason: str) -> None:
        self.is_good = False
        self.problems.add(self.spec.file, self.line, column, reason)

    def quoted(self, value: str) -> str:
        return "This value" if self.spec.names_people else f"“{value[:SHOWN]}”"

    @property
    def sourced_id(self) -> str:
        return self.values["sourcedId"]

    @property
    def may_hide_another(self) -> bool:
        """A bad row without an id that we can read, or one that swallowed lines."""
        has_id = self.sourced_id and not NO_TEXT.search(self.sourced_id)
        return not self.is_good and (self.spans_lines or not has_id)

    @property
    def ends(self) -> bool:
        return self.values.get("status", "").lower() == spec.TO_BE_DELETED

    def get(self, column: str) -> str:
        return self.values.get(column, "")

    def text(self, column: str, longest: int) -> str:
        """A value that must be there, fit, and stay on one line.

        Programs write é as one sign or as two; here it is one, so that names compare.
        """
        value = normalize("NFC", self.get(column))
        if not value:
            self.reject(column, "is empty, but required.")
        if len(value) > longest:
            self.reject(column, f"is longer than {longest} characters.")
        if NO_TEXT.search(value):
            self.reject(column, "holds a line break or a control character.")
        return value

    def word(self, column: str, known: Collection[str]) -> str:
        """A word of a vocabulary, in small letters; extensions are let through."""
        word = self.get(column).lower()
        if word not in known and not word.startswith(spec.EXTENSION):
            shown = self.quoted(self.get(column))
            choices = ", ".join(sorted(filter(None, known)))
            self.reject(column, f"{shown} is not one of: {choices}.")
        return word

    def date(self, column: str) -> date:
        """A day as YYYY-MM-DD; a time after it is cut off."""
        try:
            return date.fromisoformat(self.get(column)[:10])
        except ValueError:
            shown = self.quoted(self.get(column))
            self.reject(column, f"{shown} is not a date like 2026-08-12.")
            return date.min

    def grade(self, column: str) -> int | None:
        """The first grade of a list, as our number; None for "ungraded" and such."""
        first = self.get(column).split(",")[0].strip().upper()
        if first and first not in spec.GRADES:
            shown = self.quoted(first)
            self.reject(column, f"{shown} is not a grade; use PK, KG, 01 to 12.")
        return spec.GRADES.get(first)


@dataclass(slots=True)
class Mentions:
    """Which ids one file has, the bad rows' too: only who is surely not there ends."""

    ids: set[str] = field(default_factory=set)
    hides_some: bool = False  # a bad row whose id, or that of its neighbor, is lost
    refused_some: bool = False  # a bad row that was not even given to the checks

    def lack(self, sourced_id: str) -> bool:
        """Does the file surely say nothing of this id?"""
        return not self.hides_some and sourced_id not in self.ids


@dataclass(slots=True)
class Sheet:
    """The rows of one file, each sourcedId once."""

    package: Package
    spec: FileSpec
    problems: Problems
    mentions: Mentions = field(default_factory=Mentions)
    at: Callable[[], int] = int  # bytes read so far

    def __iter__(self) -> Iterator[Row]:
        with self.package.open(self.spec.file) as stored:
            self.at = stored.tell
            for row in rows_of(stored, self.spec, self.problems):
                self._check(row)
                self.mentions.ids.add(row.sourced_id)
                if row.is_good:
                    yield row
                else:
                    self.mentions.refused_some = True
                self.mentions.hides_some |= row.may_hide_another

    def _check(self, row: Row) -> None:
        if any("\0" in value for value in row.values.values()):
            row.reject("", "holds a NUL character.")
        if not row.is_good:
            return
        if row.sourced_id in self.mentions.ids:
            row.reject("sourcedId", f"“{row.sourced_id[:SHOWN]}” is there twice.")
        row.text("sourcedId", ID_LENGTH)
        row.word("status", spec.STATUSES)


def rows_of(stored: IO[bytes], spec: FileSpec, problems: Problems) -> Iterator[Row]:
    """Each row of a file with the line it starts on.

    Raises Unreadable for a wrong encoding, a missing column or broken quoting.
    """
    text = io.TextIOWrapper(stored, encoding="utf-8-sig", newline="")
    reader = csv.reader(text, strict=True)
    try:
        with text:
            yield from _rows(reader, spec, problems)
    except UnicodeDecodeError as error:
        raise Unreadable(_wrong_encoding(spec, reader.line_num, error)) from error
    except csv.Error as error:
        raise Unreadable(
            f"{spec.file}, line {reader.line_num}: the quotation marks do not match "
            f"({error})."
        ) from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Unreadable(f"{spec.file} in the zip is damaged. {HOW_TO}") from error


def _rows(reader: "_csv.Reader", spec: FileSpec, problems: Problems) -> Iterator[Row]:
    header = next(reader, [])
    places = _columns(spec, header)
    before = reader.line_num
    for values in reader:
        line, before = before + 1, reader.line_num
        if not any(map(str.strip, values)):
            continue
        fits = len(values) >= len(header) and not any(values[len(header) :])
        known = {name: values[place].strip() for name, place in places if fits}
        row = Row(spec, line, known, problems, before > line)
        if not fits:
            _reject_width(row, values, header)
        yield row


def _reject_width(row: Row, values: list[str], header: list[str]) -> None:
    """Of such a row only the first column is in its place, and whole if one follows."""
    starts_with_id = header[0].strip().lower() == "sourcedid" and len(values) > 1
    row.values["sourcedId"] = values[0].strip() if starts_with_id else ""
    row.reject(
        "", f"has {len(values)} values, but the first line names {len(header)} columns."
    )


def _columns(spec: FileSpec, header: list[str]) -> list[tuple[str, int]]:
    found = {name.strip().lower(): place for place, name in enumerate(header)}
    missing = [name for name in spec.required if name.lower() not in found]
    if missing:
        raise Unreadable(f"{spec.file} has no column {', '.join(missing)}.")
    return [
        (name, found[name.lower()])
        for name in (*spec.required, *spec.optional)
        if name.lower() in found
    ]


def _wrong_encoding(spec: FileSpec, lines: int, error: UnicodeDecodeError) -> str:
    """`lines` are those already read; the broken piece begins in the one after them."""
    line = lines + len((error.object[: error.start] + b"|").splitlines())
    byte = error.object[error.start]
    if error.object.startswith(UTF_16) or byte in {0xFE, 0xFF}:
        return f"{spec.file} is written in UTF-16. Export it as UTF-8."
    return (
        f"{spec.file} is not written in UTF-8 (byte 0x{byte:02X} in line {line}); "
        "it looks like Windows-1252. Export it as UTF-8."
    )
