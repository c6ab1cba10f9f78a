"""The forms in which a person's name stands in a text, as patterns.

The same pattern is read by Postgres and by Python: it names both cases of each letter
itself, and uses only what both understand.
"""

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO

SEALED = "[sealed]"
NOT_A_NAME = {"", "unknown", "unk", "n/a"}
BETWEEN = r"(?:[\s,+._\"-]|%20)+"
"""What stands between the parts of a name: in a text, an address, a file's name."""
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
SHORTEST = 2
APOSTROPHES = "'’‘ʼ`´"
"""A phone writes another one than a keyboard does."""
MARKS = "[\u0300-\u036f]?"
"""An accent that is a letter of its own, as some systems keep it."""
ACCENTED = [chr(code) for code in range(0xC0, 0x250) if chr(code).isalpha()]
SHORT_WORDS = (
    "an as at be by do go ha he hi if in is it me my no of on or so to up us we"
)
GIVEN_WORDS = (
    "amber angel april art august autumn bill bob candy carol chance charity chase "
    "christian cliff dale dawn dean destiny don drew earnest eve faith frank gene "
    "grace grant guy harmony haven heath heaven holly honey hope hunter ivory ivy "
    "jack jade jay jet jewel joy june justice king lane liberty lily major mark "
    "mason max may melody mercy miles miracle misty noble olive pat patience pearl "
    "penny piper price prince princess promise queen rain ray reed rich river rob "
    "robin rocky rose ruby sage sandy serenity skip sky star stone storm summer "
    "sunny tanner trace trinity trip unique violet ward will willow winter wren"
)
"""Names that are words as well count alone with a capital letter only; of a last name
only the shortest do, for it tells more."""
OF_LAST = frozenset(SHORT_WORDS.split())
OF_FIRST = OF_LAST | frozenset(GIVEN_WORDS.split())


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

    A first name that is a word counts alone as it is written or in capitals: “Will” is
    a name, “will” is not. What is no name (“unknown”) is left alone.
    """
    given, family = (_known(part) for part in (given, family))
    full = []
    if given and family:
        first, last = _loose(given), _loose(family)
        full += [
            rf"{first}{BETWEEN}(?:\w+\.?{BETWEEN})?{last}",
            rf"{last}{BETWEEN}{first}",
        ]
    alone = _alone(family, OF_LAST) + _alone(given, OF_FIRST)
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


def _alone(name: str, words: frozenset[str]) -> list[str]:
    """One name by itself; one that is also a word, as it is written or in capitals."""
    if len(name) < SHORTEST:
        return []
    if name.lower() in words:
        return [re.escape(name), re.escape(name.upper())]
    return [_loose(name)]


def _loose(name: str) -> str:
    """Letters in both cases, with or without their accents; one apostrophe for
    another; any gap between words."""
    composed = unicodedata.normalize("NFC", name)
    return "".join(
        BETWEEN
        if sign in " -"
        else f"[{APOSTROPHES}]"
        if sign in APOSTROPHES
        else _letter(sign)
        if sign.isalpha()
        else re.escape(sign)
        for sign in composed
    )


@cache
def _letter(sign: str) -> str:
    """This letter, its capital, and both with any accent."""
    plain = unicodedata.normalize("NFD", sign)[0].lower()
    forms = {sign, plain} | {
        other
        for other in ACCENTED
        if unicodedata.normalize("NFD", other)[0].lower() == plain
    }
    both = {case for form in forms for case in (form.lower(), form.upper())}
    return f"[{''.join(sorted(one for one in both if len(one) == 1))}]{MARKS}"


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
