"""Constraints, indexes and triggers of a migration: one look at the models for all."""

from types import SimpleNamespace

from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Q

from sro_program.core.migrating import at_once

NAMED = models.CheckConstraint(condition=~Q(name=""), name="named")
BY_NAME = models.Index(fields=["name"], name="by_name")
OLD = models.Index(fields=["id"], name="old")
ADD_BOTH = [
    migrations.AddConstraint("room", NAMED),
    migrations.AddIndex("room", BY_NAME),
]
SQL = migrations.RunSQL("SELECT 1")


def rooms():
    """A state of one model, which has one index."""
    fields = [("id", models.AutoField(primary_key=True)), ("name", models.TextField())]
    state = ProjectState()
    state.add_model(ModelState("schools", "Room", fields, {"indexes": [OLD]}))
    return state


def applied(operations, state):
    for operation in operations:
        operation.state_forwards("schools", state)
    return state


def names(options):
    return [one.name for one in [*options["indexes"], *options["constraints"]]]


def test_those_that_follow_one_another_are_one_and_the_rest_stays():
    both, sql, alone = at_once([*ADD_BOTH, SQL, ADD_BOTH[0]])

    assert both.describe() == (
        "Create constraint named on model room; "
        "Create index by_name on field(s) name of model room"
    )
    assert (sql, alone) == (SQL, ADD_BOTH[0])


def test_renamed_indexes_stand_apart():
    """The one looks for the other's name in the state before it."""
    renamed = [
        migrations.RenameIndex("room", new_name="new", old_name="old"),
        migrations.RenameIndex("room", new_name="newer", old_name="new"),
    ]

    assert at_once([ADD_BOTH[0], *renamed]) == [ADD_BOTH[0], *renamed]


def test_the_models_are_as_if_they_came_one_by_one():
    one_by_one, grouped = rooms(), rooms()
    for state in (one_by_one, grouped):
        assert state.apps.get_model("schools", "room")

    applied(ADD_BOTH, one_by_one)
    applied(at_once(ADD_BOTH), grouped)

    for state in (one_by_one, grouped):
        found = state.apps.get_model("schools", "room")._meta
        assert names(vars(found)) == ["old", "by_name", "named"]
        options = state.models["schools", "room"].options
        assert names(options) == ["old", "by_name", "named"]


def test_models_that_nobody_has_looked_at_are_left_so():
    state = applied(at_once(ADD_BOTH), rooms())

    assert "apps" not in vars(state)
    assert names(state.models["schools", "room"].options) == ["old", "by_name", "named"]


def test_the_database_gets_them_in_order_and_loses_them_in_reverse(monkeypatch):
    said = []

    def says(word):
        def say(self, *asked):
            said.append((word, self.describe().split()[2], len(asked)))

        return say

    for kind in (migrations.AddConstraint, migrations.AddIndex):
        monkeypatch.setattr(kind, "database_forwards", says("add"))
        monkeypatch.setattr(kind, "database_backwards", says("remove"))
    (both,) = at_once(ADD_BOTH)
    editor = SimpleNamespace()

    both.database_forwards("schools", editor, rooms(), rooms())
    both.database_backwards("schools", editor, rooms(), rooms())

    assert said == [
        ("add", "named", 4),
        ("add", "by_name", 4),
        ("remove", "by_name", 4),
        ("remove", "named", 4),
    ]
