"""The second wall alone: who confirms training, and what follows from it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils.timezone import localdate

from officers import actions
from officers.models import Certificate, TrainingDue, TrainingHours
from sro_program.core.db import acting_as
from sro_program.core.ids import uuid7
from tests.conftest import make_officer
from tests.factories.officers import (
    CertificateFactory,
    TrainingDueFactory,
    TrainingHoursFactory,
)
from tests.officers.past_verbs import refused_by_policy, removed, write

FACTORIES = {Certificate: CertificateFactory, TrainingHours: TrainingHoursFactory}


@pytest.fixture
def colleague(agency, campus):
    """A fellow officer of the campus."""
    return make_officer(agency, campus, "Cora Colleague")


@pytest.mark.parametrize("model", FACTORIES)
def test_nobody_confirms_their_own_training(model, officer, commander):
    for confirmed_by in (officer.user, commander):
        with (
            pytest.raises(IntegrityError, match="confirm your own"),
            acting_as(officer.user),
        ):
            FACTORIES[model](officer=officer, confirmed_by=confirmed_by)
        one = FACTORIES[model](officer=officer, confirmed_by=None)
        with pytest.raises(IntegrityError, match="confirm your own"):
            write(officer.user, model.objects, confirmed_by=confirmed_by)
        one.delete()


@pytest.mark.parametrize("model", FACTORIES)
def test_the_command_confirms_in_its_own_name(model, officer, commander, office):
    FACTORIES[model](officer=officer, confirmed_by=None)

    with pytest.raises(IntegrityError, match="confirm your own"):
        write(office, model.objects, confirmed_by=commander)
    assert write(office, model.objects, confirmed_by=office) == 1


@pytest.mark.parametrize("model", FACTORIES)
@pytest.mark.parametrize(
    "said",
    [{"confirmed_by": None}, {"document": "x.pdf"}, {"struck_at": "2026-01-01T00:00Z"}],
)
def test_what_is_confirmed_its_officer_does_not_change(model, said, officer, commander):
    FACTORIES[model](officer=officer, confirmed_by=commander)

    with pytest.raises(IntegrityError, match="has confirmed this"):
        write(officer.user, model.objects, **said)


def test_but_says_that_a_certificate_is_lost(officer, commander):
    held = CertificateFactory(officer=officer, confirmed_by=commander)

    with acting_as(officer.user):
        actions.mark_lost(
            held, by=officer.user, lost_on=localdate(), lost_because="Left the agency"
        )


@pytest.mark.parametrize("model", FACTORIES)
def test_training_stays_of_its_officer_and_is_never_deleted(
    model, officer, colleague, commander
):
    FACTORIES[model](officer=officer, confirmed_by=None)

    with pytest.raises(IntegrityError, match="stays of its officer"):
        write(commander, model.objects, officer=colleague)
    for user in (officer.user, commander):
        assert not removed(user, model)
    with refused_by_policy(), acting_as(officer.user):
        FACTORIES[model](officer=officer, recorded_by=commander, confirmed_by=None)


@pytest.mark.parametrize("who", ["officer", "office", "commander"])
def test_what_comes_due_nobody_writes(who, person, officer):
    TrainingDueFactory(officer=officer)

    assert not write(person(who), TrainingDue.objects, due_on=date(2100, 1, 1))
    assert not removed(person(who), TrainingDue)
    with refused_by_policy(), acting_as(person(who)):
        TrainingDueFactory(officer=officer)


def test_it_follows_from_what_is_recorded(officer):
    expires = localdate() + timedelta(days=60)

    with acting_as(officer.user):
        actions.record_certificate(
            officer,
            by=officer.user,
            record_id=uuid7(),
            kind="first_aid",
            earned_on=localdate(),
            expires_on=expires,
        )

        assert TrainingDue.objects.filter(due_on=expires).exists()
