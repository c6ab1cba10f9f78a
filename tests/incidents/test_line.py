"""The Line: discipline returns to the school, and the police keep no name of it."""

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction

from incidents import actions
from incidents.forms.account import ASKED_TO_DISCIPLINE
from incidents.models import CaseFile, HandBack, Incident, Involvement
from incidents.states import Status
from officers.models import ActivityEntry
from sro_program.core.db import acting_as
from sro_program.core.errors import NotAllowed, RuleBroken, WrongState
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from tests.conftest import make_user
from tests.incidents.conftest import BEGAN, DISCIPLINE, POLICE, tables_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("answers", "conduct"),
    [
        ({}, "open"),
        ({"possible_crime": "unsure"}, "open"),
        ({"possible_crime": "no"}, "misconduct"),
        ({"possible_crime": "unsure", "school_alone": "yes"}, "misconduct"),
        ({"possible_crime": "unsure", "asked_to_discipline": True}, "misconduct"),
        ({"possible_crime": "yes", "asked_to_discipline": True}, "open"),
    ],
)
def test_four_answers_say_whose_matter_it_is(begin, answers, conduct):
    incident = begin(answers={**POLICE, **answers})

    assert incident.case_file.conduct == conduct


def test_what_is_discipline_returns_to_the_school(discipline, officer, principal):
    actions.hand_back(discipline, by=officer.user, facts="Two pushed each other.")

    discipline.refresh_from_db()
    assert discipline.status == Status.HANDED_BACK
    assert discipline.outcome == Incident.Outcome.SCHOOL
    told = Notification.objects.get(recipient=principal)
    assert told.needs_you
    assert told.url == discipline.get_absolute_url()


def test_the_police_keep_no_name_of_it_in_any_table(
    discipline, officer, add_person, add_measure
):
    person = add_person(discipline, statement="statement-token")
    add_measure(discipline, "separated", about=person, note="note-token")
    actions.save_narrative(
        discipline, by=officer.user, narrative="narrative-token Family-token"
    )

    actions.hand_back(discipline, by=officer.user, facts="Two pushed each other.")

    assert tables_with("Family-token") == []
    assert tables_with("narrative-token") == []
    assert tables_with("statement-token") == []
    assert tables_with("note-token") == []
    assert tables_with("Two pushed each other.") == [
        "incidents_handback",
        "incidents_handbackevent",
    ]


def test_it_counts_as_a_conflict_in_the_log(discipline, officer):
    actions.hand_back(discipline, by=officer.user, facts="Two pushed each other.")

    line = ActivityEntry.objects.get(source_id=discipline.pk)
    assert line.type == ActivityEntry.Type.CONFLICT


def test_what_may_be_a_crime_is_not_handed_back(incident, officer):
    with pytest.raises(RuleBroken, match="Change its class first"):
        actions.hand_back(incident, by=officer.user, facts="Something.")


def test_the_slip_needs_facts(discipline, officer):
    with pytest.raises(RuleBroken, match="Say what happened"):
        actions.hand_back(discipline, by=officer.user, facts=" ")

    assert not HandBack.objects.exists()


def test_a_slip_sent_too_late_is_not_compared_with_what_the_school_reported(
    client, discipline, officer
):
    client.force_login(officer.user)
    address = f"{discipline.get_absolute_url()}hand-back/"
    assert "school-report-token</textarea>" in client.get(address).text

    late = client.post(address, {"version": "77", "facts": "Two pushed each other."})

    assert late.status_code == 409
    assert "Two pushed each other.</textarea>" in late.text
    assert "By now it says" not in late.text


def test_discipline_is_not_submitted_as_police_work(discipline, officer, write_up):
    write_up(discipline, conduct="misconduct", disposition="school")

    with pytest.raises(RuleBroken, match="Return it to the school"):
        actions.submit(discipline, by=officer.user)


@pytest.mark.parametrize("disposition", ["cdw", "citation", "arrest"])
def test_discipline_reaches_no_court(discipline, officer, disposition):
    with pytest.raises(RuleBroken, match="cannot end in a complaint"):
        actions.change_case_file(discipline, by=officer.user, disposition=disposition)


