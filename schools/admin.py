"""Reference data for administrators: districts, schools, calendars, agreements."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from schools.actions.agreements import tell_of_agreement
from schools.checklists import next_edition
from schools.models import (
    Agreement,
    AgreementClause,
    AgreementSignatory,
    BellSchedule,
    Campus,
    Checklist,
    ChecklistItem,
    District,
    DrillRule,
    Period,
    Place,
    School,
    SchoolDay,
    SchoolYear,
    SpotKind,
)
from sro_program.accounts.adminbase import ConfirmedAdmin, note
from sro_program.accounts.models import User
from sro_program.core.admin import ReferenceAdmin, ReferenceInline


@admin.register(District)
class DistrictAdmin(ConfirmedAdmin[District]):
    list_display = ("name", "police_agency", "time_zone")
    search_fields = ("name",)


class AgreementClauseInline(ReferenceInline[AgreementClause, Agreement]):
    model = AgreementClause
    deletable = True


class AgreementSignatoryInline(ReferenceInline[AgreementSignatory, Agreement]):
    model = AgreementSignatory
    deletable = True


@admin.register(Agreement)
class AgreementAdmin(ReferenceAdmin[Agreement]):
    """The register of agreements; what each said before stays with it."""

    list_display = ("title", "district", "police_agency", "valid_from", "valid_until")
    list_filter = ("district", "police_agency")
    list_select_related = ("district", "police_agency")
    search_fields = ("title",)
    autocomplete_fields = ("district", "police_agency")
    inlines = (AgreementClauseInline, AgreementSignatoryInline)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Agreement | None = None
    ) -> tuple[str, ...]:
        """A new one has no history yet."""
        return ("version", "versions") if obj else ()

    def save_model(
        self,
        request: HttpRequest,
        obj: Agreement,
        form: ModelForm[Agreement],
        change: bool,
    ) -> None:
        """Each change is a version, and a line of the audit trail."""
        if change and not form.changed_data:
            return
        if change:
            obj.version += 1
        super().save_model(request, obj, form, change)
        note(request, obj, form.changed_data, change=change)
        tell_of_agreement(obj, by=request.user)

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Agreement],
        formsets: list[Any],
        change: bool,
    ) -> None:
        """A clause or a signature that changed is a version too."""
        super().save_related(request, form, formsets, change)
        parts = [part.model for part in formsets if part.has_changed()]
        if not change or not parts or form.changed_data:
            return
        agreement = form.instance
        agreement.version += 1
        agreement.save(update_fields=["version"])
        names = [str(part._meta.verbose_name_plural) for part in parts]
        note(request, agreement, names, change=True)
        tell_of_agreement(agreement, by=request.user)

    @admin.display(description="history of versions")
    def versions(self, obj: Agreement) -> SafeString:
        """What it said in each version and who wrote it, the latest first."""
        rows = list(obj.history.order_by("-pgh_id"))  # type: ignore[attr-defined]  # made by pghistory
        writers = User.objects.in_bulk({_writer_of(row) for row in rows})
        said = ((_version(row), writers.get(_writer_of(row), "")) for row in rows)
        return format_html_join("", "<p>{} {}</p>", said)


def _writer_of(row: Any) -> int:  # noqa: ANN401  # made by pghistory
    return (row.pgh_context or {}).get("user") or 0


def _version(row: Any) -> SafeString:  # noqa: ANN401  # made by pghistory
    return format_html(
        "<strong>Version {}</strong>, {}: {}; {} to {}; clause {}: {}",
        row.version,
        f"{localtime(row.pgh_created_at):%b %-d, %Y}",
        row.title,
        row.valid_from,
        row.valid_until or "further notice",
        row.clause_number or "without a number",
        row.discipline_clause,
    )


@admin.register(Campus)
class CampusAdmin(ConfirmedAdmin[Campus]):
    list_display = ("name", "district", "city")
    list_filter = ("district",)
    list_select_related = ("district",)
    search_fields = ("name",)


@admin.register(School)
class SchoolAdmin(ConfirmedAdmin[School]):
    list_display = ("name", "district", "campus", "level", "closed_on")
    list_filter = ("district", "level")
    list_select_related = ("district", "campus")
    search_fields = ("name", "short_name", "nces_id", "state_id")
    autocomplete_fields = ("district", "campus")


@admin.register(SchoolYear)
class SchoolYearAdmin(ReferenceAdmin[SchoolYear]):
    list_display = ("name", "district", "starts_on", "ends_on")
    list_filter = ("district",)
    list_select_related = ("district",)


@admin.register(SchoolDay)
class SchoolDayAdmin(ReferenceAdmin[SchoolDay]):
    deletable = True
    list_display = ("on", "kind", "label", "district", "school")
    list_filter = ("district", "kind")
    list_select_related = ("district", "school")
    autocomplete_fields = ("district", "school")
    date_hierarchy = "on"


class PeriodInline(ReferenceInline[Period, BellSchedule]):
    model = Period
    deletable = True


@admin.register(BellSchedule)
class BellScheduleAdmin(ReferenceAdmin[BellSchedule]):
    list_display = ("name", "school", "is_default")
    list_filter = ("school",)
    list_select_related = ("school",)
    inlines = (PeriodInline,)
    autocomplete_fields = ("school",)


@admin.register(Place)
class PlaceAdmin(ReferenceAdmin[Place]):
    list_display = ("label", "what", "school", "parent", "capacity")
    list_filter = ("kind", "spot", "school")
    list_select_related = ("school", "parent", "spot")
    search_fields = ("label",)
    autocomplete_fields = ("school", "parent")


@admin.register(SpotKind)
class SpotKindAdmin(ReferenceAdmin[SpotKind]):
    """Which equipment and hazards can be pinned to a plan."""

    list_display = ("name", "is_offered")
    search_fields = ("name",)


@admin.register(DrillRule)
class DrillRuleAdmin(ReferenceAdmin[DrillRule]):
    """What a district asks for; without a row it is what KRS 158.162(5) asks for."""

    deletable = True
    list_display = ("district", "window", "kind", "times")
    list_filter = ("district", "window")
    list_select_related = ("district",)


class ChecklistItemInline(ReferenceInline[ChecklistItem, Checklist]):
    """What is looked at; of an edition that was walked, to be read."""

    model = ChecklistItem
    deletable = True

    def has_add_permission(
        self, request: HttpRequest, obj: Checklist | None = None
    ) -> bool:
        return super().has_add_permission(request, obj) and not _is_walked(obj)

    def has_change_permission(
        self, request: HttpRequest, obj: Checklist | None = None
    ) -> bool:
        return super().has_change_permission(request, obj) and not _is_walked(obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: Checklist | None = None
    ) -> bool:
        return super().has_delete_permission(request, obj) and not _is_walked(obj)


@admin.register(Checklist)
class ChecklistAdmin(ReferenceAdmin[Checklist]):
    """What is looked at on a walkthrough. What was walked stays; a change is a copy."""

    list_display = ("title", "scale", "district", "edition", "valid_from", "is_walked")
    list_filter = ("scale", "district")
    list_select_related = ("district",)
    autocomplete_fields = ("district",)
    inlines = (ChecklistItemInline,)
    actions = ("make_next_edition",)

    def has_change_permission(
        self, request: HttpRequest, obj: Checklist | None = None
    ) -> bool:
        return super().has_change_permission(request, obj) and not _is_walked(obj)

    def save_model(
        self,
        request: HttpRequest,
        obj: Checklist,
        form: ModelForm[Checklist],
        change: bool,
    ) -> None:
        """Each change is a line of the audit trail."""
        super().save_model(request, obj, form, change)
        note(request, obj, form.changed_data, change=change)

    @admin.action(description="Make a new edition, a copy to be changed")
    def make_next_edition(
        self, request: HttpRequest, chosen: QuerySet[Checklist]
    ) -> None:
        """It is walked from the first day that is given to it."""
        for checklist in chosen:
            copy = next_edition(checklist, checklist.district)
            note(request, copy, ["edition"], change=False)
            self.message_user(
                request, f"{copy} is there. Give it a first day when it is ready."
            )


def _is_walked(checklist: Checklist | None) -> bool:
    return bool(checklist and checklist.is_walked)
