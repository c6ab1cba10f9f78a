"""Several invitations to one person: none of them is a second way in."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from schools.models import School
from sro_program.accounts import actions
from sro_program.accounts.actions.invitations import Guest
from sro_program.accounts.models import Invitation, PoliceAgency, Role, User
from sro_program.accounts.roles import roles_at
from sro_program.core.errors import LinkUnusable, NotAllowed, RuleBroken
from tests.accounts.test_invitations import NEW, open_by, path_of, teacher_guest


@pytest.fixture
def invitation(principal: User, school: School) -> Invitation:
    sent = actions.invite(teacher_guest(school), by=principal)
    assert sent is not None
    return sent


@pytest.fixture
def second(invitation: Invitation, principal: User, school: School) -> Invitation:
    guest = Guest(invitation.email, "Tim", Role.COUNSELOR, school)
    sent = actions.invite(guest, by=principal)
    assert sent is not None
    return sent


def accept(invitation: Invitation) -> User:
    return actions.accept(invitation, version=invitation.version, password=NEW)


def test_opening_the_account_takes_up_what_else_was_sent(
    invitation: Invitation, second: Invitation, school: School
) -> None:
    user = accept(invitation)

    second.refresh_from_db()
    assert second.state == "accepted"
    assert roles_at(user, school.pk) == {Role.TEACHER, Role.COUNSELOR}


def test_the_other_link_neither_reopens_nor_unlocks_nor_sets_a_password(
    client: Client, invitation: Invitation, second: Invitation
) -> None:
    path, user = path_of(second), accept(invitation)
    User.objects.filter(pk=user.pk).update(is_active=False, locked_at=now())

    status = open_by(client, path, "another-one-for-the-thief")

    user.refresh_from_db()
    assert status == 410
    assert not user.is_active
    assert user.locked_at
    assert user.check_password(NEW)


def test_an_old_invitation_does_not_reopen_a_closed_account(
    invitation: Invitation, second: Invitation, principal: User
) -> None:
    actions.revoke(second, by=principal)
    user = accept(invitation)
    User.objects.filter(pk=user.pk).update(is_active=False)

    with pytest.raises(NotAllowed, match="has been closed"):
        actions.invite_again(second, by=principal)


def test_a_link_does_not_open_an_account_that_was_opened_by_hand(
    invitation: Invitation,
) -> None:
    User.objects.filter(pk=invitation.user_id).update(is_active=True)

    with pytest.raises(LinkUnusable, match="has been used"):
        accept(invitation)


def test_a_page_that_was_left_open_for_a_week_opens_nothing(
    invitation: Invitation,
) -> None:
    with (
        time_machine.travel(invitation.expires_at + timedelta(seconds=1)),
        pytest.raises(LinkUnusable, match="has expired"),
    ):
        accept(invitation)


def test_who_has_an_account_needs_no_invitation_without_a_role(
    administrator: User, teacher: User
) -> None:
    with pytest.raises(RuleBroken, match="has an account already"):
        actions.invite(Guest(teacher.email, "Tara"), by=administrator)


def test_an_account_alone_is_not_offered_again(administrator: User) -> None:
    sent = actions.invite(Guest("dep@example.org", "Deputy"), by=administrator)
    User.objects.filter(pk=sent.user_id).update(is_active=True)

    with pytest.raises(RuleBroken, match="has an account already"):
        actions.invite_again(sent, by=administrator)


def test_roles_that_exclude_each_other_leave_the_one_that_was_opened(
    invitation: Invitation, commander: User, agency: PoliceAgency, school: School
) -> None:
    for role, place in [(Role.COUNSELOR, school), (Role.OFFICE, agency)]:
        last = actions.invite(Guest(invitation.email, "Tim", role, place), by=commander)

    user = accept(last)

    states = {each.role: each.state for each in Invitation.objects.filter(user=user)}
    assert states == {
        "teacher": "accepted",
        "office": "accepted",
        "counselor": "revoked",
    }
