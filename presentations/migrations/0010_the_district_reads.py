"""The district reads presentations, and writes nothing of them (domain.md §2.3).

Until now the second wall let it add, change and remove what it sees. Who adds a
presentation is who asks for it. A row may still be held by who sees it: the verbs hold
it first, and then say in words who may not.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import add_anew, at_my_school

TAKE_PART = at_my_school("commander", "office", "officer", "principal", "counselor")
WIDE = at_my_school(
    "commander", "office", "officer", "principal", "counselor", "district"
)
MINE = "requested_by_id = app_user_id()"
OWN = f"({MINE} AND {at_my_school()})"
ASKS = f"({MINE} AND {at_my_school('teacher', 'counselor', 'principal', 'officer')})"
SENT = "requested_at IS NOT NULL"
PART_OF_OWN = f"presentation_id IN (SELECT id FROM presentations_presentation WHERE {MINE})"
PARTS = ["proposedslot", "delivery", "feedback", "adviceslot"]
WAS_OF_A_SEEN_ONE = (
    f"({WIDE} OR presentation_id IN (SELECT id FROM presentations_presentation))"
)


def write_anew(name: str, *, write: str, was: str) -> migrations.RunSQL:
    """Of what one sees, which rows one may leave behind, and which remove."""
    table = f"presentations_{name}"
    return migrations.RunSQL(
        f"""ALTER POLICY change ON {table} WITH CHECK (app_is_clock() OR {write});
            ALTER POLICY remove ON {table} USING (app_is_clock() OR {write});""",
        f"""ALTER POLICY change ON {table} WITH CHECK (app_is_clock() OR {was});
            ALTER POLICY remove ON {table} USING (app_is_clock() OR {was});""",
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("presentations", "0009_search_within_filters")]
    operations: ClassVar = [
        add_anew("presentations_presentation", add=ASKS, was=f"({WIDE} OR {OWN})"),
        write_anew(
            "presentation",
            write=f"(({SENT} AND {TAKE_PART}) OR {OWN})",
            was=f"(({SENT} AND {WIDE}) OR {OWN})",
        ),
        *(
            add_anew(
                f"presentations_{name}",
                add=f"({TAKE_PART} OR {PART_OF_OWN})",
                was=WAS_OF_A_SEEN_ONE,
            )
            for name in PARTS
        ),
        *(
            write_anew(
                name, write=f"({TAKE_PART} OR {PART_OF_OWN})", was=WAS_OF_A_SEEN_ONE
            )
            for name in PARTS
        ),
    ]
