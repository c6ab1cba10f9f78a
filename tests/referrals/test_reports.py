"""The report of suspected abuse: one for each who knows, and none is lost."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from officers.models import Assignment, Officer
from referrals import actions, listing
from referrals.actions import reporting
from referrals.models import Concern, MandatoryReport, Referral
from referrals.models.reports import MandatoryReportQuerySet
from referrals.showing import earlier_versions
from sro_program.accounts.models import Membership, Role
from sro_program.audit.models import AuditEvent, Disclosure
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, RuleBroken
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from sro_program.notifications.texts import html_of, text_of
from tests.conftest import LONG_AGO, make_officer
from tests.factories.referrals import MandatoryReportFactory
from tests.referrals.conftest import GIVEN, REPORTED, STATUTE

REPORTS = "/referrals/reports/"
REFER = "/referrals/refer/"
NO_CAUSE = {"answer": "no_cause", "no_cause_because": "because-words"}
TYPED = {**REPORTED, "reported_at": "2026-10-06T09:30"}
"""The same answer as a form sends it."""


@pytest.fixture
def begin(officer, referral):
    """Begin a report of the referral, as the officer unless it is said otherwise."""

    def begun(by=None, **content):
        matter = {"concern": referral.concern, "known_at": GIVEN}
        return actions.begin_report(
            by=by or officer.user,
            school=referral.school,
            record_id=content.pop("record_id", None) or uuid7(),
            **{**matter, **content},
        )

    return begun


@pytest.fixture
def begin_of(officer):
    """Begin a report of advice, as the officer who gave it."""

    def begun(advice, **content):
        return actions.begin_report(
            by=officer.user,
            school=advice.school,
            record_id=uuid7(),
            advice=advice,
            **{"known_at": GIVEN, **content},
        )

    return begun


@pytest.fixture
def form(school, counselor):
    """What the officer's form of a referral sends; nothing of it points to abuse."""
    return {
        "school": school.pk,
        "record_id": str(uuid7()),
        "about_kind": "student",
        "given_name": "Given-token",
        "family_name": "Family-token",
        "reason": "grief",
        "urgency": "three_days",
        "facts": "facts-token",
        "guardian_told": "no",
        "agrees": "yes",
        "basis": "verbal",
        "to": f"counselor-{counselor.pk}",
        "no_discipline": "on",
    }


def close(referral, counselor, **said):
    return actions.close(referral, by=counselor, outcome="contact", **said)


# ---- One for each who knows ------------------------------------------------


def test_whoever_begins_a_second_time_gets_the_first_one_back(
    begin, begin_of, advise, counselor
):
    advice = advise()

    assert begin(other="first") == begin(other="second")
    assert begin_of(advice, other="first") == begin_of(advice, other="second")
    assert begin(by=counselor) != begin()
    assert set(MandatoryReport.objects.values_list("other", flat=True)) == {"first", ""}


def test_the_answer_at_closing_goes_into_the_report_that_was_begun(
    begin, referral, counselor
):
    report = begin(by=counselor, child="who-it-is", extent="extent-words")
    actions.accept(referral, by=counselor)

    close(referral, counselor, learned_of_abuse=True, report=REPORTED)

    kept = MandatoryReport.objects.get()
    assert (kept, kept.answer, kept.version) == (report, "reported", 2)
    assert (kept.child, kept.extent) == ("who-it-is", "extent-words")


def test_the_answer_of_a_referral_goes_into_the_report_of_the_advice(
    advise, begin_of, refer
):
    advice = advise(topics=["child_abuse"])
    report = begin_of(advice, extent="extent-words")

    referral = refer(advice=advice, report=REPORTED)

    kept = MandatoryReport.objects.get()
    assert (kept, kept.concern, kept.advice) == (report, referral.concern, advice)
    assert kept.about == referral.concern.about
    assert kept.child == str(referral.concern.about)
    assert (kept.extent, kept.answer) == ("extent-words", "reported")


