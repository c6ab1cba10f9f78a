"""What administrators may do with the unit's records."""

import pytest
from django.contrib import admin

from officers.models import Absence, ActivityEntry, Assignment, Officer
from tests.conftest import make_user


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
