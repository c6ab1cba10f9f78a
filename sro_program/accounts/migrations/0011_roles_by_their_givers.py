"""A role is given and ended by who may, and an account opened by its own person.

Reach is a membership: until now everybody who is signed in could by SQL have made
themselves a commander or an administrator, have taken another's role or account away,
or have put a password of their choice under it. The same rules as `accounts.policy`.
Nobody gives or ends a role of their own (CJIS AC-5); who was asked in takes up what
they were asked to, at once. An invitation is sent in one's own name, and says
afterwards what it said. An account is locked by wrong tries, also before anybody has
signed in; so its row is held by a trigger. What the district, agency, campus and school
of a person are is the administrators' to say: migration `places_by_administrators` of
the app `schools`.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import (
    ADMINISTRATOR,
    add_anew,
    at_my_school,
    kept_by,
)

HOLDS_NOW = """m.user_id = app_user_id() AND m.starts_on <= current_date
    AND (m.ends_on IS NULL OR m.ends_on > current_date)"""
GIVES = f"""
CREATE FUNCTION accounts_may_give(given text, school bigint, district bigint,
    agency bigint) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
    around bigint := coalesce(district,
        (SELECT s.district_id FROM schools_school s WHERE s.id = school));
    unit bigint := coalesce(agency,
        (SELECT d.police_agency_id FROM schools_district d WHERE d.id = around));
BEGIN
    RETURN {ADMINISTRATOR}
        OR (given IN ('counselor', 'teacher') AND coalesce(
            school = ANY (app_schools('principal')::bigint[]), false))
        OR EXISTS (SELECT FROM accounts_membership m WHERE {HOLDS_NOW} AND (
            (given = 'principal' AND m.role = 'district' AND m.district_id = around)
            OR (given <> '' AND m.police_agency_id = unit AND (m.role = 'commander'
                OR (m.role = 'office'
                    AND given IN ('office', 'counselor', 'teacher'))))));
END $$;
"""
NOT_GIVEN = "DROP FUNCTION accounts_may_give(text, bigint, bigint, bigint);"
MAY_GIVE = "accounts_may_give(role, school_id, district_id, police_agency_id)"
GIVES_ANOTHER = f"(user_id <> app_user_id() AND {MAY_GIVE})"
TAKES_UP = """(user_id = app_user_id() AND EXISTS (SELECT FROM accounts_invitation i
    WHERE i.user_id = app_user_id() AND i.role = accounts_membership.role
      AND i.school_id IS NOT DISTINCT FROM accounts_membership.school_id
      AND i.district_id IS NOT DISTINCT FROM accounts_membership.district_id
      AND i.police_agency_id IS NOT DISTINCT FROM accounts_membership.police_agency_id
      AND i.accepted_at IS NOT NULL AND i.revoked_at IS NULL
      AND i.id::text = current_setting('app.taken_up', true)))"""
"""In the transaction that takes it up: no role that was ended comes back by it."""
INVITES = f"""(invited_by_id = app_user_id() AND user_id <> app_user_id()
    AND accepted_at IS NULL AND revoked_at IS NULL AND {MAY_GIVE})"""

MINE = "user_id = app_user_id()"
LED_DISTRICT = f"""district_id = ANY (ARRAY(
    SELECT s.district_id FROM schools_school s
    WHERE {at_my_school("commander", "office", column="s.id")}))"""
LED_AGENCY = """police_agency_id = ANY (ARRAY(
    SELECT m.police_agency_id FROM accounts_membership m
    WHERE m.user_id = app_user_id() AND m.police_agency_id IS NOT NULL
      AND m.starts_on <= current_date
      AND (m.ends_on IS NULL OR m.ends_on > current_date)))"""
SENT_OR_LED = f"""({MINE}
    OR invited_by_id = app_user_id()
    OR {at_my_school("commander", "office", "principal")}
    OR {LED_DISTRICT}
    OR {LED_AGENCY}
    OR {ADMINISTRATOR})"""

ASKED = ", ".join(
    f"{{row}}.{column}"
    for column in (
        *("id", "user_id", "invited_by_id", "email", "name", "role", "school_id"),
        *("district_id", "police_agency_id", "created_at"),
    )
)
INVITATIONS = f"""
CREATE FUNCTION accounts_hold_invitation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF app_is_clock() THEN
        RETURN NEW;
    END IF;
    IF ({ASKED.format(row="OLD")}) IS DISTINCT FROM ({ASKED.format(row="NEW")})
        OR (NEW.accepted_at IS DISTINCT FROM OLD.accepted_at AND (
            OLD.user_id IS DISTINCT FROM app_user_id() OR OLD.accepted_at IS NOT NULL
            OR OLD.revoked_at IS NOT NULL OR OLD.expires_at < NEW.accepted_at))
        OR ((NEW.expires_at > OLD.expires_at
                OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL))
            AND (OLD.user_id = app_user_id() OR NOT accounts_may_give(
                OLD.role, OLD.school_id, OLD.district_id, OLD.police_agency_id)))
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_invitation_stays',
            MESSAGE = 'An invitation stays as it was sent, is taken up once by whom it'
                ' went to, and is sent again by who may give the role.';
    END IF;
    IF NEW.accepted_at IS DISTINCT FROM OLD.accepted_at THEN
        PERFORM set_config('app.taken_up', NEW.id::text, true);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER held BEFORE UPDATE ON accounts_invitation
    FOR EACH ROW EXECUTE FUNCTION accounts_hold_invitation();