def test_the_second_child_of_the_same_advice_has_a_report_of_its_own(
    advise, begin_of, refer
):
    advice = advise(topics=["child_abuse"])
    begin_of(advice)

    first = refer(advice=advice, report=REPORTED)
    second = refer(advice=advice, report=NO_CAUSE, who={"given_name": "Brother"})

    answers = MandatoryReport.objects.values_list("concern", "answer")
    assert set(answers) == {
        (first.concern_id, "reported"),
        (second.concern_id, "no_cause"),
    }


def test_the_report_of_a_concern_comes_before_that_of_its_advice(
    advise, begin_of, begin, refer
):
    advice = advise()
    referral = refer(advice=advice)
    own = begin(concern=referral.concern, other="of the referral")
    begin_of(advice, other="of the advice")

    assert begin(concern=referral.concern) == own


def test_the_other_answer_leaves_nothing_of_the_first(begin, referral, counselor):
    begin(by=counselor, **REPORTED)
    actions.accept(referral, by=counselor)

    close(referral, counselor, learned_of_abuse=True, report=NO_CAUSE)

    kept = MandatoryReport.objects.get()
    assert (kept.answer, kept.reported_to, kept.intake_number) == ("no_cause", "", "")
    assert (kept.reported_at, kept.no_cause_because) == (None, "because-words")


@pytest.mark.parametrize("matter", ["concern", "advice"])
def test_the_database_holds_one_of_each_for_a_person(officer, referral, advise, matter):
    of = {"concern": referral.concern}
    if matter == "advice":
        of = {"concern": None, "about": None, "school": referral.school}
        of["advice"] = advise()
    first = MandatoryReportFactory(written_by=officer.user, **of)

    with pytest.raises(IntegrityError, match="report_once_of"), transaction.atomic():
        MandatoryReportFactory(written_by=officer.user, **of)

    MandatoryReportFactory(written_by=officer.user, goes_on_in=first, **of)


def test_who_was_slower_is_told_to_go_on_with_the_first(begin, monkeypatch):
    begin()
    monkeypatch.setattr(
        MandatoryReportQuerySet, "begun", lambda rows, *matter: rows.none()
    )

    with pytest.raises(RuleBroken, match="You have begun a report of this already"):
        begin()


def test_an_id_that_was_used_for_something_else_is_refused(begin, begin_of, advise):
    used = begin().pk

    with pytest.raises(RuleBroken, match="form"):
        begin(concern=None, advice=advise(), record_id=used)


def test_what_was_typed_into_a_second_form_is_shown_beside_the_first(
    client, officer, referral, begin
):
    kept = begin(extent="kept-words")
    client.force_login(officer.user)
    typed = {"record_id": uuid7(), "known_at": "2026-10-06T09:00", "extent": "typed"}

    address = reverse("referrals:report_on_referral", args=[referral.pk])
    answer = client.post(address, typed)

    assert answer.status_code == 409
    assert "You have begun this report before" in answer.text
    assert "typed" in answer.text
    assert "kept-words" in answer.text
    assert f'action="{kept.get_absolute_url()}"' in answer.text
    again = client.post(kept.get_absolute_url(), {**typed, "version": kept.version})
    kept.refresh_from_db()
    assert (again.status_code, kept.extent) == (302, "typed")


def test_a_form_sent_twice_makes_one_report(client, officer, referral):
    client.force_login(officer.user)
    typed = {"record_id": uuid7(), "known_at": "2026-10-06T09:00"}
    address = reverse("referrals:report_on_referral", args=[referral.pk])

    both = [client.post(address, typed).url for _ in range(2)]

    assert both == [MandatoryReport.objects.get().get_absolute_url()] * 2


