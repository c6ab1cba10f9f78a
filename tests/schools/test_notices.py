"""Access notices: written with their paper and their end, renewed, withdrawn."""

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction

from schools.actions import notices as actions
from schools.actions.people import name_person
from schools.models import AccessNotice, Person
from schools.tasks import warn_of_notices
from sro_program.audit.models import AuditEvent, Kind
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, RuleBroken, Stale, WrongState
from sro_program.core.files import check
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from tests.factories.schools import PersonFactory, SchoolFactory
from tests.schools.barring import (
    IN_A_YEAR,
    KEEPERS,
    NOBODY,
    TODAY,
    TOMORROW,
    VEILED,
    YESTERDAY,
    barred,
    paper,
    typed,
)
from tests.schools.pages import text, url
from tests.threads import as_, together

NOON = datetime.combine(TODAY, time(18), UTC)
OTHERS = [*VEILED, *NOBODY]


@pytest.fixture
def ban(school, people):
    def banned(**said):
        with acting_as_clock():
            return barred(school, people["officer"], **said)

    return banned


def said(by, **changes):
    return {
        "basis": "Trespass notice",
        "what_to_do": "Do not let in.",
        "pick_up": "",
        "is_everywhere": False,
        "reviewer": by,
        **changes,
    }


def written(by, **changes):
    return {
        **said(by),
        "kind": "trespass",
        "starts_on": TODAY,
        "ends_on": IN_A_YEAR,
        "born_on": None,
        "document": check(paper()),
        "whom": {
            "person_kind": "visitor",
            "given_name": "Dale",
            "family_name": "Harmon",
            "grade": None,
        },
        **changes,
    }


def add(school, by, **changes):
    return actions.add_notice(
        school, by=by, record_id=uuid7(), **written(by, **changes)
    )


def page_of(notice, verb="notice"):
    return url(verb, notice.school_id, notice.pk)


# ---- Verbs ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", KEEPERS)
def test_who_keeps_notices_writes_renews_and_withdraws(role, people, school):
    user = people[role]
    with acting_as(user):
        notice = add(school, user)
        notice = actions.change_notice(notice, by=user, **said(user, basis="New"))
        later = IN_A_YEAR + timedelta(days=9)
        notice = actions.renew_notice(notice, by=user, ends_on=later, why="Again")
        notice = actions.withdraw_notice(notice, by=user, why="Sent in error")

    assert (notice.status, notice.ends_on, notice.basis) == ("withdrawn", later, "New")
    with acting_as_clock():
        person = Person.objects.get()
    assert (person.kind, person.retention_class) == ("visitor", "record")


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_writes_anything(role, people, school, ban):
    notice, user = ban(), people[role]
    for verb in (
        partial(actions.add_notice, school, record_id=uuid7(), **written(user)),
        partial(actions.change_notice, notice, **said(user)),
        partial(actions.renew_notice, notice, ends_on=IN_A_YEAR, why="Again"),
        partial(actions.withdraw_notice, notice, why="Over"),
    ):
        with pytest.raises(NotAllowed):
            verb(by=user)


def test_it_is_about_somebody_of_the_roster_who_stays_on_it(people, school):
    person = PersonFactory(school=school, kind="guardian", grade=None)

    notice = add(school, people["principal"], whom=person, kind="custody")

    assert notice.person == person
    assert notice.given_name == person.given_name
    assert Person.objects.get().retention_class == "roster"


def test_a_person_of_another_school_is_refused(people, school):
    other = SchoolFactory(campus=school.campus, district=school.district)
    person = PersonFactory(school=other)

    with pytest.raises(RuleBroken, match="another school"):
        add(school, people["commander"], whom=person)
    with pytest.raises(IntegrityError, match="another school"), transaction.atomic():
        barred(other, people["officer"], person=person, at=school)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_on": TODAY, "ends_on": TODAY}, "comes after"),
        ({"starts_on": TOMORROW, "ends_on": TODAY}, "comes after"),
        ({"starts_on": YESTERDAY, "ends_on": YESTERDAY}, "is over"),
        ({"ends_on": IN_A_YEAR.replace(year=2150)}, "from 2000"),
        ({"reviewer": "counselor"}, "does not keep notices"),
    ],
)
def test_what_makes_no_sense_is_refused(changes, sentence, people, school):
    if "reviewer" in changes:
        changes = {"reviewer": people[changes["reviewer"]]}
    if sentence == "is over":
        with time_machine.travel(TODAY + timedelta(days=9)), pytest.raises(RuleBroken):
            add(school, people["officer"], **changes)
        return

    with pytest.raises(RuleBroken, match=sentence):
        add(school, people["officer"], **changes)


