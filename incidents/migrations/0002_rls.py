"""The second wall around incidents, the lock on what is approved, and the Line.

The same rules as each model's `visible_to` (domain.md §2.3). What must never be is
refused here for everybody: a change of a locked report, and an offense or custody where
the officer said that it was misconduct without a crime.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import append_only, at_my_school, protect, see_anew

SERVES = """EXISTS (SELECT FROM officers_officer o
    WHERE o.user_id = app_user_id() AND o.in_service)"""


def police(row: str = "incidents_incident") -> str:
    """Its author in service, the command, and once it is sent the school's officers."""
    return f"""(({row}.written_by_id = app_user_id() AND {SERVES})
        OR {at_my_school("commander", column=f"{row}.school_id")}
        OR ({row}.status NOT IN ('draft', 'discarded')
            AND {at_my_school("officer", column=f"{row}.school_id")}))"""


def header(row: str) -> str:
    """Also the office and the school's principal, once it is sent."""
    return f"""({police(row)} OR ({row}.status NOT IN ('draft', 'discarded')
        AND {at_my_school("office", "principal", column=f"{row}.school_id")}))"""


def of_incident(allowed: str, column: str = "incident_id") -> str:
    """The row belongs to an incident of which this is true."""
    return f"EXISTS (SELECT FROM incidents_incident i WHERE i.id = {column} AND {allowed})"


WRITES = "(i.written_by_id = app_user_id())"
READ = of_incident(police("i"))
WRITTEN = of_incident(WRITES)
MINE = "written_by_id = app_user_id()"
BEGINS = f"({MINE} AND status = 'draft' AND {at_my_school('officer')})"
REVIEWS = f"(({MINE} AND {SERVES}) OR {at_my_school('commander')})"
SLIP = f"({at_my_school('principal', 'officer', 'commander')} OR {READ})"
SLIP_SEEN = f"({at_my_school('principal')} OR {WRITTEN})"
RECEIVED = at_my_school("principal", "officer", "commander")
TAKEN = at_my_school("officer")

WRITTEN_BY_THE_AUTHOR = [
    *("casefile", "involvement", "measure", "interview", "offence", "attachment"),
]
SIGNED_ONCE = ["submission", "supplement", "remark"]
EVENTS = [
    f"incidents_{name}event"
    for name in (
        *("incident", "casefile", "involvement", "measure", "interview", "offence"),
        *(*SIGNED_ONCE, "handback", "receivedreport"),
    )
]
LOCK = """
CREATE FUNCTION incidents_is_forgetting() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('app.forgetting', true), '') = 'on'
        AND current_user = (SELECT tableowner FROM pg_tables
            WHERE schemaname = 'public' AND tablename = 'incidents_incident')
$$;
CREATE FUNCTION incidents_refuse_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT incidents_is_forgetting() AND EXISTS (
        SELECT FROM incidents_incident
        WHERE status IN ('approved', 'handed_back', 'discarded')
          AND id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.incident_id END,
                     CASE WHEN TG_OP <> 'DELETE' THEN NEW.incident_id END)
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_incident_locked',
            MESSAGE = 'This report is locked. What is learned later is a supplement.';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION incidents_refuse_locked_header() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status IN ('approved', 'handed_back', 'discarded')
        AND NOT incidents_is_forgetting()
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_incident_locked',
            MESSAGE = 'This report is locked. What is learned later is a supplement.';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.status = 'approved' AND OLD.status <> 'approved'
        AND app_user_id() IS NOT NULL AND NEW.approved_by_id <> app_user_id()
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_incident_signed',
            MESSAGE = 'A report is approved by whoever signs it.';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER locked BEFORE UPDATE OR DELETE ON incidents_incident
    FOR EACH ROW EXECUTE FUNCTION incidents_refuse_locked_header();
CREATE FUNCTION incidents_keep_slip() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.facts, OLD.incident_id) IS DISTINCT FROM (NEW.facts, NEW.incident_id)
        AND NOT incidents_is_forgetting()
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_slip_kept',
            MESSAGE = 'A slip stays as it was written.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON incidents_handback
    FOR EACH ROW EXECUTE FUNCTION incidents_keep_slip();
"""
NO_LOCK = """
DROP TRIGGER locked ON incidents_incident;
DROP TRIGGER kept ON incidents_handback;
DROP FUNCTION incidents_keep_slip();
DROP FUNCTION incidents_refuse_locked_header();
DROP FUNCTION incidents_refuse_locked();
DROP FUNCTION incidents_is_forgetting();
"""
LINE = """
CREATE FUNCTION incidents_hold_the_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM incidents_casefile f
        WHERE f.incident_id = NEW.incident_id AND f.conduct = 'misconduct'
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_the_line',
            MESSAGE = 'This was classed as misconduct without a crime: it is the '
                'school’s, and has neither an offense nor custody.';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION incidents_cross_the_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.conduct = 'misconduct' AND (
        EXISTS (SELECT FROM incidents_offence o WHERE o.incident_id = NEW.incident_id)
        OR EXISTS (SELECT FROM incidents_measure m
            WHERE m.incident_id = NEW.incident_id
              AND m.kind IN ('custody', 'transport'))
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_the_line',
            MESSAGE = 'This report has an offense or custody: it cannot be misconduct '
                'without a crime. Remove them first if they are wrong.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER the_line BEFORE INSERT OR UPDATE ON incidents_offence
    FOR EACH ROW EXECUTE FUNCTION incidents_hold_the_line();
CREATE TRIGGER the_line BEFORE INSERT OR UPDATE ON incidents_measure
    FOR EACH ROW WHEN (NEW.kind IN ('custody', 'transport'))
    EXECUTE FUNCTION incidents_hold_the_line();
CREATE TRIGGER the_line BEFORE INSERT OR UPDATE ON incidents_casefile
    FOR EACH ROW WHEN (NEW.conduct = 'misconduct')
    EXECUTE FUNCTION incidents_cross_the_line();
"""
NO_LINE = """
DROP TRIGGER the_line ON incidents_offence;
DROP TRIGGER the_line ON incidents_measure;
DROP TRIGGER the_line ON incidents_casefile;
DROP FUNCTION incidents_hold_the_line();
DROP FUNCTION incidents_cross_the_line();
"""
TRAIL_WAS = f"""(by_id = app_user_id() OR CASE
    WHEN object_type = 'referrals.referral' THEN EXISTS (
        SELECT FROM referrals_referral r WHERE r.id = object_id::uuid)
    WHEN object_type LIKE 'referrals.%' THEN false
    ELSE {at_my_school()} END)"""
