"""What stands in a report is mended in place, and asked about before it goes."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents import actions
from incidents.models import (
    Attachment,
    CaseFile,
    Charge,
    Interview,
    Measure,
    Offence,
    OffenceCode,
)
from incidents.timeline import timeline
from sro_program.audit.models import AuditEvent
from sro_program.core.errors import NotAllowed, RuleBroken, Stale, WrongState
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from tests.conftest import make_officer
from tests.factories.incidents import AttachmentFactory, InterviewFactory

pytestmark = pytest.mark.django_db
TO_COME = datetime(2036, 1, 1, tzinfo=UTC)
SEARCHED = {"standard": "cause", "found": "found-token", "note": "note-token"}
UNASKED = {"_state", "version", "at", "rights_by", "guard_reason"}
"""A form shows minutes, and drops what its answers do not ask for."""
KINDS = ["measure", "interview", "offence", "attachment"]
SECTIONS = {name: f"{name}s" for name in KINDS}


@pytest.fixture
def parts(incident, add_person, add_measure, code):
    """One of each kind, about one person."""
    person = add_person(incident)
    return {
        "person": person,
        "measure": add_measure(incident, "search", about=person, **SEARCHED),
        "interview": InterviewFactory(incident=incident, about=person),
        "offence": Offence.objects.create(
            incident=incident, school=incident.school, code=code, about=person
        ),
        "attachment": AttachmentFactory(incident=incident),
    }


@pytest.fixture
def author(client, officer):
    client.force_login(officer.user)
    return client


def path_of(name, part):
    return reverse(f"incidents:{name}", args=[part.incident_id, part.pk])


def removal_of(name, part):
    section = SECTIONS[name]
    return reverse("incidents:remove_part", args=[part.incident_id, section, part.pk])


def typed(page, **said):
    """The form as it was shown, with what is typed over it."""
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    sent = {name: getattr(value, "pk", value) for name, value in shown.items()}
    moments = {
        name: value.strftime("%Y-%m-%dT%H:%M")
        for name, value in sent.items()
        if isinstance(value, datetime)
    }
    kept = {
        name: value for name, value in sent.items() if value not in (None, False, "")
    }
    return {**kept, **moments, **said}


def change(browser, name, part, **said):
    """Open the form of a part, type over it, and send it."""
    path = path_of(f"change_{name}", part)
    return browser.post(path, typed(browser.get(path), **said))


def test_the_form_shows_what_stands_there(author, parts):
    page = author.get(path_of("change_measure", parts["measure"]))

    form = page.context["form"]
    assert {name: form[name].value() for name in SEARCHED} == SEARCHED
    assert f'value="{parts["person"].pk}" selected' in page.text


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("measure", "found", "A pocket knife"),
        ("interview", "where", "The library"),
        ("attachment", "title", "The locker"),
        ("offence", "is_attempt", True),
    ],
)
def test_its_author_mends_one_fact_and_the_rest_stays(
    author, parts, name, field, value
):
    part = parts[name]
    before = {**vars(type(part).objects.get(pk=part.pk))}

    assert change(author, name, part, **{field: value}).status_code == 302

    after = vars(type(part).objects.get(pk=part.pk))
    assert after[field] == value
    changed = {one for one in after if after[one] != before[one]}
    assert changed - UNASKED == {field}


def test_it_is_on_record_and_in_the_reports_history(author, parts, incident):
    for name, said in [
        ("measure", {"found": "x"}),
        ("interview", {"where": "x"}),
        ("offence", {"is_attempt": "on"}),
        ("attachment", {"title": "x"}),
    ]:
        change(author, name, parts[name], **said)

    verbs = AuditEvent.objects.about(incident).values_list("verb", flat=True)
    assert {f"change_{name}" for name in KINDS} <= set(verbs)
    said = {event.sentence for event in timeline(incident)}
    assert said >= {
        "Changed what was done",
        "Changed an interview",
        "Changed an offense",
        "Changed what a file shows",
    }


@pytest.mark.parametrize(
    ("name", "field"), [("measure", "note"), ("interview", "where")]
)
def test_of_an_older_form_the_text_can_be_sent_again(
    author, officer, parts, name, field
):
    part, act = parts[name], getattr(actions, f"change_{name}")
    path = path_of(f"change_{name}", part)
    old = typed(author.get(path), **{field: "Typed"})
    for _ in range(2):
        act(part, by=officer.user, **{field: "Meanwhile"})

    stale = author.post(path, old)

    assert stale.status_code == 409
    assert "Typed" in stale.text
    assert 'name="version" value="3"' in stale.text
    part.refresh_from_db()
    assert getattr(part, field) == "Meanwhile"


def test_a_stale_version_is_refused_by_the_action_itself(officer, parts):
    for name in ("measure", "interview"):
        act = getattr(actions, f"change_{name}")
        act(parts[name], by=officer.user, version=1)
        with pytest.raises(Stale):
            act(parts[name], by=officer.user, version=1)


CHANGES = [
    ("measure", {"note": "x"}),
    ("interview", {"where": "x"}),
    ("offence", {"is_attempt": True}),
    ("attachment", {"title": "x"}),
]


@pytest.mark.parametrize(("name", "said"), CHANGES)
def test_nobody_else_changes_it(parts, name, said, commander, agency, campus):
    act = getattr(actions, f"change_{name}")

    for who in (commander, make_officer(agency, campus, "Cole Colleague").user):
        with pytest.raises(NotAllowed, match="Only the officer who wrote"):
            act(parts[name], by=who, **said)


@pytest.mark.parametrize(("name", "said"), CHANGES)
def test_what_is_reviewed_or_locked_is_not_changed(
    author, parts, name, said, officer, commander, incident, write_up
):
    part, act = parts[name], getattr(actions, f"change_{name}")
    actions.submit(write_up(incident), by=officer.user)
    with pytest.raises(WrongState, match="being reviewed"):
        act(part, by=officer.user, **said)
    actions.approve(incident, by=commander)

    with pytest.raises(WrongState, match="can no longer be changed"):
        act(part, by=officer.user, **said)
    for path in (path_of(f"change_{name}", part), removal_of(name, part)):
        assert author.get(path).status_code == 409


def test_a_returned_report_is_mended(officer, commander, parts, incident, write_up):
    actions.submit(write_up(incident), by=officer.user)
    actions.return_report(incident, by=commander, remark="Which standard?")

    actions.change_measure(parts["measure"], by=officer.user, standard="warrant")

    assert Measure.objects.get().standard == "warrant"


@pytest.mark.parametrize("name", ["measure", "interview", "offence"])
def test_it_stays_about_somebody_in_the_report(parts, name, officer, begin, add_person):
    stranger = add_person(begin())

    with pytest.raises(RuleBroken, match="not in this report"):
        getattr(actions, f"change_{name}")(parts[name], by=officer.user, about=stranger)


@pytest.mark.parametrize("name", ["measure", "interview"])
def test_nothing_of_it_is_moved_into_the_future(parts, name, officer):
    with pytest.raises(RuleBroken, match="still to come"):
        getattr(actions, f"change_{name}")(parts[name], by=officer.user, at=TO_COME)


def test_an_injury_said_later_reaches_the_command_once(
    officer, commander, incident, add_measure
):
    force = add_measure(
        incident, "force", force_type="hands", reason="r", power="police"
    )
    assert CaseFile.objects.get().alerts == ["force"]

    for _ in range(2):
        actions.change_measure(force, by=officer.user, has_injury=True)

    assert CaseFile.objects.get().alerts == ["force", "injury"]
    assert Notification.objects.filter(recipient=commander).count() == 2


def test_custody_that_turns_out_to_be_of_a_child_reaches_the_command(
    officer, incident, add_person, add_measure
):
    teenager, child = add_person(incident), add_person(incident, grade=3)
    custody = add_measure(incident, "custody", about=teenager, reason="r")

    actions.change_measure(custody, by=officer.user, about=child)

    assert CaseFile.objects.get().alerts == ["child"]


def test_the_guard_asks_again_when_an_interview_turns_out_to_be_joint(
    author, commander, parts
):
    interview = parts["interview"]
    joint = {"led_by": "school", "purpose": "crime", "rights_read": "no"}

    refused = change(author, "interview", interview, **joint, guard_reason="")

    assert refused.status_code == 422
    assert "guard_reason" in refused.context["form"].errors
    assert not CaseFile.objects.get().alerts
    change(author, "interview", interview, **joint, guard_reason="It was over.")
    assert CaseFile.objects.get().alerts == ["guard"]
    assert Notification.objects.get(recipient=commander).needs_you


def test_the_database_asks_for_the_reason_too(parts, officer):
    Interview.objects.update(guard_reason="")

    with pytest.raises(RuleBroken, match="Say why it went on"):
        actions.change_interview(
            parts["interview"], by=officer.user, led_by="school", purpose="crime"
        )


def test_what_a_kind_needs_is_needed_when_it_is_changed(author, parts):
    refused = change(author, "measure", parts["measure"], standard="")

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["standard"]


def test_an_offense_is_in_a_report_once(author, parts, incident):
    other = Offence.objects.create(
        incident=incident,
        school=incident.school,
        code=OffenceCode.objects.exclude(pk=parts["offence"].code_id).first(),
        about=parts["person"],
    )

    refused = change(author, "offence", other, code=parts["offence"].code_id)

    assert refused.status_code == 422
    assert "This offense is in the report already." in refused.text


def test_a_code_that_went_out_of_use_stays_with_what_names_it(author, parts, agency):
    charge = Charge.objects.create(
        police_agency=agency, code="1", title="Old", is_active=False
    )
    Offence.objects.update(charge=charge)
    OffenceCode.objects.filter(pk=parts["offence"].code_id).update(is_active=False)

    assert (
        change(author, "offence", parts["offence"], is_attempt="on").status_code == 302
    )

    kept = Offence.objects.get()
    assert (kept.is_attempt, kept.charge) == (True, charge)
    added = author.get(reverse("incidents:add_offence", args=[kept.incident_id]))
    assert kept.code not in added.context["form"].fields["code"].queryset
    assert charge not in added.context["form"].fields["charge"].queryset


def test_a_part_of_another_report_is_not_found_under_this_one(author, parts, begin):
    elsewhere = begin()

    for name in KINDS:
        path = reverse(f"incidents:change_{name}", args=[elsewhere.pk, parts[name].pk])
        assert author.get(path).status_code == 404


@pytest.mark.parametrize("name", KINDS)
def test_before_a_part_goes_its_author_is_asked(author, parts, name):
    part = parts[name]
    path = removal_of(name, part)

    asked = author.get(path)
    assert "Remove this from the report?" in asked.text
    assert type(part).objects.filter(pk=part.pk).exists()
    author.post(path)

    assert not type(part).objects.filter(pk=part.pk).exists()


def test_the_question_says_what_goes_and_names_no_juvenile(author, parts, incident):
    Attachment.objects.update(title="Locker of Given-token Family-token")
    person = reverse("incidents:remove_person", args=[incident.pk, parts["person"].pk])
    pages = [removal_of(name, parts[name]) for name in KINDS] + [person]

    shown = [author.get(path).text for path in pages]

    assert "Search" in shown[0]
    assert "Juvenile, grade 9" in shown[0]
    assert "Locker of [Juvenile, grade 9]" in shown[3]
    assert not [text for text in shown if "Family-token" in text]


def test_who_is_named_elsewhere_stays_and_the_page_says_why(author, parts, incident):
    person = parts["person"]
    path = reverse("incidents:remove_person", args=[incident.pk, person.pk])

    refused = author.post(path)

    assert refused.status_code == 422
    assert "names this person. Remove it first." in refused.text
    assert incident.people.filter(pk=person.pk).exists()


def test_the_report_leads_to_each_change_and_removal(author, parts, incident):
    page = author.get(incident.get_absolute_url()).text

    for name in KINDS:
        assert path_of(f"change_{name}", parts[name]) in page
        assert removal_of(name, parts[name]) in page
    for name in ("change_person", "remove_person"):
        assert (
            reverse(f"incidents:{name}", args=[incident.pk, parts["person"].pk]) in page
        )


def test_a_draft_that_is_not_discarded_says_why(author, incident, add_measure):
    add_measure(incident, "force", force_type="hands", reason="r", power="police")

    refused = author.post(
        reverse("incidents:discard", args=[incident.pk]), {"version": 1}
    )

    assert refused.status_code == 422
    assert "Submit it instead of discarding it." in refused.text


def test_a_form_asks_no_more_of_the_database_in_a_long_report(
    author, parts, add_measure, add_person, incident
):
    path = path_of("change_measure", parts["measure"])

    def queries():
        with CaptureQueriesContext(connection) as asked:
            author.get(path)
        return len(asked)

    queries()
    before = queries()
    for _ in range(5):
        add_measure(incident, "advice", about=add_person(incident))

    assert queries() == before


def test_the_id_of_a_part_does_not_change_with_it(author, parts):
    change(author, "measure", parts["measure"], record_id=str(uuid7()), note="x")

    assert Measure.objects.get().pk == parts["measure"].pk
