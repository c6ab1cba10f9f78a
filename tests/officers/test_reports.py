"""Duty reports: opened once, compiled through two lenses, signed, and opened again."""

from datetime import date, timedelta

import pytest
import time_machine

from officers import actions, tasks
from officers.models import (
    DutyReport,
    DutyReportAnswer,
    DutyReportPage,
    Lens,
    ReportDay,
)
from sro_program.accounts.models import Role
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, RuleBroken, Stale, WrongState
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from tests.conftest import make_member, make_officer
from tests.factories.officers import DirectiveFactory
from tests.officers.reporting import (
    POLICE,
    SENT_ON,
    WEEK,
    Type,
    line,
    page,
    sent_week,
    the_report,
)
from tests.threads import as_, together

pytestmark = pytest.mark.usefixtures("school_year")


@pytest.fixture(autouse=True)
def _on_a_monday():
    with time_machine.travel(SENT_ON, tick=False):
        yield


def told(user):
    notes = Notification.objects.filter(recipient=user, template="duty_report")
    return [note.context["heading"] for note in notes.order_by("created_at", "pk")]


def test_both_pages_say_the_same_of_the_lines_that_both_read(officer, school):
    report = sent_week(officer, school)

    of_command = page(report, Lens.COMMAND).figures
    of_school = page(report, Lens.SCHOOL).figures

    for name in ("good", "functions", "kinds", "directed", "directives", "grew"):
        assert of_command[name] == of_school[name]
    assert sum(minutes for _, minutes in of_school["functions"]) == 50
    kept = of_command["kept"]
    assert sum(minutes for _, minutes in kept["functions"]) == 41 + 42 + 43 + 44 + 45
    assert {row[0] for row in kept["kinds"]} == set(POLICE)


def test_the_school_cannot_tell_whether_anything_was_kept_from_it(
    officer, school, principal
):
    """Its page is the same to the letter, whatever police work there was."""
    report = sent_week(officer, school, police=False)
    before = page(report, Lens.SCHOOL)
    heard = told(principal)

    for kind in POLICE:
        actions.log_activity(
            officer,
            school=school,
            on=WEEK,
            function="law_enforcement",
            type=kind,
            minutes=90,
            source_kind="test",
            source_id=report.pk,
            by=officer.user,
        )
    tasks.renew_reports()

    assert page(report, Lens.COMMAND).edition == 2
    after = page(report, Lens.SCHOOL)
    assert (after.pk, after.figures, after.version) == (
        before.pk,
        before.figures,
        before.version,
    )
    assert told(principal) == heard


def test_of_police_work_alone_the_school_has_no_report(officer, school, principal):
    line(officer, school, Type.ARREST)
    tasks.send_reports()

    report = the_report()

    assert report.pages.get().lens == Lens.COMMAND
    assert not told(principal)
    with acting_as(principal):
        assert not DutyReport.objects.visible_to(principal).exists()
        assert not DutyReport.objects.exists()


def test_it_opens_with_the_good_contacts(officer, school):
    report = sent_week(officer, school)

    assert page(report, Lens.SCHOOL).figures["good"] == [["mentoring", 1, 30, 2]]


def test_it_counts_what_each_superior_directed(officer, school, commander):
    directive = DirectiveFactory(
        officer=officer,
        school=school,
        directed_by=commander,
        due_at="2026-11-24T15:00Z",
    )
    line(officer, school, Type.DIRECTED, 40, directive=directive)
    line(officer, school, Type.DIRECTED, 25, 1, origin="administrator")
    line(officer, school, Type.DIRECTED, 5, 1)
    DirectiveFactory._meta.model.objects.update(given_at="2026-11-18T15:00Z")
    tasks.send_reports()

    figures = page(the_report(), Lens.SCHOOL).figures

    assert figures["directed"] == [["command", 40], ["school", 25], ["", 5]]
    assert figures["directives"] == [["given", 1]]


def test_that_an_officer_was_sick_is_the_commands_to_know(officer, school):
    from_, until = "2026-11-17T14:00Z", "2026-11-17T16:00Z"
    officer.absences.create(
        reason="sick", starts_at=from_, ends_at=until, recorded_by=officer.user
    )
    report = sent_week(officer, school)

    assert page(report, Lens.COMMAND).figures["coverage"]["reasons"] == [["Sick", 120]]
    assert page(report, Lens.SCHOOL).figures["coverage"]["reasons"] == [["Away", 120]]


def test_it_is_compiled_and_sent_once_however_often_the_clock_runs(
    officer, school, commander, principal
):
    sent_week(officer, school)
    tasks.send_reports()
    tasks.renew_reports()

    assert DutyReport.objects.filter(period="week").count() == 1
    assert told(commander) == ["A duty report waits for your signature"]
    assert told(principal) == ["A duty report waits for your signature"]


