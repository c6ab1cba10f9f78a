"""Codes for administrators; incidents are looked at nowhere but in their pages."""

from django.contrib import admin

from incidents.models import Charge, OffenceCode
from sro_program.core.admin import ReferenceAdmin


@admin.register(OffenceCode)
class OffenceCodeAdmin(ReferenceAdmin[OffenceCode]):
    list_display = (
        *("code", "title", "crdc_type", "is_violence", "is_weapon", "is_drugs"),
        "is_active",
    )
    list_filter = ("is_active", "crdc_type")
    search_fields = ("code", "title")


@admin.register(Charge)
class ChargeAdmin(ReferenceAdmin[Charge]):
    list_display = ("code", "title", "statute", "offence_code", "is_active")
    list_filter = ("is_active", "police_agency")
    search_fields = ("code", "title", "statute")
    list_select_related = ("offence_code",)
