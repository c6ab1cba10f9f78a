"""An account elsewhere: not the inviter's news, and its owner's to decide."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from schools.models import School
from sro_program.accounts import actions, policy
from sro_program.accounts.actions.invitations import Guest
from sro_program.accounts.models import Invitation, Role, User
from sro_program.accounts.roles import roles_at
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import LinkUnusable, NotAllowed, RuleBroken
from sro_program.notifications.models import Notification
from tests.accounts.conftest import submit
from tests.accounts.test_invitations import open_by, path_of
from tests.conftest import make_member
from tests.factories.accounts import InvitationFactory, UserFactory
from tests.factories.schools import SchoolFactory

SignIn = Callable[[User], Client]


def fields_for(email: str, school: School, role: str = "counselor") -> dict[str, str]:
    return {
        "name": "Zed",
        "email": email,
        "role": role,
        "place": f"school:{school.pk}",
    }


@pytest.fixture
def invitation(principal: User, stranger: User, school: School) -> Invitation:
    """To the principal of a school elsewhere."""
    guest = Guest(stranger.email, "Sam", Role.TEACHER, school)
    sent = actions.invite(guest, by=principal)
    assert sent is not None
    return sent


@pytest.mark.parametrize("who", ["counselor", "stranger", "closed", "nobody"])
def test_the_page_says_the_same_whoever_has_an_account(
    request: pytest.FixtureRequest,
    confirmed: SignIn,
    principal: User,
    school: School,
    who: str,
) -> None:
    emails = {
        "counselor": lambda: request.getfixturevalue("counselor").email,
        "stranger": lambda: request.getfixturevalue("stranger").email,
        "closed": lambda: UserFactory(is_active=False).email,
        "nobody": lambda: "nobody@example.org",
    }
    fields = fields_for(emails[who](), school, "teacher")

    page = confirmed(principal).post("/accounts/invitations/new/", fields, follow=True)

    said = [str(message) for message in page.context["messages"]]
    assert said == [
        "Zed is invited. Who works here already has the role now; "
        "everyone else gets a link by mail."
    ]


@pytest.mark.parametrize("who", ["stranger", "closed", "nobody"])
def test_an_invitation_repeated_says_the_same_whoever_has_an_account(
    request: pytest.FixtureRequest,
    confirmed: SignIn,
    principal: User,
    school: School,
    who: str,
) -> None:
    emails = {
        "stranger": lambda: request.getfixturevalue("stranger").email,
        "closed": lambda: UserFactory(is_active=False).email,
        "nobody": lambda: "nobody@example.org",
    }
    guest = Guest(emails[who](), "Zed", Role.TEACHER, school)
    sent = actions.invite(guest, by=principal)

    again = actions.invite_again(sent, by=principal)

    assert again.state == "open"


def test_an_account_elsewhere_has_no_role_until_it_accepts(
    client: Client, invitation: Invitation, stranger: User, school: School
) -> None:
    told = Notification.objects.get(recipient=stranger)
    assert (told.template, told.context["has_account"]) == ("invitation", True)
    assert roles_at(stranger, school.pk) == set()
    path = path_of(invitation)

    asked = client.get(path, follow=True)
    assert asked.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    submit(client, stranger.email)
    seen = client.get(path, follow=True)
    client.post(seen.request["PATH_INFO"])

    assert roles_at(stranger, school.pk) == {"teacher"}
    assert client.get(path).status_code == 410


def test_another_account_does_not_accept_it(
    sign_in: SignIn, invitation: Invitation, teacher: User, school: School
) -> None:
    page = path_of(invitation) + "role/"

    response = sign_in(teacher).post(page)

    assert response.status_code == 403
    assert policy.OTHER_ACCOUNT in response.content.decode()
    with pytest.raises(NotAllowed):
        actions.take_up(invitation, version=1, by=teacher)


def test_a_role_that_cannot_be_held_is_refused_to_who_accepts(
    principal: User, school: School, other_school: School
) -> None:
    deputy = make_member(Role.OFFICE, other_school.district.police_agency)
    guest = Guest(deputy.email, "Dee", Role.COUNSELOR, school)
    sent = actions.invite(guest, by=principal)

    with pytest.raises(RuleBroken, match="cannot also serve"):
        actions.take_up(sent, version=1, by=deputy)

    sent.refresh_from_db()
    assert sent.state == "open"


def test_an_accepted_role_is_told_to_those_who_lead_once(
    invitation: Invitation, stranger: User, principal: User, school: School
) -> None:
    second = make_member(Role.PRINCIPAL, school)

    actions.take_up(invitation, version=1, by=stranger)

    told = Notification.objects.exclude(template="invitation")
    assert set(told.values_list("recipient", "template")) == {
        (principal.pk, "invitation_accepted"),
        (second.pk, "role_given_here"),
    }


def test_a_closed_account_is_not_opened_by_who_may_not(
    client: Client, principal: User, school: School
) -> None:
    left = UserFactory(is_active=False)
    guest = Guest(left.email, "Lee", Role.TEACHER, school)
    sent = actions.invite(guest, by=principal)

    status = open_by(client, path_of(sent))

    left.refresh_from_db()
    assert status == 410
    assert not left.is_active
    with pytest.raises(LinkUnusable, match="administrator can open it"):
        actions.accept(sent, version=1, password="a-password-of-the-thief")


def test_nobody_is_put_into_an_account_of_the_unit_as_counselor(
    confirmed: SignIn, principal: User, commander: User, school: School
) -> None:
    fields = fields_for(commander.email, school)

    page = confirmed(principal).post("/accounts/invitations/new/", fields)

    assert page.status_code == 403
    assert policy.APART in page.content.decode()
    assert roles_at(commander, school.pk) == {"commander"}


@pytest.mark.parametrize("role", ["counselor", "teacher"])
def test_nobody_invites_themselves(
    confirmed: SignIn, principal: User, school: School, role: str
) -> None:
    fields = fields_for(principal.email.upper(), school, role)

    page = confirmed(principal).post("/accounts/invitations/new/", fields)

    assert page.status_code == 403
    assert roles_at(principal, school.pk) == {"principal"}


def test_a_day_has_room_for_so_many_invitations(
    confirmed: SignIn, principal: User, school: School, settings: object
) -> None:
    settings.INVITATIONS_A_DAY = 2
    for _ in range(2):
        InvitationFactory(school=school, invited_by=principal)
    InvitationFactory(school=school, invited_by=principal, accepted_at=now())
    client = confirmed(principal)
    fields = fields_for("new@example.org", school)

    refused = client.post("/accounts/invitations/new/", fields)
    assert refused.status_code == 422
    assert "You have sent 2 invitations within a day" in refused.content.decode()
    assert "new@example.org" in refused.content.decode()

    with time_machine.travel(now() + timedelta(days=1, minutes=1)):
        guest = Guest("new@example.org", "Zed", Role.COUNSELOR, school)
        assert actions.invite(guest, by=principal)


@pytest.mark.django_db(transaction=True)
def test_two_who_invite_a_new_person_in_the_same_moment_make_one_account() -> None:
    with acting_as_clock():
        school = SchoolFactory()
        leads = [make_member(Role.PRINCIPAL, school) for _ in range(4)]
    all_ready = Barrier(len(leads))

    def invite(lead: User) -> str:
        guest = Guest("new@example.org", "New", Role.TEACHER, school)
        all_ready.wait()
        try:
            with acting_as(lead):
                return actions.invite(guest, by=lead).email
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(invite, leads))

    assert answers == ["new@example.org"] * 4
    assert User.objects.filter(email="new@example.org").count() == 1
    with acting_as_clock():
        assert Invitation.objects.open().count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_comes_second_with_a_new_account_invites_the_one_that_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same moment, but the other is always faster: nothing is left to luck."""
    with acting_as_clock():
        school = SchoolFactory()
        lead = make_member(Role.PRINCIPAL, school)
    create = User.objects.create_user

    def be_faster(email: str) -> None:
        with acting_as_clock():
            create(email, "Made by someone else", is_active=False)
        connection.close()

    def overtaken(email: str, name: str, **fields: bool) -> User:
        with ThreadPoolExecutor(1) as someone_else:
            someone_else.submit(be_faster, email).result()
        return create(email, name, **fields)

    monkeypatch.setattr(User.objects, "create_user", overtaken)
    with acting_as(lead):
        guest = Guest("new@example.org", "New", Role.TEACHER, school)
        sent = actions.invite(guest, by=lead)

    assert sent.user.name == "Made by someone else"
    assert User.objects.filter(email="new@example.org").count() == 1
