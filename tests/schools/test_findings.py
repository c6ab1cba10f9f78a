"""What has to be mended: who says it, whom it waits for, both walls, its pages."""

from datetime import date, timedelta
from functools import partial
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection, transaction
from PIL import Image

from schools.actions import findings as actions
from schools.models import Finding
from schools.tasks import warn_of_findings
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, RuleBroken, WrongState
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from tests.factories.schools import (
    DrillFactory,
    FindingFactory,
    PlaceFactory,
    SchoolFactory,
)
from tests.schools.drilling import NOW
from tests.schools.pages import text, url
from tests.threads import as_, together

MENDERS = ["principal", "officer", "commander"]
READERS = [*MENDERS, "district"]
NOBODY = ["office", "counselor", "teacher"]
TODAY, TOMORROW = date(2026, 11, 30), date(2026, 12, 1)
HIGH = "Calloway County High School"


@pytest.fixture(autouse=True)
def _at_nine():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def find(school, people):
    """One that is written already."""

    def found(**said):
        with acting_as_clock():
            return FindingFactory(
                **{"school": school, "written_by": people["officer"], **said}
            )

    return found


def said(**changes):
    return {
        "what": "Door 7 does not latch",
        "severity": "medium",
        "owner": "facilities",
        "due_on": TOMORROW,
        "person": None,
        "place": None,
        **changes,
    }


def typed(**changes):
    return {
        "record_id": uuid7(),
        "what": "Door 7 does not latch",
        "severity": "medium",
        "owner": "facilities",
        "due_on": "2026-12-10",
        **changes,
    }


def add(school, by, **changes):
    return actions.add_finding(school, by=by, record_id=uuid7(), **said(**changes))


def told():
    return {(note.recipient, note.needs_you) for note in Notification.objects.all()}


def page_of(finding, verb="finding"):
    return url(verb, finding.school_id, finding.pk)


def photo():
    content = BytesIO()
    Image.new("RGB", (300, 300), "navy").save(content, "PNG")
    return SimpleUploadedFile("door.png", content.getvalue())


# ---- Verbs ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", MENDERS)
def test_who_mends_says_what_has_to_be_mended(role, people, school):
    user = people[role]
    with acting_as(user):
        finding = add(school, user)
        finding = actions.change_finding(finding, by=user, **said(severity="high"))
        finding = actions.finish_finding(finding, by=user)

    assert (finding.status, finding.severity, finding.done_by) == ("done", "high", user)


@pytest.mark.parametrize("role", ["district", *NOBODY])
def test_nobody_else_says_anything(role, people, school, find):
    finding = find()
    for verb in (
        partial(actions.add_finding, school, record_id=uuid7(), **said()),
        partial(actions.change_finding, finding, **said()),
        partial(actions.finish_finding, finding),
        partial(actions.check_finding, finding),
        partial(actions.reopen_finding, finding),
    ):
        with pytest.raises(NotAllowed):
            verb(by=people[role])


@pytest.mark.parametrize(
    ("owner", "whom"),
    [("facilities", "principal"), ("school", "principal"), ("agency", "officer")],
)
def test_it_waits_for_its_side(owner, whom, people, school):
    by = people["officer" if whom == "principal" else "principal"]

    add(school, by, owner=owner)

    assert told() == {(people[whom], True)}


def test_it_waits_for_the_person_it_names_and_no_mail_says_what_it_is(people, school):
    add(school, people["officer"], person=people["commander"])

    assert told() == {(people["commander"], True)}
    assert "Door 7" not in str(Notification.objects.values())


def test_whoever_it_is_given_to_later_is_told(people, find):
    finding = find(owner="school")

    actions.change_finding(finding, by=people["officer"], **said(owner="agency"))
    actions.change_finding(
        finding,
        by=people["officer"],
        **said(owner="agency", person=people["commander"]),
    )
    actions.change_finding(
        finding,
        by=people["officer"],
        **said(owner="agency", person=people["commander"], severity="high"),
    )

    assert [note.recipient for note in Notification.objects.all()] == [
        people["commander"]
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"due_on": date(2026, 11, 24)}, "That day is over"),
        ({"person": "teacher"}, "no part at this school"),
        ({"due_on": date(2101, 1, 1)}, "from 2000"),
        ({"place": "elsewhere"}, "room is of another school"),
    ],
)
def test_what_makes_no_sense_is_refused(changes, sentence, people, school):
    if "person" in changes:
        changes = {"person": people[changes["person"]]}
    if "place" in changes:
        other = SchoolFactory(campus=school.campus, district=school.district)
        changes = {"place": PlaceFactory(school=other)}

    with pytest.raises(RuleBroken, match=sentence):
        add(school, people["principal"], **changes)


