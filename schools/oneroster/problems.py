"""What is wrong with a file: where, and why, in words for the person who sent it."""

from collections import Counter
from dataclasses import asdict, dataclass, field

KEPT = 200
"""Problems kept in full; beyond them only the number is known."""


class Unreadable(Exception):
    """The package cannot be used at all; the message says why."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why one row is rejected."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}"
        return (
            f"{place}, {self.column}: {self.reason}"
            if self.column
            else (f"{place}: {self.reason}")
        )


@dataclass(slots=True)
class Problems:
    """The first two hundred problems, and how many there are in each file."""

    first: list[Problem] = field(default_factory=list)
    by_file: Counter[str] = field(default_factory=Counter)

    def add(self, file: str, line: int, column: str, reason: str) -> None:
        self.by_file[file] += 1
        if len(self.first) < KEPT:
            self.first.append(Problem(file, line, column, reason))

    @property
    def total(self) -> int:
        return self.by_file.total()

    def as_json(self) -> list[dict[str, object]]:
        return [asdict(problem) for problem in self.first]
