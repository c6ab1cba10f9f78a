"""`manage.py replay_sealing FILE`: seal again what an older backup brought back.

Run it before anybody signs in. FILE is what `sealing_ledger` printed.
"""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from incidents.replaying import replay
from sro_program.core.db import acting_as_clock


class Command(BaseCommand):
    """Each order in a transaction of its own; run again, it changes nothing more."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The ledger, and forms of the name that only the paper has."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--also",
            action="append",
            default=[],
            help="another form of the name, from the order itself; may be repeated",
        )

    def handle(self, file: Path, also: list[str], **options: object) -> None:
        """Say of each order that it is sealed again, and what to look at by hand."""
        for line in file.read_text().splitlines():
            entry = json.loads(line)
            with acting_as_clock():
                unfound = replay(entry, also=also)
            self.stdout.write(f"{entry['case_number']}: sealed again.")
            for row in unfound if entry["has_other_names"] else []:
                self.stdout.write(f"  Look at it, or give --also: {row}")
