"""An upload's life: checked, applied or abandoned; whoever may, and once."""

import uuid
from functools import partial
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from schools import tasks
from schools.actions import imports
from schools.models import OneRosterImport, Person, School
from schools.oneroster.problems import Unreadable
from schools.states import ImportStatus
from sro_program.audit.models import AuditEvent
from sro_program.core.errors import NotAllowed, RuleBroken, Stale, WrongState


@pytest.fixture
def uploaded(package, district, office, tmp_path):
    def upload(by=office, bent=package) -> OneRosterImport:
        content = bent.write(tmp_path / "p.zip").read_bytes()
        return imports.upload(
            district,
            by=by,
            record_id=uuid.uuid4(),
            file=SimpleUploadedFile("roster.zip", content),
        )

    return upload


def checked(found: OneRosterImport) -> OneRosterImport:
    imports.check(found.pk)
    found.refresh_from_db()
    return found


def applied(found: OneRosterImport, *, by, mode="all") -> OneRosterImport:
    imports.apply(found, by=by, mode=mode)
    imports.write(found.pk)
    found.refresh_from_db()
    return found


@pytest.mark.parametrize("who", ["office", "commander", "district_user"])
def test_who_keeps_the_districts_data_may_import(request, uploaded, who):
    by = request.getfixturevalue(who)

    found = applied(checked(uploaded(by)), by=by)

    assert found.status == ImportStatus.APPLIED
    assert Person.objects.count() == 77


@pytest.mark.parametrize("who", ["principal", "teacher", "counselor", "stranger"])
def test_nobody_else_may(request, uploaded, who):
    with pytest.raises(NotAllowed):
        uploaded(request.getfixturevalue(who))


def test_the_check_changes_nothing_but_tells_all(uploaded):
    found = checked(uploaded())

    assert found.status == ImportStatus.CHECKED
    assert [s["new"] for s in found.summary["sections"]] == [2, 1, 77, 24]
    assert School.objects.filter(sourced_id="SCH-1").count() == 0
    assert Path(found.file.path).exists()


def test_an_applied_import_keeps_no_file(
    uploaded, office, django_capture_on_commit_callbacks
):
    found = checked(uploaded())
    stored = Path(found.file.path)

    with django_capture_on_commit_callbacks(execute=True):
        found = applied(found, by=office)

    assert not stored.exists()
    assert found.file.name == ""


def test_what_was_done_is_in_the_audit_trail(uploaded, office):
    found = applied(checked(uploaded()), by=office)

    verbs = AuditEvent.objects.about(found).values_list("verb", "by")
    assert list(verbs) == [
        ("upload", office.pk),
        ("check", office.pk),
        ("apply", office.pk),
        ("finish", office.pk),
    ]


def test_the_same_upload_twice_is_one(package, district, office, tmp_path):
    content = package.write(tmp_path / "p.zip").read_bytes()
    key = uuid.uuid4()

    for _ in range(2):
        imports.upload(
            district,
            by=office,
            record_id=key,
            file=SimpleUploadedFile("roster.zip", content),
        )

    assert OneRosterImport.objects.get().pk == key


def test_the_id_of_another_persons_upload_is_refused_and_leaves_no_file(
    package, district, office, commander, tmp_path, settings
):
    content = package.write(tmp_path / "p.zip").read_bytes()
    folder = settings.STORAGES["default"]["OPTIONS"]["location"] / "oneroster"
    key = uuid.uuid4()
    upload = partial(imports.upload, district, record_id=key)
    upload(by=office, file=SimpleUploadedFile("roster.zip", content))

    with pytest.raises(RuleBroken, match="already used. Open a new one"):
        upload(by=commander, file=SimpleUploadedFile("other.zip", content))

    assert [path.name for path in folder.iterdir()] == [f"{key}.zip"]
    assert OneRosterImport.objects.get().uploaded_by == office


def test_work_done_twice_is_done_once(uploaded, office):
    found = checked(uploaded())
    imports.check(found.pk)
    applied(found, by=office)

    imports.write(found.pk)

    assert AuditEvent.objects.filter(verb="finish").count() == 1


def test_with_a_bad_row_all_or_nothing_is_refused(uploaded, package, office):
    package.cell("users", 1, "familyName", "")
    found = checked(uploaded())

    with pytest.raises(RuleBroken, match="good rows only"):
        imports.apply(found, by=office, mode="all")

    assert found.problem_count > 0
    assert Person.objects.count() == 0


def test_with_a_bad_row_the_good_rows_can_stand(uploaded, package, office):
    package.cell("users", 4, "familyName", "")

    found = applied(checked(uploaded()), by=office, mode="good")

    assert found.status == ImportStatus.APPLIED
    assert Person.objects.count() == 76


def test_an_unusable_file_fails_with_the_reason(uploaded, package):
    package.tables.pop("manifest")

    found = checked(uploaded())

    assert found.status == ImportStatus.FAILED
    assert found.failure.startswith("manifest.csv is missing")
    assert found.file.name == ""


def test_what_the_database_refuses_leaves_nothing_half_written(
    uploaded, district, office
):
    found = checked(uploaded())
    imports.apply(found, by=office, mode="all")
    District = type(district)
    District.objects.filter(pk=district.pk).update(sourced_id="DIST-9")

    imports.write(found.pk)

    found.refresh_from_db()
    assert found.status == ImportStatus.FAILED
    assert "not of Calloway County Schools" in found.failure
    assert Person.objects.count() == School.objects.count() == 0


