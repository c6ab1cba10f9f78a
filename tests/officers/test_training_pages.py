"""Training on its pages: the officer's, the unit's, the forms, the papers, home."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from officers import actions
from officers.demo import make_unit
from officers.demo_training import make_training
from officers.models import Certificate, TrainingDue, TrainingHours
from officers.training import standing_of
from schools.demo import make_territory
from sro_program.accounts.models import Role
from sro_program.audit.models import AuditEvent, Kind
from sro_program.core.ids import uuid7
from tests.conftest import make_member, make_officer
from tests.core.test_files import PDF
from tests.factories.officers import (
    CertificateFactory,
    OfficerFactory,
    OtherCertificateFactory,
    TrainingDueFactory,
    TrainingHoursFactory,
)
from tests.officers.conftest import MONDAY, at


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(at(12), tick=False):
        yield


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        },
    }


def page(name, *args):
    return reverse(f"officers:{name}", args=args)


def certificate_fields(**said):
    return {
        "record_id": uuid7(),
        "kind": "sro_1",
        "earned_on": "2026-06-01",
        **said,
    }


def hours_fields(**said):
    fields = {"course": "Threats", "topic": "threat", "counts": "on", **said}
    return {"record_id": uuid7(), "on": "2026-11-30", "hours": "7.5", **fields}


# The officer's page


def test_an_empty_page_says_what_comes_and_what_is_missing(sign_in, officer):
    shown = sign_in(officer.user).get(page("training", officer.pk)).text

    assert "SRO I is not earned yet." in shown
    assert "0 hours of 40 in 2026" in shown
    assert "40 hours are missing until December 31." in shown
    assert "No hours are recorded yet." in shown
    assert "No certificate is recorded yet." in shown
    assert "since August 1, 2021" in shown


def test_the_page_shows_ladder_ledger_and_certificates(sign_in, officer, commander):
    CertificateFactory(officer=officer, number="K-17")
    CertificateFactory(
        officer=officer, kind="sro_2", lost_on=MONDAY, lost_because="Not renewed"
    )
    TrainingHoursFactory(officer=officer, course="Cyber safety")
    TrainingHoursFactory(officer=officer, counts=False)

    shown = sign_in(commander).get(page("training", officer.pk)).text

    assert "SRO II has lapsed." in shown
    assert "number K-17" in shown
    assert "Not renewed" in shown
    assert "Cyber safety, 8 h" in shown
    assert "8 hours of 40 in 2026" in shown
    assert "Does not count" in shown
    assert f"{page('add_certificate', officer.pk)}?kind=sro_2" in shown


def test_a_complete_year_and_nothing_due_are_said(sign_in, officer):
    for kind in ("sro_1", "sro_2", "sro_3"):
        CertificateFactory(officer=officer, kind=kind)
    for year in (2025, 2026):
        TrainingHoursFactory.create_batch(5, officer=officer, on=date(year, 2, 2))

    shown = sign_in(officer.user).get(page("training", officer.pk)).text

    assert "May work alone" in shown
    assert "The year is complete." in shown
    assert "Nothing is due." in shown


def test_the_page_asks_as_much_for_many_records_as_for_none(
    sign_in, commander, officer, queries_of
):
    client, path = sign_in(commander), page("training", officer.pk)
    few = queries_of(client, path)
    for n in range(5):
        OtherCertificateFactory(officer=officer, confirmed_by=None)
        TrainingHoursFactory(officer=officer, on=MONDAY - timedelta(days=n))

    assert queries_of(client, path) == few
    assert few <= 12


@pytest.mark.parametrize(
    "who", ["principal", "counselor", "teacher", "district_user", "stranger"]
)
def test_nobody_of_a_school_gets_the_pages(request, sign_in, officer, who):
    one = CertificateFactory(officer=officer)
    client = sign_in(request.getfixturevalue(who))

    for path in [
        page("training", officer.pk),
        page("training_overview"),
        page("change_certificate", one.pk),
        page("certificate_document", one.pk),
    ]:
        assert client.get(path).status_code == 403


def test_a_colleague_gets_neither_page_nor_record(sign_in, officer, agency, campus):
    client = sign_in(make_officer(agency, campus, "Colleague").user)
    one = CertificateFactory(officer=officer)

    assert client.get(page("training", officer.pk)).status_code == 403
    assert client.get(page("change_certificate", one.pk)).status_code == 404
    assert client.post(page("remove_certificate", one.pk)).status_code == 404
    detail = client.get(page("detail", officer.pk)).text
    assert page("training", officer.pk) not in detail


def test_the_officer_s_own_page_leads_there(sign_in, officer):
    shown = sign_in(officer.user).get(page("detail", officer.pk)).text

    assert page("training", officer.pk) in shown


# The unit


def test_the_unit_is_in_the_order_of_what_is_due(sign_in, commander, agency, officer):
    late = make_officer(agency, officer.assignments.get().campus, "Lara Late")
    gone = OfficerFactory(police_agency=agency, in_service=False)
    for kind in ("sro_1", "sro_2", "sro_3"):
        CertificateFactory(officer=officer, kind=kind)
    CertificateFactory(officer=officer, kind="first_aid", confirmed_by=None)

    shown = sign_in(commander).get(page("training_overview")).text

    assert shown.index("Lara Late") < shown.index("Owen Officer")
    assert "1 to confirm" in shown
    assert page("training", late.pk) in shown
    assert gone.user.name not in shown


def test_the_list_of_officers_leads_to_it(sign_in, commander, principal, officer):
    there = page("training_overview")

    assert there in sign_in(commander).get(page("index")).text
    assert there not in sign_in(principal).get(page("index")).text


def test_the_unit_asks_as_much_for_many_as_for_one(
    sign_in, office, agency, officer, queries_of
):
    client = sign_in(office)
    few = queries_of(client, page("training_overview"))
    for other in OfficerFactory.create_batch(4, police_agency=agency):
        CertificateFactory(officer=other)
        TrainingHoursFactory(officer=other)

    assert queries_of(client, page("training_overview")) == few
    assert few <= 10


def test_a_unit_without_officers_says_so(sign_in, commander):
    shown = sign_in(commander).get(page("training_overview"))

    assert "No officers yet" in shown.text


# The forms


def test_an_officer_records_on_the_phone_and_the_command_confirms(
    sign_in, officer, commander
):
    client = sign_in(officer.user)
    added = client.post(
        page("add_certificate", officer.pk), certificate_fields(), follow=True
    )
    client.post(page("add_hours", officer.pk), hours_fields())
    one, hours = Certificate.objects.get(), TrainingHours.objects.get()
    assert "Your command confirms it." in added.text
    assert "Not confirmed" in added.text
    assert page("confirm_certificate", one.pk) not in added.text

    client = sign_in(commander)
    assert "Confirm<" in client.get(page("training", officer.pk)).text
    client.post(page("confirm_certificate", one.pk), {"version": one.version})
    client.post(page("confirm_hours", hours.pk), {"version": hours.version})

    assert "Not confirmed" not in client.get(page("training", officer.pk)).text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"earned_on": "2026-12-01"}, "still to come"),
        ({"expires_on": "2026-05-01"}, "cannot expire before"),
        ({"kind": "other"}, "Say what certificate it is."),
    ],
)
def test_a_certificate_that_cannot_be_says_why(sign_in, officer, said, sentence):
    response = sign_in(officer.user).post(
        page("add_certificate", officer.pk), certificate_fields(number="7", **said)
    )

    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="7"' in response.text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"hours": "1.3"}, "Give quarters of an hour"),
        ({"hours": "25"}, "at most 24"),
        ({"on": "2026-12-01"}, "still to come"),
        ({"course": ""}, "Fill this in."),
    ],
)
def test_hours_that_cannot_be_say_why(sign_in, officer, said, sentence):
    response = sign_in(officer.user).post(
        page("add_hours", officer.pk), hours_fields(**said)
    )

    assert response.status_code == 422
    assert sentence in response.text


def test_a_name_of_its_own_belongs_to_the_other_kind_alone(sign_in, officer):
    sign_in(officer.user).post(
        page("add_certificate", officer.pk), certificate_fields(title="Not needed")
    )

    assert Certificate.objects.get().title == ""


def test_a_link_names_the_kind(sign_in, officer):
    path = f"{page('add_certificate', officer.pk)}?kind=sro_3"

    shown = sign_in(officer.user).get(path).text

    assert '<option value="sro_3" selected>' in shown


def test_a_correction_and_one_that_came_too_late(sign_in, officer):
    one = CertificateFactory(officer=officer, number="7", confirmed_by=None)
    client, path = sign_in(officer.user), page("change_certificate", one.pk)
    fields = {"kind": "sro_1", "earned_on": "2026-06-01", "version": 1}
    assert 'value="7"' in client.get(path).text

    assert client.post(path, {**fields, "number": "8"}).status_code == 302
    late = client.post(path, {**fields, "number": "9"})

    assert late.status_code == 409
    assert "has changed since" in late.text
    assert 'value="9"' in late.text
    one.refresh_from_db()
    assert one.number == "8"


def test_hours_are_corrected_and_taken_out(sign_in, officer):
    one = TrainingHoursFactory(officer=officer, confirmed_by=None)
    client = sign_in(officer.user)
    fields = {**hours_fields(on="2026-11-02"), "version": 1}
    assert "8.00" in client.get(page("change_hours", one.pk)).text

    refused = client.post(page("change_hours", one.pk), {**fields, "on": "2026-12-02"})
    client.post(page("change_hours", one.pk), fields)
    one.refresh_from_db()
    assert (one.on, one.hours) == (date(2026, 11, 2), 7.5)
    client.post(page("remove_hours", one.pk), {"version": 2})

    assert "still to come" in refused.text
    assert not TrainingHours.objects.standing().exists()
    assert client.get(page("change_hours", one.pk)).status_code == 404


def test_a_certificate_is_marked_as_lost(sign_in, commander, officer):
    one = CertificateFactory(officer=officer)
    client = sign_in(commander)
    shown = client.get(page("training", officer.pk)).text
    assert page("lose_certificate", one.pk) in shown

    client.get(page("lose_certificate", one.pk))
    client.post(
        page("lose_certificate", one.pk),
        {"lost_on": "2026-11-30", "lost_because": "Not renewed", "version": 1},
    )

    shown = client.get(page("training", officer.pk)).text
    assert "SRO I has lapsed." in shown
    assert page("lose_certificate", one.pk) not in shown


def test_what_is_confirmed_offers_the_officer_no_correction(
    sign_in, officer, commander
):
    one = CertificateFactory(officer=officer)
    hours = TrainingHoursFactory(officer=officer)
    changes = [page("change_certificate", one.pk), page("change_hours", hours.pk)]

    shown = sign_in(officer.user).get(page("training", officer.pk)).text
    for path in changes:
        assert path not in shown
        refused = sign_in(officer.user).get(path)
        assert refused.status_code == 403
        assert "Your command has confirmed this." in refused.text

    shown = sign_in(commander).get(page("training", officer.pk)).text
    assert all(path in shown for path in changes)


# Papers


def send(client, officer, content, name="paper.pdf"):
    file = SimpleUploadedFile(name, content)
    path = page("add_certificate", officer.pk)
    return client.post(path, {**certificate_fields(), "document": file})


def test_a_paper_is_kept_and_taking_it_along_is_on_record(
    sign_in, officer, commander, principal
):
    send(sign_in(officer.user), officer, PDF, name="secret-name.pdf")
    one = Certificate.objects.get()
    assert one.document_type == "application/pdf"
    assert "secret-name" not in one.document.name

    response = sign_in(commander).get(page("certificate_document", one.pk))

    assert response.getvalue().startswith(b"%PDF")
    assert response["Content-Disposition"] == 'attachment; filename="SRO I.pdf"'
    event = AuditEvent.objects.get(kind=Kind.DISCLOSURE)
    assert (event.by_id, event.object_id) == (commander.pk, str(one.pk))
    refused = sign_in(principal).get(page("certificate_document", one.pk))
    assert refused.status_code == 403


def test_of_a_refused_record_no_paper_stays(sign_in, officer, tmp_path):
    client = sign_in(officer.user)
    send(client, officer, PDF)

    refused = send(client, officer, PDF)

    assert refused.status_code == 422
    assert Certificate.objects.count() == 1
    assert len(list(tmp_path.rglob("*.pdf"))) == 1


def test_of_a_refused_correction_the_old_paper_alone_stays(sign_in, officer, tmp_path):
    client = sign_in(officer.user)
    send(client, officer, PDF)
    one = Certificate.objects.get()
    CertificateFactory(officer=officer, earned_on=date(2026, 5, 1))

    fields = {"kind": "sro_1", "earned_on": "2026-05-01", "version": 1}
    paper = SimpleUploadedFile("new.pdf", PDF)
    path = page("change_certificate", one.pk)
    refused = client.post(path, {**fields, "document": paper})

    assert refused.status_code == 422
    assert [file.name for file in tmp_path.rglob("*.pdf")] == [
        Path(one.document.name).name
    ]


def test_a_paper_of_hours_is_named_after_the_course(sign_in, officer):
    client = sign_in(officer.user)
    file = SimpleUploadedFile("a.pdf", PDF)
    client.post(page("add_hours", officer.pk), {**hours_fields(), "document": file})

    response = client.get(page("hours_document", TrainingHours.objects.get().pk))

    assert response.getvalue().startswith(b"%PDF")
    assert 'filename="Threats.pdf"' in response["Content-Disposition"]


def test_without_a_paper_there_is_nothing_to_take(sign_in, officer):
    one = CertificateFactory(officer=officer)

    response = sign_in(officer.user).get(page("certificate_document", one.pk))

    assert response.status_code == 404


def test_a_correction_without_a_paper_keeps_the_old_one(sign_in, officer):
    client = sign_in(officer.user)
    send(client, officer, PDF)
    one = Certificate.objects.get()

    fields = {"kind": "sro_1", "earned_on": "2026-06-02", "version": 1}
    client.post(page("change_certificate", one.pk), fields)

    kept = client.get(page("certificate_document", one.pk))
    assert kept.getvalue().startswith(b"%PDF")
    assert "A document is kept" in client.get(page("change_certificate", one.pk)).text


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00" + b"\0" * 600, "paper.pdf"),
        (b"<html><script>1</script></html>", "paper.png"),
        (b"", "paper.pdf"),
        (PDF + b"\0" * 26_000_000, "huge.pdf"),
    ],
)
def test_what_is_disguised_empty_or_huge_is_refused(sign_in, officer, content, name):
    response = send(sign_in(officer.user), officer, content, name)

    assert response.status_code in {413, 422}
    assert not Certificate.objects.exists()


# Home


@pytest.mark.usefixtures("school")
def test_what_is_due_within_a_month_needs_the_officer_and_the_commander(
    sign_in, officer, commander, office
):
    TrainingDueFactory(officer=officer, label="SRO I", due_on=date(2026, 12, 30))

    for user in (officer.user, commander):
        shown = sign_in(user).get("/").text
        assert "Training: SRO I" in shown
        assert "It is due on December 30, 2026." in shown
    assert "Training: SRO I" not in sign_in(office).get("/").text


@pytest.mark.usefixtures("school")
def test_what_is_overdue_is_urgent_and_what_is_later_is_not_shown(sign_in, officer):
    TrainingDueFactory(officer=officer, label="SRO I", due_on=date(2026, 11, 29))
    TrainingDueFactory(officer=officer, label="SRO II", due_on=date(2026, 12, 31))

    shown = sign_in(officer.user).get("/").text

    assert "It was due on November 29, 2026." in shown
    assert "Urgent" in shown
    assert "Training: SRO II" not in shown


def test_nobody_of_the_school_is_asked_for_it(sign_in, officer, principal, agency):
    TrainingDueFactory(officer=officer, label="SRO I")
    colleague = make_officer(agency, officer.assignments.get().campus, "Colleague")
    elsewhere = OfficerFactory()
    other = make_member(Role.COMMANDER, elsewhere.police_agency)

    for user in (principal, colleague.user, other):
        assert "Training: SRO I" not in sign_in(user).get("/").text


# The demo


def test_the_demo_has_five_officers_on_different_steps_and_is_made_once(
    agency, commander
):
    district = make_territory(agency)
    unit = make_unit(agency, district, "a-long-password")

    for _ in range(2):
        make_training(agency)

    steps = {
        tuple(step.state for step in standing_of(one, MONDAY).steps) for one in unit[:5]
    }
    assert len(steps) == 5
    assert Certificate.objects.count() == 15
    days = set(TrainingDue.objects.values_list("due_on", flat=True))
    assert MONDAY + timedelta(days=25) in days
    assert min(days) < MONDAY
    assert actions.warn(unit[0])
