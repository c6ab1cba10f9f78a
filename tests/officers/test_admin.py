"""What administrators may do with the unit's records."""

import pytest
from django.contrib import admin

from officers.models import Absence, ActivityEntry, Assignment, Officer
from sro_program.accounts.adminbase import OWN_REACH
from sro_program.audit.models import AuditEvent
from tests.conftest import make_user
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.officers import OfficerFactory


@pytest.mark.parametrize(
    ("model", "may"),
    [(Officer, True), (Assignment, True), (Absence, False), (ActivityEntry, False)],
)
def test_administrators_keep_the_unit_and_only_look_at_the_rest(db, rf, model, may):
    request = rf.get("/")
    request.user = make_user("admin@example.org", "Ada Admin")
    request.user.is_staff = True

    page = admin.site.get_model_admin(model)

    asked = page.has_add_permission(request), page.has_change_permission(request)
    assert asked == (may, may)
    assert page.has_delete_permission(request) is False


def officer_fields(user, agency):
    return {
        "user": user.pk,
        "police_agency": agency.pk,
        "badge": "7",
        "rank": "Deputy",
        "authority_type": "deputy",
        "in_service": "on",
    }


@pytest.mark.parametrize(
    "page",
    [
        "officers/officer/add/",
        "officers/assignment/add/",
        "schools/district/add/",
        "schools/campus/add/",
        "schools/school/add/",
    ],
)
def test_what_moves_reach_asks_once_more_who_you_are(db, sign_in, page):
    response = sign_in(AdministratorFactory()).get(f"/admin/{page}")

    assert response["Location"].startswith("/accounts/reauthenticate/?next=")


def test_an_officer_made_in_the_admin_is_written_down(confirmed, agency):
    administrator, user = AdministratorFactory(), UserFactory()

    confirmed(administrator).post(
        "/admin/officers/officer/add/", officer_fields(user, agency)
    )

    event = AuditEvent.objects.about(user.officer).get()
    assert (event.verb, event.by) == ("add_in_admin", administrator)


def test_no_administrator_makes_themselves_an_officer(confirmed, agency):
    administrator = AdministratorFactory()

    response = confirmed(administrator).post(
        "/admin/officers/officer/add/", officer_fields(administrator, agency)
    )

    assert response.status_code == 403
    assert OWN_REACH in response.text
    assert not Officer.objects.exists()


def test_no_administrator_assigns_themselves(confirmed, agency, campus):
    administrator = AdministratorFactory()
    own = OfficerFactory(user=administrator, police_agency=agency)
    fields = {
        "officer": own.pk,
        "campus": campus.pk,
        "kind": "primary",
        "starts_on": "2026-08-01",
    }
    client = confirmed(administrator)

    added = client.post("/admin/officers/assignment/add/", fields)
    changed = client.post(f"/admin/officers/officer/{own.pk}/change/", {})

    assert (added.status_code, changed.status_code) == (403, 403)
    assert not Assignment.objects.exists()


def test_no_administrator_moves_a_district_into_their_own_reach(
    confirmed, commander, other_school
):
    commander.is_staff = True
    commander.save()
    mine = commander.memberships.get().police_agency
    foreign = other_school.district

    response = confirmed(commander).post(
        f"/admin/schools/district/{foreign.pk}/change/",
        {"name": foreign.name, "police_agency": mine.pk, "time_zone": "UTC"},
    )

    foreign.refresh_from_db()
    assert response.status_code == 403
    assert OWN_REACH in response.text
    assert foreign.police_agency != mine


def test_a_district_is_moved_by_someone_else_and_that_is_written_down(
    confirmed, agency, other_school
):
    district = other_school.district

    confirmed(AdministratorFactory()).post(
        f"/admin/schools/district/{district.pk}/change/",
        {
            "name": district.name,
            "police_agency": agency.pk,
            "time_zone": district.time_zone,
        },
    )

    district.refresh_from_db()
    assert district.police_agency == agency
    event = AuditEvent.objects.about(district).get()
    assert event.detail == {"fields": ["police_agency"]}
