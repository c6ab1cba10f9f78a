"""The offenses that schools meet, by the codes of the national system.

Background, to be checked against the agency's own list before production (domain.md
§2.4); administrators keep them.
"""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

V, W, D = "is_violence", "is_weapon", "is_drugs"
CODES: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("13A", "Aggravated assault", "attack_weapon", (V,)),
    ("13B", "Simple assault", "attack", (V,)),
    ("13C", "Intimidation", "threat", (V,)),
    ("11A", "Rape", "rape", (V,)),
    ("11B", "Sodomy", "sexual", (V,)),
    ("11C", "Sexual assault with an object", "sexual", (V,)),
    ("11D", "Fondling", "sexual", (V,)),
    ("36B", "Statutory rape", "sexual", ()),
    ("100", "Kidnapping or abduction", "", (V,)),
    ("120", "Robbery", "robbery", (V,)),
    ("200", "Arson", "", ()),
    ("210", "Extortion or blackmail", "", ()),
    ("220", "Burglary or breaking and entering", "", ()),
    ("23A", "Pocket-picking", "", ()),
    ("23B", "Purse-snatching", "", ()),
    ("23C", "Shoplifting", "", ()),
    ("23D", "Theft from a building", "", ()),
    ("23E", "Theft from a coin-operated machine", "", ()),
    ("23F", "Theft from a motor vehicle", "", ()),
    ("23G", "Theft of motor vehicle parts", "", ()),
    ("23H", "All other larceny", "", ()),
    ("280", "Stolen property", "", ()),
    ("290", "Destruction, damage or vandalism of property", "", ()),
    ("35A", "Drug or narcotic violation", "", (D,)),
    ("35B", "Drug equipment violation", "", (D,)),
    ("370", "Pornography or obscene material", "", ()),
    ("520", "Weapon law violation", "possession", (W,)),
    ("64A", "Human trafficking, commercial sex acts", "", (V,)),
    ("64B", "Human trafficking, involuntary servitude", "", (V,)),
    ("90C", "Disorderly conduct", "", ()),
    ("90D", "Driving under the influence", "", (D,)),
    ("90F", "Family offense, nonviolent", "", ()),
    ("90G", "Liquor law violation", "", (D,)),
    ("90J", "Trespass of real property", "", ()),
    ("90Z", "All other offenses", "", ()),
]


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    codes = apps.get_model("incidents", "OffenceCode")
    codes.objects.bulk_create(
        codes(
            code=code,
            title=title,
            crdc_type=crdc,
            **dict.fromkeys(flags, True),
        )
        for code, title, crdc, flags in CODES
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("incidents", "0002_rls")]
    operations: ClassVar = [
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
