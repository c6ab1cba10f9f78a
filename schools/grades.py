"""Grades as numbers: pre-kindergarten is -1, kindergarten 0, then 1 to 12."""

PRE_KINDERGARTEN = -1
KINDERGARTEN = 0
HIGHEST = 12

NAMES = {PRE_KINDERGARTEN: "Pre-K", KINDERGARTEN: "K"}
CHOICES = [
    (grade, NAMES.get(grade, str(grade)))
    for grade in range(PRE_KINDERGARTEN, HIGHEST + 1)
]


def grade_name(grade: int | None) -> str:
    """The grade as a teacher writes it; nothing when there is none."""
    return "" if grade is None else NAMES.get(grade, str(grade))


def grade_range(low: int, high: int) -> str:
    """A span of grades in words, such as "Grades K–5"."""
    if low == high:
        return f"Grade {grade_name(low)}"
    return f"Grades {grade_name(low)}–{grade_name(high)}"