def test_a_second_one_of_the_kind_in_that_time_is_refused(people, school):
    add(school, people["officer"])

    with pytest.raises(RuleBroken, match="of this kind here in that time already"):
        add(school, people["principal"], starts_on=TOMORROW)
    add(school, people["principal"], kind="custody")


def test_behind_the_end_of_one_the_next_may_begin(people, school, ban):
    old = ban(ends_on=TODAY)

    add(school, people["officer"], whom=old.person, starts_on=TOMORROW)
    with pytest.raises(RuleBroken, match="of this kind"):
        actions.renew_notice(old, by=people["officer"], ends_on=IN_A_YEAR, why="Again")


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_written(people, school, monkeypatch):
    both_there = Barrier(2)

    def meet(*about, **said):
        """Whoever is let in waits a moment for the other one."""
        with suppress(BrokenBarrierError):
            both_there.wait(timeout=1)
        return name_person(*about, **said)

    monkeypatch.setattr(actions, "name_person", meet)

    def job_of(role):
        user = people[role]

        def job():
            with acting_as(user):
                return add(school, user)

        return job

    done = together([job_of("officer"), job_of("principal")])

    assert sorted(map(bool, done)) == [False, True]
    with acting_as_clock():
        assert AccessNotice.objects.count() == 1
        assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_writers_by_sql_cannot_overlap_either(people, school, ban):
    notice = ban()

    def again():
        with acting_as(people["officer"]):
            return barred(school, people["officer"], person=notice.person)

    with pytest.raises(IntegrityError, match="one_notice_of_a_kind"):
        again()


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_one(people, school):
    key, by = uuid7(), people["officer"]
    said_once = written(by)
    job = as_(by, actions.add_notice, school, record_id=key, **said_once)

    assert together([job, job]) == [None, None]
    with acting_as_clock():
        assert AccessNotice.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"whom": {**written(None)["whom"], "given_name": "Wendy"}},
        {"what_to_do": "Let in."},
        {"kind": "custody"},
    ],
)
def test_a_form_that_was_sent_is_not_taken_for_another_notice(changes, people, school):
    key, by = uuid7(), people["officer"]
    actions.add_notice(school, by=by, record_id=key, **written(by))

    with pytest.raises(RuleBroken, match="already used"):
        actions.add_notice(school, by=by, record_id=key, **written(by, **changes))
    assert AccessNotice.objects.count() == 1


def test_a_form_of_a_notice_that_was_withdrawn_is_used(people, school):
    key, by = uuid7(), people["officer"]
    notice = actions.add_notice(school, by=by, record_id=key, **written(by))
    actions.withdraw_notice(notice, by=by, why="Sent in error")

    with pytest.raises(RuleBroken, match="already used"):
        actions.add_notice(school, by=by, record_id=key, **written(by))


def test_what_has_lapsed_is_neither_changed_nor_renewed(people, ban):
    notice = ban(starts_on=TODAY - timedelta(days=30), ends_on=YESTERDAY)
    by = people["officer"]

    for verb in (
        partial(actions.change_notice, **said(by)),
        partial(actions.renew_notice, ends_on=IN_A_YEAR, why="Again"),
        partial(actions.withdraw_notice, why="Over"),
    ):
        with pytest.raises(WrongState, match="has lapsed"):
            verb(notice, by=by)


def test_what_is_withdrawn_stays_so(people, ban):
    notice = actions.withdraw_notice(ban(), by=people["officer"], why="Over")

    with pytest.raises(WrongState, match="already withdrawn"):
        actions.withdraw_notice(notice, by=people["principal"], why="Over")


