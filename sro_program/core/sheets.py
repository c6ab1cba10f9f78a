"""Reading what people send as CSV: line by line, with words for what is wrong.

Each app says what its columns mean; here is what all such files have in common.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django import forms

from sro_program.core.text import in_one_line, is_broken

NO_HEADER = "The first line must name the columns: {}."
TOO_MANY = "The file has more than {:,} lines."
UNREADABLE = "The file is no CSV: {}."
TOO_LARGE = "The file is larger than {} KB."
NO_TEXT = "The file is no UTF-8 text. Save it as “CSV UTF-8”."

type Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line, or with the file (line 0); in which column."""

    line: int
    sentence: str
    column: str = ""


class SheetField(forms.FileField):
    """A CSV file of at most so many bytes, as its content; see `as_text`."""

    def __init__(self, *, largest: int, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        self.largest = largest
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> bytes:  # noqa: ANN401  # Django's signature
        """Its content. Refuses what is too large, or no text."""
        file = super().clean(data, initial)
        if file.size > self.largest:
            raise forms.ValidationError(TOO_LARGE.format(self.largest // 1024))
        content: bytes = file.read()
        if is_broken(content):
            raise forms.ValidationError(NO_TEXT)
        return content


def as_text(content: bytes) -> str:
    """What such a file says, line by line."""
    return content.decode("utf-8-sig")


def read_lines(
    text: str, columns: Iterable[str], *, most: int
) -> tuple[list[tuple[int, Row]], list[Problem]]:
    """Each line of a file with its number; or why the file cannot be read at all."""
    try:
        rows = csv.DictReader(StringIO(text, newline=""), strict=True)
        lines = [(rows.line_num, row) for row in rows]
    except csv.Error as error:
        return [], [Problem(0, UNREADABLE.format(error))]
    if refused := _refused(rows.fieldnames or [], len(lines), list(columns), most):
        return [], [Problem(0, refused)]
    return [(number, _named(row)) for number, row in lines], []


def cell(value: object) -> str:
    """What a spreadsheet wrote; the mark that kept a cell from being a formula goes."""
    text = in_one_line(value) if isinstance(value, str) else ""
    return text[1:] if text.startswith("'") else text


def _refused(
    names: Sequence[str], number: int, columns: Sequence[str], most: int
) -> str:
    if number > most:
        return TOO_MANY.format(most)
    header = {name.strip() for name in names}
    is_whole = all(column in header for column in columns)
    return "" if is_whole else NO_HEADER.format(", ".join(columns))


def _named(row: Row) -> Row:
    return {str(name).strip(): value for name, value in row.items()}