TRAIL = f"""(by_id = app_user_id() OR CASE
    WHEN object_type = 'referrals.referral' THEN EXISTS (
        SELECT FROM referrals_referral r WHERE r.id = object_id::uuid)
    WHEN object_type LIKE 'referrals.%' THEN false
    WHEN object_type = 'incidents.incident' THEN
        {of_incident(police("i"), column="object_id::uuid")}
    WHEN object_type = 'incidents.receivedreport' THEN {RECEIVED}
    WHEN object_type LIKE 'incidents.%' THEN false
    ELSE {at_my_school()} END)"""


def locked(table: str) -> migrations.RunSQL:
    """Nothing of a locked report changes."""
    return migrations.RunSQL(
        f"""CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION incidents_refuse_locked()""",
        f"DROP TRIGGER locked ON {table}",
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("incidents", "0001_initial"),
        ("accounts", "0003_reach"),
        ("audit", "0004_wall_disclosures"),
        ("referrals", "0009_end_with_the_referral"),
    ]
    operations: ClassVar = [
        protect(
            "incidents_incident",
            see=header("incidents_incident"),
            add=BEGINS,
            change=REVIEWS,
        ),
        protect(
            "incidents_incidentevent", see=header("incidents_incidentevent"), add="true"
        ),
        *(
            protect(f"incidents_{name}", see=READ, add=WRITTEN, change=WRITTEN)
            for name in WRITTEN_BY_THE_AUTHOR
        ),
        *(
            protect(f"incidents_{name}event", see=READ, add="true")
            for name in WRITTEN_BY_THE_AUTHOR
            if name != "attachment"
        ),
        *(
            protect(
                f"incidents_{name}", see=READ, add=f"({MINE} AND {READ})", change="false"
            )
            for name in SIGNED_ONCE
        ),
        *(
            protect(f"incidents_{name}event", see=READ, add="true")
            for name in SIGNED_ONCE
        ),
        protect("incidents_handback", see=SLIP, add=WRITTEN, change=SLIP_SEEN),
        protect("incidents_handbackevent", see=SLIP, add="true"),
        protect("incidents_receivedreport", see=RECEIVED, add=TAKEN, change=TAKEN),
        protect("incidents_receivedreportevent", see=RECEIVED, add="true"),
        append_only(*EVENTS),
        migrations.RunSQL(LOCK, NO_LOCK),
        *(locked(f"incidents_{name}") for name in WRITTEN_BY_THE_AUTHOR),
        migrations.RunSQL(LINE, NO_LINE),
        see_anew("audit_auditevent", see=TRAIL, was=TRAIL_WAS),
    ]
