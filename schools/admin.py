"""Reference data for administrators: districts, schools, calendars, rooms."""

from django.contrib import admin

from schools.models import (
    BellSchedule,
    Campus,
    District,
    Period,
    Place,
    School,
    SchoolDay,
    SchoolYear,
)
from sro_program.accounts.adminbase import ConfirmedAdmin
from sro_program.core.admin import ReferenceAdmin, ReferenceInline


@admin.register(District)
class DistrictAdmin(ConfirmedAdmin[District]):
    list_display = ("name", "police_agency", "time_zone")
    search_fields = ("name",)


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
    list_display = ("label", "kind", "school", "parent", "capacity")
    list_filter = ("kind", "school")
    list_select_related = ("school", "parent")
    search_fields = ("label",)
    autocomplete_fields = ("school", "parent")