@pytest.mark.parametrize("kind", ["custody", "transport"])
def test_discipline_has_no_custody(discipline, add_person, add_measure, kind):
    person = add_person(discipline)

    with pytest.raises(RuleBroken, match="neither an offense nor custody"):
        add_measure(discipline, kind, about=person, reason="r", taken_to="there")


def test_discipline_has_no_offense(discipline, officer, code):
    with pytest.raises(RuleBroken, match="neither an offense nor custody"):
        actions.add_offence(discipline, by=officer.user, record_id=uuid7(), code=code)


def test_what_has_an_offense_is_not_called_discipline(incident, officer, code):
    actions.add_offence(incident, by=officer.user, record_id=uuid7(), code=code)

    with pytest.raises(RuleBroken, match="Remove them first"):
        actions.change_case_file(
            incident, by=officer.user, conduct="misconduct", possible_crime="no"
        )


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE incidents_casefile SET disposition = 'arrest'",
        "UPDATE incidents_casefile SET disposition = 'citation'",
        "UPDATE incidents_casefile SET disposition = 'cdw'",
        "UPDATE incidents_casefile SET possible_crime = 'yes'",
        """INSERT INTO incidents_offence
           (id, incident_id, school_id, code_id, is_attempt)
           SELECT gen_random_uuid(), i.id, i.school_id, c.id, false
           FROM incidents_incident i, incidents_offencecode c LIMIT 1""",
    ],
)
def test_the_database_itself_holds_the_line(discipline, sql):
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(sql)


def test_the_principal_signs_the_slip_once(discipline, officer, principal):
    actions.hand_back(discipline, by=officer.user, facts="Two pushed each other.")
    slip = HandBack.objects.get()

    first = actions.sign_slip(slip, by=principal)
    again = actions.sign_slip(slip, by=principal)

    assert first.seen_by == principal
    assert again.seen_at == first.seen_at
    assert not Notification.objects.filter(recipient=principal, needs_you=True).exists()


def test_only_the_principal_signs_the_slip(discipline, officer):
    actions.hand_back(discipline, by=officer.user, facts="Two pushed each other.")

    with pytest.raises(NotAllowed, match="Only the school’s principal"):
        actions.sign_slip(HandBack.objects.get(), by=officer.user)