def test_an_overdue_one_is_changed_without_another_day(people, find):
    day = date(2026, 11, 20)
    finding = find(due_on=day)

    actions.change_finding(finding, by=people["officer"], **said(due_on=day))

    assert Finding.objects.get().what == "Door 7 does not latch"


def test_a_drill_that_was_not_held_shows_nothing(people, school):
    plan = DrillFactory(
        school=school,
        written_by=people["officer"],
        on=TOMORROW,
        status="planned",
        held_at=None,
    )

    with pytest.raises(WrongState, match="held"):
        add(school, people["principal"], drill=plan)


@pytest.mark.django_db(transaction=True)
def test_another_person_looks_again(people, find):
    finding = find()
    commander, officer = people["commander"], people["officer"]
    with acting_as(commander):
        finding = actions.finish_finding(finding, by=commander)
        for verb in (actions.check_finding, actions.reopen_finding):
            with pytest.raises(NotAllowed, match="Somebody else"):
                verb(finding, by=commander)

    with acting_as(officer):
        finding = actions.reopen_finding(finding, by=officer)
        assert (finding.status, finding.done_by_id) == ("open", None)
        finding = actions.finish_finding(finding, by=officer)
    with acting_as(commander):
        finding = actions.check_finding(finding, by=commander)

    assert (finding.status, finding.checked_by_id) == ("checked", commander.pk)


def test_what_is_mended_is_not_opened_again(people, find):
    finding = actions.finish_finding(find(), by=people["officer"])
    finding = actions.check_finding(finding, by=people["principal"])

    with pytest.raises(WrongState, match="already mended"):
        actions.reopen_finding(finding, by=people["commander"])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_say_at_once_that_it_is_done_one_is_told(people, find):
    finding = find()
    jobs = [
        as_(people[role], actions.finish_finding, finding, version=1)
        for role in ("officer", "principal")
    ]

    assert sorted(map(bool, together(jobs))) == [False, True]


def test_sent_twice_it_is_one(people, school):
    key = uuid7()
    sent = [
        actions.add_finding(school, by=people["officer"], record_id=key, **said())
        for _ in range(2)
    ]

    assert sent == [Finding.objects.get()] * 2


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_one(people, school):
    key, by = uuid7(), people["officer"]
    job = as_(by, actions.add_finding, school, record_id=key, **said())

    together([job, job])

    with acting_as_clock():
        assert Finding.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_reminders_go_out_once_when_it_is_due_soon_and_once_when_it_is_late(find):
    find(due_on=TODAY + timedelta(days=4))

    def after(days):
        with time_machine.travel(f"2026-{days}T13:00:00Z", tick=False):
            warn_of_findings()
            warn_of_findings()
        with acting_as_clock():
            return [note.summary for note in Notification.objects.order_by("pk")]

    assert after("11-30") == []
    assert after("12-01") == [f"Due soon: {HIGH}"]
    assert len(after("12-04")) == 1
    assert after("12-05")[1:] == [f"Overdue: {HIGH}"]
    assert len(after("12-06")) == 2


@pytest.mark.django_db(transaction=True)
def test_whose_person_has_left_waits_for_its_side(sign_in, people, find):
    find(what="Door 7", person=people["commander"], due_on=TODAY)
    assert "Door 7" not in text(sign_in(people["principal"]).get("/"))
    with acting_as_clock():
        people["commander"].memberships.all().delete()

    warn_of_findings()

    assert "Door 7" in text(sign_in(people["principal"]).get("/"))
    with acting_as_clock():
        assert told() == {(people["principal"], True)}