def test_a_bug_is_told_as_ours_and_changes_nothing(uploaded, monkeypatch):
    found = uploaded()
    monkeypatch.setattr(imports, "examine", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        imports.check(found.pk)

    found.refresh_from_db()
    assert found.status == ImportStatus.FAILED
    assert "Nothing was changed" in found.failure


def test_who_lost_the_right_meanwhile_changes_nothing(uploaded, office):
    found = checked(uploaded())
    imports.apply(found, by=office, mode="all")
    office.memberships.update(ends_on="2021-01-01")

    imports.write(found.pk)

    found.refresh_from_db()
    assert found.status == ImportStatus.FAILED
    assert Person.objects.count() == 0


def test_an_upload_can_be_thrown_away_once(uploaded, office):
    found = checked(uploaded())
    imports.abandon(found, by=office)

    with pytest.raises(WrongState):
        imports.apply(found, by=office, mode="all")


def test_a_stale_page_does_not_apply(uploaded, office):
    found = checked(uploaded())

    with pytest.raises(Stale):
        imports.apply(found, by=office, mode="all", version=1)


def test_offers_are_those_of_the_moment(uploaded, office, principal):
    found = uploaded()

    assert set(imports.offers(office, found)) == {"abandon"}
    found = checked(found)
    assert set(imports.offers(office, found)) == {"apply", "abandon"}
    assert not imports.offers(principal, found)["apply"]
    assert imports.offers(office, applied(found, by=office)) == {}


def test_a_file_without_a_row_goes_after_a_week(uploaded):
    found = uploaded()
    stored = Path(found.file.path)
    OneRosterImport.objects.all().delete()

    tasks.abandon_old_imports()
    assert stored.exists()
    with time_machine.travel("2027-01-01"):
        tasks.abandon_old_imports()

    assert not stored.exists()


def test_after_a_week_an_upload_is_thrown_away(uploaded):
    found = uploaded()
    with time_machine.travel("2027-01-01"):
        tasks.abandon_old_imports()

    found.refresh_from_db()
    assert found.status == ImportStatus.ABANDONED


def test_what_no_worker_heard_of_is_taken_up(uploaded, office, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks, "send", lambda task, pk: sent.append((task.name, pk)))
    new, ordered, _done = uploaded(), checked(uploaded()), checked(uploaded())
    imports.apply(ordered, by=office, mode="all")

    tasks.resume_imports()

    assert set(sent) == {
        ("schools.tasks.check_import", new.pk),
        ("schools.tasks.apply_import", ordered.pk),
    }


def test_tasks_do_the_work(uploaded, office):
    found = uploaded()
    tasks.check_import(str(found.pk))
    found.refresh_from_db()
    imports.apply(found, by=office, mode="all")
    tasks.apply_import(str(found.pk))

    assert Person.objects.count() == 77


def test_progress_is_told(uploaded):
    found = uploaded()
    assert found.progress is None

    imports.check(found.pk)

    assert found.progress == {"step": "Comparing", "done": 1, "total": 1}


def test_rows_that_turned_bad_after_the_order_stop_all_of_it(
    uploaded, package, office, monkeypatch
):
    found = checked(uploaded())
    imports.apply(found, by=office, mode="all")
    package.cell("users", 4, "familyName", "")
    package.write(Path(found.file.path))

    imports.write(found.pk)

    found.refresh_from_db()
    assert (found.status, found.failure[:14]) == ("failed", "2 rows are bad")
    assert Person.objects.count() == 0


def test_a_bug_while_writing_leaves_nothing_half_written(uploaded, office, monkeypatch):
    found = checked(uploaded())
    imports.apply(found, by=office, mode="all")
    monkeypatch.setattr("schools.oneroster.applying._apply_classes", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        imports.write(found.pk)

    found.refresh_from_db()
    assert found.status == ImportStatus.FAILED
    assert Person.objects.count() == School.objects.count() == 0


def test_there_may_be_no_uploads_to_throw_away(db):
    tasks.abandon_old_imports()

    assert not OneRosterImport.objects.exists()


def test_an_upload_that_vanished_fails_with_a_sentence(uploaded):
    found = uploaded()
    Path(found.file.path).unlink()

    assert checked(found).failure == "There is no such file."


def test_what_is_thrown_away_before_the_verdict_stays_so(uploaded, office, monkeypatch):
    found = uploaded()

    class Meanwhile(Unreadable):
        def __str__(self):
            imports.abandon(found, by=office)
            return "The file is damaged."

    def fail(*_):
        raise Meanwhile

    monkeypatch.setattr(imports, "examine", fail)

    assert checked(found).status == ImportStatus.ABANDONED


def test_an_import_is_called_by_its_file(uploaded):
    assert str(uploaded()) == "Import of roster.zip"


def test_a_task_is_sent_by_its_id_alone(uploaded, monkeypatch):
    sent = []
    monkeypatch.setattr(
        tasks.check_import, "apply_async", lambda args, **how: sent.append((args, how))
    )
    found = uploaded()

    tasks.send(tasks.check_import, found.pk)

    assert sent == [((str(found.pk),), {"retry": False})]
