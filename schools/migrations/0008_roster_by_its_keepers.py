"""Who only reads the people and classes of a school writes none of them.

Rosters come by import, which the clock carries out. A person besides the roster is added
by the officer who names them in a record; that stays. Of a class, who keeps the bell
schedule takes the period away with it. History is written by the triggers of its table.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import add_anew, at_my_school, change_anew

STAFF_OR_NAMED = f"""(
    (kind = 'staff' AND {at_my_school()})
    OR {at_my_school("commander", "officer", "principal", "counselor")})"""
NAMES = f"""(kind <> 'staff' AND retention_class = 'record'
    AND {at_my_school("officer")})"""
KEEPS_BELLS = at_my_school("principal", "office", "commander", "district")
NOBODY = "false"
BY_ITS_TRIGGER = f"({at_my_school('officer')} AND pg_trigger_depth() > 0)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schools", "0007_plans_by_their_keepers")]
    operations: ClassVar = [
        add_anew("schools_person", add=NAMES, was=STAFF_OR_NAMED),
        change_anew("schools_person", change=NOBODY, was=STAFF_OR_NAMED),
        add_anew("schools_personevent", add=BY_ITS_TRIGGER, was=STAFF_OR_NAMED),
        add_anew("schools_schoolclass", add=NOBODY, was=at_my_school()),
        change_anew("schools_schoolclass", change=KEEPS_BELLS, was=at_my_school()),
    ]