def test_an_end_only_moves_on(people, ban):
    notice = ban()

    with pytest.raises(RuleBroken, match="later last day"):
        actions.renew_notice(
            notice, by=people["officer"], ends_on=TOMORROW, why="Again"
        )


def test_a_stale_form_changes_nothing(people, ban):
    notice = ban()
    actions.change_notice(notice, by=people["officer"], **said(people["officer"]))

    with pytest.raises(Stale):
        actions.withdraw_notice(notice, by=people["principal"], why="Over", version=1)


# ---- Reminders --------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_its_reviewer_is_reminded_a_month_and_a_week_before_its_end(ban, people):
    ban(ends_on=TODAY + timedelta(days=40), reviewer=people["principal"])

    def after(days):
        with time_machine.travel(NOON + timedelta(days=days), tick=False):
            warn_of_notices()
            warn_of_notices()
        with acting_as_clock():
            return [one.recipient for one in Notification.objects.all()]

    assert [len(after(days)) for days in (9, 10, 32, 33, 39)] == [0, 1, 1, 2, 2]
    assert {*after(39)} == {people["principal"]}
    with acting_as_clock():
        told = str(list(Notification.objects.values()))
    assert "Harmon" not in told


@pytest.mark.django_db(transaction=True)
def test_what_has_lapsed_waits_for_nobody(ban):
    ban(ends_on=TOMORROW)
    warn_of_notices()

    def waiting():
        with acting_as_clock():
            return Notification.objects.filter(needs_you=True).count()

    assert waiting() == 1
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        warn_of_notices()
        warn_of_notices()
    assert waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_nobody_is_reminded_of_what_is_sealed(ban):
    """A court says that it has never been: it waits for nobody, and none is told."""
    reminded = ban(ends_on=TOMORROW)
    warn_of_notices()
    other = ban(ends_on=TOMORROW)
    with acting_as_clock():
        AccessNotice.objects.update(sealed_at=NOON)
        Notification.objects.filter(url=other.get_absolute_url()).delete()

    warn_of_notices()

    with acting_as_clock():
        told = list(Notification.objects.values_list("url", "needs_you"))
    assert told == [(reminded.get_absolute_url(), False)]


def test_a_new_reviewer_is_reminded_too(people, ban):
    notice = ban(ends_on=TOMORROW)
    actions.warn_of_notice(notice)
    notice.refresh_from_db()

    actions.change_notice(notice, by=people["officer"], **said(people["principal"]))

    assert not Notification.objects.filter(needs_you=True).exists()
    assert actions.notices_ending().exists()


@pytest.mark.django_db(transaction=True)
def test_where_the_reviewer_has_left_the_officers_and_principals_are_reminded(
    ban, people
):
    ban(ends_on=TOMORROW, reviewer=people["commander"])
    with acting_as_clock():
        people["commander"].memberships.all().delete()

    warn_of_notices()

    with acting_as_clock():
        told = {one.recipient for one in Notification.objects.all()}
    assert told == {people["officer"], people["principal"]}


def test_who_renews_it_settles_the_reminder_and_the_next_end_reminds_again(ban, people):
    notice = ban(ends_on=TODAY + timedelta(days=5))
    actions.warn_of_notice(notice)
    notice.refresh_from_db()
    actions.renew_notice(
        notice, by=people["officer"], ends_on=TODAY + timedelta(days=20), why="Again"
    )

    assert not Notification.objects.filter(needs_you=True).exists()
    assert actions.notices_ending().count() == 1


@pytest.mark.parametrize("days", [30, 31])
def test_it_waits_on_the_home_page_of_its_reviewer_for_a_month(
    days, sign_in, people, ban
):
    ban(ends_on=TODAY + timedelta(days=days), reviewer=people["principal"])
    waits = "An access notice ends: trespass or ban"

    pages = {
        role: text(sign_in(people[role]).get("/")) for role in ("officer", "principal")
    }

    assert (waits in pages["principal"]) == (days == 30)
    assert waits not in pages["officer"]
    assert "Harmon" not in pages["principal"]