def test_what_is_done_reminds_nobody(people, find):
    actions.finish_finding(find(due_on=TODAY), by=people["officer"])

    assert not actions.findings_due().exists()


# ---- The database -----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [*READERS, *NOBODY])
def test_each_wall_alone_shows_it_to_those_who_read_plans(role, people, find):
    find()

    with acting_as(people[role]):
        second = Finding.objects.count()
    with acting_as_clock():
        first = Finding.objects.visible_to(people[role]).count()

    assert first == second == int(role in READERS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ["district", *NOBODY])
def test_the_second_wall_lets_nobody_else_write(role, people, school, find):
    find()
    user = people[role]

    with acting_as(user):
        assert not Finding.objects.update(what="Mine")
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(user):
        FindingFactory(school=school, written_by=user)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", MENDERS)
def test_nobody_deletes_it(role, people, find):
    find()

    with acting_as(people[role]), connection.cursor() as cursor:
        cursor.execute("DELETE FROM schools_finding")
        assert not cursor.rowcount


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", MENDERS)
def test_its_history_is_written_by_its_triggers_alone(role, people, find):
    finding = find()
    columns = ", ".join(
        field.column
        for field in Finding.history.rel.related_model._meta.fields
        if field.name != "pgh_id"
    )

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting_as(people[role]),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT INTO schools_findingevent ({columns}) "
            f"SELECT {columns} FROM schools_findingevent"
        )
    assert finding.pk


@pytest.mark.parametrize("what", ["drill", "place"])
def test_its_drill_and_its_place_are_of_its_school(what, people, school, find):
    other = SchoolFactory(campus=school.campus, district=school.district)
    made = {"drill": partial(DrillFactory, written_by=people["officer"])}
    elsewhere = made.get(what, PlaceFactory)(school=other)

    with pytest.raises(IntegrityError), transaction.atomic():
        find(**{what: elsewhere})


def test_the_database_wants_two_people(people, find):
    finding = find(status="done", done_by=people["officer"], done_at=NOW)
    again = {"status": "checked", "checked_by": people["officer"], "checked_at": NOW}

    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(**again)


def test_what_it_was_found_by_stays(people, find):
    finding = find(
        status="checked",
        done_by=people["officer"],
        done_at=NOW,
        checked_by=people["principal"],
        checked_at=NOW,
        photo="findings/door.png",
    )
    for change in (
        {"photo": "findings/other.png"},
        {"written_by": people["commander"]},
        {"status": "done", "checked_by": None, "checked_at": None},
    ):
        with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
            Finding.objects.filter(pk=finding.pk).update(**change)


# ---- Pages ------------------------------------------------------------------


def test_it_is_added_done_found_wanting_and_mended(sign_in, people, school):
    officer, commander = people["officer"], people["commander"]
    sign_in(people["principal"]).post(
        url("add_finding", school.pk), typed(owner="agency")
    )
    finding = Finding.objects.get()

    assert "Door 7" in text(sign_in(officer).get("/"))
    client = sign_in(officer)
    done = client.post(page_of(finding, "finish_finding"), {"version": 1}, follow=True)
    assert "I looked" not in text(done)
    client = sign_in(commander)
    assert "I looked" in text(client.get(page_of(finding)))
    client.post(page_of(finding, "reopen_finding"), {"version": 2})
    assert "Door 7" in text(sign_in(officer).get("/"))
    sign_in(officer).post(page_of(finding, "finish_finding"), {"version": 3})
    sign_in(commander).post(page_of(finding, "check_finding"), {"version": 4})

    finding.refresh_from_db()
    assert (finding.status, finding.checked_by) == ("checked", commander)
    assert "Door 7" not in text(sign_in(officer).get(url("findings")))
    assert "Looked: it is mended" in text(client.get(page_of(finding)))


def test_after_a_drill_it_stands_with_the_drill(sign_in, people, school):
    drill = DrillFactory(school=school, written_by=people["officer"])
    client = sign_in(people["principal"])

    client.post(url("add_finding", school.pk) + f"?drill={drill.pk}", typed())

    assert "Door 7" in text(client.get(url("drill", school.pk, drill.pk)))
    assert "Found in a drill" in text(client.get(page_of(Finding.objects.get())))


