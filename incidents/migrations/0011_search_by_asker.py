"""The door for search knows by whom the police were asked, as the list does.

What it does not know is filtered after the newest 500 matches are chosen, so that older
ones would be missing. It also knows what stands for every state in which a report
counts (`incidents.listing.finding.SENT`).
"""

from importlib import import_module
from typing import ClassVar

from django.db import migrations

BEFORE = import_module("incidents.migrations.0005_find")
ARGUMENTS = f"{BEFORE.ARGUMENTS}, text"
CHANGES = {
    "classed text, disposed text\n": "classed text, disposed text, initiator text\n",
    "CASE WHEN in_state IS NOT NULL THEN": """CASE
            WHEN in_state = 'sent' THEN ' AND i.status NOT IN (''draft'', ''discarded'')'
            WHEN in_state IS NOT NULL THEN""",
    "CASE WHEN kind_of_place IS NOT NULL": """CASE WHEN initiator IS NOT NULL
            THEN format(' AND i.initiated_by = %L', initiator) END,
        CASE WHEN kind_of_place IS NOT NULL""",
}
DOOR = BEFORE.DOOR
for was, now in CHANGES.items():
    DOOR = DOOR.replace(was, now)
CLOSED = """
REVOKE ALL ON FUNCTION incidents_search({arguments}) FROM PUBLIC;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sro_audit') THEN
        REVOKE ALL ON FUNCTION incidents_search({arguments}) FROM sro_audit;
    END IF;
END $$;
"""
NO_DOOR = f"DROP FUNCTION incidents_search({ARGUMENTS});"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("incidents", "0010_keep_in_place")]
    operations: ClassVar = [
        migrations.RunSQL(
            BEFORE.NO_DOOR + DOOR + CLOSED.format(arguments=ARGUMENTS),
            NO_DOOR + BEFORE.DOOR + CLOSED.format(arguments=BEFORE.ARGUMENTS),
        )
    ]