def test_an_officer_begins_at_home(sign_in, people):
    assert url("belongs") in sign_in(people["officer"]).get("/").text


# ---- The database -----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [*KEEPERS, *OTHERS])
def test_each_wall_alone_shows_it_to_those_who_keep_it(role, people, ban):
    ban()

    with acting_as(people[role]):
        second = AccessNotice.objects.count()
    with acting_as_clock():
        first = AccessNotice.objects.visible_to(people[role]).count()

    assert first == second == int(role in KEEPERS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_everywhere", [True, False])
def test_each_wall_alone_shows_what_holds_in_the_district(
    is_everywhere, people, school
):
    with acting_as_clock():
        other = SchoolFactory(district=school.district)
        barred(other, people["commander"], is_everywhere=is_everywhere)

    with acting_as(people["principal"]):
        second = AccessNotice.objects.count()
        changed = AccessNotice.objects.update(basis="Mine")
    with acting_as_clock():
        first = AccessNotice.objects.visible_to(people["principal"]).count()

    assert first == second == int(is_everywhere)
    assert changed == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", OTHERS)
def test_the_second_wall_lets_nobody_else_write(role, people, school, ban):
    notice = ban()
    user = people[role]

    with acting_as(user):
        assert not AccessNotice.objects.update(basis="Mine")
    with pytest.raises((ProgrammingError, IntegrityError)), acting_as(user):
        barred(school, user, person=notice.person)


@pytest.mark.django_db(transaction=True)
def test_nobody_writes_one_in_the_name_of_another(people, school, ban):
    notice = ban()

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting_as(people["officer"]),
    ):
        barred(school, people["principal"], person=notice.person, kind="custody")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", KEEPERS)
def test_nobody_deletes_it_or_writes_its_history(role, people, ban):
    ban()
    columns = ", ".join(
        field.column
        for field in AccessNotice.history.rel.related_model._meta.fields
        if field.name != "pgh_id"
    )

    with acting_as(people[role]), connection.cursor() as cursor:
        cursor.execute("DELETE FROM schools_accessnotice")
        assert not cursor.rowcount
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting_as(people[role]),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT INTO schools_accessnoticeevent ({columns}) "
            f"SELECT {columns} FROM schools_accessnoticeevent"
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [
        {"given_name": "Robin"},
        {"kind": "authorised"},
        {"document": "notices/other.pdf"},
        {"starts_on": YESTERDAY - timedelta(days=9)},
        {"ends_on": TOMORROW},
        {"written_by": "principal"},
        {"sealed_at": "2026-01-01T00:00Z"},
        {"id": uuid7()},
    ],
)
def test_what_the_paper_says_stays_also_by_sql(change, people, ban):
    ban()
    change = {name: people.get(value, value) for name, value in change.items()}

    with pytest.raises(IntegrityError, match="stay"), acting_as(people["officer"]):
        AccessNotice.objects.update(**change)


@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_one_stays_so_also_by_sql(people, ban):
    ban(status="withdrawn", because="Sent in error")

    with pytest.raises(IntegrityError, match="stay"), acting_as(people["officer"]):
        AccessNotice.objects.update(status="standing", because="")


@pytest.mark.django_db(transaction=True)
def test_a_lapsed_one_is_not_revived_by_sql(people, ban):
    ban(starts_on=TODAY - timedelta(days=30), ends_on=TODAY - timedelta(days=2))

    with pytest.raises(IntegrityError, match="stay"), acting_as(people["officer"]):
        AccessNotice.objects.update(ends_on=IN_A_YEAR)


# ---- Pages ------------------------------------------------------------------


