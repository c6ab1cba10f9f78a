"""The second wall alone: who gives roles, asks people in and opens an account."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError
from django.utils.timezone import localdate, now

from sro_program.accounts import actions
from sro_program.accounts.actions.invitations import Guest
from sro_program.accounts.models import (
    Invitation,
    Membership,
    Role,
    SignInAttempt,
    User,
)
from sro_program.core.db import acting_as
from tests.conftest import LONG_AGO, make_member
from tests.factories.accounts import InvitationFactory, UserFactory
from tests.officers.past_verbs import refused_by_policy, removed, write

PEOPLE = ["teacher", "counselor", "principal", "district_user", "office", "commander"]
KEY = "pbkdf2_sha256$1$x$of-somebody-else"


@pytest.fixture
def who(request):
    def found(name):
        known = request.getfixturevalue(name)
        return getattr(known, "user", known)

    return found


@pytest.fixture
def colleague(school):
    return make_member(Role.TEACHER, school, "Cora Colleague")


def hold(user, role, **place):
    return Membership.objects.create(
        user=user, role=role, starts_on=localdate(), **place
    )


# Roles


@pytest.mark.parametrize("name", [*PEOPLE, "officer", "administrator"])
def test_nobody_gives_themselves_a_role(name, who, agency, school, district):
    user = who(name)
    for role, place in (
        (Role.COMMANDER, {"police_agency": agency}),
        (Role.PRINCIPAL, {"school": school}),
        (Role.DISTRICT, {"district": district}),
    ):
        with (
            pytest.raises(DatabaseError, match="row-level|cannot also serve"),
            acting_as(user),
        ):
            hold(user, role, **place)


@pytest.mark.parametrize("name", ["teacher", "counselor", "officer"])
def test_who_leads_nobody_gives_and_ends_nothing(name, who, colleague, school):
    user = who(name)
    theirs = Membership.objects.filter(user=colleague)

    with refused_by_policy(), acting_as(user):
        hold(UserFactory(is_active=False), Role.TEACHER, school=school)
    assert not write(user, theirs, ends_on=localdate())
    assert not write(user, theirs, role=Role.COUNSELOR)
    assert not removed(user, Membership)


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_prolongs_or_raises_a_role_of_their_own(name, who):
    user = who(name)
    mine = Membership.objects.filter(user=user)

    assert not write(user, mine, ends_on=None)
    assert not write(user, mine, starts_on=LONG_AGO)


@pytest.mark.parametrize(
    ("name", "role", "may"),
    [
        ("principal", Role.TEACHER, True),
        ("principal", Role.PRINCIPAL, False),
        ("district_user", Role.PRINCIPAL, True),
        ("district_user", Role.TEACHER, False),
        ("office", Role.COUNSELOR, True),
        ("office", Role.PRINCIPAL, False),
        ("commander", Role.PRINCIPAL, True),
        ("stranger", Role.TEACHER, False),
        ("administrator", Role.PRINCIPAL, True),
    ],
)
def test_each_gives_the_roles_that_are_theirs_to_give(name, role, may, who, school):
    user, newcomer = who(name), UserFactory()

    if may:
        with acting_as(user):
            given = actions.give_role(newcomer, role=role, place=school, by=user)
            actions.end_membership(given, by=user)
    else:
        with refused_by_policy(), acting_as(user):
            hold(newcomer, role, school=school)


def test_the_office_makes_no_commander(office, agency):
    with refused_by_policy(), acting_as(office):
        hold(UserFactory(is_active=False), Role.COMMANDER, police_agency=agency)


# Invitations


@pytest.mark.parametrize("name", ["teacher", "officer", "counselor"])
def test_who_leads_nobody_asks_nobody_in(name, who, school):
    user = who(name)
    guest = UserFactory(is_active=False)

    for asked in (guest, user):
        with refused_by_policy(), acting_as(user):
            InvitationFactory(
                user=asked, email=asked.email, school=school, invited_by=user
            )


def test_nobody_asks_in_the_name_of_another(principal, colleague, school):
    with refused_by_policy(), acting_as(principal):
        InvitationFactory(
            user=UserFactory(is_active=False), school=school, invited_by=colleague
        )


def test_an_invitation_gives_what_it_said_and_only_once(principal, school, agency):
    guest = UserFactory()
    asked = InvitationFactory(
        user=guest, email=guest.email, school=school, invited_by=principal
    )
    mine = Invitation.objects.filter(pk=asked.pk)

    for said in (
        {"role": Role.COMMANDER, "police_agency": agency, "school": None},
        {"expires_at": now() + timedelta(days=99)},
    ):
        with pytest.raises(IntegrityError, match="stays as it was sent"):
            write(guest, mine, **said)
    with acting_as(guest):
        actions.take_up(asked, version=1, by=guest)
    assert not write(guest, Membership.objects.filter(user=guest), ends_on=None)
    with pytest.raises(IntegrityError, match="stays as it was sent"):
        write(guest, mine, accepted_at=None)


def test_what_was_withdrawn_or_taken_up_long_ago_gives_nothing(principal, school):
    guest = UserFactory()
    said = {"user": guest, "email": guest.email, "invited_by": principal}
    withdrawn = InvitationFactory(**said, school=school, revoked_at=now())
    InvitationFactory(
        **said, school=school, role="counselor", accepted_at=now() - timedelta(days=1)
    )

    with pytest.raises(IntegrityError, match="stays as it was sent"):
        write(guest, Invitation.objects.filter(pk=withdrawn.pk), accepted_at=now())
    with pytest.raises(IntegrityError, match="stays as it was sent"):
        write(guest, Invitation.objects.filter(pk=withdrawn.pk), revoked_at=None)
    for role in (Role.TEACHER, Role.COUNSELOR):
        with refused_by_policy(), acting_as(guest):
            hold(guest, role, school=school)


@pytest.mark.parametrize("name", ["principal", "commander", "administrator"])
def test_who_leads_asks_somebody_in_who_then_opens_the_account(name, who, school):
    user = who(name)
    with acting_as(user):
        asked = actions.invite(
            Guest("guest@example.org", "Gina Guest", Role.TEACHER, school), by=user
        )
    with acting_as(asked.user):
        opened = actions.accept(asked, version=asked.version, password="long-enough-1")

    assert opened.is_active
    assert Membership.objects.filter(user=opened, school=school).exists()


# Accounts


@pytest.mark.parametrize("name", [*PEOPLE, "officer"])
@pytest.mark.parametrize(
    "said", [{"is_staff": True}, {"is_superuser": True}, {"email": "other@example.org"}]
)
def test_nobody_makes_themselves_an_administrator(name, said, who):
    user = who(name)

    with pytest.raises(IntegrityError, match="its own person"):
        write(user, User.objects.filter(pk=user.pk), **said)


@pytest.mark.parametrize("name", [*PEOPLE, "officer"])
@pytest.mark.parametrize(
    "said",
    [
        {"password": KEY},
        {"name": "Other"},
        {"is_active": False},
        {"locked_at": now()},
    ],
)
def test_nobody_writes_the_account_of_another(name, said, who, colleague):
    with pytest.raises(IntegrityError, match="its own person"):
        write(who(name), User.objects.filter(pk=colleague.pk), **said)


def test_an_administrator_closes_an_account_and_sets_no_password(
    administrator, colleague
):
    theirs = User.objects.filter(pk=colleague.pk)

    assert write(administrator, theirs, is_active=False)
    with pytest.raises(IntegrityError, match="its own person"):
        write(administrator, theirs, password=KEY)


def test_nobody_releases_or_opens_their_own(colleague):
    mine = User.objects.filter(pk=colleague.pk)
    mine.update(locked_at=now())
    with pytest.raises(IntegrityError, match="its own person"):
        write(colleague, mine, locked_at=None)
    mine.update(is_active=False)
    with pytest.raises(IntegrityError, match="its own person"):
        write(colleague, mine, is_active=True)


def test_a_new_account_is_closed_until_it_is_opened(principal):
    for said in ({"is_active": True}, {"is_active": False, "is_staff": True}):
        with (
            pytest.raises(IntegrityError, match="its own person"),
            acting_as(principal),
        ):
            User.objects.create_user("new@example.org", "Nina New", **said)


def test_no_account_is_deleted(administrator, principal, colleague):
    theirs = User.objects.filter(pk=colleague.pk)
    Membership.objects.filter(user=colleague).delete()

    for user in (administrator, principal):
        with pytest.raises(IntegrityError, match="its own person"), acting_as(user):
            theirs._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_who_runs_the_server_makes_the_first_administrator(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a-long-password")
    said = {"email": "first@example.org", "name": "Fay First"}

    call_command("createsuperuser", interactive=False, verbosity=0, **said)

    assert User.objects.get(email="first@example.org").is_staff


@pytest.fixture
def keys(colleague):
    """A second factor, a wrong try and a session of somebody."""
    Authenticator.objects.create(user=colleague, type="totp", data={"secret": "x"})
    SignInAttempt.objects.create(user=colleague, kind="password")
    UserSession.objects.create(
        user=colleague, session_key="s", ip="127.0.0.1", user_agent="x"
    )
    EmailAddress.objects.create(user=colleague, email=colleague.email)
    return [Authenticator, SignInAttempt, UserSession, EmailAddress]


@pytest.mark.parametrize("name", [*PEOPLE, "officer"])
def test_nobody_takes_the_keys_of_another(name, who, keys):
    user = who(name)

    for model in keys:
        theirs = model.objects.exclude(user=user)
        with acting_as(user):
            assert not theirs.update(user=user)
            assert not theirs._raw_delete("default")
    with refused_by_policy(), acting_as(user):
        SignInAttempt.objects.create(user=User.objects.exclude(pk=user.pk).first())


def test_an_administrator_takes_a_factor_away_and_gives_none(
    administrator, colleague, keys
):
    with refused_by_policy(), acting_as(administrator):
        Authenticator.objects.create(user=colleague, type="webauthn", data={})
    with acting_as(administrator):
        actions.remove_second_factor(colleague, by=administrator)

    assert not Authenticator.objects.exists()


def test_a_person_chooses_a_new_password(colleague):
    assert write(colleague, User.objects.filter(pk=colleague.pk), password=KEY)
