"""Certificates and hours: who keeps them, what is refused, what stays in history."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from officers import actions, policy
from officers.models import Certificate, TrainingDue, TrainingHours
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as
from sro_program.core.errors import NotAllowed, RuleBroken, Stale, WrongState
from sro_program.core.ids import uuid7
from tests.conftest import make_officer
from tests.factories.officers import (
    CertificateFactory,
    OfficerFactory,
    TrainingDueFactory,
    TrainingHoursFactory,
)
from tests.officers.conftest import MONDAY, at
from tests.officers.test_policy import ask

TOMORROW = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(at(12), tick=False):
        yield


@pytest.fixture
def earn(officer):
    """Record a certificate, as the officer unless said otherwise."""

    def write(**said):
        content = {"kind": "sro_1", "earned_on": date(2026, 6, 1), **said}
        return actions.record_certificate(
            content.pop("officer", officer),
            by=content.pop("by", officer.user),
            record_id=content.pop("record_id", None) or uuid7(),
            **content,
        )

    return write


@pytest.fixture
def learn(officer):
    """Record hours, as the officer unless said otherwise."""

    def write(hours="8", **said):
        content = {"on": MONDAY, "course": "Threats", "topic": "threat", **said}
        return actions.record_hours(
            officer,
            by=content.pop("by", officer.user),
            record_id=content.pop("record_id", None) or uuid7(),
            hours=Decimal(hours),
            **content,
        )

    return write


# Who


def test_command_office_and_the_officer_keep_training(request, officer):
    assert ask(policy.can_keep_training, request, officer) == {"commander", "office"}
    assert policy.can_keep_training(officer.user, officer)


def test_a_colleague_does_not(officer, agency, campus):
    colleague = make_officer(agency, campus, "Colleague")

    assert not policy.can_keep_training(colleague.user, officer)
    assert policy.can_open_training(colleague.user)


def test_only_the_agency_opens_the_pages(request, officer):
    assert ask(policy.can_open_training, request) == {"commander", "office"}
    assert ask(policy.can_oversee_training, request) == {"commander", "office"}
    assert policy.can_open_training(officer.user)
    assert not policy.can_oversee_training(officer.user)


def test_the_command_confirms_and_nobody_for_themselves(request, officer, commander):
    one = CertificateFactory(officer=officer)
    own = CertificateFactory(
        officer=OfficerFactory(user=commander, police_agency=officer.police_agency)
    )

    assert ask(policy.can_confirm_training, request, one) == {"commander", "office"}
    assert "your own" in policy.can_confirm_training(commander, own).reason


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("commander", 1),
        ("office", 1),
        ("principal", 0),
        ("counselor", 0),
        ("teacher", 0),
        ("district_user", 0),
        ("stranger", 0),
    ],
)
@pytest.mark.parametrize(
    "make", [CertificateFactory, TrainingHoursFactory, TrainingDueFactory]
)
def test_both_walls_agree(request, officer, make, who, seen):
    model = type(make(officer=officer))
    user = request.getfixturevalue(who)

    with acting_as(user):
        second_wall = model.objects.count()

    assert (model.objects.visible_to(user).count(), second_wall) == (seen, seen)


@pytest.mark.parametrize(
    "make", [CertificateFactory, TrainingHoursFactory, TrainingDueFactory]
)
def test_an_officer_reads_the_own_and_a_colleague_nothing(
    officer, agency, campus, other_officer, make
):
    model = type(make(officer=officer))
    colleague = make_officer(agency, campus, "Colleague")

    for one, seen in [(officer, 1), (colleague, 0), (other_officer, 0)]:
        with acting_as(one.user):
            second_wall = model.objects.count()
        first_wall = model.objects.visible_to(one.user).count()
        assert (first_wall, second_wall) == (seen, seen)


def test_the_history_is_behind_the_wall_as_well(officer, principal, commander):
    one = CertificateFactory(officer=officer)

    for user, seen in [(principal, 0), (commander, 1), (officer.user, 1)]:
        with acting_as(user):
            assert one.history.count() == seen


def test_a_principal_writes_nothing(officer, principal):
    one = TrainingHoursFactory(officer=officer)

    with acting_as(principal):
        assert TrainingHours.objects.filter(pk=one.pk).update(hours=1) == 0


def test_a_colleague_and_a_principal_record_nothing(
    earn, learn, agency, campus, principal
):
    for user in (make_officer(agency, campus, "Colleague").user, principal):
        with pytest.raises(NotAllowed, match="Only the officer"):
            earn(by=user)
        with pytest.raises(NotAllowed, match="Only the officer"):
            learn(by=user)


# Recording


def test_what_an_officer_records_waits_for_the_command(earn, learn, officer, commander):
    with acting_as(officer.user):
        one, hours = earn(), learn()

    assert (one.is_confirmed, hours.is_confirmed) == (False, False)
    assert (one.recorded_by, hours.recorded_by) == (officer.user, officer.user)

    with acting_as(commander):
        one = actions.confirm_training(one, by=commander, version=1)
        hours = actions.confirm_training(hours, by=commander)

    assert (one.confirmed_by, hours.confirmed_by) == (commander, commander)
    with pytest.raises(WrongState, match="confirmed already"):
        actions.confirm_training(one, by=commander)


def test_what_the_command_records_is_confirmed(earn, learn, office):
    with acting_as(office):
        assert earn(by=office).is_confirmed
        assert learn(by=office).is_confirmed


def test_an_officer_does_not_confirm(earn, officer):
    with pytest.raises(NotAllowed, match="your own"):
        actions.confirm_training(earn(), by=officer.user)


def test_sent_again_with_its_id_it_is_one_record(earn, learn):
    key = uuid7()

    assert earn(record_id=key) == earn(record_id=key, kind="sro_2")
    assert learn(record_id=key) == learn(record_id=key, hours="2")

    assert Certificate.objects.get().kind == "sro_1"
    assert TrainingHours.objects.get().hours == 8


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"earned_on": TOMORROW}, "still to come"),
        ({"expires_on": date(2026, 6, 1)}, "before it was earned"),
        ({"kind": "other"}, "Say what certificate"),
        ({"title": "Boating"}, "Say what certificate"),
    ],
)
def test_a_certificate_that_cannot_be_is_refused(earn, said, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        earn(**said)

    assert not Certificate.objects.exists()


def test_one_certificate_of_a_day_is_recorded_once(earn):
    earn()

    with pytest.raises(RuleBroken, match="recorded already"):
        earn()


@pytest.mark.parametrize(
    ("hours", "said", "sentence"),
    [
        ("8", {"on": TOMORROW}, "still to come"),
        ("0", {}, "a quarter of an hour"),
        ("24.25", {}, "between a quarter of an hour and 24"),
        ("1.3", {}, "quarters of an hour"),
    ],
)
def test_hours_that_cannot_be_are_refused(learn, hours, said, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        learn(hours, **said)

    assert not TrainingHours.objects.exists()


def test_a_day_has_twenty_four_hours(learn, officer):
    learn("20")
    learn("20", on=MONDAY - timedelta(days=1))

    with pytest.raises(RuleBroken, match=r"the day would have 25.5 hours"):
        learn("5.5")

    more = learn("4")
    with pytest.raises(RuleBroken, match="the day would have 26 hours"):
        actions.correct_hours(more, by=officer.user, hours=Decimal(6))


# Correcting, losing, taking out


def test_a_correction_keeps_what_it_was(earn, officer, commander):
    one = earn(number="7")

    one = actions.correct_certificate(one, by=officer.user, version=1, number="8")

    assert (one.number, one.version, one.is_confirmed) == ("8", 2, False)
    assert set(one.history.values_list("number", flat=True)) == {"7", "8"}
    assert actions.correct_certificate(one, by=commander, number="9").is_confirmed


def test_what_the_command_has_confirmed_an_officer_does_not_correct_away(
    earn, learn, officer, commander
):
    """Else an expired certificate could be made to have never been one."""
    one = earn(by=commander, kind="firearms", expires_on=date(2026, 6, 2))
    hours = learn(by=commander)

    for change in (
        lambda: actions.correct_certificate(one, by=officer.user, expires_on=None),
        lambda: actions.correct_hours(hours, by=officer.user, hours=Decimal(9)),
        lambda: actions.remove_training(one, by=officer.user),
        lambda: actions.remove_training(hours, by=officer.user),
    ):
        with pytest.raises(NotAllowed, match="has confirmed this"):
            change()
    assert actions.mark_lost(
        one, by=officer.user, lost_on=MONDAY, lost_because="Handed in"
    ).is_confirmed


def test_an_older_form_is_stale(earn, learn, officer):
    for one, correct, said in [
        (earn(), actions.correct_certificate, {"number": "1"}),
        (learn(), actions.correct_hours, {"course": "Drugs"}),
    ]:
        correct(one, by=officer.user, **said)
        with pytest.raises(Stale):
            correct(one, by=officer.user, version=1, **said)


def test_a_certificate_is_lost_with_a_day_and_a_reason(earn, commander):
    one = earn()

    one = actions.mark_lost(
        one, by=commander, lost_on=MONDAY, lost_because="Not renewed"
    )

    assert (one.lost_on, one.lost_because) == (MONDAY, "Not renewed")
    with pytest.raises(WrongState, match="lost already"):
        actions.mark_lost(one, by=commander, lost_on=MONDAY, lost_because="Again")


@pytest.mark.parametrize(
    ("lost_on", "why", "sentence"),
    [
        (TOMORROW, "Later", "still to come"),
        (date(2026, 5, 31), "Sooner", "before it was earned"),
        (MONDAY, "", "Say why"),
    ],
)
def test_a_loss_that_cannot_be_is_refused(earn, commander, lost_on, why, sentence):
    one = earn()

    with pytest.raises(RuleBroken, match=sentence):
        actions.mark_lost(one, by=commander, lost_on=lost_on, lost_because=why)


def test_what_was_taken_out_is_kept_in_history_and_changed_no_more(
    earn, learn, officer
):
    for one in (earn(), learn()):
        actions.remove_training(one, by=officer.user, version=1)

        assert one.history.count() == 2
        with pytest.raises(WrongState, match="taken out"):
            actions.remove_training(one, by=officer.user)
    assert not Certificate.objects.standing().exists()
    assert not TrainingHours.objects.standing().exists()
    assert AuditEvent.objects.filter(verb="remove").count() == 2


def test_what_was_taken_out_can_be_recorded_anew(earn, officer):
    actions.remove_training(earn(), by=officer.user)

    assert earn()


def test_each_change_writes_the_coming_dates_anew(earn, officer):
    def dates():
        return set(TrainingDue.objects.values_list("about", flat=True))

    with acting_as(officer.user):
        one = earn(kind="first_aid", expires_on=date(2027, 6, 1))
        assert {"sro_1", "hours 2026", "expiry first_aid"} <= dates()

        actions.remove_training(one, by=officer.user)

        assert "expiry first_aid" not in dates()


def test_the_database_itself_refuses_odd_minutes(learn):
    one = learn()

    with pytest.raises(DatabaseError), transaction.atomic():
        TrainingHours.objects.filter(pk=one.pk).update(hours=Decimal("1.1"))
    assert connection.is_usable()


def test_history_is_not_rewritten(learn):
    one = learn()

    with pytest.raises(DatabaseError), transaction.atomic():
        one.history.update(hours=1)
