"""No note is confirmed ahead, a plan is added in one's own name, and a pin stays.

Until now whoever keeps notes could by SQL have confirmed one for years to come, so that
nobody is asked again; have silenced the reminders of an access notice or a finding;
have added a plan, or passed one on, in the name of another, or said that it was
compared with the building on a day to come; and have moved a pin, with its history, to
another plan.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import add_anew, at_my_school

KEEPS_PLANS = at_my_school("commander", "officer")
ADDS_PLANS = f"({KEEPS_PLANS} AND added_by_id = app_user_id() AND archived_at IS NULL)"
TODAY = """(SELECT (now() AT TIME ZONE d.time_zone)::date FROM schools_school s
    JOIN schools_district d ON d.id = s.district_id WHERE s.id = NEW.school_id)"""
"""At the school. Where somebody acts it may be the next day already."""


def refused(rule: str, sentence: str) -> str:
    return f"""RAISE EXCEPTION USING
        ERRCODE = 'check_violation', CONSTRAINT = '{rule}', MESSAGE = '{sentence}';"""


ON_ITS_DAY = f"""
CREATE FUNCTION schools_confirm_note_today() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT app_is_clock() AND NEW.confirmed_on > {TODAY} + 1 THEN
        {refused("rule_note_today", "A note is not yet confirmed for a day to come.")}
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER today BEFORE INSERT ON schools_placenote FOR EACH ROW
    EXECUTE FUNCTION schools_confirm_note_today();
CREATE TRIGGER confirmed_today BEFORE UPDATE ON schools_placenote FOR EACH ROW
    WHEN ((OLD.confirmed_by_id, OLD.confirmed_on, OLD.text, OLD.place_id)
        IS DISTINCT FROM
        (NEW.confirmed_by_id, NEW.confirmed_on, NEW.text, NEW.place_id))
    EXECUTE FUNCTION schools_confirm_note_today();
"""
ON_ANY_DAY = """
DROP TRIGGER confirmed_today ON schools_placenote;
DROP TRIGGER today ON schools_placenote;
DROP FUNCTION schools_confirm_note_today();
"""
REMINDED = f"""
CREATE FUNCTION schools_keep_reminded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT app_is_clock() THEN
        {refused("rule_reminded_by_the_clock", "Who was reminded of it stays written.")}
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reminded BEFORE UPDATE ON schools_accessnotice FOR EACH ROW
    WHEN (OLD.warned <> NEW.warned AND NOT (NEW.warned = ''
        AND (OLD.reviewer_id <> NEW.reviewer_id OR OLD.ends_on < NEW.ends_on)))
    EXECUTE FUNCTION schools_keep_reminded();
CREATE TRIGGER reminded BEFORE UPDATE ON schools_finding FOR EACH ROW
    WHEN (OLD.warned <> NEW.warned AND NOT (NEW.warned = ''
        AND (OLD.due_on <> NEW.due_on OR OLD.status <> NEW.status)))
    EXECUTE FUNCTION schools_keep_reminded();
"""
FORGOTTEN = """
DROP TRIGGER reminded ON schools_finding;
DROP TRIGGER reminded ON schools_accessnotice;
DROP FUNCTION schools_keep_reminded();
"""
PLANS = f"""
CREATE FUNCTION schools_keep_who_added_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {refused("rule_plan_stays", "Who added a plan, and when, stays.")}
END $$;
CREATE TRIGGER added BEFORE UPDATE ON schools_floorplan FOR EACH ROW
    WHEN ((OLD.added_by_id, OLD.added_at)
        IS DISTINCT FROM (NEW.added_by_id, NEW.added_at))
    EXECUTE FUNCTION schools_keep_who_added_plan();
CREATE FUNCTION schools_compare_plan_by_today() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT app_is_clock() AND NEW.verified_on > {TODAY} + 1 THEN
        {refused("rule_plan_compared", "A plan is not yet compared on a day to come.")}
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER compared BEFORE INSERT OR UPDATE OF verified_on ON schools_floorplan
    FOR EACH ROW EXECUTE FUNCTION schools_compare_plan_by_today();
CREATE FUNCTION schools_keep_pin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {refused("rule_pin_stays", "A pin stays on its plan, and of its place.")}
END $$;
CREATE TRIGGER keyed BEFORE UPDATE ON schools_pin FOR EACH ROW
    WHEN ((OLD.id, OLD.plan_id, OLD.place_id, OLD.school_id)
        IS DISTINCT FROM (NEW.id, NEW.plan_id, NEW.place_id, NEW.school_id))
    EXECUTE FUNCTION schools_keep_pin();
"""
NO_PLANS = """
DROP TRIGGER keyed ON schools_pin;
DROP FUNCTION schools_keep_pin();
DROP TRIGGER compared ON schools_floorplan;
DROP FUNCTION schools_compare_plan_by_today();
DROP TRIGGER added ON schools_floorplan;
DROP FUNCTION schools_keep_who_added_plan();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schools", "0025_places_by_administrators")]
    operations: ClassVar = [
        migrations.RunSQL(ON_ITS_DAY, ON_ANY_DAY),
        migrations.RunSQL(REMINDED, FORGOTTEN),
        migrations.RunSQL(PLANS, NO_PLANS),
        add_anew("schools_floorplan", add=ADDS_PLANS, was=KEEPS_PLANS),
    ]
