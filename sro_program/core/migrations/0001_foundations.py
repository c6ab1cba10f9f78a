"""Extensions, and the two questions each row-level-security policy asks."""

from typing import ClassVar

from django.contrib.postgres.operations import (
    BtreeGistExtension,
    TrigramExtension,
)
from django.db import migrations

WHO_ACTS = """
CREATE FUNCTION app_user_id() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('app.user_id', true), '')::bigint
$$;
CREATE FUNCTION app_is_clock() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(current_setting('app.clock', true), '') = 'on'
$$;
"""
NOBODY = "DROP FUNCTION app_user_id(); DROP FUNCTION app_is_clock();"


class Migration(migrations.Migration):
    dependencies: ClassVar = []
    operations: ClassVar = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(WHO_ACTS, NOBODY),
    ]
