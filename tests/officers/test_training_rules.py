"""What is earned, due, overdue or lapsed, by dates alone; and who may work alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from officers.models import Assignment, Certificate
from officers.training import (
    State,
    in_hours,
    standing_of,
    standings,
    warning_for,
    years_after,
)
from tests.factories.officers import (
    AssignmentFactory,
    CertificateFactory,
    OfficerFactory,
    OtherCertificateFactory,
    TrainingHoursFactory,
)

TODAY = date(2026, 11, 30)
BEGAN = date(2024, 8, 5)


@pytest.fixture
def deputy(db):
    """Assigned for the first time in August 2024."""
    officer = OfficerFactory()
    AssignmentFactory(officer=officer, starts_on=BEGAN, ends_on=date(2025, 6, 1))
    AssignmentFactory(officer=officer, starts_on=date(2025, 8, 1))
    return officer


def steps_of(officer, on=TODAY):
    return [(one.state, one.due_on) for one in standing_of(officer, on).steps]


def dues_of(officer, on=TODAY):
    return {due.label: due.due_on for due in standing_of(officer, on).dues}


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2025, 8, 5), 1, date(2026, 8, 5)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
        (date(2025, 12, 31), 1, date(2026, 12, 31)),
    ],
)
def test_a_year_later_is_never_a_day_too_late(day, years, later):
    assert years_after(day, years) == later


def test_the_steps_are_due_one_two_and_three_years_after_the_first_assignment(deputy):
    assert steps_of(deputy) == [
        (State.OVERDUE, date(2025, 8, 5)),
        (State.OVERDUE, date(2026, 8, 5)),
        (State.DUE, date(2027, 8, 5)),
    ]


def test_on_its_last_day_a_step_is_not_overdue_yet(deputy):
    last = date(2025, 8, 5)

    assert steps_of(deputy, last)[0][0] == State.DUE
    assert steps_of(deputy, last + timedelta(days=1))[0][0] == State.OVERDUE


def test_without_an_assignment_no_step_has_a_date(db):
    officer = OfficerFactory()

    assert steps_of(officer) == [(State.NO_DATE, None)] * 3
    assert list(dues_of(officer)) == ["40 hours of training in 2026"]


def test_what_is_earned_is_due_no_more(deputy):
    CertificateFactory(officer=deputy, earned_on=date(2025, 6, 1))

    assert steps_of(deputy)[0] == (State.EARNED, date(2025, 8, 5))
    assert "SRO I" not in dues_of(deputy)


def test_what_is_lost_has_lapsed_and_is_regained_by_a_new_one(deputy):
    CertificateFactory(
        officer=deputy,
        earned_on=date(2025, 6, 1),
        lost_on=date(2026, 1, 9),
        lost_because="Not renewed",
    )
    assert steps_of(deputy)[0][0] == State.LAPSED

    again = CertificateFactory(officer=deputy, earned_on=date(2026, 5, 1))

    assert steps_of(deputy)[0][0] == State.EARNED
    assert standing_of(deputy, TODAY).steps[0].certificate == again


def test_a_certificate_holds_on_the_day_of_its_expiry():
    one = Certificate(earned_on=date(2025, 1, 1), expires_on=TODAY)

    assert one.holds_on(TODAY)
    assert not one.holds_on(TODAY + timedelta(days=1))
    assert not one.holds_on(date(2024, 12, 31))


def test_of_two_of_a_kind_the_one_that_lasts_longer_is_to_be_renewed(deputy):
    kind = Certificate.Kind.FIRST_AID
    for year in (2024, 2025):
        CertificateFactory(
            officer=deputy,
            kind=kind,
            earned_on=date(year, 3, 1),
            expires_on=date(year + 2, 3, 1),
        )

    assert dues_of(deputy)["First aid (renewal)"] == date(2027, 3, 1)


def test_what_was_lost_or_never_expires_is_not_to_be_renewed(deputy):
    OtherCertificateFactory(officer=deputy)
    OtherCertificateFactory(
        officer=deputy,
        expires_on=date(2027, 1, 1),
        lost_on=TODAY,
        lost_because="Handed in",
    )

    assert not [label for label in dues_of(deputy) if "renewal" in label]


def test_what_was_taken_out_counts_for_nothing(deputy):
    CertificateFactory(officer=deputy, struck_at="2026-01-01T00:00Z")
    TrainingHoursFactory(officer=deputy, struck_at="2026-01-01T00:00Z")

    assert steps_of(deputy)[0][0] == State.OVERDUE
    assert standing_of(deputy, TODAY).this_year.hours == 0


def test_a_year_has_forty_hours_that_count(deputy):
    for on, hours, counts in [
        (date(2026, 1, 1), "8", True),
        (date(2026, 12, 31), "4.5", True),
        (date(2026, 6, 1), "8", False),
        (date(2025, 12, 31), "8", True),
        (date(2027, 1, 1), "8", True),
    ]:
        TrainingHoursFactory(officer=deputy, on=on, hours=Decimal(hours), counts=counts)

    year = standing_of(deputy, TODAY).this_year

    assert (year.hours, year.missing) == (Decimal("12.5"), Decimal("27.5"))
    assert dues_of(deputy)["27.5 hours of training in 2026"] == date(2026, 12, 31)


def test_more_than_forty_is_not_carried_over(deputy):
    TrainingHoursFactory.create_batch(6, officer=deputy)

    assert standing_of(deputy, TODAY).this_year.missing == 0
    assert standing_of(deputy, date(2027, 1, 1)).this_year.missing == 40


@pytest.mark.parametrize(
    ("on", "asked"),
    [(date(2025, 12, 31), [2025]), (date(2026, 1, 1), [2026, 2025])],
)
def test_a_year_that_was_not_completed_is_asked_for_in_the_next(deputy, on, asked):
    standing = standing_of(deputy, on)

    assert [year.year for year in standing.years] == asked


def test_nobody_is_asked_for_a_year_in_which_they_came(deputy):
    """Assigned in August 2024: that year was half over."""
    standing = standing_of(deputy, date(2025, 3, 1))

    assert [year.year for year in standing.years] == [2025]


def test_a_completed_year_is_asked_for_no_more(deputy):
    TrainingHoursFactory.create_batch(5, officer=deputy, on=date(2025, 5, 5))

    assert [one.year for one in standing_of(deputy, TODAY).years] == [2026]


def test_what_is_due_soonest_comes_first(deputy):
    days = [due.due_on for due in standing_of(deputy, TODAY).dues]

    assert days == sorted(days)
    assert standing_of(deputy, TODAY).dues[0].state == State.OVERDUE
    assert standing_of(deputy, TODAY).dues[-1].state == State.DUE


# May they work alone?


def alone(officer):
    return standing_of(officer, TODAY).may_work_alone


def test_nobody_works_alone_before_the_first_step(deputy):
    assert alone(deputy).reason == "SRO I is not earned yet."

    CertificateFactory(officer=deputy)

    assert alone(deputy)


def test_what_the_command_has_not_confirmed_is_no_proof(deputy):
    CertificateFactory(officer=deputy, confirmed_by=None)

    assert "has not confirmed" in alone(deputy).reason


def test_with_the_first_step_lost_nobody_works_alone(deputy):
    CertificateFactory(officer=deputy, lost_on=TODAY, lost_because="Suspended")

    assert alone(deputy).reason == "SRO I has lapsed."


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        ("sro_2", False),
        ("peace_officer", False),
        ("firearms", False),
        ("first_aid", True),
    ],
)
def test_a_mandatory_certificate_that_expired_is_enough_for_a_no(deputy, kind, allowed):
    CertificateFactory(officer=deputy)
    CertificateFactory(officer=deputy, kind=kind, expires_on=TODAY - timedelta(days=1))

    assert bool(alone(deputy)) is allowed


def test_a_renewal_that_waits_for_confirmation_does_not_hide_an_expiry(deputy):
    CertificateFactory(officer=deputy)
    expired = {"officer": deputy, "kind": "firearms"}
    CertificateFactory(**expired, expires_on=TODAY - timedelta(days=1))
    CertificateFactory(**expired, earned_on=TODAY, confirmed_by=None)

    assert alone(deputy).reason.startswith("Firearms: the command has not confirmed")


def test_a_first_one_that_waits_for_confirmation_takes_nothing_away(deputy):
    CertificateFactory(officer=deputy)
    CertificateFactory(officer=deputy, kind="firearms", confirmed_by=None)

    assert alone(deputy)


# Warnings, words, many


@pytest.mark.parametrize(
    ("days", "warning"),
    [
        (91, None),
        (90, 90),
        (61, 90),
        (60, 60),
        (31, 60),
        (30, 30),
        (0, 30),
        (-1, 0),
        (-400, 0),
    ],
)
def test_which_warning_belongs_to_which_day(days, warning):
    assert warning_for(TODAY + timedelta(days=days), TODAY) == warning


@pytest.mark.parametrize(
    ("hours", "said"),
    [("40.00", "40 hours"), ("0.25", "0.25 hours"), ("1.00", "1 hour")],
)
def test_hours_are_said_without_empty_zeros(hours, said):
    assert in_hours(Decimal(hours)) == said


def test_many_officers_ask_no_more_of_the_database_than_one(
    deputy, django_assert_num_queries
):
    unit = [deputy, *OfficerFactory.create_batch(4)]
    for officer in unit:
        CertificateFactory(officer=officer)
        TrainingHoursFactory(officer=officer, confirmed_by=None)

    with django_assert_num_queries(3):
        found = standings(unit, TODAY)
        assert [one.unconfirmed for one in found] == [1] * 5
        assert [len(one.steps) for one in found] == [3] * 5
    assert Assignment.objects.count() == 2
