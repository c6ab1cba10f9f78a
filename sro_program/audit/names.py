"""The forms in which a person's name stands in a text, as patterns.

The same pattern is read by Postgres and by Python: it names both cases of each letter
itself, and uses only what both understand.
"""

import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO

SEALED = "[sealed]"
NOT_A_NAME = {"", "unknown", "unk", "n/a"}
BETWEEN = r"(?:[\s,+._\"-]|%20)+"
"""What stands between the parts of a name: in a text, an address, a file's name."""
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Names:
    """All forms of one person's name.

    `full` are told from other people's by themselves and are looked for everywhere;
    `alone` (one name, a birth date) only in records about this person.
    """

    full: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()

    def __or__(self, other: "Names") -> "Names":
        return Names(_once(self.full + other.full), _once(self.alone + other.alone))

    @property
    def anywhere(self) -> str:
        """A pattern for texts about anybody; empty when nothing is looked for."""
        return _pattern(self.full)

    @property
    def nearby(self) -> str:
        """A pattern for texts about this person."""
        return _pattern(self.full + self.alone)


def names_of(
    given: str, family: str, born: date | None = None, others: Iterable[str] = ()
) -> Names:
    """The forms of a name: in both orders, each part alone, and the day of birth.

    A first name alone counts as it is written or in capitals: “Will” is a name, “will”
    is not. What is no name (“unknown”) is left alone.
    """
    given, family = (_known(part) for part in (given, family))
    full = []
    if given and family:
        first, last = _loose(given), _loose(family)
        full += [
            rf"{first}{BETWEEN}(?:\w+\.?{BETWEEN})?{last}",
            rf"{last}{BETWEEN}{first}",
        ]
    alone = [_loose(family)] if len(family) >= SHORTEST else []
    if len(given) >= SHORTEST:
        alone += [re.escape(given), re.escape(given.upper())]
    for other in map(_known, others):
        (full if " " in other else alone).extend([_loose(other)] if other else [])
    return Names(tuple(full), tuple(alone + _days(born)))


def redact(text: str, pattern: str) -> str:
    """The text without the name."""
    return re.sub(pattern, SEALED, text) if pattern else text


def is_named_in(content: bytes, pattern: str) -> bool:
    """Does a file plainly say the name: as text, or compressed as PDF and ZIP do?

    A picture, a recording and the letters of an unusual font say nothing here.
    """
    if not pattern:
        return False
    return any(
        re.search(pattern, part.decode(encoding, "ignore"))
        for part in _parts(content)
        for encoding in ("utf-8", "utf-16-be", "utf-16-le")
    )


def _parts(content: bytes) -> Iterable[bytes]:
    yield content
    for stream in STREAM.findall(content):
        yield zlib.decompressobj().decompress(stream) if _is_deflated(stream) else b""
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def _is_deflated(stream: bytes) -> bool:
    try:
        zlib.decompressobj().decompress(stream, 1)
    except zlib.error:
        return False
    return True


def _pattern(forms: tuple[str, ...]) -> str:
    return rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)" if forms else ""


def _loose(name: str) -> str:
    """Letters in both cases; one apostrophe for another; any gap between words."""
    return "".join(
        BETWEEN
        if sign in " -"
        else "['’]"
        if sign in "'’"
        else f"[{sign.lower()}{sign.upper()}]"
        if sign.isalpha() and len(sign.lower() + sign.upper()) == SHORTEST
        else re.escape(sign)
        for sign in name
    )


def _days(born: date | None) -> list[str]:
    """A day of birth as Americans write it."""
    if born is None:
        return []
    month, day, year = born.month, born.day, born.year
    return [
        born.isoformat(),
        rf"0?{month}[/.-]0?{day}[/.-](?:{year}|{year % 100:02})",
        rf"{_loose(born.strftime('%B'))}\s+{day},?\s+{year}",
        rf"{_loose(born.strftime('%b'))}\.?\s+{day},?\s+{year}",
    ]


def _known(name: str) -> str:
    name = " ".join(name.split())
    return "" if name.lower() in NOT_A_NAME else name


def _once(forms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(forms))
