"""Writing a report, its review, and the lock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from incidents import actions
from incidents.actions.reviewing import IS_DISCIPLINE, missing_in
from incidents.models import (
    CaseFile,
    Incident,
    Involvement,
    Measure,
    Submission,
    Supplement,
)
from incidents.states import Status
from incidents.timeline import timeline
from officers.models import ActivityEntry, Assignment
from sro_program.accounts.models import Membership, Role
from sro_program.core.db import acting_as
from sro_program.core.errors import NotAllowed, RuleBroken, Stale, WrongState
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from tests.conftest import make_officer
from tests.factories.incidents import AttachmentFactory
from tests.factories.schools import PlaceFactory
from tests.incidents.conftest import BEGAN

pytestmark = pytest.mark.django_db


def test_reports_are_numbered_by_school_year_and_agency(begin):
    first, second = begin(), begin()
    earlier = begin(
        occurred_from=datetime(2026, 5, 6, 15, tzinfo=UTC),
        reported_at=datetime(2026, 5, 6, 15, tzinfo=UTC),
    )

    assert [first.number, second.number] == ["2026-27-0001", "2026-27-0002"]
    assert earlier.number == "2025-26-0001"


def test_an_officer_of_another_school_writes_no_report_here(begin, other_school):
    with pytest.raises(NotAllowed, match="You are not assigned to"):
        begin(school=other_school)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"occurred_from": now() + timedelta(hours=2)}, "still to come"),
        ({"occurred_to": BEGAN - timedelta(minutes=1)}, "end before it begins"),
        ({"reported_at": BEGAN - timedelta(minutes=1)}, "before it begins"),
    ],
)
def test_times_that_cannot_be_are_refused(begin, said, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        begin(**said)

    assert not Incident.objects.exists()


def test_a_place_of_another_school_is_refused(begin, other_school):
    with pytest.raises(RuleBroken, match="of another school"):
        begin(place=PlaceFactory(school=other_school))


def test_a_submitted_report_waits_for_the_command(commander, submitted, officer):
    told = Notification.objects.get(recipient=commander)

    assert submitted.status == Status.SUBMITTED
    assert submitted.outcome == Incident.Outcome.NOTHING
    assert told.needs_you
    assert Submission.objects.get().text == "narrative-token"
    line = ActivityEntry.objects.get(source_id=submitted.pk)
    assert line.type == ActivityEntry.Type.OFFENSE_REPORT
    assert line.officer == officer


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"narrative": " "}, "Tell what happened"),
        ({"disposition": ""}, "how it was dealt with"),
        ({"conduct": "open"}, "Say what it was"),
        ({"conduct": "public"}, "at least one offense"),
    ],
)
def test_a_report_is_whole_before_it_is_submitted(
    incident, write_up, officer, said, sentence
):
    write_up(incident, **said)

    with pytest.raises(RuleBroken, match=sentence):
        actions.submit(incident, by=officer.user)


def test_a_returned_report_is_mended_and_submitted_again(submitted, commander, officer):
    actions.return_report(submitted, by=commander, remark="remark-token")
    told = Notification.objects.filter(recipient=officer.user).latest("created_at")
    assert told.needs_you

    actions.change_case_file(submitted, by=officer.user, minutes=45)
    actions.submit(submitted, by=officer.user)

    assert Submission.objects.count() == 2
    assert ActivityEntry.objects.get(source_id=submitted.pk).minutes == 45


def test_a_return_says_what_to_mend(submitted, commander):
    with pytest.raises(RuleBroken, match="what is to be mended"):
        actions.return_report(submitted, by=commander, remark="  ")


def test_nobody_approves_their_own_report(submitted, officer, agency, client):
    Membership.objects.create(
        user=officer.user,
        role=Role.COMMANDER,
        police_agency=agency,
        starts_on=date(2020, 1, 1),
    )

    client.force_login(officer.user)
    address = submitted.get_absolute_url()
    answer = client.post(f"{address}approve/", {"version": submitted.version})
    assert answer.status_code == 403
    assert "Nobody approves their own report." in answer.text
    assert f"{address}approve/" not in client.get(address).text
    with pytest.raises(NotAllowed, match="Nobody approves their own"):
        actions.approve(submitted, by=officer.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.update(
            approved_by=officer.user, approved_at=now(), status="approved"
        )


def test_the_principal_approves_no_report(submitted, principal):
    with pytest.raises(NotAllowed, match="Only the sheriff’s command"):
        actions.approve(submitted, by=principal)


def test_a_report_in_review_is_not_changed(submitted, officer):
    with pytest.raises(WrongState, match="being reviewed"):
        actions.change_case_file(submitted, by=officer.user, minutes=5)


def test_an_approved_report_is_locked_by_the_database(approved):
    tables = ["casefile", "involvement"]
    for table in tables:
        with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
            connection.cursor().execute(f"DELETE FROM incidents_{table}")
    with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
        Incident.objects.update(school_report="other")
    with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
        Measure.objects.create(
            incident=approved, school=approved.school, kind="advice", at=BEGAN
        )


def test_what_the_school_reported_names_nobody_when_it_is_submitted(
    begin, write_up, officer
):
    incident = write_up(begin(school_report="Family-token had a pouch."))

    with pytest.raises(RuleBroken, match="which the principal and the office read"):
        actions.submit(incident, by=officer.user)

    actions.change_header(incident, by=officer.user, school_report="A pouch.")
    assert actions.submit(incident, by=officer.user).status == "submitted"


def test_discipline_misses_nothing_but_its_way_back(discipline):
    assert missing_in(discipline, discipline.case_file) == [IS_DISCIPLINE]


def test_what_is_learned_later_is_a_supplement(approved, officer, commander):
    actions.add_supplement(
        approved, by=officer.user, record_id=uuid7(), text="later-token"
    )

    assert Supplement.objects.get().written_by == officer.user
    assert Notification.objects.filter(recipient=commander).exists()


def test_a_supplement_comes_after_approval(submitted, officer):
    with pytest.raises(NotAllowed, match="after approval"):
        actions.add_supplement(
            submitted, by=officer.user, record_id=uuid7(), text="too early"
        )


def test_signed_twice_with_one_form_it_is_one_supplement(approved, officer):
    key = uuid7()

    for _ in range(2):
        actions.add_supplement(approved, by=officer.user, record_id=key, text="t")

    assert Supplement.objects.count() == 1


def test_an_older_form_is_stale(incident, officer):
    actions.change_case_file(incident, by=officer.user, version=1, minutes=20)

    with pytest.raises(Stale):
        actions.change_case_file(incident, by=officer.user, version=1, minutes=30)


def test_the_author_keeps_the_report_after_a_relief_ends(
    incident, officer, write_up, commander
):
    Assignment.objects.update(ends_on=date(2026, 10, 7))

    actions.submit(write_up(incident), by=officer.user)

    assert Incident.objects.visible_to(officer.user).filter(pk=incident.pk).exists()


def test_another_officer_changes_nothing_of_it(incident, agency, campus):
    colleague = make_officer(agency, campus, "Cole Colleague")

    with pytest.raises(NotAllowed, match="Only the officer who wrote"):
        actions.change_case_file(incident, by=colleague.user, minutes=5)


@pytest.mark.parametrize(
    ("kind", "said", "alert"),
    [
        ("force", {"force_type": "hands", "reason": "r", "power": "police"}, "force"),
        ("advice", {"has_injury": True}, "injury"),
    ],
)
def test_the_command_is_told_at_once(
    incident, add_measure, commander, kind, said, alert
):
    add_measure(incident, kind, **said)

    told = Notification.objects.get(recipient=commander)
    assert told.needs_you
    assert CaseFile.objects.get().alerts == [alert]


def test_the_timeline_says_of_what_the_command_was_told(
    incident, add_measure, add_person
):
    add_measure(incident, "force", force_type="hands", reason="r", power="police")
    add_person(incident, injury="serious")

    told = [one.note for one in timeline(incident) if "command" in one.sentence]
    assert told == ["Force was used", "Someone was injured"]


def test_each_alert_is_told_once(incident, add_measure, commander):
    for _ in range(2):
        add_measure(incident, "advice", has_injury=True)

    assert Notification.objects.filter(recipient=commander).count() == 1


@pytest.mark.parametrize(("born", "alerts"), [(2016, ["child"]), (2010, [])])
def test_custody_of_a_child_under_twelve_reaches_the_command(
    incident, add_person, add_measure, commander, born, alerts
):
    person = add_person(incident, birth_date=date(born, 1, 1))

    add_measure(incident, "custody", about=person, reason="r")

    assert CaseFile.objects.get().alerts == alerts


def test_the_injury_of_a_person_reaches_the_command(incident, add_person, commander):
    add_person(incident, injury="serious")

    assert CaseFile.objects.get().alerts == ["injury"]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("search", "on which standard"),
        ("seizure", "what was seized"),
        ("force", "which force was used"),
        ("custody", "who was taken into custody"),
        ("transport", "where the person was taken"),
    ],
)
def test_each_measure_has_its_own_facts(incident, add_measure, kind, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        add_measure(incident, kind)


def test_a_search_by_consent_says_whose(incident, add_measure):
    with pytest.raises(RuleBroken, match="who consented"):
        add_measure(incident, "search", standard="consent")


def test_a_measure_names_only_people_of_its_report(
    begin, incident, add_person, add_measure
):
    stranger = add_person(begin())

    with pytest.raises(RuleBroken, match="not in this report"):
        add_measure(incident, "advice", about=stranger)


def test_a_person_who_is_named_stays(incident, officer, add_person, add_measure):
    person = add_person(incident)
    measure = add_measure(incident, "advice", about=person)

    with pytest.raises(RuleBroken, match="Remove it first"):
        actions.remove_person(person, by=officer.user)
    actions.remove_part(measure, by=officer.user)
    actions.remove_person(person, by=officer.user)

    assert not incident.people.exists()


INTERVIEW = {
    "at": BEGAN,
    "where": "Office",
    "led_by": "school",
    "sro_present": True,
    "purpose": "crime",
    "free_to_leave": "no",
    "rights_read": "no",
    "parent_contacted": "after",
}


def interview(incident, by, **said):
    return actions.add_interview(
        incident, by=by, record_id=uuid7(), **{**INTERVIEW, **said}
    )


def test_a_joint_interview_without_rights_needs_a_reason(incident, officer):
    with pytest.raises(RuleBroken, match="Say why it went on"):
        interview(incident, officer.user)


def test_its_reason_reaches_the_command(incident, officer, commander):
    interview(incident, officer.user, guard_reason="It was over before I knew.")

    assert CaseFile.objects.get().alerts == ["guard"]
    assert Notification.objects.get(recipient=commander).needs_you


@pytest.mark.parametrize(
    "said",
    [
        {"led_by": "sro"},
        {"sro_present": False},
        {"purpose": "rule"},
        {"rights_read": "yes", "rights_by": "Deputy"},
    ],
)
def test_without_one_of_the_four_there_is_no_guard(incident, officer, said):
    interview(incident, officer.user, **said)

    assert CaseFile.objects.get().alerts == []


def test_looking_at_names_says_why(incident, officer):
    with pytest.raises(RuleBroken, match="Say why"):
        actions.unmask(incident, by=officer.user, reason=" ", viewing=uuid7())


def test_a_student_without_a_birth_date_is_a_juvenile(incident, add_person):
    adult = add_person(incident, birth_date=date(1980, 1, 1), grade=None)
    student = add_person(incident)

    assert not adult.is_juvenile
    assert student.is_juvenile
    assert student.masked == "Juvenile, grade 9"


def test_which_part_makes_a_juvenile_record_is_a_setting(
    incident, add_person, settings
):
    settings.JUVENILE_RECORD_OF = ["subject"]
    settings.JUVENILE_UNDER = 17

    assert add_person(incident).is_juvenile
    assert not add_person(incident, role="witness").is_juvenile
    assert not add_person(incident, birth_date=date(2009, 10, 1)).is_juvenile


def test_who_is_a_juvenile_stays_one_when_something_else_is_mended(
    incident, add_person, officer
):
    person = add_person(incident)

    actions.change_person(person, by=officer.user, injury="minor")

    person.refresh_from_db()
    assert person.is_juvenile


def test_who_was_a_juvenile_is_decided_anew_with_the_date(
    incident, add_person, officer
):
    person = add_person(incident, birth_date=date(2008, 9, 30))
    assert not person.is_juvenile

    actions.change_header(
        incident, by=officer.user, occurred_from=datetime(2026, 9, 1, 15, tzinfo=UTC)
    )

    person.refresh_from_db()
    assert person.is_juvenile


def test_a_day_that_was_mended_tells_of_the_arrest_of_a_child(
    incident, officer, add_person
):
    add_person(incident, birth_date=date(2014, 10, 1))
    account = {"conduct": "public", "disposition": "arrest"}
    actions.change_case_file(incident, by=officer.user, **account)
    assert CaseFile.objects.get().alerts == []

    actions.change_header(
        incident, by=officer.user, occurred_from=datetime(2026, 9, 1, 15, tzinfo=UTC)
    )

    assert CaseFile.objects.get().alerts == ["child"]


def test_a_birth_date_given_later_tells_of_a_child_in_custody(
    incident, officer, add_person, add_measure
):
    person = add_person(incident)
    add_measure(incident, "custody", about=person, reason="r")
    assert CaseFile.objects.get().alerts == []

    actions.change_person(person, by=officer.user, birth_date=date(2016, 1, 1))

    assert CaseFile.objects.get().alerts == ["child"]


@pytest.mark.parametrize("said_last", ["person", "disposition", "birth date"])
def test_the_arrest_of_a_child_reaches_the_command_without_a_measure(
    incident, officer, add_person, commander, said_last
):
    account = {"conduct": "public", "disposition": "arrest"}
    born = {"birth_date": date(2016, 1, 1)}
    if said_last == "disposition":
        add_person(incident, **born)
        actions.change_case_file(incident, by=officer.user, **account)
    else:
        actions.change_case_file(incident, by=officer.user, **account)
        child = add_person(incident, **(born if said_last == "person" else {}))
    if said_last == "birth date":
        assert CaseFile.objects.get().alerts == []
        actions.change_person(child, by=officer.user, **born)

    assert CaseFile.objects.get().alerts == ["child"]
    assert Notification.objects.filter(recipient=commander).count() == 1


@pytest.mark.parametrize(
    ("disposition", "role", "born"),
    [
        ("arrest", "subject", 2010),
        ("arrest", "victim", 2016),
        ("citation", "subject", 2016),
    ],
)
def test_only_the_arrest_of_a_child_does(
    incident, officer, add_person, disposition, role, born
):
    add_person(incident, role=role, birth_date=date(born, 1, 1))

    actions.change_case_file(
        incident, by=officer.user, conduct="public", disposition=disposition
    )

    assert CaseFile.objects.get().alerts == []


def test_a_child_of_unknown_age_is_known_by_the_grade(
    incident, add_person, add_measure
):
    person = add_person(incident, grade=3)

    add_measure(incident, "custody", about=person, reason="r")

    assert CaseFile.objects.get().alerts == ["child"]


def test_another_officer_of_the_school_adds_a_supplement(approved, agency, campus):
    colleague = make_officer(agency, campus, "Cole Colleague").user

    with acting_as(colleague):
        actions.add_supplement(approved, by=colleague, record_id=uuid7(), text="Seen.")

    assert Supplement.objects.get().written_by == colleague


def test_whose_supplement_it_is_stands_in_the_message(approved, officer, commander):
    with acting_as(commander):
        actions.add_supplement(approved, by=commander, record_id=uuid7(), text="Seen.")

    told = Notification.objects.filter(recipient=officer.user).latest("pk")
    assert str(told.context).count(str(commander)) > 0
    assert str(officer.user) not in str(told.context)


def test_nobody_approves_in_the_name_of_another(submitted, commander, officer):
    with (
        pytest.raises(IntegrityError, match="whoever signs it"),
        acting_as(officer.user),
    ):
        Incident.objects.update(
            status="approved", approved_by=commander, approved_at=now()
        )


def test_nothing_is_moved_into_a_locked_report(approved, begin, add_person):
    person = add_person(begin())

    with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
        Involvement.objects.filter(pk=person.pk).update(incident=approved)


def test_nobody_forgets_by_a_setting(approved, commander):
    connection.cursor().execute("SELECT set_config('app.forgetting', 'on', true)")

    with pytest.raises(IntegrityError, match="locked"), acting_as(commander):
        Incident.objects.update(school_report="Other.")


def test_nothing_lies_in_the_future(incident, officer, add_measure):
    later = now() + timedelta(hours=1)

    with pytest.raises(RuleBroken, match="still to come"):
        add_measure(incident, "advice", ended_at=later)
    with pytest.raises(RuleBroken, match="still to come"):
        actions.change_case_file(incident, by=officer.user, school_told_at=later)


def test_a_parent_is_masked_beside_a_juvenile(client, incident, add_person, officer):
    add_person(incident)
    add_person(incident, role="parent", is_student=False, grade=None, given_name="Pat")
    client.force_login(officer.user)

    page = client.get(incident.get_absolute_url()).content.decode()

    assert "A parent or guardian" in page
    assert "Family-token" not in page


def test_the_files_of_a_discarded_draft_go_with_it(
    incident, officer, django_capture_on_commit_callbacks
):
    kept = AttachmentFactory(incident=incident)
    storage, name = kept.file.storage, kept.file.name

    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(incident, by=officer.user)

    assert not storage.exists(name)