def test_a_room_that_is_gone_stays_with_what_was_found_there(sign_in, people, find):
    room = PlaceFactory(school=people["principal"].memberships.get().school)
    finding = find(place=room)
    room.archived_at = NOW
    room.save()
    client = sign_in(people["officer"])
    form = client.get(page_of(finding, "change_finding")).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields}

    client.post(page_of(finding, "change_finding"), shown | {"severity": "high"})

    finding.refresh_from_db()
    assert (finding.severity, finding.place) == ("high", room)


def test_a_stale_change_keeps_what_was_typed(sign_in, people, find):
    finding = find(due_on=TOMORROW)
    client = sign_in(people["officer"])
    actions.change_finding(finding, by=people["principal"], **said(what="Door 8"))

    answer = client.post(
        page_of(finding, "change_finding"), typed(what="Door 9", version=1)
    )

    assert answer.status_code == 409
    assert "Door 9" in answer.text
    assert "Door 8" in text(answer)


@pytest.mark.parametrize("role", READERS)
def test_its_photo_is_shown_to_those_who_read_it(role, sign_in, people, school):
    sign_in(people["officer"]).post(url("add_finding", school.pk), typed(photo=photo()))
    finding = Finding.objects.get()
    client = sign_in(people[role])

    assert page_of(finding, "finding_photo") in client.get(page_of(finding)).text
    sent = client.get(page_of(finding, "finding_photo"))
    assert sent.getvalue().startswith(b"\x89PNG")
    assert (sent.status_code, sent.headers["Content-Type"]) == (200, "image/png")


@pytest.mark.parametrize("role", NOBODY)
def test_who_does_not_read_it_finds_neither_page_nor_photo(
    role, sign_in, people, school, find
):
    finding = find()
    client = sign_in(people[role])

    for verb in ("finding", "finding_photo"):
        assert client.get(page_of(finding, verb)).status_code == 403
    assert client.get(url("findings")).status_code == 403
    assert finding.what not in client.get(url("detail", school.pk)).text


def test_without_a_photo_there_is_none(sign_in, people, find):
    client = sign_in(people["officer"])

    assert client.get(page_of(find(), "finding_photo")).status_code == 404


def test_a_photo_is_added_later_and_once(sign_in, people, find):
    finding = find()
    client = sign_in(people["officer"])
    assert "Add a photo" in text(client.get(page_of(finding)))

    path = page_of(finding, "add_photo")
    client.post(path, {"version": 1, "photo": photo()})
    again = client.post(path, {"version": 2, "photo": photo()})

    assert (again.status_code, "a photo already" in again.text) == (409, True)
    page = client.get(page_of(finding))
    assert page_of(finding, "finding_photo") in page.text
    assert "Added a photo" in page.text
    assert "Add a photo" not in page.text


def test_a_photo_of_a_stale_page_is_not_added(sign_in, people, find):
    finding = find()
    actions.change_finding(finding, by=people["principal"], **said())

    answer = sign_in(people["officer"]).post(
        page_of(finding, "add_photo"), {"version": 1, "photo": photo()}
    )

    assert answer.status_code == 409
    assert not Finding.objects.get().photo


def test_what_is_mended_gets_no_photo(sign_in, people, find):
    finding = actions.finish_finding(find(), by=people["officer"])
    finding = actions.check_finding(finding, by=people["principal"])
    client = sign_in(people["officer"])

    answer = client.post(
        page_of(finding, "add_photo"), {"version": 3, "photo": photo()}
    )

    assert (answer.status_code, "This is mended" in answer.text) == (409, True)
    assert "Add a photo" not in client.get(page_of(finding)).text


def test_what_is_no_picture_is_refused_in_words(sign_in, people, school):
    disguised = SimpleUploadedFile("door.png", b"MZ\x90\x00 a program")

    answer = sign_in(people["officer"]).post(
        url("add_finding", school.pk), typed(photo=disguised)
    )

    assert answer.status_code == 422
    assert "photo" in answer.context["form"].errors
    assert "Door 7 does not latch" in answer.text
    assert not Finding.objects.exists()


