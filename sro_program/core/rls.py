"""The second wall: row-level security, written by hand in migrations.

Each policy is one SQL condition per table. `app_is_clock()` is added here, so that
beat tasks and commands pass and no policy can forget them.
"""

from django.db import migrations
from django.db.migrations.operations.base import Operation

NOT_WALLED = {
    # Read to find out who acts, so before anybody does.
    "accounts_user": "colleagues by name, no children; held by a trigger",
    "accounts_user_groups": "empty: rights come from roles",
    "accounts_user_user_permissions": "empty: rights come from roles",
    "account_emailconfirmation": "unused: invitations verify the address",
    "django_session": "signed content under a secret key, read with each request",
    "schools_agreement": "between public bodies, published; held by a trigger",
    "notifications_heartbeat": "the time of the last tick",
    # Django's own.
    "auth_group": "empty: rights come from roles",
    "auth_group_permissions": "empty: rights come from roles",
    "auth_permission": "names of tables",
    "django_admin_log": "what administrators changed, by id and table",
    "django_content_type": "names of tables",
    "django_migrations": "names of files",
    "pghistory_context": "empty: each event carries its own",
}
"""Every table without row-level security, and why it can do without (trust.md §2)."""

BY_A_TRIGGER = "pg_trigger_depth() > 0"
"""The row is written by a trigger, and not by a statement that somebody sent."""

ADMINISTRATOR = """EXISTS (SELECT FROM accounts_user
    WHERE id = app_user_id() AND is_staff AND is_active)"""
"""Who acts runs the product: keeps its reference data, and has no right to content."""


def at_my_school(*roles: str, column: str = "school_id") -> str:
    """The row belongs to a school the actor reaches, in one of these roles.

    The scalar subquery is evaluated once for a query and not once for a row
    (trust.md §2). Without roles, any role will do.
    """
    listed = ", ".join(f"'{role}'" for role in roles)
    return f"{column} = ANY ((SELECT app_schools({listed}))::bigint[])"


def protect(
    table: str, *, see: str, add: str | None = None, change: str | None = None
) -> migrations.RunSQL:
    """Enable and force row-level security on a table.

    `see` decides which rows exist for the actor, `add` which may be inserted and
    `change` which may be updated or deleted; both default to `see`.
    """
    may_add, may_change = add or see, change or see
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY see ON {table} FOR SELECT USING (app_is_clock() OR {see});
        CREATE POLICY add ON {table} FOR INSERT
            WITH CHECK (app_is_clock() OR {may_add});
        CREATE POLICY change ON {table} FOR UPDATE
            USING (app_is_clock() OR {may_change});
        CREATE POLICY remove ON {table} FOR DELETE
            USING (app_is_clock() OR {may_change});
        """,
        f"""
        DROP POLICY see ON {table};
        DROP POLICY add ON {table};
        DROP POLICY change ON {table};
        DROP POLICY remove ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def kept_by(table: str, *, keeps: str, removes: str | None = None) -> list[Operation]:
    """Let everybody read a table of reference data, and its keepers alone write it.

    `removes` decides who deletes, if that is not the same.
    """
    return [
        protect(table, see="true", add=keeps, change=keeps),
        remove_anew(table, remove=removes or keeps, was=keeps),
    ]


def held_by_all(table: str, *, keeps: str) -> list[Operation]:
    """As `kept_by`, where verbs of others lock a row that they do not change.

    Nobody deletes.
    """
    return [
        protect(table, see="true", add=keeps, change="true"),
        leave_anew(table, leave=keeps, was="true"),
        remove_anew(table, remove="false", was="true"),
    ]


def see_anew(table: str, *, see: str, was: str) -> migrations.RunSQL:
    """Change which rows of a protected table exist for the actor.

    What may be inserted stays as `protect` said.
    """
    return migrations.RunSQL(_seen(table, see), _seen(table, was))


def add_anew(table: str, *, add: str, was: str) -> migrations.RunSQL:
    """Change which rows may be inserted into a protected table."""
    return migrations.RunSQL(_added(table, add), _added(table, was))


def change_anew(table: str, *, change: str, was: str) -> migrations.RunSQL:
    """Change which rows of a protected table may be updated or deleted."""
    both = ("change", "remove")
    return migrations.RunSQL(_using(table, change, *both), _using(table, was, *both))


def leave_anew(table: str, *, leave: str, was: str) -> migrations.RunSQL:
    """Change what a changed row of a protected table may say afterwards.

    Which rows may be changed at all, and so be held, stays as it was.
    """
    return migrations.RunSQL(_left(table, leave), _left(table, was))


def remove_anew(table: str, *, remove: str, was: str) -> migrations.RunSQL:
    """Change which rows of a protected table may be deleted."""
    return migrations.RunSQL(
        _using(table, remove, "remove"), _using(table, was, "remove")
    )


def written_by_trigger(*tables: str, was: str = "true") -> migrations.RunSQL:
    """Let the triggers of the tracked table write its history, and nobody by hand.

    A forged row of history would be as good as a true one. `was` is the condition
    that these tables had for what is added.
    """
    return migrations.RunSQL(
        "".join(_added(table, BY_A_TRIGGER) for table in tables),
        "".join(_added(table, was) for table in tables),
    )


def _added(table: str, add: str) -> str:
    return f"ALTER POLICY add ON {table} WITH CHECK (app_is_clock() OR {add});"


def _left(table: str, leave: str) -> str:
    return f"ALTER POLICY change ON {table} WITH CHECK (app_is_clock() OR {leave});"


def _seen(table: str, see: str) -> str:
    return _using(table, see, "see", "change", "remove")


def _using(table: str, condition: str, *policies: str) -> str:
    return "".join(
        f"ALTER POLICY {policy} ON {table} USING (app_is_clock() OR {condition});"
        for policy in policies
    )


def append_only(*tables: str) -> migrations.RunSQL:
    """Take UPDATE, DELETE and TRUNCATE of history away from the runtime role.

    The role is absent where someone runs all of it as one role; then the triggers
    of the tables themselves still refuse.
    """
    revoke = "".join(
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM sro_app;" for table in tables
    )
    return migrations.RunSQL(
        f"""
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sro_app') THEN
                {revoke}
            END IF;
        END $$;
        """,
        migrations.RunSQL.noop,
    )
