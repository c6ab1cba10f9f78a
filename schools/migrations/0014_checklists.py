"""The checklists that every district has until it keeps its own (D§3.8; R11, R14, R43).

The round holds the marshal's items by the layers of PASS, the yearly assessment the
areas of the state's tool. Administrators copy them into editions of a district.
"""

from datetime import date
from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FROM = date(2020, 7, 1)
SECURITY, MARSHALS = "security", True
ROUND = [
    ("campus", "architecture", "Fences and gates are whole and closed", False),
    ("campus", "architecture", "Lights work", False),
    ("campus", "architecture", "Sight lines are free of shrubs and clutter", False),
    ("campus", "communication", "Signs lead visitors to the front entrance", False),
    ("campus", "access", "Parking and bus lane are kept apart and free", False),
    ("campus", "architecture", "The playground is closed in and in view", False),
    ("campus", "access", "Portable classrooms are locked and numbered", False),
    ("building", "access", "Exterior doors are locked, none is propped", MARSHALS),
    ("building", "communication", "Exterior doors have their numbers", False),
    ("building", "access", "The front entrance is controlled and greeted", MARSHALS),
    ("building", "people", "Visitors sign in and wear a badge", MARSHALS),
    ("building", "access", "The roof cannot be reached", False),
    ("building", "access", "The key box is in its place", False),
    ("interior", "access", "Classroom doors are locked", MARSHALS),
    ("interior", "architecture", "Window covers are at hand", MARSHALS),
    ("interior", "access", "Chemical and mechanical rooms are locked", False),
    ("interior", "people", "AEDs are in place and ready", False),
    ("interior", "people", "Bleeding control kits are in place", False),
    ("interior", "communication", "Map and door labels match", False),
    ("digital", "video", "Cameras were seen working", False),
    ("digital", "detection", "The panic alarm works", False),
    ("digital", "communication", "The radio works everywhere", False),
]
ASSESSMENT = [
    ("district", "policies", "crisis", "Emergency plan reviewed with responders"),
    ("district", "people", "crisis", "Staff briefed before the first school day"),
    ("district", "policies", "crisis", "Drills held in their windows"),
    ("district", "policies", "crisis", "Plan for reunification"),
    ("district", "policies", "policies", "Visitors, volunteers and contractors"),
    ("district", "policies", "policies", "Who is told of a threat, and when"),
    ("district", "people", "training", "Staff trained in lockdown"),
    ("district", "people", "training", "Threat assessment team named and trained"),
    ("district", "people", "support", "Counselors and health services within reach"),
    ("district", "communication", "support", "Students know whom to tell; tip line"),
    ("district", "people", "officers", "A certified SRO on campus each school day"),
    ("district", "policies", "officers", "Agreement reviewed, known to both sides"),
    ("district", "people", "community", "Police, fire and medical know the campus"),
    ("district", "communication", "community", "Parents know how they are told"),
    ("digital", "video", SECURITY, "Cameras at entrances, open to responders"),
    ("digital", "communication", SECURITY, "Radio and telephone reach every room"),
    ("digital", "communication", SECURITY, "School map verified, with responders"),
    ("campus", "architecture", SECURITY, "Perimeter marked, vehicles kept apart"),
    ("campus", "architecture", SECURITY, "Lights and sight lines"),
    ("building", "access", SECURITY, "Front entrance locked, with intercom"),
    ("building", "access", SECURITY, "Exterior doors lock and have numbers"),
    ("interior", "access", SECURITY, "Classroom doors lock from within"),
    ("interior", "architecture", SECURITY, "Window covers in each classroom"),
    ("interior", "detection", SECURITY, "Panic alarm within reach"),
]


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    checklists = apps.get_model("schools", "Checklist").objects
    items = apps.get_model("schools", "ChecklistItem")
    walked = checklists.create(scale="round", title="Round", valid_from=FROM)
    yearly = checklists.create(
        scale="assessment", title="Yearly assessment", valid_from=FROM
    )
    items.objects.bulk_create(
        items(
            checklist=walked,
            position=position,
            layer=layer,
            means=means,
            text=text,
            is_marshals=is_marshals,
        )
        for position, (layer, means, text, is_marshals) in enumerate(ROUND, 1)
    )
    items.objects.bulk_create(
        items(
            checklist=yearly,
            position=position,
            layer=layer,
            means=means,
            area=area,
            text=text,
        )
        for position, (layer, means, area, text) in enumerate(ASSESSMENT, 1)
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schools", "0013_walkthroughs")]
    operations: ClassVar = [
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
