"""manage.py import_oneroster: the import page's work, at a prompt."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schools.models import District
from schools.oneroster.applying import apply
from schools.oneroster.problems import Unreadable
from schools.oneroster.report import report_lines
from schools.oneroster.run import Examination, examine
from sro_program.audit.log import record
from sro_program.core.db import acting_as_clock
from sro_program.core.errors import ProductError


class Command(BaseCommand):
    help = (
        "Show what a OneRoster package (zip or folder) would change; --apply does it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--district", type=int, required=True, help="its id")
        parser.add_argument("--apply", action="store_true", help="write the changes")
        parser.add_argument(
            "--good-rows-only",
            action="store_true",
            help="with --apply: leave bad rows out instead of refusing all",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  # Django's signature
        try:
            with acting_as_clock():
                self._run(**options)
        except (Unreadable, ProductError) as error:
            raise CommandError(str(error)) from error

    def _run(
        self, path: Path, district: int, apply: bool, good_rows_only: bool, **_: object
    ) -> None:
        target = District.objects.select_for_update().filter(pk=district).first()
        if target is None:
            raise CommandError(f"There is no district {district}.")
        examined = examine(path, target)
        for line in report_lines(examined):
            self.stdout.write(line)
        if apply:
            self._apply(examined, target, good_rows_only=good_rows_only)

    def _apply(
        self, examined: Examination, district: District, *, good_rows_only: bool
    ) -> None:
        if examined.problems.total and not good_rows_only:
            raise CommandError(
                "Nothing was written, since some rows are bad. Correct the file, or "
                "use --good-rows-only."
            )
        apply(examined.differences, district)
        record(None, "import", district, changes=examined.differences.count)
        self.stdout.write(f"Written: {examined.differences.count} changes.")