def test_it_is_written_read_and_its_paper_opened(sign_in, people, school):
    client = sign_in(people["principal"])

    page = client.post(
        url("add_notice", school.pk), typed(people["officer"]), follow=True
    )

    assert "Dale Harmon" in text(page)
    notice = AccessNotice.objects.get()
    answer = client.get(page_of(notice, "notice_document"))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert "Harmon" not in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"ends_on": ""}, "ends_on", "Fill this in"),
        ({"ends_on": TODAY.isoformat()}, "ends_on", "without an end"),
        ({"document": ""}, "document", "Choose a file"),
        ({"document": paper("ban.pdf", b"MZ\x90 program")}, "document", "not a file"),
        ({"given_name": " "}, "given_name", "Fill this in"),
        ({"person_kind": ""}, "person_kind", "Choose"),
        ({"grade": "9"}, "grade", "Only a student"),
        ({"what_to_do": "x" * 201}, "what_to_do", "at most 200"),
        ({"born_on": "1850-01-01"}, "born_on", "from 1900"),
        ({"reviewer": "0"}, "reviewer", "from the list"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_kept(
    changes, field, sentence, sign_in, people, school
):
    answer = sign_in(people["officer"]).post(
        url("add_notice", school.pk), typed(people["officer"], **changes)
    )

    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field])
    assert "Trespass notice served" in answer.text
    assert not AccessNotice.objects.exists()


def test_from_the_answer_one_is_written_about_that_person(sign_in, people, school):
    person = PersonFactory(school=school, kind="guardian", grade=None)
    client = sign_in(people["officer"])
    path = f"{url('add_notice', school.pk)}?person={person.pk}"
    answer = client.post(url("belongs"), {"name": str(person)})
    assert path in answer.text

    client.post(path, typed(people["officer"], kind="custody"))

    assert AccessNotice.objects.get().person == person


def test_somebody_of_another_school_leads_nowhere(sign_in, people, school):
    other = SchoolFactory(district=school.district, campus=school.campus)
    person = PersonFactory(school=other)

    path = f"{url('add_notice', school.pk)}?person={person.pk}"

    assert sign_in(people["commander"]).get(path).status_code == 404


def test_it_is_changed_renewed_and_withdrawn_with_a_reason(sign_in, people, ban):
    notice, client = ban(), sign_in(people["principal"])
    form = {"basis": "New", "what_to_do": "Call", "reviewer": people["officer"].pk}
    client.post(page_of(notice, "change_notice"), {**form, "version": 1})
    later = {"version": 2, "ends_on": IN_A_YEAR.isoformat(), "why": "Served again"}
    client.post(page_of(notice, "renew_notice"), later)
    page = client.post(
        page_of(notice, "withdraw_notice"),
        {"version": 3, "why": "The order was lifted"},
        follow=True,
    )

    for words in ("Served again", "The order was lifted", "Withdrawn"):
        assert words in text(page)
    assert "Renew" not in text(page)


def test_the_second_of_two_is_shown_what_changed_and_keeps_the_words(
    sign_in, people, ban
):
    notice = ban()
    actions.change_notice(notice, by=people["officer"], **said(people["officer"]))

    answer = sign_in(people["principal"]).post(
        page_of(notice, "change_notice"),
        {
            "version": 1,
            "basis": "My words",
            "what_to_do": "Call",
            "reviewer": people["officer"].pk,
        },
    )

    assert answer.status_code == 409
    assert "My words" in answer.text


def test_where_it_is_only_read_nothing_is_offered_or_taken(sign_in, people, school):
    other = SchoolFactory(district=school.district)
    notice = barred(other, people["commander"], is_everywhere=True)
    client = sign_in(people["principal"])

    assert "Withdraw" not in text(client.get(page_of(notice)))
    assert client.get(page_of(notice, "renew_notice")).status_code == 403
    paper_of_it = client.get(page_of(notice, "notice_document"))
    assert b"".join(paper_of_it.streaming_content)
    assert paper_of_it.status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "over",
    [
        {"starts_on": YESTERDAY - timedelta(days=9), "ends_on": YESTERDAY},
        {"status": "withdrawn", "because": "Served on the wrong man"},
    ],
)
def test_each_wall_alone_keeps_a_past_one_to_where_it_was_kept(over, people, school):
    with acting_as_clock():
        other = SchoolFactory(district=school.district)
        barred(other, people["commander"], is_everywhere=True, **over)
    history = AccessNotice.pgh_event_model

    for role, sees in (("principal", 0), ("commander", 1)):
        with acting_as(people[role]):
            second = AccessNotice.objects.count(), history.objects.count()
            named = Person.objects.count()
        with acting_as_clock():
            first = AccessNotice.objects.visible_to(people[role]).count()
        assert (first, *second, named) == (sees,) * 4


