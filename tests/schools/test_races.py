"""Two workers, or two people, at the same import."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from schools.actions import imports
from schools.models import OneRosterImport, Person
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import WrongState
from tests.conftest import make_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(transactional_db, agency):
    return make_member("office", agency, "Olive Office")


@pytest.fixture
def checked(office, district, package, tmp_path) -> OneRosterImport:
    content = package.write(tmp_path / "p.zip").read_bytes()
    with acting_as(office):
        found = imports.upload(
            district,
            by=office,
            record_id=uuid.uuid4(),
            file=SimpleUploadedFile("roster.zip", content),
        )
    imports.check(found.pk)
    with acting_as_clock():
        return OneRosterImport.objects.get(pk=found.pk)


def both(work) -> list[object]:
    """Do this in two threads at once; what they answer."""
    ready = Barrier(2)

    def one(_: int) -> object:
        ready.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        return list(pool.map(one, range(2)))


def test_a_double_click_uploads_once(office, district, package, tmp_path, settings):
    content = package.write(tmp_path / "p.zip").read_bytes()
    folder = settings.STORAGES["default"]["OPTIONS"]["location"] / "oneroster"

    for clicks in range(1, 6):
        key = uuid.uuid4()

        def click(key=key) -> object:
            file = SimpleUploadedFile("roster.zip", content)
            with acting_as(office):
                return imports.upload(district, by=office, record_id=key, file=file).pk

        assert both(click) == [key, key]
        with acting_as_clock():
            assert OneRosterImport.objects.count() == clicks
        assert len(list(folder.iterdir())) == clicks


def test_two_workers_write_an_import_once(checked, office):
    with acting_as(office):
        imports.apply(checked, by=office, mode="all")

    both(lambda: imports.write(checked.pk))

    with acting_as_clock():
        assert AuditEvent.objects.filter(verb="finish").count() == 1
        assert Person.objects.count() == 77


def test_of_apply_and_abandon_one_wins(checked, office):
    verbs = iter([imports.abandon, lambda f, by: imports.apply(f, by=by, mode="all")])

    def decide() -> str:
        verb = next(verbs)
        try:
            with acting_as(office):
                verb(checked, by=office)
        except WrongState:
            return "too late"
        return "done"

    assert sorted(both(decide)) == ["done", "too late"]