def test_what_the_clock_missed_it_catches_up_with_once(officer, school, commander):
    """Four Mondays on which no clock ran, and one message for all of them."""
    for week in range(4):
        line(officer, school, day=-7 * week)

    tasks.send_reports()
    tasks.send_reports()

    assert DutyReport.objects.filter(period="week").count() == 4
    month = DutyReport.objects.get(period="month")
    assert (month.starts_on, month.ends_on) == (date(2026, 10, 1), date(2026, 10, 31))
    assert told(commander) == ["5 duty reports wait for your signature"]


@pytest.mark.django_db(transaction=True)
def test_many_clocks_at_once_make_one_report_and_one_message(
    officer, school, school_year, commander, principal
):
    with acting_as_clock():
        line(officer, school)

    together([tasks.send_reports] * 6)

    with acting_as_clock():
        assert DutyReport.objects.count() == 1
        assert the_report().pages.count() == 2
        assert told(commander) == ["A duty report waits for your signature"]
        assert told(principal) == ["A duty report waits for your signature"]


@pytest.mark.django_db(transaction=True)
def test_two_who_open_the_same_week_at_once_open_it_once(officer, school, school_year):
    def open_it():
        with acting_as_clock():
            actions.open_reports(school.district)

    with acting_as_clock():
        line(officer, school)

    assert together([open_it] * 6) == [None] * 6

    with acting_as_clock():
        assert DutyReport.objects.count() == 1


def test_what_is_compiled_is_not_compiled_again(officer, school):
    assert actions.compile_report(sent_week(officer, school)) is False


def test_the_first_wall_alone_keeps_the_commands_page_from_the_school(
    officer, school, principal
):
    """The clock acts, so that row-level security lets everything pass."""
    sent_week(officer, school)

    pages = DutyReportPage.objects.visible_to(principal)

    assert [one.lens for one in pages] == [Lens.SCHOOL]


def test_the_second_wall_alone_does_too(officer, school, principal):
    sent_week(officer, school)

    with acting_as(principal):
        assert [one.lens for one in DutyReportPage.objects.all()] == [Lens.SCHOOL]


def test_it_is_sent_on_the_day_that_the_district_chose(officer, school, commander):
    ReportDay.objects.create(district=school.district, weekday=2, day_of_month=5)

    sent = {}
    for on in ("2026-11-24", "2026-11-25", "2026-12-04", "2026-12-05"):
        with time_machine.travel(f"{on}T18:00Z", tick=False):
            if not sent:
                line(officer, school)
            tasks.send_reports()
            sent[on] = len(told(commander))

    assert sent == {"2026-11-24": 0, "2026-11-25": 1, "2026-12-04": 1, "2026-12-05": 2}


def test_the_principal_of_another_school_and_the_officer_get_no_message(
    officer, school, stranger
):
    sent_week(officer, school)

    assert not told(stranger)
    assert not told(officer.user)


def test_no_mail_says_whose_report_it_is_or_what_stands_in_it(
    officer, school, commander, principal, mailoutbox
):
    sent_week(officer, school)

    for note in Notification.objects.filter(template="duty_report"):
        said = str(note.context)
        assert str(officer) not in said
        assert school.name not in said
        assert not [kind for kind in POLICE if kind.label in said]


def signed(report, lens, by, **said):
    with acting_as(by):
        return actions.sign(page(report, lens), by=by, **said)


def test_both_sign_their_own_page(officer, school, commander, principal):
    report = sent_week(officer, school)

    signed(report, Lens.COMMAND, commander)
    signed(report, Lens.SCHOOL, principal, text="I see it otherwise.")

    assert page(report, Lens.COMMAND).status == "signed"
    answer = DutyReportAnswer.objects.get(side="school")
    assert (answer.text, answer.is_signature) == ("I see it otherwise.", True)


@pytest.mark.parametrize(
    ("who", "lens", "why"),
    [
        ("principal", Lens.COMMAND, "The commander"),
        ("commander", Lens.SCHOOL, "The principal"),
        ("office", Lens.COMMAND, "The commander"),
        ("stranger", Lens.SCHOOL, "The principal"),
        ("counselor", Lens.SCHOOL, "The principal"),
    ],
)
def test_nobody_signs_the_page_of_another(request, officer, school, who, lens, why):
    report = sent_week(officer, school)
    user = request.getfixturevalue(who)

    with pytest.raises(NotAllowed, match=why):
        signed(report, lens, user)


def test_an_officer_who_commands_does_not_sign_their_own(agency, campus, school):
    officer = make_officer(agency, campus, "Both")
    make_member_of(officer.user, agency)
    report = sent_week(officer, school)

    with pytest.raises(NotAllowed, match="about yourself"):
        signed(report, Lens.COMMAND, officer.user)