def test_an_old_address_leads_to_no_past_one_of_another_school(sign_in, people, school):
    other = SchoolFactory(district=school.district)
    notice = barred(other, people["commander"], is_everywhere=True)
    client = sign_in(people["principal"])
    assert client.get(page_of(notice)).status_code == 200

    actions.withdraw_notice(notice, by=people["commander"], why="Sent in error")

    for verb in ("notice", "notice_document"):
        assert client.get(page_of(notice, verb)).status_code == 404


def test_no_browser_keeps_a_name_as_the_title_of_a_page(sign_in, people, school):
    person = PersonFactory(school=school, given_name="Emma", family_name="Weller")
    path = f"{url('add_notice', school.pk)}?person={person.pk}"

    page = sign_in(people["officer"]).get(path).text

    title, _, rest = page.partition("</title>")
    assert "Emma Weller" in rest
    assert "Weller" not in title


def test_past_ones_are_read_where_they_are_kept(sign_in, people, school, ban):
    other = SchoolFactory(district=school.district)
    lapsed = {"starts_on": YESTERDAY - timedelta(days=9), "ends_on": YESTERDAY}
    mine = ban(**lapsed)
    barred(other, people["commander"], name="Wendy Snow", is_everywhere=True, **lapsed)
    client = sign_in(people["principal"])

    assert "Dale Harmon" not in text(client.get(url("notices")))
    page = text(client.get(url("notices") + "?state=past"))

    assert "Lapsed" in page
    assert mine.name in page
    assert "Wendy Snow" not in page


def test_whom_the_list_names_is_noted_and_what_belongs_is_not(sign_in, people, ban):
    noted = {str(ban().pk), str(ban(name="Wendy Snow", kind="custody").pk)}
    ban(name="Grace Kimball", kind="authorised")

    sign_in(people["principal"]).get(url("notices"))

    events = AuditEvent.objects.filter(kind=Kind.READ, by=people["principal"])
    assert {event.object_id for event in events} == noted


@pytest.mark.parametrize("verb", ["notice", "notice_document"])
def test_who_opens_one_or_its_paper_is_noted(verb, sign_in, people, ban):
    notice = ban()

    answer = sign_in(people["officer"]).get(page_of(notice, verb))

    assert answer.getvalue() if verb == "notice_document" else answer.content
    (event,) = AuditEvent.objects.filter(kind=Kind.READ)
    assert (event.by, event.object_id) == (people["officer"], str(notice.pk))


def test_the_filter_shows_what_it_is_asked_for(sign_in, people, school, ban):
    ban()
    ban(name="Wendy Snow", kind="custody")
    client = sign_in(people["officer"])

    def page(query):
        return text(client.get(url("notices") + query))

    assert "Wendy Snow" in page("?kind=custody")
    assert "Dale Harmon" not in page("?kind=custody")
    assert "None of this kind" in page("?kind=expulsion")
    assert "Add a notice" in page(f"?school={school.pk}")
    assert "Dale Harmon" in page("?kind=nonsense&after=nonsense")


def test_the_next_page_goes_on_behind_the_last_row(sign_in, people, ban):
    for number in range(51):
        ban(ends_on=TOMORROW + timedelta(days=number))
    client = sign_in(people["principal"])

    first = client.get(url("notices"))
    second = client.get(url("notices") + first.context["next"])

    assert (len(first.context["notices"]), len(second.context["notices"])) == (50, 1)


def test_pages_with_more_ask_no_more(sign_in, people, school, ban, queries_of):
    client = sign_in(people["principal"])
    pages = [url("notices"), page_of(ban()), url("detail", school.pk)]
    few = [queries_of(client, page) for page in pages]

    for _ in range(3):
        ban()

    assert [queries_of(client, page) for page in pages] == few
    assert few[0] <= 8


def test_no_notices_says_where_they_come_from(sign_in, people):
    assert "No notices" in text(sign_in(people["officer"]).get(url("notices")))
