"""Counselor notes never reach the sheriff's office (product.md §2): no one is both.

Here, because only this app knows both tables. The account's row is held, so that two
roles given at the same moment wait for each other. What has ended is left alone: a
role can always be ended.
"""

from typing import ClassVar

from django.db import migrations

SENTENCE = (
    "A counselor cannot also serve in the sheriff’s office or as an officer: "
    "counselors’ notes stay in the school. End the one role first."
)
REFUSE = f"""
        RAISE EXCEPTION '{SENTENCE}' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_counselors_apart';
"""
APART = f"""
CREATE FUNCTION membership_counselors_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM accounts_membership m
        WHERE m.user_id = NEW.user_id AND m.id <> NEW.id
          AND m.role IN ('counselor', 'commander', 'office')
          AND (m.role = 'counselor') <> (NEW.role = 'counselor')
          AND coalesce(m.ends_on, 'infinity') > greatest(NEW.starts_on, current_date)
          AND coalesce(NEW.ends_on, 'infinity') > m.starts_on
    ) OR (NEW.role = 'counselor' AND EXISTS (
        SELECT FROM officers_officer o WHERE o.user_id = NEW.user_id AND o.in_service)
    ) THEN{REFUSE}    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER counselors_apart
    BEFORE INSERT OR UPDATE ON accounts_membership FOR EACH ROW
    WHEN (NEW.role IN ('counselor', 'commander', 'office')
          AND (NEW.ends_on IS NULL OR NEW.ends_on > current_date))
    EXECUTE FUNCTION membership_counselors_apart();

CREATE FUNCTION officer_counselors_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM accounts_membership m
        WHERE m.user_id = NEW.user_id AND m.role = 'counselor'
          AND (m.ends_on IS NULL OR m.ends_on > current_date)
    ) THEN{REFUSE}    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER counselors_apart
    BEFORE INSERT OR UPDATE ON officers_officer FOR EACH ROW
    WHEN (NEW.in_service)
    EXECUTE FUNCTION officer_counselors_apart();
"""
TOGETHER = """
DROP TRIGGER counselors_apart ON officers_officer;
DROP FUNCTION officer_counselors_apart();
DROP TRIGGER counselors_apart ON accounts_membership;
DROP FUNCTION membership_counselors_apart();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("officers", "0003_in_this_century"),
        ("accounts", "0006_rls"),
    ]
    operations: ClassVar = [migrations.RunSQL(APART, TOGETHER)]