def make_member_of(user, agency):
    member = make_member(Role.COMMANDER, agency)
    member.memberships.update(user=user)


def test_a_page_is_signed_once(officer, school, commander):
    report = sent_week(officer, school)
    signed(report, Lens.COMMAND, commander)

    with pytest.raises(WrongState):
        signed(report, Lens.COMMAND, commander)


@pytest.mark.django_db(transaction=True)
def test_two_commanders_at_once_leave_one_signature(
    officer, school, school_year, agency, commander
):
    with acting_as_clock():
        other = make_member(Role.COMMANDER, agency)
        line(officer, school)
    tasks.send_reports()
    of_command = page(the_report(), Lens.COMMAND)

    refused = together(
        [as_(user, actions.sign, of_command) for user in [commander, other] * 3]
    )

    assert refused.count(None) == 1
    with acting_as_clock():
        assert DutyReportAnswer.objects.count() == 1


def corrected(entry, minutes):
    with acting_as(entry.officer.user):
        actions.change_line(entry, by=entry.officer.user, minutes=minutes)
    tasks.renew_reports()


def test_a_corrected_line_opens_both_pages_again_and_both_are_told(
    officer, school, commander, principal
):
    entry = line(officer, school, Type.DOOR_CHECK, 20)
    tasks.send_reports()
    report = the_report()
    signature = signed(report, Lens.SCHOOL, principal)
    signed(report, Lens.COMMAND, commander)

    corrected(entry, 35)

    for lens in Lens:
        assert (page(report, lens).edition, page(report, lens).status) == (2, "waiting")
    assert signature.page == page(report, Lens.SCHOOL, 1)
    assert page(report, Lens.SCHOOL, 1).status == "signed"
    assert page(report, Lens.SCHOOL, 1).figures["kinds"] == [["door_check", 1, 20, 0]]
    for user in (commander, principal):
        assert told(user)[1:] == ["A duty report is open again"]


@pytest.mark.parametrize("change", ["late", "taken out", "moved"])
def test_a_line_that_comes_late_or_goes_opens_it_too(officer, school, change):
    entry = line(officer, school)
    line(officer, school, Type.DOOR_CHECK)
    tasks.send_reports()

    with acting_as(officer.user):
        if change == "late":
            late = {"on": WEEK, "type": Type.CLUB, "minutes": 60}
            late |= {"record_id": the_id(), "elsewhere_because": ""}
            actions.write_line(by=officer.user, school=school, **late)
        elif change == "taken out":
            actions.take_out(entry, by=officer.user)
        else:
            actions.change_line(entry, by=officer.user, on=WEEK - timedelta(days=7))
    tasks.renew_reports()

    assert page(the_report(), Lens.SCHOOL).edition == 2


def test_a_record_that_moves_its_line_opens_both_weeks(officer, school):
    source = {"source_kind": "advice", "source_id": the_id(), "by": officer.user}
    said = {"function": "advising", "type": Type.ADVICE_PARENT, "minutes": 15}
    actions.log_activity(officer, school=school, on=WEEK, **said, **source)
    line(officer, school, day=-7)
    line(officer, school)
    tasks.send_reports()

    actions.correct_activity(**source, on=WEEK - timedelta(days=7))
    tasks.renew_reports()

    weeks = DutyReport.objects.filter(period="week").order_by("starts_on")
    editions = [page(report, Lens.SCHOOL).edition for report in weeks]
    assert editions == [2, 2]


def the_id():
    return DutyReport._meta.pk.get_default()


def test_what_nobody_counts_opens_nothing(officer, school, principal):
    entry = line(officer, school)
    tasks.send_reports()
    signed(the_report(), Lens.SCHOOL, principal)

    with acting_as(officer.user):
        actions.change_line(entry, by=officer.user, note="Said better")
    tasks.renew_reports()

    assert page(the_report(), Lens.SCHOOL).status == "signed"


def test_a_page_that_was_replaced_while_it_was_read_is_not_signed(
    officer, school, principal
):
    entry = line(officer, school)
    tasks.send_reports()
    read = page(the_report(), Lens.SCHOOL)
    corrected(entry, 55)

    with acting_as(principal), pytest.raises(Stale):
        actions.sign(read, by=principal)


def test_the_command_signs_anew_what_it_alone_reads_without_the_school_learning_it(
    officer, school, commander, principal
):
    entry = line(officer, school, Type.ARREST, 20)
    line(officer, school)
    tasks.send_reports()
    report = the_report()
    signed(report, Lens.COMMAND, commander)
    corrected(entry, 35)

    signed(report, Lens.COMMAND, commander)

    with acting_as(principal):
        assert DutyReportAnswer.objects.visible_to(principal).count() == 1
        assert DutyReportAnswer.objects.count() == 1
    assert DutyReportAnswer.objects.count() == 2


