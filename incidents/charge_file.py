"""The agency's own table of charges as a file: looked at first, then taken over.

A file is the whole table. A charge is known by its code; one that the file no longer
names is switched off, never deleted: reports name it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from incidents.models import Charge, OffenceCode
from sro_program.accounts.models import PoliceAgency
from sro_program.core.sheets import Problem, Row, cell, read_lines

CODE, TITLE, STATUTE, NIBRS = "Code", "Title", "Statute", "NIBRS code"
COLUMNS = [CODE, TITLE, STATUTE, NIBRS]
MOST_ROWS = 10_000
LONGEST = {CODE: 20, TITLE: 200, STATUTE: 40}
AGAIN = "in use again"
EMPTY = "Fill this in."
TOO_LONG = "Write at most {} characters; here are {}."
NO_SUCH_CODE = "There is no code “{}” in the national table."
TWICE = "This code stands in the file twice, first in line {}."
NO_LINES = "The file names no charge: every charge would be switched off."

type Fields = dict[str, str | OffenceCode | None]


@dataclass(frozen=True, slots=True)
class Change:
    """One line that adds a charge, or changes what is said of one."""

    line: int
    code: str
    fields: Fields
    charge: Charge | None = None
    changed: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """What a file would do to an agency's table of charges."""

    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    off: list[Charge] = field(default_factory=list)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many charges would be added, changed or switched off."""
        return len(self.new) + len(self.changed) + len(self.off)

    @property
    def mark(self) -> str:
        """The same for the same changes to the same charges."""
        parts = [
            [(one.code, one.charge and one.charge.pk, one.changed) for one in rows]
            for rows in (self.new, self.changed)
        ]
        off = [charge.pk for charge in self.off]
        return sha256(repr((parts, off, self.problems)).encode()).hexdigest()


def rows_of(agency: PoliceAgency) -> Iterator[list[str]]:
    """Each charge that can be chosen, as a line of the file."""
    for charge in agency.charges.choosable().select_related("offence_code"):
        code = charge.offence_code
        yield [charge.code, charge.title, charge.statute, code.code if code else ""]


def read(text: str, agency: PoliceAgency) -> Reading:
    """What this text would change in the agency's table; changes nothing.

    A line that is not usable leaves the charge of its code as it is.
    """
    reading = Reading()
    lines, reading.problems = read_lines(text, COLUMNS, most=MOST_ROWS)
    if reading.problems:
        return reading
    if not lines:
        reading.problems.append(Problem(0, NO_LINES))
        return reading
    known = {charge.code.lower(): charge for charge in _charges_of(agency)}
    codes = {code.code.lower(): code for code in OffenceCode.objects.choosable()}
    seen: dict[str, int] = {}
    for number, row in lines:
        _read_line(reading, number, row, known, codes, seen)
    reading.off = [
        charge
        for code, charge in known.items()
        if charge.is_active and code not in seen
    ]
    return reading


def _charges_of(agency: PoliceAgency) -> Iterator[Charge]:
    yield from agency.charges.select_related("offence_code").order_by("code")


def _read_line(
    reading: Reading,
    number: int,
    row: Row,
    known: Mapping[str, Charge],
    codes: Mapping[str, OffenceCode],
    seen: dict[str, int],
) -> None:
    said = {column: cell(row.get(column)) for column in COLUMNS}
    key = said[CODE].lower()
    wrong = list(_wrong(number, said, codes))
    if key in seen:
        wrong.append(Problem(number, TWICE.format(seen[key]), CODE))
    seen.setdefault(key, number)
    if wrong:
        reading.problems += wrong
        return
    fields: Fields = {
        "code": said[CODE],
        "title": said[TITLE],
        "statute": said[STATUTE],
        "offence_code": codes.get(said[NIBRS].lower()),
    }
    charge = known.get(key)
    if charge is None:
        reading.new.append(Change(number, said[CODE], fields))
        return
    changed = tuple(_changed(charge, fields))
    if changed:
        reading.changed.append(Change(number, said[CODE], fields, charge, changed))
    else:
        reading.same += 1


def _wrong(
    number: int, said: Mapping[str, str], codes: Mapping[str, OffenceCode]
) -> Iterator[Problem]:
    """What is not usable in a line, column by column."""
    for column in (CODE, TITLE):
        if not said[column]:
            yield Problem(number, EMPTY, column)
    for column, most in LONGEST.items():
        if len(said[column]) > most:
            sentence = TOO_LONG.format(most, len(said[column]))
            yield Problem(number, sentence, column)
    if said[NIBRS] and said[NIBRS].lower() not in codes:
        yield Problem(number, NO_SUCH_CODE.format(said[NIBRS][:20]), NIBRS)


def _changed(charge: Charge, fields: Fields) -> Iterator[str]:
    """What is said differently, in words, each with what it was."""
    for name, column in zip(fields, COLUMNS, strict=True):
        was, now = getattr(charge, name), fields[name]
        if was != now:
            yield f"{column}: {was or 'none'} → {now or 'none'}"
    if not charge.is_active:
        yield AGAIN
