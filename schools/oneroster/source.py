"""The files of one package, read one after the other, with progress in bytes."""

from collections.abc import Iterator
from dataclasses import dataclass

from schools.oneroster.packages import Package
from schools.oneroster.roster import Report, Roster
from schools.oneroster.sheets import Row, Sheet
from schools.oneroster.spec import FileSpec

ROWS_BETWEEN_REPORTS = 2000


@dataclass(slots=True)
class Source:
    """Gives the good rows of a file and fills the roster's problems and mentions."""

    package: Package
    roster: Roster
    report: Report
    size: int
    done: int = 0

    def rows(self, file: FileSpec) -> Iterator[Row]:
        """Nothing when the manifest says that the file is absent."""
        if not self.roster.manifest.holds(file):
            return
        sheet = Sheet(self.package, file, self.roster.problems)
        self.roster.mentioned[file.name] = sheet.mentions
        for number, row in enumerate(sheet):
            if number % ROWS_BETWEEN_REPORTS == 0:
                self.report(f"Checking {file.file}", self.done + sheet.at(), self.size)
            yield row
        self.done += self.package.size(file.file)
        self.report(f"Checking {file.file}", self.done, self.size)
