"""Functions for the two questions that every page asks about a person's roles.

A function keeps its plan for the connection; planning the view of reach anew costs
more than reading it.
"""

from typing import ClassVar

from django.db import migrations

ROLES = """
CREATE FUNCTION app_roles_of(person bigint, today date) RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN ARRAY(
        SELECT role FROM public.accounts_reach WHERE user_id = person
        UNION
        SELECT role FROM public.accounts_membership
        WHERE user_id = person
          AND starts_on <= today AND (ends_on IS NULL OR ends_on > today)
    );
END $$;
CREATE FUNCTION app_roles_at(person bigint, school bigint) RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN ARRAY(
        SELECT role FROM public.accounts_reach
        WHERE user_id = person AND school_id = school
    );
END $$;
"""
NO_ROLES = """
DROP FUNCTION app_roles_of(bigint, date);
DROP FUNCTION app_roles_at(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0006_rls")]
    operations: ClassVar = [migrations.RunSQL(ROLES, NO_ROLES)]
