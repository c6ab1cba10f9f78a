"""What people type or paste, without what no page, mail or sheet can show."""

import re

BREAKS = dict.fromkeys(map(ord, "\x0b\x0c\x85\u2028\u2029"), "\n")
"""Word processors and slides break lines with these."""
CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF])
"""Cannot be seen; an Excel sheet and a mail's subject refuse them."""
TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Make a text read backwards, and so look like another."""
TABLE = {**CONTROLS, **TURNS, **BREAKS, 0x09: "\t", 0x0A: "\n", 0x0D: "\r"}


def in_lines(text: str) -> str:
    """A text of several lines, without control characters."""
    return text.translate(TABLE)


def in_one_line(text: str) -> str:
    """The same as one line, with single spaces."""
    return " ".join(in_lines(text).split())


def is_broken(raw: bytes) -> bool:
    """Holds a NUL byte or is not UTF-8."""
    try:
        return "\0" in raw.decode()
    except UnicodeDecodeError:
        return True


def is_broken_text(text: str) -> bool:
    """Holds a NUL, half a surrogate pair, or the mark of undecodable bytes."""
    return any(ch in "\0\ufffd" or "\ud800" <= ch <= "\udfff" for ch in text)


def dialled(phone: str) -> str:
    """The first number in a text, as a telephone dials it; without its extension."""
    first = re.split(r"[a-zA-Z/,;]", phone, maxsplit=1)[0]
    return "".join(sign for sign in first if sign.isdigit() or sign == "+")
