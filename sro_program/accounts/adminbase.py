"""Pages of Django admin that change who may do what (trust.md §11)."""

from typing import Any

from allauth.account.internal.flows.reauthentication import (
    raise_if_reauthentication_required,
)
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest

from sro_program.accounts.models import Reach
from sro_program.audit.log import record
from sro_program.core.admin import ReferenceAdmin
from sro_program.core.db import Actor
from sro_program.core.errors import NotAllowed

OWN_REACH = "This would give yourself more. Ask another administrator."


class ConfirmedAdmin[M: models.Model](ReferenceAdmin[M]):
    """Asks once more who you are, writes down what changed, and widens no own reach."""

    def is_own(self, request: HttpRequest, obj: M) -> bool:
        """Is it a right of the administrator who looks at it? They leave it alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and not (obj and self.is_own(request, obj))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        *args: Any,  # noqa: ANN401  # Django's signature
        **kwargs: Any,  # noqa: ANN401  # as above
    ) -> Any:  # noqa: ANN401  # as above
        raise_if_reauthentication_required(request, app="")
        before = schools_of(request.user)
        response = super().changeform_view(request, object_id, *args, **kwargs)
        if object_id and schools_of(request.user) - before:
            raise NotAllowed(OWN_REACH)
        return response

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # Django's signature
        if request.method == "POST":
            raise_if_reauthentication_required(request, app="")
        return super().changelist_view(request, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: M, form: ModelForm[M], change: bool
    ) -> None:
        if self.is_own(request, obj):
            raise NotAllowed(OWN_REACH)
        super().save_model(request, obj, form, change)
        self.note(request, obj, form.changed_data, change=change)

    def note(
        self, request: HttpRequest, obj: M, fields: list[str], *, change: bool
    ) -> None:
        """What else a change brings with it; at least its line in the audit trail."""
        note(request, obj, fields, change=change)


def schools_of(user: Actor) -> set[tuple[str, int]]:
    """What this person reaches, as pairs of role and school."""
    return set(Reach.objects.of(user).values_list("role", "school_id"))


def note(
    request: HttpRequest, obj: models.Model, fields: list[str], *, change: bool
) -> None:
    """Into the audit trail: which fields, not what they say."""
    verb = "change_in_admin" if change else "add_in_admin"
    record(request.user, verb, obj, fields=fields)
