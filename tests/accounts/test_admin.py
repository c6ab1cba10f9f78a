"""Administrators: accounts and roles, confirmed and written down; no content."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils.timezone import now

from schools.models import School
from sro_program.accounts import actions
from sro_program.accounts.models import Invitation, Membership, User
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as
from sro_program.core.errors import NotAllowed
from sro_program.notifications.models import Notification
from tests.factories.accounts import InvitationFactory, UserFactory

SignIn = Callable[[User], Client]
NO_ROLES = {
    "memberships-TOTAL_FORMS": "0",
    "memberships-INITIAL_FORMS": "0",
}


def verbs(record: object) -> list[tuple[str, str]]:
    about = AuditEvent.objects.about(record).exclude(kind="sign_in")
    return [(event.verb, event.by.name) for event in about if event.by]


@pytest.mark.parametrize(
    "page",
    [
        "accounts/user/",
        "accounts/membership/",
        "accounts/policeagency/",
        "accounts/policeagency/add/",
        "accounts/invitation/",
        "notifications/notification/",
    ],
)
def test_an_administrator_sees_the_pages(
    sign_in: SignIn, administrator: User, page: str
) -> None:
    assert sign_in(administrator).get(f"/admin/{page}").status_code == 200


def test_its_sign_in_page_leads_an_administrator_on(
    sign_in: SignIn, administrator: User
) -> None:
    assert sign_in(administrator).get("/admin/login/")["Location"] == "/admin/"


@pytest.mark.parametrize("who", ["commander", "principal"])
def test_a_role_is_no_way_into_the_admin(
    request: pytest.FixtureRequest, sign_in: SignIn, who: str
) -> None:
    client = sign_in(request.getfixturevalue(who))

    assert client.get("/admin/", follow=True).status_code == 403


def test_is_superuser_alone_is_no_way_into_the_admin(
    sign_in: SignIn, person: User
) -> None:
    User.objects.filter(pk=person.pk).update(is_superuser=True)
    person.refresh_from_db()

    assert sign_in(person).get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("page", ["user", "membership"])
def test_changing_who_may_what_asks_once_more_who_you_are(
    sign_in: SignIn, administrator: User, page: str
) -> None:
    response = sign_in(administrator).get(f"/admin/accounts/{page}/add/")

    assert response["Location"].startswith("/accounts/reauthenticate/?next=")


def test_a_new_account_belongs_to_whoever_opens_it(
    confirmed: SignIn, administrator: User
) -> None:
    fields = {"name": "New Person", "email": "New@Example.org", **NO_ROLES}

    confirmed(administrator).post("/admin/accounts/user/add/", fields)

    user = User.objects.get(email="new@example.org")
    assert user.is_newcomer
    assert Invitation.objects.get(user=user).invited_by == administrator
    assert verbs(user) == [("add_in_admin", administrator.name)]


def test_closing_an_account_is_written_down_twice(
    confirmed: SignIn, administrator: User, person: User
) -> None:
    fields = {"name": person.name, "email": person.email, **NO_ROLES}

    confirmed(administrator).post(f"/admin/accounts/user/{person.pk}/change/", fields)

    person.refresh_from_db()
    assert not person.is_active
    event = AuditEvent.objects.about(person).get(verb="change_in_admin")
    assert event.detail == {"fields": ["is_active"]}
    versions = person.history.order_by("pgh_id")
    assert list(versions.values_list("is_active", flat=True)) == [True, False]
    assert versions.last().pgh_context["user"] == administrator.pk


def test_the_history_keeps_no_password(person: User) -> None:
    fields = {field.name for field in User.pgh_event_model._meta.get_fields()}

    assert {"email", "is_staff", "locked_at"} <= fields
    assert not {"password", "last_login"} & fields


def test_a_role_given_in_the_admin_is_written_down(
    confirmed: SignIn, administrator: User, person: User, school: School
) -> None:
    fields = {
        "user": person.pk,
        "role": "teacher",
        "school": school.pk,
        "starts_on": "2026-08-01",
    }

    confirmed(administrator).post("/admin/accounts/membership/add/", fields)

    membership = Membership.objects.get(user=person)
    assert verbs(membership) == [("add_in_admin", administrator.name)]


def test_a_role_at_the_wrong_kind_of_place_is_refused_in_words(
    confirmed: SignIn, administrator: User, person: User, school: School
) -> None:
    fields = {
        "user": person.pk,
        "role": "commander",
        "school": school.pk,
        "starts_on": "2026-08-01",
    }

    response = confirmed(administrator).post("/admin/accounts/membership/add/", fields)

    assert "Commander and office belong to an agency" in response.content.decode()
    assert not Membership.objects.filter(user=person).exists()


@pytest.mark.parametrize("page", ["user", "membership"])
def test_nothing_is_deleted(
    confirmed: SignIn, administrator: User, teacher: User, page: str
) -> None:
    rows = {"user": teacher.pk, "membership": Membership.objects.get().pk}
    path = f"/admin/accounts/{page}/{rows[page]}/delete/"

    assert confirmed(administrator).post(path, {"post": "yes"}).status_code == 403
    assert Membership.objects.count() == 1


def test_a_locked_account_is_released_by_an_action(
    confirmed: SignIn, administrator: User, person: User
) -> None:
    User.objects.filter(pk=person.pk).update(locked_at=now())
    fields = {"action": "release", "_selected_action": [person.pk]}

    confirmed(administrator).post("/admin/accounts/user/", fields)

    person.refresh_from_db()
    assert person.locked_at is None


def test_an_invitation_is_sent_by_an_action(
    confirmed: SignIn, administrator: User
) -> None:
    newcomer = UserFactory(password=None, is_active=False)
    fields = {"action": "invite", "_selected_action": [newcomer.pk]}

    confirmed(administrator).post("/admin/accounts/user/", fields)

    assert Notification.objects.get(recipient=newcomer).template == "invitation"


def test_invitations_are_only_looked_at(
    confirmed: SignIn, administrator: User, school: School
) -> None:
    invitation = InvitationFactory(school=school)
    client = confirmed(administrator)

    path = f"/admin/accounts/invitation/{invitation.pk}/change/"

    assert client.get(path).status_code == 200
    assert client.post(path, {"name": "x"}).status_code == 403
    assert client.get("/admin/accounts/invitation/add/").status_code == 403


def test_the_admin_s_own_password_page_is_ours(
    sign_in: SignIn, administrator: User
) -> None:
    client = sign_in(administrator)

    page = client.get("/admin/password_change/")
    out = client.post("/admin/logout/")

    assert page["Location"] == "/accounts/password/change/"
    assert out["Location"] == "/accounts/logout/"


def test_the_history_is_read_by_administrators_and_its_person(
    db: None, administrator: User, person: User, stranger: User
) -> None:
    def seen_by(user: User) -> int:
        with acting_as(user):
            return person.history.count()

    assert (seen_by(administrator), seen_by(person), seen_by(stranger)) == (1, 1, 0)


@pytest.mark.parametrize(
    "page",
    [
        "account/emailaddress/",
        "mfa/authenticator/",
        "usersessions/usersession/",
        "auth/group/",
    ],
)
def test_what_libraries_bring_along_is_nobody_s_to_administer(
    sign_in: SignIn, administrator: User, page: str
) -> None:
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    administrator.refresh_from_db()

    assert sign_in(administrator).get(f"/admin/{page}").status_code == 404


def test_a_lost_phone_is_replaced_and_its_owner_told(
    confirmed: SignIn,
    administrator: User,
    person: User,
    with_app: Callable[[User], object],
) -> None:
    with_app(person)
    with_app(administrator)
    fields = {"action": "remove_second_factor", "_selected_action": [person.pk]}

    confirmed(administrator).post("/admin/accounts/user/", fields)

    assert [kept.user for kept in Authenticator.objects.all()] == [administrator]
    assert Notification.objects.get().recipient == person
    event = AuditEvent.objects.about(person).get(verb="remove_second_factor")
    assert event.detail == {"by": administrator.pk}


def test_nobody_removes_their_own_second_factor_that_way(
    administrator: User, commander: User, person: User
) -> None:
    for actor, account in [(administrator, administrator), (commander, person)]:
        with pytest.raises(NotAllowed):
            actions.remove_second_factor(account, by=actor)


def test_no_administrator_gives_themselves_a_role(
    confirmed: SignIn, administrator: User, school: School
) -> None:
    client = confirmed(administrator)
    fields = {
        "user": administrator.pk,
        "role": "teacher",
        "school": school.pk,
        "starts_on": "2026-08-01",
    }
    inline = {
        "name": administrator.name,
        "email": administrator.email,
        "is_active": "on",
        "is_staff": "on",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-role": "teacher",
        "memberships-0-school": school.pk,
        "memberships-0-starts_on": "2026-08-01",
    }

    added = client.post("/admin/accounts/membership/add/", fields)
    client.post(f"/admin/accounts/user/{administrator.pk}/change/", inline)

    assert added.status_code == 403
    assert not administrator.memberships.exists()


def test_no_administrator_takes_over_or_prolongs_a_role(
    confirmed: SignIn, administrator: User, teacher: User, school: School
) -> None:
    client, held = confirmed(administrator), teacher.memberships.get()
    own = Membership.objects.create(
        user=administrator, role="teacher", school=school, ends_on="2099-01-01"
    )
    fields = {
        "user": administrator.pk,
        "role": "teacher",
        "school": school.pk,
        "starts_on": "2026-08-01",
    }

    for membership in (held, own):
        path = f"/admin/accounts/membership/{membership.pk}/change/"
        assert client.post(path, fields).status_code == 403

    held.refresh_from_db()
    own.refresh_from_db()
    assert held.user == teacher
    assert own.ends_on


def test_a_role_given_in_the_admin_is_told_to_those_who_lead_there(
    confirmed: SignIn,
    administrator: User,
    person: User,
    school: School,
    principal: User,
    stranger: User,
) -> None:
    fields = {
        "name": person.name,
        "email": person.email,
        "is_active": "on",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-role": "counselor",
        "memberships-0-school": school.pk,
        "memberships-0-starts_on": "2026-08-01",
    }

    confirmed(administrator).post(f"/admin/accounts/user/{person.pk}/change/", fields)

    told = Notification.objects.get()
    assert told.recipient == principal
    assert told.summary == f"Pat O'Brien has a new role: Counselor, {school}"
    assert told.mail_due_at is None


def test_a_page_of_rows_answers_no_questions_about_what_it_does_not_show(
    confirmed: SignIn, administrator: User, teacher: User
) -> None:
    client = confirmed(administrator)

    for page, question in [
        ("accounts/user", {"password__startswith": teacher.password[:12]}),
        ("accounts/user", {"email": teacher.email}),
        ("accounts/user", {"memberships__role__startswith": "t"}),
        ("accounts/user", {"memberships__school__name__contains": "High"}),
        ("notifications/notification", {"summary__contains": "x"}),
        ("notifications/notification", {"context__place__startswith": "x"}),
        ("accounts/membership", {"user__password__startswith": "x"}),
    ]:
        assert client.get(f"/admin/{page}/", question).status_code == 400, question


def test_the_filters_of_a_page_of_rows_still_answer(
    confirmed: SignIn, administrator: User, teacher: User, school: School
) -> None:
    client = confirmed(administrator)

    for page, question in [
        ("accounts/user", {"is_active__exact": "1"}),
        ("accounts/user", {"locked_at__isempty": "0"}),
        ("accounts/user", {"memberships__role__exact": "teacher"}),
        ("accounts/user", {"id__exact": teacher.pk}),
        ("accounts/user", {"pk__in": teacher.pk}),
        ("accounts/membership", {"school__id__exact": school.pk}),
        ("accounts/membership", {"starts_on__year": "2020"}),
        ("accounts/invitation", {"accepted_at__isnull": "True"}),
        ("accounts/invitation", {"accepted_at__gte": "2026-01-01 00:00:00+00:00"}),
    ]:
        assert client.get(f"/admin/{page}/", question).status_code == 200, question
