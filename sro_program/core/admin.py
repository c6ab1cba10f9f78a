"""What an administrator may do in Django admin: reference data yes, content no.

An administrator is any active `is_staff` account. Rights come from that alone, never
from Django's permission ticks, and `is_superuser` adds nothing (CJIS AC-6).
"""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest


def is_administrator(request: HttpRequest) -> bool:
    """An active account that is marked as administrator."""
    return bool(request.user.is_active and request.user.is_staff)


class ReferenceAdmin[M: models.Model](admin.ModelAdmin[M]):
    """Reference data: administrators add and change it.

    Nothing is deleted (close it, or end it) unless the class says `deletable = True`.
    """

    deletable = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return is_administrator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return self.deletable and is_administrator(request)


class ReadOnlyAdmin[M: models.Model](ReferenceAdmin[M]):
    """Workflow models: looked at here, changed only through the product's actions."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False


class ReferenceInline[C: models.Model, P: models.Model](admin.TabularInline[C, P]):
    """Rows of reference data inside the form of their owner."""

    extra = 0
    deletable = False

    def has_view_permission(self, request: HttpRequest, obj: P | None = None) -> bool:
        return is_administrator(request)

    def has_add_permission(self, request: HttpRequest, obj: P | None = None) -> bool:
        return is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: P | None = None) -> bool:
        return is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: P | None = None) -> bool:
        return self.deletable and is_administrator(request)
