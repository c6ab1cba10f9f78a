"""The place of a report is one of the report’s school. Until now only the verbs said so.

A foreign key looks past the walls.
"""

from typing import ClassVar

from django.db import migrations

OF_ITS_SCHOOL = """
ALTER TABLE incidents_incident ADD CONSTRAINT incident_at_a_place_of_its_school
    FOREIGN KEY (place_id, school_id) REFERENCES schools_place (id, school_id);
"""
OF_ANY = """
ALTER TABLE incidents_incident DROP CONSTRAINT incident_at_a_place_of_its_school;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("incidents", "0012_fold_words"),
        ("schools", "0007_plans_by_their_keepers"),
    ]
    operations: ClassVar = [migrations.RunSQL(OF_ITS_SCHOOL, OF_ANY)]
