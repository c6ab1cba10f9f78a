"""Asking people in: by whom, to what, once, and not for long."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from schools.models import School
from sro_program.accounts import actions
from sro_program.accounts.actions.invitations import ACCEPT_ROUTE, Guest
from sro_program.accounts.models import Invitation, Membership, Role, User
from sro_program.accounts.roles import roles_at
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import LinkUnusable, NotAllowed, RuleBroken, WrongState
from sro_program.core.links import SignedLink, make_token
from sro_program.notifications.models import Notification
from tests.accounts.conftest import is_signed_in, submit
from tests.factories.accounts import InvitationFactory, UserFactory
from tests.factories.schools import SchoolFactory

NEW = "the-door-sticks-when-wet"
SignIn = Callable[[User], Client]


def path_of(invitation: Invitation, **wrong: object) -> str:
    content = {
        "user_id": invitation.user_id,
        "record_id": UUID(str(invitation.pk)),
        "version": invitation.version,
        **wrong,
    }
    token = make_token(ACCEPT_ROUTE, SignedLink(**content))
    return f"/accounts/invitation/{token}/"


def open_by(client: Client, path: str, password: str = NEW) -> int:
    return client.post(path, {"password": password, "again": password}).status_code


def teacher_guest(school: School) -> Guest:
    return Guest("tim@example.org", "Tim O'Teacher", Role.TEACHER, school)


@pytest.fixture
def invitation(principal: User, school: School) -> Invitation:
    sent = actions.invite(teacher_guest(school), by=principal)
    assert sent is not None
    return sent


def test_an_invitation_is_mailed_to_someone_who_cannot_sign_in_yet(
    invitation: Invitation,
) -> None:
    note = Notification.objects.get(recipient=invitation.user)

    assert note.template == "invitation"
    assert note.mail_due_at is not None
    assert note.mail_only
    assert note.link_record == invitation.pk
    assert not invitation.user.is_active
    assert not Membership.objects.filter(user=invitation.user).exists()


def test_the_link_opens_the_account_with_its_role(
    client: Client, invitation: Invitation, school: School
) -> None:
    assert open_by(client, path_of(invitation)) == 302

    submit(client, "tim@example.org", NEW)

    assert is_signed_in(client)
    assert roles_at(invitation.user, school.pk) == {"teacher"}


def test_who_invited_is_told_and_all_is_written_down(
    client: Client, invitation: Invitation, principal: User
) -> None:
    open_by(client, path_of(invitation))

    verbs = AuditEvent.objects.about(invitation).values_list("verb", "by__name")
    assert list(verbs) == [
        ("invite", "Paula Principal"),
        ("accept", "Tim O'Teacher"),
    ]
    told = Notification.objects.get(recipient=principal)
    assert told.summary == "Tim O'Teacher has accepted your invitation"


def test_looking_at_the_link_changes_nothing(
    client: Client, invitation: Invitation
) -> None:
    page = client.get(path_of(invitation))

    assert page.status_code == 200
    assert "Paula Principal" in page.content.decode()
    invitation.refresh_from_db()
    assert invitation.state == "open"


def test_a_link_works_once(client: Client, invitation: Invitation) -> None:
    path = path_of(invitation)
    open_by(client, path)

    assert open_by(client, path, "quite-another-password") == 410
    assert client.get(path).status_code == 410
    assert User.objects.get(email="tim@example.org").check_password(NEW)


def test_a_link_expires_after_a_week(client: Client, invitation: Invitation) -> None:
    path = path_of(invitation)

    with time_machine.travel(now() + timedelta(days=7, seconds=1), tick=True):
        assert open_by(client, path) == 410

    assert not User.objects.get(email="tim@example.org").is_active


@pytest.mark.parametrize(
    "wrong", [{"version": 2}, {"user_id": 999_999}, {"record_id": UUID(int=7)}]
)
def test_a_link_to_something_else_opens_nothing(
    client: Client, invitation: Invitation, wrong: dict[str, object]
) -> None:
    assert open_by(client, path_of(invitation, **wrong)) == 410


def test_a_tampered_link_opens_nothing(client: Client, invitation: Invitation) -> None:
    path = path_of(invitation)

    assert open_by(client, path[:-3] + "x/") == 410
    assert open_by(client, "/accounts/invitation/nonsense/") == 410


def test_a_link_for_another_purpose_opens_nothing(
    client: Client, invitation: Invitation
) -> None:
    link = SignedLink(invitation.user_id, UUID(str(invitation.pk)), 1)
    token = make_token("presentations:approve_by_link", link)

    assert open_by(client, f"/accounts/invitation/{token}/") == 410


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", "short", "too short"),
        ("1q2w3e4r5t6y", "1q2w3e4r5t6y", "too common"),
        ("tim@example.org", "tim@example.org", "too similar"),
        (NEW, "something-else-entirely", "not the same"),
        ("", "", "required"),
    ],
)
def test_a_poor_password_is_refused_with_the_reason(
    client: Client, invitation: Invitation, password: str, again: str, said: str
) -> None:
    sent = {"password": password, "again": again}

    response = client.post(path_of(invitation), sent)

    assert response.status_code == 422
    assert said in response.content.decode()
    invitation.refresh_from_db()
    assert invitation.state == "open"


def test_a_withdrawn_invitation_is_dead(
    client: Client, invitation: Invitation, principal: User
) -> None:
    path = path_of(invitation)
    actions.revoke(invitation, by=principal)

    assert open_by(client, path) == 410
    with pytest.raises(WrongState):
        actions.revoke(invitation, by=principal)


def test_a_second_mail_kills_the_first_link(
    client: Client, invitation: Invitation, principal: User
) -> None:
    first = path_of(invitation)
    again = actions.invite_again(invitation, by=principal)

    assert open_by(client, first) == 410
    assert open_by(client, path_of(again)) == 302


def test_an_accepted_invitation_is_not_sent_again(
    client: Client, invitation: Invitation, principal: User
) -> None:
    open_by(client, path_of(invitation))

    with pytest.raises(WrongState):
        actions.invite_again(invitation, by=principal)


def test_inviting_twice_leaves_one_open_invitation(
    invitation: Invitation, principal: User, school: School
) -> None:
    actions.invite(teacher_guest(school), by=principal)

    assert Invitation.objects.open().count() == 1
    assert User.objects.filter(email="tim@example.org").count() == 1


def test_who_belongs_here_gets_the_role_at_once(
    principal: User, school: School, teacher: User
) -> None:
    guest = Guest(teacher.email.upper(), "Tara", Role.COUNSELOR, school)

    assert actions.invite(guest, by=principal) is None

    assert roles_at(teacher, school.pk) == {"counselor", "teacher"}
    told = Notification.objects.get(recipient=teacher)
    assert told.summary == f"You have a new role: Counselor, {school}"


def test_the_same_role_is_not_given_twice(teacher: User, principal: User) -> None:
    school = Membership.objects.get(user=teacher).school
    guest = Guest(teacher.email, "Tara", Role.TEACHER, school)

    with pytest.raises(RuleBroken, match="already has this role"):
        actions.invite(guest, by=principal)


def test_a_closed_account_is_not_opened_by_an_invitation(
    principal: User, school: School, administrator: User
) -> None:
    left = UserFactory(email="tim@example.org", is_active=False)
    Membership.objects.create(user=left, role=Role.TEACHER, school=school)

    with pytest.raises(NotAllowed, match="has been closed"):
        actions.invite(teacher_guest(school), by=principal)

    guest = Guest(left.email, "Tim", Role.COUNSELOR, school)
    assert actions.invite(guest, by=administrator) is not None
    left.refresh_from_db()
    assert not left.is_active


def test_an_administrator_invites_without_a_role(
    client: Client, administrator: User
) -> None:
    sent = actions.invite(Guest("dep@example.org", "Deputy"), by=administrator)

    open_by(client, path_of(sent))

    invited = User.objects.get(email="dep@example.org")
    assert invited.is_active
    assert not invited.memberships.exists()


@pytest.mark.django_db(transaction=True)
def test_a_link_used_twice_in_the_same_moment_opens_one_account() -> None:
    with acting_as_clock():
        invitation = InvitationFactory(school=SchoolFactory())
    both = Barrier(2)

    def accept(password: str) -> str:
        both.wait()
        try:
            with acting_as(invitation.user):
                return actions.accept(invitation, version=1, password=password).email
        except LinkUnusable as refusal:
            return refusal.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(accept, ["first-password-here", "second-password-x"]))

    assert sorted(map(len, answers)) == sorted(
        [len(invitation.email), len(answers[0] + answers[1]) - len(invitation.email)]
    )
    assert answers.count(invitation.email) == 1
    assert Membership.objects.count() == 1


def test_the_page_sends_an_invitation(
    confirmed: SignIn, principal: User, school: School
) -> None:
    fields = {
        "name": "Tim",
        "email": "tim@example.org",
        "role": "teacher",
        "place": f"school:{school.pk}",
    }

    response = confirmed(principal).post("/accounts/invitations/new/", fields)

    assert response["Location"] == "/accounts/invitations/"
    assert Invitation.objects.get().invited_by == principal


def test_who_overlooks_the_role_gives_none(
    confirmed: SignIn, principal: User, school: School
) -> None:
    page = confirmed(principal).get("/accounts/invitations/new/")
    untouched = {name: page.context["form"][name].value() for name in ("role", "place")}

    typed = {"name": "Tim", "email": "tim@example.org"}
    sent = {name: value or "" for name, value in untouched.items()} | typed
    response = confirmed(principal).post("/accounts/invitations/new/", sent)

    assert page.text.count(">Choose</option>") == 1
    assert "Role: Choose an answer." in response.text
    assert not Invitation.objects.exists()


def test_the_page_offers_a_principal_only_their_team_and_school(
    confirmed: SignIn, principal: User, school: School, other_school: School
) -> None:
    form = confirmed(principal).get("/accounts/invitations/new/").context["form"]

    assert [value for value, _ in form.fields["role"].choices] == [
        "",
        "counselor",
        "teacher",
    ]
    assert form.fields["place"].choices == [
        ("Schools", [(f"school:{school.pk}", str(school))])
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [("role", "principal"), ("place", "school:999"), ("place", "district:1")],
)
def test_the_page_refuses_what_it_did_not_offer(
    confirmed: SignIn, principal: User, school: School, field: str, value: str
) -> None:
    fields = {
        "name": "Tim",
        "email": "tim@example.org",
        "role": "teacher",
        "place": f"school:{school.pk}",
        field: value,
    }

    response = confirmed(principal).post("/accounts/invitations/new/", fields)

    assert response.status_code == 422
    assert not Invitation.objects.exists()


def test_a_role_needs_its_kind_of_place(
    confirmed: SignIn, commander: User, school: School
) -> None:
    fields = {
        "name": "Tim",
        "email": "tim@example.org",
        "role": "office",
        "place": f"school:{school.pk}",
    }

    response = confirmed(commander).post("/accounts/invitations/new/", fields)

    assert response.status_code == 422
    assert "belongs to an agency" in response.content.decode()


def test_inviting_asks_once_more_who_you_are(
    sign_in: SignIn, principal: User, school: School
) -> None:
    response = sign_in(principal).get("/accounts/invitations/new/")

    assert response["Location"].startswith("/accounts/reauthenticate/?next=")


def test_what_was_sent_is_kept_while_confirming(
    sign_in: SignIn, principal: User, school: School
) -> None:
    client = sign_in(principal)
    fields = {
        "name": "Tim",
        "email": "tim@example.org",
        "role": "teacher",
        "place": f"school:{school.pk}",
    }
    asked = client.post("/accounts/invitations/new/", fields)
    assert not Invitation.objects.exists()

    confirm = {"password": "a-long-password", "next": "/accounts/invitations/new/"}
    client.post(asked["Location"], confirm)

    assert Invitation.objects.get().email == "tim@example.org"


def test_the_list_shows_what_one_leads_and_nothing_else(
    sign_in: SignIn, invitation: Invitation, principal: User, stranger: User
) -> None:
    mine = sign_in(principal).get("/accounts/invitations/").content.decode()
    theirs = sign_in(stranger).get("/accounts/invitations/").content.decode()

    assert "tim@example.org" in mine
    assert "tim@example.org" not in theirs


@pytest.mark.parametrize("verb", ["again", "revoke"])
def test_a_stranger_s_invitation_does_not_exist_for_one(
    confirmed: SignIn, invitation: Invitation, stranger: User, verb: str
) -> None:
    path = f"/accounts/invitations/{invitation.pk}/{verb}/"

    assert confirmed(stranger).post(path).status_code == 404


def test_the_list_offers_to_withdraw_and_to_repeat(
    confirmed: SignIn, invitation: Invitation, principal: User
) -> None:
    client = confirmed(principal)

    client.post(f"/accounts/invitations/{invitation.pk}/again/")
    client.post(f"/accounts/invitations/{invitation.pk}/revoke/")

    invitation.refresh_from_db()
    assert (invitation.state, invitation.version) == ("revoked", 3)
