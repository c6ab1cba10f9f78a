"""Counselor notes never reach the sheriff's office: the database knows it, too."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from officers.models import Officer
from sro_program.accounts import policy
from sro_program.accounts.models import Membership, Role
from sro_program.core.db import constraints_as_rules
from sro_program.core.errors import RuleBroken
from tests.factories.accounts import AdministratorFactory
from tests.factories.officers import OfficerFactory

TODAY = localdate()


def hold(user, role, place, **days):
    field = {"counselor": "school", "teacher": "school"}.get(role, "police_agency")
    with transaction.atomic(), constraints_as_rules(Membership):
        return Membership.objects.create(user=user, role=role, **{field: place}, **days)


@pytest.mark.parametrize("role", [Role.COMMANDER, Role.OFFICE])
def test_a_counselor_gets_no_role_in_the_agency(counselor, agency, role):
    with pytest.raises(RuleBroken, match="cannot also serve") as refusal:
        hold(counselor, role, agency)

    assert refusal.value.sentence == policy.APART


@pytest.mark.parametrize("who", ["commander", "office"])
def test_the_agency_gets_no_role_as_counselor(request, school, who):
    with pytest.raises(RuleBroken, match="cannot also serve"):
        hold(request.getfixturevalue(who), Role.COUNSELOR, school)


def test_an_officer_without_a_post_is_no_counselor(officer, school):
    officer.assignments.all().delete()

    with pytest.raises(RuleBroken, match="cannot also serve"):
        hold(officer.user, Role.COUNSELOR, school)


def test_a_counselor_becomes_no_officer(counselor, agency):
    with (
        pytest.raises(RuleBroken, match="cannot also serve"),
        transaction.atomic(),
        constraints_as_rules(Officer),
    ):
        OfficerFactory(user=counselor, police_agency=agency)


def test_a_role_is_not_turned_into_the_other(commander, school):
    held = hold(commander, Role.TEACHER, school)
    held.role = Role.COUNSELOR

    with (
        pytest.raises(RuleBroken, match="cannot also serve"),
        transaction.atomic(),
        constraints_as_rules(Membership),
    ):
        held.save()


def test_who_was_a_counselor_may_join_the_office(counselor, agency):
    counselor.memberships.update(ends_on=TODAY)

    hold(counselor, Role.OFFICE, agency, starts_on=TODAY)
    OfficerFactory(user=counselor, police_agency=agency)


def test_who_was_an_officer_may_become_a_counselor_and_then_not_return(officer, school):
    Officer.objects.filter(pk=officer.pk).update(in_service=False)
    hold(officer.user, Role.COUNSELOR, school)

    with (
        pytest.raises(RuleBroken, match="cannot also serve"),
        transaction.atomic(),
        constraints_as_rules(Officer),
    ):
        Officer.objects.filter(pk=officer.pk).update(in_service=True)


def test_one_role_may_follow_the_other(counselor, agency):
    next_month = TODAY + timedelta(days=30)
    counselor.memberships.update(ends_on=next_month)

    hold(counselor, Role.OFFICE, agency, starts_on=next_month)


def test_django_admin_says_it_in_a_sentence(confirmed, counselor, agency):
    page = reverse("admin:accounts_membership_add")
    fields = {
        "user": counselor.pk,
        "role": "commander",
        "police_agency": agency.pk,
        "starts_on": "2026-08-01",
    }

    response = confirmed(AdministratorFactory()).post(page, fields)

    assert response.status_code == 422
    assert "A counselor cannot also serve" in response.text
    assert counselor.memberships.count() == 1


def test_django_admin_says_it_of_an_officer(confirmed, counselor, agency):
    page = reverse("admin:officers_officer_add")
    fields = {
        "user": counselor.pk,
        "police_agency": agency.pk,
        "badge": "7",
        "rank": "Deputy",
        "authority_type": "deputy",
        "in_service": "on",
    }

    response = confirmed(AdministratorFactory()).post(page, fields)

    assert response.status_code == 422
    assert "A counselor cannot also serve" in response.text
    assert not Officer.objects.exists()