# ---- When it was known -----------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "known_at"), [(REPORTED, GIVEN), (NO_CAUSE, GIVEN + timedelta(hours=3))]
)
def test_it_was_known_when_it_was_reported_at_the_latest(
    refer, time_machine, answer, known_at
):
    time_machine.move_to(GIVEN + timedelta(hours=3), tick=False)

    refer(reason="child_abuse", report=answer)

    assert MandatoryReport.objects.get().known_at == known_at


def test_an_earlier_day_on_which_it_was_known_stays(begin, referral, counselor):
    begin(by=counselor, known_at=GIVEN - timedelta(days=1))
    actions.accept(referral, by=counselor)

    close(referral, counselor, learned_of_abuse=True, report=REPORTED)

    assert MandatoryReport.objects.get().known_at == GIVEN - timedelta(days=1)


def test_nothing_is_reported_before_it_is_known(client, officer, begin):
    later = GIVEN + timedelta(hours=1)
    with pytest.raises(RuleBroken, match="before you reported it"):
        begin(known_at=later, **REPORTED)
    report = begin()
    client.force_login(officer.user)

    answer = client.post(
        report.get_absolute_url(),
        {**TYPED, "version": report.version, "known_at": "2026-10-06T09:31"},
    )

    assert answer.status_code == 422
    said = answer.context["form"].errors
    assert said == {
        "known_at": ["You learned of it before you reported it. Check both times."]
    }


def test_when_it_was_reported_counts_with_that_answer_alone(client, officer, begin):
    report = begin()
    client.force_login(officer.user)
    typed = {"version": report.version, "known_at": "2026-10-06T09:31"}

    kept = client.post(report.get_absolute_url(), {**typed, **TYPED, **NO_CAUSE})

    assert kept.status_code == 302
    report.refresh_from_db()
    assert (report.answer, report.reported_at) == ("no_cause", None)


