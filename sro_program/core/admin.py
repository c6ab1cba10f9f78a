"""What an administrator may do in Django admin: reference data yes, content no.

An administrator is any active `is_staff` account. Rights come from that alone, never
from Django's permission ticks, and `is_superuser` adds nothing (CJIS AC-6).
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.http import HttpRequest

from sro_program.core.db import constraints_as_rules
from sro_program.core.times import EARLIEST, LATEST

BY_KEY = {"", "exact", "in"}
BY_FILTER = {"", "exact", "in", "isnull", "isempty", "gte", "lt"}
BY_DATE = {"year", "month", "day", "gte", "lt"}


def is_administrator(request: HttpRequest) -> bool:
    """An active account that is marked as administrator."""
    return bool(request.user.is_active and request.user.is_staff)


def _is_a_year(value: str) -> bool:
    """One that the product knows; Django's own page fails on others."""
    is_short = value.isdecimal() and len(value) == len(str(LATEST.year))
    return is_short and EARLIEST.year <= int(value) <= LATEST.year


class NamedAutocomplete(AutocompleteSelect):
    """Django's, which says nothing to a screen reader while nothing is chosen."""

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {**attrs, "data-placeholder": "Nothing chosen"}


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

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what the filters, the dates and links by key ask.

        Any other question ("whose text begins with …?") is answered by the rows that
        come back, also about fields that no page shows.
        """
        if lookup.endswith("__year") and not _is_a_year(value):
            return False
        return any(
            lookup == "__".join(filter(None, [name, way]))
            for name, ways in self._questions(request)
            for way in ways
        )

    def _questions(self, request: HttpRequest) -> list[tuple[str, set[str]]]:
        """Fields by which the rows may be narrowed, each with the ways to do it."""
        filters = self.get_list_filter(request)
        named = [str(each[0] if isinstance(each, tuple) else each) for each in filters]
        questions = [(name, BY_FILTER) for name in named]
        questions += [(f"{name}__id", BY_KEY) for name in named]
        questions += [("pk", BY_KEY), (self.opts.pk.name, BY_KEY)]
        if self.date_hierarchy:
            questions.append((self.date_hierarchy, BY_DATE))
        return questions

    def formfield_for_foreignkey(
        self,
        db_field: "models.ForeignKey[Any, Any]",
        request: HttpRequest,
        **kwargs: Any,  # noqa: ANN401  # Django's signature
    ) -> Any:  # noqa: ANN401  # Django's signature
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = NamedAutocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # Django's signature
        """What the database refuses is a sentence here, too."""
        tables = [self.model, *(inline.model for inline in self.inlines)]
        with constraints_as_rules(*tables):
            return super().changeform_view(request, *args, **kwargs)


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