@pytest.mark.parametrize(
    ("who", "side"),
    [("commander", "command"), ("principal", "school"), ("self", "officer")],
)
def test_each_side_and_the_officer_write_beside_it(
    request, officer, school, commander, principal, who, side
):
    report = sent_week(officer, school)
    user = officer.user if who == "self" else request.getfixturevalue(who)

    with acting_as(user):
        lens = Lens.SCHOOL
        said = actions.comment(page(report, lens), by=user, text="It was more.")
        again = actions.comment(
            page(report, lens), by=user, text="It was more.", record_id=said.pk
        )

    assert said.pk == again.pk
    assert said.side == side
    assert page(report, lens).status == "waiting"


@pytest.mark.parametrize("who", ["office", "counselor", "stranger"])
def test_nobody_else_writes_beside_it(request, officer, school, who):
    report = sent_week(officer, school)
    user = request.getfixturevalue(who)

    with acting_as(user), pytest.raises(NotAllowed):
        actions.comment(page(report, Lens.SCHOOL), by=user, text="Well.")


def asked(by, officer, school, **said):
    with acting_as(by):
        span = {"period": "week", "starts_on": WEEK, **said}
        return actions.ask_for_report(by=by, officer=officer, school=school, **span)


@pytest.mark.parametrize("who", ["commander", "principal", "self"])
def test_each_of_them_has_it_before_its_day(request, officer, school, who):
    ReportDay.objects.create(district=school.district, weekday=6)
    line(officer, school)
    user = officer.user if who == "self" else request.getfixturevalue(who)

    report = asked(user, officer, school)

    assert asked(user, officer, school) == report
    assert report.pages.count() == 2
    assert the_report().sent_at is None


def test_a_principal_who_asks_does_not_learn_of_police_work(officer, school, principal):
    line(officer, school, Type.ARREST)

    with pytest.raises(RuleBroken, match="Nothing was logged"):
        asked(principal, officer, school)


def test_nothing_is_asked_of_a_time_that_goes_on(officer, school, commander):
    with pytest.raises(RuleBroken, match="not over"):
        asked(commander, officer, school, starts_on=date(2026, 11, 23))


def test_a_stranger_asks_for_nothing(officer, school, stranger):
    with pytest.raises(NotAllowed):
        asked(stranger, officer, school)


def test_a_line_of_this_week_costs_no_question_about_reports(
    officer, school, django_assert_num_queries
):
    entry = line(officer, school, day=7)

    with django_assert_num_queries(0):
        actions.reports.log_changed(entry)


# What a later line of the school's must not tell


def only_police(officer, school):
    """A report was sent of police work alone: the school has none."""
    line(officer, school, Type.COURT)
    tasks.send_reports()
    return the_report()


def test_of_a_page_that_comes_late_the_school_hears_as_of_any_other(
    officer, school, principal
):
    only_police(officer, school)
    assert told(principal) == []

    actions.write_line(by=officer.user, **tapped(school))
    tasks.renew_reports()

    assert told(principal) == ["A duty report waits for your signature"]


def test_who_signed_before_the_school_had_a_page_is_not_told_to_it(
    officer, school, commander, principal
):
    report = only_police(officer, school)
    actions.sign(page(report, Lens.COMMAND), by=commander, text="At court.")
    actions.comment(page(report, Lens.COMMAND), by=commander, text="Two days.")

    actions.write_line(by=officer.user, **tapped(school))
    tasks.renew_reports()

    with acting_as(principal):
        assert not DutyReportAnswer.objects.exists()
        assert not DutyReportAnswer.objects.visible_to(principal).exists()


def test_a_second_signature_of_the_command_with_words_stays_its_own(
    officer, school, commander, principal
):
    report = sent_week(officer, school, police=False)
    actions.sign(page(report, Lens.COMMAND), by=commander)
    line(officer, school, Type.ARREST)
    DutyReport.objects.update(changed_at="2026-11-23T15:00Z")
    tasks.renew_reports()

    actions.sign(page(report, Lens.COMMAND), by=commander, text="Well done.")

    seen = DutyReportAnswer.objects.visible_to(principal).order_by("given_at", "pk")
    assert [(one.is_signature, one.text) for one in seen] == [
        (True, ""),
        (False, "Well done."),
    ]
    assert page(report, Lens.COMMAND).status == "signed"


def tapped(school):
    return {
        "record_id": uuid7(),
        "school": school,
        "on": WEEK,
        "type": Type.PRESENCE,
        "minutes": 20,
        "ended_at": None,
    }