"""
NO_INVITATIONS = """
DROP TRIGGER held ON accounts_invitation;
DROP FUNCTION accounts_hold_invitation();
"""

RIGHTS = ("is_staff", "is_superuser", "email", "email_changed_at", "factor_removed_at")
WAS, IS = (", ".join(f"{row}.{name}" for name in RIGHTS) for row in ("OLD", "NEW"))
OPENED = """(OLD.id IS NOT DISTINCT FROM app_user_id() AND NOT OLD.is_active
    AND EXISTS (SELECT FROM accounts_invitation i
        JOIN accounts_user sender ON sender.id = i.invited_by_id
        WHERE i.user_id = OLD.id AND i.accepted_at IS NULL AND i.revoked_at IS NULL
          AND (OLD.password LIKE '!%' OR (sender.is_staff AND sender.is_active))))"""
"""The newcomer by any invitation, a closed account by an administrator's."""
ACCOUNTS = f"""
CREATE FUNCTION accounts_hold_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF app_is_clock() THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF {ADMINISTRATOR}
            OR NOT (NEW.is_active OR NEW.is_staff OR NEW.is_superuser)
        THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'UPDATE' AND OLD.id = NEW.id THEN
        IF {ADMINISTRATOR} AND (OLD.id = app_user_id() OR OLD.password = NEW.password)
        THEN
            RETURN NEW;
        END IF;
        IF ({WAS}) IS NOT DISTINCT FROM ({IS})
            AND coalesce(OLD.id = app_user_id(),
                (OLD.name, OLD.phone) = (NEW.name, NEW.phone))
            AND ((OLD.is_active = NEW.is_active
                AND (OLD.locked_at IS NULL OR OLD.locked_at = NEW.locked_at)) OR {OPENED})
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation', CONSTRAINT = 'rule_account_by_its_person',
        MESSAGE = 'An account is its own person’s; administrators open and close it.';
END $$;
CREATE TRIGGER held BEFORE INSERT OR UPDATE OR DELETE ON accounts_user
    FOR EACH ROW EXECUTE FUNCTION accounts_hold_account();
"""
NO_ACCOUNTS = """
DROP TRIGGER held ON accounts_user;
DROP FUNCTION accounts_hold_account();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0010_history_by_triggers")]
    operations: ClassVar = [
        migrations.RunSQL(GIVES, NOT_GIVEN),
        migrations.RunSQL(INVITATIONS, NO_INVITATIONS),
        add_anew("accounts_invitation", add=INVITES, was=SENT_OR_LED),
        *kept_by("accounts_membership", keeps=GIVES_ANOTHER),
        add_anew(
            "accounts_membership",
            add=f"({GIVES_ANOTHER} OR {TAKES_UP})",
            was=GIVES_ANOTHER,
        ),
        migrations.RunSQL(ACCOUNTS, NO_ACCOUNTS),
    ]
