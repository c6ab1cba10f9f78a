"""Administrators keep officers and assignments; the rest is read here only."""

from django.contrib import admin
from django.http import HttpRequest

from officers.models import Absence, ActivityEntry, Assignment, Officer, ReportDay
from sro_program.accounts.adminbase import ConfirmedAdmin
from sro_program.core.admin import ReadOnlyAdmin, ReferenceAdmin


@admin.register(Officer)
class OfficerAdmin(ConfirmedAdmin[Officer]):
    list_display = ("__str__", "badge", "police_agency", "authority_type", "in_service")
    list_filter = ("police_agency", "in_service", "authority_type", "employment")
    list_select_related = ("user", "police_agency")
    search_fields = ("user__name", "badge")
    autocomplete_fields = ("user", "police_agency")

    def is_own(self, request: HttpRequest, obj: Officer) -> bool:
        return obj.user_id == request.user.pk


@admin.register(Assignment)
class AssignmentAdmin(ConfirmedAdmin[Assignment]):
    list_display = ("officer", "campus", "kind", "starts_on", "ends_on", "funding")
    list_filter = ("kind", "funding", "campus__district")
    list_select_related = ("officer__user", "campus")
    search_fields = ("officer__user__name", "campus__name")
    autocomplete_fields = ("officer", "campus")

    def is_own(self, request: HttpRequest, obj: Assignment) -> bool:
        return obj.officer.user_id == request.user.pk


@admin.register(Absence)
class AbsenceAdmin(ReadOnlyAdmin[Absence]):
    list_display = ("officer", "starts_at", "ends_at")
    list_select_related = ("officer__user",)


@admin.register(ActivityEntry)
class ActivityEntryAdmin(ReadOnlyAdmin[ActivityEntry]):
    list_display = ("on", "officer", "school", "function")
    list_select_related = ("officer__user", "school")


@admin.register(ReportDay)
class ReportDayAdmin(ReferenceAdmin[ReportDay]):
    """When a district’s duty reports are sent; without a row Monday and the first."""

    list_display = ("district", "weekday", "day_of_month")
    list_select_related = ("district",)
