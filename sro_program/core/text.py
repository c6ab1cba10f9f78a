"""What people type or paste, without what no page, mail or sheet can show."""

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
