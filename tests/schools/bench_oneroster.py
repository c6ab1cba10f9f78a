"""How long an import of many users takes, and how much memory.

`python -m tests.schools.bench_oneroster --users 50000` starts a Postgres of its own,
imports a made-up package as upload, check and apply do, then the same again, then one
in which every name differs, and prints seconds and megabytes. Goal: 60 s and 300 MB
for 50,000 users on two cores (performance.md).
"""

import argparse
import os
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import django

from tests.factories.oneroster import CALLOWAY, PackagePlan, spread, write_zip
from tests.template import migrated_services


def memory(field: str) -> int:
    """Megabytes of this process: VmRSS now, VmHWM at most so far."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return (
        next(int(line.split()[1]) for line in lines if line.startswith(field)) // 1024
    )


def measured(what: str, work: Callable[[], object]) -> None:
    before, wall, cpu = memory("VmRSS"), time.perf_counter(), time.process_time()
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    grown = memory("VmHWM") - before
    print(f"{what:<28}{wall:7.1f} s {cpu:7.1f} s CPU {grown:6} MB more")


def bench(folder: Path, users: int) -> None:
    from django.core.files import File  # noqa: PLC0415  # after django.setup

    from schools.actions import imports  # noqa: PLC0415  # as above
    from schools.models import District, OneRosterImport  # noqa: PLC0415  # as above
    from sro_program.accounts.models import (  # noqa: PLC0415  # as above
        Membership,
        PoliceAgency,
        User,
    )
    from sro_program.core.db import acting_as, acting_as_clock  # noqa: PLC0415  # as above

    with acting_as_clock():
        agency = PoliceAgency.objects.create(name="Bench", short_name="Bench")
        district = District.objects.create(name="Bench", police_agency=agency)
        by = User.objects.create_user("bench@example.org", "Bench")
        Membership.objects.create(user=by, role="office", police_agency=agency)

    def upload(path: Path) -> OneRosterImport:
        with acting_as(by), path.open("rb") as stored:
            key = uuid.uuid4()
            return imports.upload(district, by=by, record_id=key, file=File(stored))

    def apply(found: OneRosterImport) -> None:
        with acting_as(by):
            imports.apply(found, by=by, mode="all")
        imports.write(found.pk)

    schools = spread(CALLOWAY, users)
    for what, seed in (("all new", 11), ("nothing changed", 11), ("all changed", 12)):
        plan = PackagePlan(schools=schools, seed=seed)
        found = upload(write_zip(folder / "package.zip", plan))
        measured(f"{what}: check", lambda found=found: imports.check(found.pk))
        measured(f"{what}: apply", lambda found=found: apply(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=50_000)
    options = parser.parse_args()
    with migrated_services() as urls, tempfile.TemporaryDirectory() as name:
        os.environ.update(urls.as_environment())
        os.environ["DJANGO_SETTINGS_MODULE"] = "sro_program.settings.test"
        os.environ["FILES_ROOT"] = name
        django.setup()
        bench(Path(name), options.users)


if __name__ == "__main__":
    main()