def test_nobody_erases_what_another_wrote(discipline, add_person, commander):
    add_person(discipline)

    with (
        pytest.raises(Exception, match="Only its author"),
        acting_as(commander),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT incidents_erase_content(%s)", [discipline.pk])

    assert Involvement.objects.count() == 1


def test_a_draft_can_be_discarded_with_all_its_names(incident, officer, add_person):
    add_person(incident)

    actions.discard(incident, by=officer.user)

    incident.refresh_from_db()
    assert incident.status == Status.DISCARDED
    assert tables_with("Family-token") == []
    assert tables_with("school-report-token") == []


def test_what_is_handed_back_stays_so(discipline, officer):
    actions.hand_back(discipline, by=officer.user, facts="Two pushed each other.")

    with pytest.raises(WrongState):
        actions.hand_back(discipline, by=officer.user, facts="Again.")
    with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
        CaseFile.objects.update(minutes=5)


def test_begun_twice_with_one_form_it_is_one_report(begin):
    key = uuid7()

    begin(record_id=key, answers=DISCIPLINE)
    begin(record_id=key, answers=DISCIPLINE)

    assert Incident.objects.count() == 1


def test_a_mail_of_it_has_no_name(discipline, officer, add_person, principal):
    add_person(discipline)
    actions.hand_back(discipline, by=officer.user, facts="Two pushed each other.")

    for note in Notification.objects.all():
        assert "token" not in f"{note.summary} {note.context}"
    assert mail.outbox == []
    assert BEGAN


def test_a_request_to_discipline_returns_to_the_school_in_one_step(
    client, officer, school, principal
):
    client.force_login(officer.user)
    said = {
        "record_id": str(uuid7()),
        "school": school.pk,
        "initiated_by": "administrator",
        "sub_place": "hallway",
        "school_report": "I was asked to enforce the dress code.",
    }

    for _ in range(2):
        answer = client.post("/incidents/asked/", said)

    incident = Incident.objects.get()
    assert answer.url == incident.get_absolute_url()
    assert incident.status == Status.HANDED_BACK
    assert incident.case_file.asked_to_discipline
    assert HandBack.objects.get().facts == said["school_report"]
    assert Notification.objects.filter(recipient=principal).count() == 1


def test_a_request_to_discipline_is_returned_with_one_tap(client, officer, school):
    """The page comes filled in; a button sends it as it is."""
    client.force_login(officer.user)
    form = client.get("/incidents/asked/").context["form"]

    said = {name: form[name].value() or "" for name in form.fields}
    client.post("/incidents/asked/", said)

    incident = Incident.objects.get()
    assert incident.status == Status.HANDED_BACK
    assert HandBack.objects.get().facts == ASKED_TO_DISCIPLINE
    assert incident.school_report == "", "the school has said nothing of it"
    shown = client.get(incident.get_absolute_url()).text
    assert "No account, nobody’s name and no file of it is kept." in shown
    assert "Nothing written yet" not in shown


def test_the_first_step_of_a_report_returns_it_as_far_as_it_is_filled_in(
    client, officer, school, principal
):
    client.force_login(officer.user)
    said = {
        "record_id": str(uuid7()),
        "school": school.pk,
        "asked_to_discipline": "yes",
        "initiated_by": "teacher",
        "sub_place": "",
        "school_report": "",
    }

    answer = client.post("/incidents/asked/", said)

    incident = Incident.objects.get()
    assert answer.url == incident.get_absolute_url()
    assert (incident.initiated_by, incident.sub_place) == ("teacher", "other")
    assert incident.outcome == Incident.Outcome.SCHOOL
    assert Notification.objects.filter(recipient=principal).count() == 1


def test_everybody_who_signs_in_reads_the_rule_of_the_line(client, teacher):
    assert client.get("/incidents/line/").status_code == 302
    for user in (teacher, make_user("nobody@example.org", "No Role")):
        client.force_login(user)
        assert client.get("/incidents/line/").status_code == 200


def test_the_slip_has_no_name_of_anybody_in_the_draft(discipline, officer, add_person):
    add_person(discipline)

    with pytest.raises(RuleBroken, match="A name of somebody in the draft"):
        actions.hand_back(discipline, by=officer.user, facts="Family-token pushed.")


def test_the_slip_has_no_name_with_another_apostrophe(discipline, officer, add_person):
    add_person(discipline, given_name="D'Andre", family_name="O'Zaxby")

    with pytest.raises(RuleBroken, match="A name of somebody in the draft"):
        actions.hand_back(discipline, by=officer.user, facts="D’Andre pushed.")


def test_force_is_reviewed_and_not_handed_back(discipline, officer, add_measure):
    add_measure(discipline, "force", force_type="hands", reason="r", power="police")

    with pytest.raises(RuleBroken, match="the command reviews that"):
        actions.hand_back(discipline, by=officer.user, facts="Two pushed.")
    with pytest.raises(RuleBroken, match="Submit it instead"):
        actions.discard(discipline, by=officer.user)
    with (
        pytest.raises(DatabaseError, match="reviewed, not erased"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT incidents_erase_content(%s)", [discipline.pk])


def test_the_command_that_was_told_learns_that_it_went_back(
    discipline, officer, commander, add_person
):
    add_person(discipline, injury="minor")

    actions.hand_back(discipline, by=officer.user, facts="Two pushed each other.")

    told = Notification.objects.filter(recipient=commander).latest("created_at")
    assert "was returned to the school" in told.summary
    assert CaseFile.objects.get().alerts == ["injury"]


def test_what_was_no_crime_is_no_offense_before_it_is_answered_anew(
    discipline, officer
):
    with pytest.raises(RuleBroken, match="Answer that question anew"):
        actions.change_case_file(discipline, by=officer.user, conduct="public")

    actions.change_case_file(
        discipline, by=officer.user, conduct="public", possible_crime="yes"
    )


def test_a_slip_stays_as_it_was_written(discipline, officer, principal):
    actions.hand_back(discipline, by=officer.user, facts="Two pushed each other.")

    with (
        pytest.raises(IntegrityError, match="stays as it was written"),
        acting_as(principal),
    ):
        HandBack.objects.update(facts="Something else.")