def test_the_address_of_another_school_leads_nowhere(sign_in, people, school, find):
    other = SchoolFactory(campus=school.campus, district=school.district)
    client = sign_in(people["principal"])
    finding = find()

    assert client.get(url("finding", other.pk, finding.pk)).status_code == 404
    path = url("finish_finding", other.pk, finding.pk)
    assert client.post(path).status_code == 404


def test_who_mends_elsewhere_reads_and_writes_nothing_here(
    sign_in, stranger, school, find
):
    client = sign_in(stranger)

    assert client.get(page_of(find())).status_code == 404
    assert client.get(url("add_finding", school.pk)).status_code == 404


@pytest.mark.parametrize(
    ("finding", "whose"),
    [
        ({"owner": "school"}, {"principal"}),
        ({"owner": "facilities"}, {"principal"}),
        ({"owner": "agency"}, {"officer"}),
        ({"owner": "school", "person": "commander"}, {"commander"}),
        ({"owner": "school", "status": "done", "done_by": "officer"}, set()),
    ],
)
def test_it_stands_on_the_home_page_of_whoever_owns_it(
    finding, whose, sign_in, people, find
):
    for name in ("person", "done_by"):
        if name in finding:
            finding = {**finding, name: people[finding[name]]}
    if "done_by" in finding:
        finding["done_at"] = NOW
    what = find(due_on=date(2026, 11, 20), **finding).what

    pages = {
        role: text(sign_in(person).get("/"))
        for role, person in people.items()
        if role != "teacher"
    }

    assert {role for role, page in pages.items() if what in page} == whose
    assert all("overdue" in pages[role] for role in whose)


def test_what_is_due_first_is_on_top_and_says_that_it_is_overdue(sign_in, people, find):
    later = find(due_on=TOMORROW)
    sooner = find(due_on=TOMORROW - timedelta(days=9))

    page = text(sign_in(people["district"]).get(url("findings")))

    assert page.index(sooner.what) < page.index(later.what)
    assert page.count("Overdue") == 1


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"open", "done"}),
        ("?state=checked", {"checked"}),
        ("?state=all", {"open", "done", "checked"}),
        ("?severity=high", {"open"}),
        ("?owner=agency", {"done"}),
        ("?state=nonsense&after=nonsense", {"open", "done"}),
    ],
)
def test_the_list_shows_what_the_filter_asks_for(
    asked, shown, sign_in, people, school, find
):
    by = {"done_by": people["officer"], "done_at": NOW}
    looked = {"checked_by": people["principal"], "checked_at": NOW}
    found = {
        "open": find(severity="high"),
        "done": find(status="done", owner="agency", **by),
        "checked": find(status="checked", **by, **looked),
    }
    client = sign_in(people["principal"])

    page = client.get(url("findings") + asked)
    sheet = client.get(url("findings_csv") + asked).content.decode()

    for text_of in (page.text, sheet):
        assert {name for name, one in found.items() if one.what in text_of} == shown
    assert client.get(url("findings") + f"?school={school.pk}").status_code == 200


def test_the_next_page_goes_on_behind_the_last_row(sign_in, people, find):
    for _ in range(51):
        find(due_on=TOMORROW)
    client = sign_in(people["principal"])

    first = client.get(url("findings"))
    second = client.get(url("findings") + first.context["next"])

    assert len(first.context["findings"]) == 50
    assert len(second.context["findings"]) == 1
    assert not {*first.context["findings"]} & {*second.context["findings"]}


def test_pages_with_more_ask_no_more(sign_in, people, school, find, queries_of):
    client = sign_in(people["principal"])
    finding = find(person=people["officer"], place=PlaceFactory(school=school))
    pages = [url("findings"), url("detail", school.pk), page_of(finding)]
    few = [queries_of(client, page) for page in pages]

    for _ in range(3):
        find(person=people["officer"], place=PlaceFactory(school=school))

    assert [queries_of(client, page) for page in pages] == few


def test_nothing_yet_says_where_it_comes_from(sign_in, people):
    assert "Nothing to mend" in text(sign_in(people["district"]).get(url("findings")))
