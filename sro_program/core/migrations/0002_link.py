"""The third question of the second wall: which record does a signed link open?"""

from typing import ClassVar

from django.db import migrations

BY_LINK = """
CREATE FUNCTION app_link() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('app.link', true), '')::uuid
$$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("core", "0001_foundations")]
    operations: ClassVar = [migrations.RunSQL(BY_LINK, "DROP FUNCTION app_link()")]
