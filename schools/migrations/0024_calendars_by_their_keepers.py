"""Calendars, bells, places and what is asked of a school are written by their keepers.

Until now everybody who is signed in could by SQL have closed a day of school, and with
it a gap in coverage or a drill that is owed; have renamed or removed a door; or have
changed what a district asks for. Everybody still reads them. Who keeps what is
`schools.policy`; what has only a page for administrators is theirs alone. Imports of
rosters are carried out by the clock.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import (
    ADMINISTRATOR,
    BY_A_TRIGGER,
    at_my_school,
    kept_by,
    protect,
    remove_anew,
)

KEEPERS = ("principal", "office", "commander", "district")
KEEPS = f"({ADMINISTRATOR} OR {at_my_school(*KEEPERS)})"
KEEPS_PLACES = f"({ADMINISTRATOR} OR {at_my_school(*KEEPERS, 'officer')})"
OF_THE_DISTRICT = f"""district_id = ANY (ARRAY(
    SELECT s.district_id FROM schools_school s
    WHERE {at_my_school("office", "commander", "district", column="s.id")}))"""
KEEPS_DAYS = f"""({ADMINISTRATOR} OR {at_my_school(*KEEPERS)}
    OR (school_id IS NULL AND {OF_THE_DISTRICT}))"""
KEEPS_PERIODS = f"""({ADMINISTRATOR} OR bell_schedule_id = ANY (ARRAY(
    SELECT b.id FROM schools_bellschedule b
    WHERE {at_my_school(*KEEPERS, column="b.school_id")})))"""
MARKS_ITSELF = f"({ADMINISTRATOR} OR {BY_A_TRIGGER})"
"""When it is first walked: migration `walkthroughs`."""
NOBODY = "false"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schools", "0023_merged_out_of_sight")]
    operations: ClassVar = [
        *kept_by("schools_schoolday", keeps=KEEPS_DAYS),
        *kept_by("schools_place", keeps=KEEPS_PLACES, removes=NOBODY),
        *kept_by("schools_bellschedule", keeps=KEEPS, removes=NOBODY),
        *kept_by("schools_period", keeps=KEEPS_PERIODS),
        *kept_by("schools_schoolyear", keeps=ADMINISTRATOR, removes=NOBODY),
        *kept_by("schools_drillrule", keeps=ADMINISTRATOR),
        protect(
            "schools_checklist", see="true", add=ADMINISTRATOR, change=MARKS_ITSELF
        ),
        remove_anew("schools_checklist", remove=NOBODY, was=MARKS_ITSELF),
        *kept_by("schools_checklistitem", keeps=ADMINISTRATOR),
        *kept_by("schools_spotkind", keeps=ADMINISTRATOR, removes=NOBODY),
    ]
