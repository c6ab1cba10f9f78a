"""An event of a calendar may become one of a series, and is called otherwise then.

Whose it is, which calendar it came from and what that calls it stay.
"""

from django.db import migrations

STAYS = """
DROP TRIGGER stays ON schools_schoolevent;
CREATE TRIGGER stays BEFORE UPDATE ON schools_schoolevent FOR EACH ROW
    WHEN ((OLD.school_id, OLD.feed_id, OLD.uid, OLD.written_by_id, OLD.written_at{0})
        IS DISTINCT FROM
        (NEW.school_id, NEW.feed_id, NEW.uid, NEW.written_by_id, NEW.written_at{1}))
    EXECUTE FUNCTION schools_keep_event();
"""


class Migration(migrations.Migration):

    dependencies = [("schools", "0021_agreements_by_their_keepers")]

    operations = [
        migrations.RunSQL(
            STAYS.format("", ""),
            STAYS.format(", OLD.recurrence_id", ", NEW.recurrence_id"),
        ),
    ]