@pytest.mark.parametrize("field", ["reported_at", "known_at", "answer"])
def test_what_cannot_be_read_is_shown_again(client, officer, begin, field):
    report = begin()
    client.force_login(officer.user)
    typed = {**TYPED, "version": report.version, "known_at": "2026-10-06T09:00"}

    answer = client.post(report.get_absolute_url(), {**typed, field: "nonsense"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "4711" in answer.text


@pytest.mark.parametrize("moment", reporting.MOMENTS)
def test_no_moment_of_a_report_is_still_to_come(begin, moment):
    with pytest.raises(RuleBroken, match="lies in the past"):
        begin(**{moment: now() + timedelta(minutes=1)})


# ---- Unfinished ------------------------------------------------------------

HALVES = [
    ({}, "answer"),
    (STATUTE, "answer"),
    (REPORTED, "fields"),
    ({**REPORTED, "child": "child"}, "fields"),
    ({**REPORTED, "extent": "extent"}, "fields"),
    ({**REPORTED, **STATUTE, "written_asked": True}, "paper"),
    ({**NO_CAUSE, "written_asked": True}, "paper"),
    (
        {**REPORTED, **STATUTE, "written_asked": True, "written_sent_at": GIVEN},
        None,
    ),
    ({**REPORTED, **STATUTE}, None),
    (NO_CAUSE, None),
]
SENTENCES = {
    "answer": "Say on its page to whom it was reported and when",
    "fields": "who the child is, and for the nature and extent",
    "paper": "A written report is asked for",
    "": "Say on its page to whom it was reported and when",
}


@pytest.mark.parametrize(("content", "missing"), HALVES)
def test_a_report_is_unfinished_while_something_is_missing(begin, content, missing):
    report = begin(**content)

    assert report.missing == missing
    assert MandatoryReport.objects.unfinished().exists() == bool(missing)


@pytest.mark.parametrize(("content", "missing"), [h for h in HALVES if h[1]])
def test_its_author_is_asked_for_what_is_missing(
    begin, officer, time_machine, content, missing
):
    time_machine.move_to(GIVEN + timedelta(hours=1))
    report = begin(**content)
    time_machine.move_to(GIVEN + timedelta(hours=3))

    assert actions.nag(report)

    note = Notification.objects.get(recipient=officer.user, needs_you=True)
    _, text = text_of(note.template, note.context)
    assert SENTENCES[missing] in text
    assert SENTENCES[missing] in html_of(note.template, note.context)
    others = {said for said in SENTENCES.values() if said != SENTENCES[missing]}
    assert not [said for said in others if said in text]


def test_a_message_of_before_still_has_its_words():
    _, text = text_of("report_unfinished", {})

    assert SENTENCES[""] in text


def test_what_goes_on_in_another_report_asks_for_nothing(officer, referral, begin):
    first = begin()
    twin = MandatoryReportFactory(
        concern=referral.concern, written_by=officer.user, goes_on_in=first
    )

    assert twin.missing is None
    assert list(MandatoryReport.objects.unfinished()) == [first]


# ---- Answered it stays answered --------------------------------------------


def test_an_answer_is_corrected_but_not_taken_away(client, officer, begin):
    report = begin(**REPORTED)
    nothing = {**dict.fromkeys(REPORTED, ""), "reported_at": None}
    with pytest.raises(RuleBroken, match="Your answer stays"):
        actions.change_report(report, by=officer.user, **nothing)
    client.force_login(officer.user)
    typed = {"version": report.version, "known_at": "2026-10-06T09:00"}

    refused = client.post(report.get_absolute_url(), typed)
    corrected = client.post(report.get_absolute_url(), {**typed, **NO_CAUSE})

    assert refused.status_code == 422
    assert refused.context["form"].errors == {"answer": [reporting.STAYS_ANSWERED]}
    assert corrected.status_code == 302
    report.refresh_from_db()
    assert (report.answer, report.intake_number) == ("no_cause", "")


def test_what_was_never_answered_may_wait(client, officer, begin):
    report = begin()
    client.force_login(officer.user)

    kept = client.post(
        report.get_absolute_url(),
        {"version": report.version, "known_at": "2026-10-06T09:00", "answer": ""},
    )

    assert kept.status_code == 302


# ---- Only what is asked counts ---------------------------------------------

HIDDEN = [
    TYPED,
    {"answer": "reported"},
    {**TYPED, "reported_at": "no time"},
    {"answer": "no_cause", "no_cause_because": "x" * 1001},
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_an_answer_that_a_referral_does_not_ask_for_counts_for_nothing(
    client, officer, form, hidden
):
    client.force_login(officer.user)

    sent = client.post(REFER, {**form, **hidden})

    assert sent.status_code == 302
    assert Referral.objects.get().report_answer == ""
    assert not MandatoryReport.objects.exists()


@pytest.mark.parametrize("hidden", HIDDEN)
def test_an_answer_that_closing_does_not_ask_for_counts_for_nothing(
    client, counselor, referral, hidden
):
    actions.accept(referral, by=counselor)
    referral.refresh_from_db()
    client.force_login(counselor)
    said = {"version": referral.version, "outcome": "contact"}

    closed = client.post(
        reverse("referrals:close", args=[referral.pk]), {**said, **hidden}
    )

    assert closed.status_code == 302
    assert not MandatoryReport.objects.exists()


def test_the_rules_ask_the_same_of_those_who_use_no_form(refer, counselor):
    referral = refer(report=REPORTED)
    actions.accept(referral, by=counselor)
    close(referral, counselor, report=REPORTED)

    assert not MandatoryReport.objects.exists()


def test_advice_of_abuse_asks_at_the_field_whatever_is_ticked(
    client, officer, advise, form
):
    address = f"{REFER}?advice={advise(topics=['child_abuse', 'self_harm']).pk}"
    client.force_login(officer.user)

    refused = client.post(address, form)
    sent = client.post(address, {**form, **TYPED})

    assert refused.context["form"].errors == {"answer": [reporting.NOT_A_REPORT]}
    assert sent.status_code == 302
    assert MandatoryReport.objects.get().answer == "reported"


# ---- The commander's wall --------------------------------------------------


@pytest.fixture
def changed_sides(agency, campus, school):
    """An officer of the unit who became a counselor of the school."""
    officer = make_officer(agency, campus, "Ivo Inbetween")

    def change():
        day = LONG_AGO + timedelta(days=1)
        Assignment.objects.filter(officer=officer).update(ends_on=day)
        Officer.objects.filter(pk=officer.pk).update(in_service=False)
        Membership.objects.create(
            user=officer.user, role=Role.COUNSELOR, school=school, starts_on=day
        )

    officer.user.change_sides = change
    return officer.user


@pytest.fixture
def two_lives(changed_sides, refer):
    """What they reported as an officer, and then as a counselor."""
    sent = refer(by=changed_sides, reason="child_abuse", report=REPORTED)
    changed_sides.change_sides()
    received = refer(to=changed_sides)
    actions.accept(received, by=changed_sides)
    close(received, changed_sides, learned_of_abuse=True, report=REPORTED)
    reports = [sent.concern.reports.get(), received.concern.reports.get()]
    assert [one.written_by for one in reports] == [changed_sides] * 2
    return reports


def test_the_first_wall_keeps_a_counselors_report_from_the_commander(
    two_lives, commander, changed_sides
):
    as_officer, as_counselor = two_lives

    with acting_as_clock():
        read = MandatoryReport.objects.visible_to(commander)
        assert list(read) == [as_officer]
        own = MandatoryReport.objects.visible_to(changed_sides)
        assert set(own) == {as_officer, as_counselor}


def test_the_second_wall_keeps_a_counselors_report_from_the_commander(
    two_lives, commander, changed_sides
):
    as_officer, as_counselor = two_lives

    with acting_as(commander):
        assert list(MandatoryReport.objects.all()) == [as_officer]
    with acting_as(changed_sides):
        assert set(MandatoryReport.objects.all()) == {as_officer, as_counselor}


def test_going_on_with_a_report_does_not_open_it(two_lives, changed_sides):
    _, as_counselor = two_lives

    changed = actions.change_report(as_counselor, by=changed_sides, other="more")

    assert not changed.as_officer


# ---- Its pages -------------------------------------------------------------


def test_a_written_report_that_is_late_says_so_in_the_list(
    client, officer, begin, time_machine
):
    time_machine.move_to(GIVEN + timedelta(hours=47, minutes=59))
    report = begin(**REPORTED, **STATUTE, written_asked=True)
    client.force_login(officer.user)
    in_time = client.get(REPORTS).text
    time_machine.move_to(GIVEN + timedelta(hours=48, minutes=1))

    late = client.get(REPORTS).text

    assert report.get_absolute_url() in in_time
    assert "Late" not in in_time
    assert '<span class="urgent-word">Late</span>' in late


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({}, "not answered yet"),
        (REPORTED, "the child or the extent is missing"),
        ({**REPORTED, **STATUTE}, "Finished"),
    ],
)
def test_the_list_says_what_is_missing(client, officer, begin, content, words):
    begin(**content)
    client.force_login(officer.user)

    assert words in client.get(REPORTS).text


def test_a_report_of_which_there_were_two_says_that_it_goes_on_elsewhere(
    client, officer, referral, begin
):
    MandatoryReportFactory(
        concern=referral.concern, written_by=officer.user, goes_on_in=begin()
    )
    client.force_login(officer.user)

    assert "goes on in another report" in client.get(REPORTS).text


def test_the_list_goes_on_page_by_page_and_begins_with_what_is_unfinished(
    client, officer, referral, monkeypatch
):
    monkeypatch.setattr(listing, "SIZE", 2)
    half = [make_report(officer, referral, answer="") for _ in range(3)]
    whole = [
        make_report(officer, referral, **REPORTED, known_at=GIVEN) for _ in range(3)
    ]
    client.force_login(officer.user)
    order = [one.get_absolute_url() for one in [*reversed(half), *reversed(whole)]]

    pages, address = [], REPORTS
    while address and len(pages) <= len(order):
        page = client.get(address).context["page"]
        pages.append([one.get_absolute_url() for one in page.rows])
        address = page.next and f"{REPORTS}{page.next}"

    assert pages == [order[:2], order[2:4], order[4:]]


def make_report(officer, referral, **content):
    """A report of a concern of its own."""
    concern = Concern.objects.get(pk=referral.concern_id)
    concern.pk = uuid7()
    concern.save(force_insert=True)
    return MandatoryReportFactory(
        concern=concern, written_by=officer.user, **{"known_at": GIVEN, **content}
    )


def test_a_strange_key_shows_the_first_page(client, officer, begin):
    begin()
    client.force_login(officer.user)

    page = client.get(f"{REPORTS}?after=nonsense").context["page"]

    assert page.is_first
    assert len(page.rows) == 1


def test_its_author_reads_every_earlier_version(client, officer, commander, begin):
    report = begin(extent="first-words")
    report = actions.change_report(report, by=officer.user, extent="second-words")
    MandatoryReport.objects.update(nagged_at=now())
    actions.change_report(report, by=officer.user, extent="third-words")
    address = report.get_absolute_url()

    client.force_login(officer.user)
    own = client.get(address)
    client.force_login(commander)
    theirs = client.get(address)

    titles = [one.title.split(",")[0] for one in own.context["versions"]]
    assert titles == ["Version 2", "Version 1"]
    for words in ("first-words", "second-words", "third-words"):
        assert words in own.text
    assert "third-words" in theirs.text
    assert "second-words" not in theirs.text
    assert earlier_versions(commander, report) == []


def test_the_second_wall_keeps_earlier_versions_for_their_author(
    begin, officer, commander
):
    history = begin().history.model

    with acting_as(commander):
        assert MandatoryReport.objects.exists()
        assert not history.objects.exists()
    with acting_as(officer.user):
        assert history.objects.exists()


def test_the_pages_ask_as_many_queries_however_many_versions_there_are(
    client, officer, begin, queries_of
):
    report = actions.change_report(begin(), by=officer.user, extent="0")
    client.force_login(officer.user)
    few = queries_of(client, report.get_absolute_url())
    for n in range(3):
        report = actions.change_report(report, by=officer.user, extent=f"{n} more")

    assert queries_of(client, report.get_absolute_url()) == few


def test_the_sheet_says_which_revision_of_the_form_it_is(client, officer, begin):
    report = begin()
    MandatoryReport.objects.update(form_revision="2019-01")
    client.force_login(officer.user)

    sheet = client.post(reverse("referrals:print_report", args=[report.pk])).text

    assert "Revision 2019-01, version 1" in sheet


# ---- On paper --------------------------------------------------------------


def test_printing_is_written_down_and_entered_in_the_childs_register(
    begin, commander, referral
):
    actions.print_report(begin(), by=commander)

    assert AuditEvent.objects.filter(verb="print", by=commander).count() == 1
    entry = Disclosure.objects.get(what="printed")
    assert (entry.person, entry.by) == (referral.concern.about, commander)
    assert "620.030" in entry.basis


def test_printing_what_names_no_child_is_written_down_as_well(
    begin_of, advise, officer
):
    actions.print_report(begin_of(advise()), by=officer.user)

    assert AuditEvent.objects.filter(verb="print").count() == 1
    assert not Disclosure.objects.exists()


def test_who_does_not_read_a_report_does_not_print_it(begin, counselor):
    with pytest.raises(NotAllowed, match="do not read this report"):
        actions.print_report(begin(), by=counselor)
    assert not AuditEvent.objects.filter(verb="print").exists()
