"""A state in SQL: 1,325 schools, 15,000 people, and as many presentations as asked.

Written by the server itself (INSERT … SELECT), with triggers asleep: a million rows
take a minute and not an hour. Rows that exist are kept, so that a world can grow
from one size to the next.
"""

from dataclasses import dataclass

import psycopg
from psycopg import sql

from tests.bench.belongs import NOTICES, ROSTER
from tests.bench.incidents import CASE_FILES, INCIDENTS
from tests.bench.log import LINES, lines_beside

SCHOOLS = 1_325
CALLOWAY = 8
"""The schools of the first district: a commander's eight, the first a principal's."""
DENSE = 1_000
"""The first rows all lie in those eight, so that pages are full at every size."""
DISTRICTS = 171
TEACHERS = 11
DAYS_AHEAD = 60
TITLES = [
    f"{what} for {whom}"
    for what in ("Safe driving", "Vaping", "Online safety", "The law", "Bus rules")
    for whom in ("beginners", "everybody", "new families", "seniors", "small groups")
]


@dataclass(frozen=True, slots=True)
class People:
    """Who looks at the pages: one school, eight schools, all schools; an inbox."""

    principal: int = 1_000_001
    commander: int = 1_000_002
    statewide: int = 1_000_003
    counselor: int = 1_000_004
    command: int = 1_000_005


PEOPLE = People()

TERRITORY = {
    "accounts_policeagency": """
        SELECT n AS id, 'Agency ' || n AS name, 'A' || n AS short_name
        FROM generate_series(1, {districts}) n""",
    "schools_district": """
        SELECT n AS id, 'District ' || n AS name, n AS police_agency_id,
               'America/Chicago' AS time_zone
        FROM generate_series(1, {districts}) n""",
    "schools_schoolyear": """
        SELECT n AS id, n AS district_id, 'This year' AS name,
               current_date - 200 AS starts_on, current_date + 160 AS ends_on
        FROM generate_series(1, {districts}) n""",
    "schools_campus": """
        SELECT n AS id, {district} AS district_id, 'Campus ' || n AS name
        FROM generate_series(1, {schools}) n""",
    "schools_school": """
        SELECT n AS id, n AS campus_id, {district} AS district_id,
               'School number ' || n AS name, 'S' || n AS short_name,
               'high' AS level, 9 AS grade_low, 12 AS grade_high
        FROM generate_series(1, {schools}) n""",
    "schools_place": """
        SELECT n AS id, n AS school_id, 'room' AS kind, 'Room ' || n AS label
        FROM generate_series(1, {schools}) n""",
    "accounts_user": """
        SELECT n AS id, 'person' || n || '@example.org' AS email,
               'Person ' || n AS name, '!' AS password, true AS is_active
        FROM generate_series(1, {schools} * {people}) n
        UNION ALL
        SELECT n, 'reader' || n || '@example.org', 'Reader ' || n, '!', true
        FROM unnest(ARRAY[{principal}, {commander}, {statewide}, {counselor},
                          {command}]) n""",
    "officers_officer": """
        SELECT n AS id, n AS user_id, {district} AS police_agency_id,
               'B' || n AS badge, 'Deputy' AS rank, 'deputy' AS authority_type,
               true AS in_service
        FROM generate_series(1, {schools}) n""",
    "officers_assignment": """
        SELECT n AS id, n AS officer_id, n AS campus_id, 'primary' AS kind,
               current_date - 2000 AS starts_on
        FROM generate_series(1, {schools}) n""",
    "accounts_membership": """
        SELECT n AS id, n AS user_id, 'teacher' AS role, NULL::bigint AS district_id,
               1 + n % {schools} AS school_id, NULL::bigint AS police_agency_id,
               current_date - 2000 AS starts_on
        FROM generate_series({schools} + 1, {schools} * {people}) n
        UNION ALL
        SELECT 1000000 + n, {statewide}, 'district', n, NULL, NULL, current_date - 2000
        FROM generate_series(1, {districts}) n
        UNION ALL
        SELECT 3000000 + n, {command}, 'commander', NULL, NULL, n, current_date - 2000
        FROM generate_series(1, {districts}) n
        UNION ALL
        SELECT 2000000, {principal}, 'principal', NULL, 1, NULL, current_date - 2000
        UNION ALL
        SELECT 2000001, {commander}, 'commander', NULL, NULL, 1, current_date - 2000
        UNION ALL
        SELECT 2000002, {counselor}, 'counselor', NULL, 1, NULL, current_date - 2000""",
    "schools_person": """
        SELECT '00000000-0000-7000-8000-000000000001'::uuid AS id, 1 AS school_id,
               'student' AS kind, 'Robin' AS given_name, 'Student' AS family_name,
               'record' AS retention_class""",
    "presentations_topic": """
        SELECT n AS id, title, 'A talk' AS summary, 9 AS grade_low, 12 AS grade_high,
               45 AS minutes, 1 AS version, true AS is_active
        FROM unnest({titles}) WITH ORDINALITY AS t (title, n)""",
}

PRESENTATIONS = """
    WITH numbered AS (
        SELECT n,
               1 + n % each AS school, n / each AS turn,
               CASE WHEN n <= {dense} THEN 14 ELSE 19 END AS hour
        FROM generate_series({first}, {last}) n, LATERAL (
            SELECT CASE WHEN n <= {dense} THEN {calloway} ELSE {schools} END
        ) AS among (each)
    ), placed AS (
        SELECT *, 1 + (turn * 7 + school) % {topics} AS topic,
               date_trunc('day', now()) + ({ahead} - turn) * interval '1 day'
                   + (hour + turn % 4) * interval '1 hour' AS starts_at,
               CASE WHEN turn < {ahead} THEN
                        CASE turn % 4 WHEN 0 THEN 'requested' ELSE 'scheduled' END
                    ELSE CASE turn % 20 WHEN 0 THEN 'cancelled' WHEN 1 THEN 'declined'
                         WHEN 2 THEN 'withdrawn' WHEN 3 THEN 'missed'
                         ELSE 'delivered' END
               END AS status
        FROM numbered
    )
    SELECT uuidv7(starts_at - now()) AS id, 2 AS version, status,
           'request' AS direction, 'classroom' AS kind, school AS school_id,
           topic AS topic_id, school AS officer_id, starts_at,
           starts_at + interval '45 minutes' AS ends_at, school AS place_id,
           'Class ' || turn % 40 AS class_name, ARRAY[9 + turn % 4] AS grades,
           25 AS expected_count, 'Person ' || school AS staff_present,
           {schools} + 1 + (turn * 31 + school) % ({schools} * ({people} - 1))
               AS requested_by_id,
           starts_at - interval '30 days' AS created_at,
           starts_at - interval '30 days' AS requested_at,
           CASE WHEN status IN ('scheduled', 'delivered') THEN {principal} END
               AS school_signed_by_id,
           CASE WHEN status IN ('scheduled', 'delivered', 'requested') THEN school END
               AS officer_signed_by_id,
           CASE WHEN status IN ('cancelled', 'declined') THEN 'Weather' ELSE '' END
               AS reason,
           CASE WHEN status = 'cancelled' THEN 'weather' ELSE '' END
               AS cancelled_because,
           lower(titles[topic] || ' | school number ' || school || ' | class '
                 || turn % 40 || ' | room ' || school || ' | person ' || school)
               AS search_text
    FROM placed, (SELECT {titles} AS titles) AS t
"""

TO_APPROVE = """
    SELECT uuidv7() AS id, 2 AS version, 'requested' AS status, 'request' AS direction,
           'classroom' AS kind, 1 AS school_id, 1 AS topic_id, 1 AS officer_id,
           starts_at, starts_at + interval '45 minutes' AS ends_at,
           'To approve' AS class_name, ARRAY[9] AS grades, 25 AS expected_count,
           'Person 1' AS staff_present, 2 * {schools} AS requested_by_id,
           now() AS requested_at, 1 AS officer_signed_by_id,
           now() AS officer_signed_at, 'to approve' AS search_text, 1 AS revision
    FROM generate_series(70, 156) day, generate_series(15, 20) hour, LATERAL (
        SELECT date_trunc('day', now()) + day * interval '1 day'
               + hour * interval '1 hour'
    ) AS at (starts_at)
    WHERE extract(isodow FROM starts_at) < 6
"""

AUDIT = """
    SELECT uuidv7(p.created_at - now()) AS id, p.created_at AS at, 'verb' AS kind,
           p.requested_by_id AS by_id, verb,
           'presentations.presentation' AS object_type, p.id::text AS object_id,
           p.school_id, '{{}}'::jsonb AS detail
    FROM presentations_presentation p, unnest(ARRAY['send', 'accept']) AS verb
    WHERE NOT EXISTS (SELECT FROM audit_auditevent a WHERE a.object_id = p.id::text)
"""

CONCERNS = """
    SELECT lpad(n::text, 32, '0')::uuid AS id, 1 AS school_id, 1 AS written_by_id,
           now() AS written_at, 'student' AS about_kind,
           '00000000-0000-7000-8000-000000000001'::uuid AS about_id,
           'What was seen.' AS facts, 'yes' AS guardian_told, 'yes' AS agrees,
           'verbal' AS basis
    FROM generate_series({first}, {last}) n
"""
REFERRALS = """
    SELECT uuidv7(sent_at - now()) AS id, 1 AS version, status, 1 AS school_id,
           lpad(n::text, 32, '0')::uuid AS concern_id, 'grief' AS reason,
           'three_days' AS urgency, 1 AS referred_by_id, 1 AS handed_on_by_id,
           {counselor} AS to_counselor_id, sent_at,
           sent_at + interval '3 days' AS due_at,
           CASE WHEN status <> 'sent' THEN sent_at END AS received_at,
           CASE WHEN status IN ('accepted', 'closed') THEN sent_at END AS accepted_at,
           CASE WHEN status = 'closed' THEN sent_at + interval '9 days' END AS ended_at,
           CASE WHEN status = 'closed' THEN 'contact' ELSE '' END AS outcome,
           1 AS link_revision
    FROM generate_series({first}, {last}) n, LATERAL (
        SELECT now() - n * interval '20 minutes' AS sent_at,
               CASE n % 4 WHEN 0 THEN 'sent' WHEN 1 THEN 'received'
                    WHEN 2 THEN 'accepted' ELSE 'closed' END AS status
    ) AS life
"""
PRESENTATIONS_PER_REFERRAL, FEWEST_REFERRALS = 50, 200
"""A million talks, and one counselor's inbox with 20,000 referrals."""
GROWING = {
    "presentations_presentation": PRESENTATIONS,
    "incidents_incident": INCIDENTS,
    "incidents_casefile": CASE_FILES,
}
"""As many of each as are asked for."""

FILL = """
    SELECT column_name, data_type FROM information_schema.columns
    WHERE table_name = %s AND is_nullable = 'NO' AND column_default IS NULL
      AND is_identity = 'NO' AND is_generated = 'NEVER'
"""
EMPTY = {
    "boolean": "false",
    "ARRAY": "'{{}}'",
    "timestamp with time zone": "now()",
    "date": "current_date",
}
NUMBERS = {"integer", "smallint", "bigint"}


def grow(superuser: str, have: int, want: int) -> None:
    """Fill an empty database, or add presentations up to `want` rows."""
    options = "-c session_replication_role=replica -c maintenance_work_mem=512MB"
    with psycopg.connect(superuser, options=options, autocommit=True) as database:
        if not have:
            for table, rows in TERRITORY.items():
                insert(database, table, rows)
                renumber(database, table)
            insert(database, "schools_person", ROSTER)
            insert(database, "schools_accessnotice", NOTICES)
        for table, rows in GROWING.items():
            with database.transaction(), WithoutIndexes(database, table):
                insert(database, table, rows, have + 1, want)
        log = "officers_activityentry"
        with database.transaction(), WithoutIndexes(database, log):
            insert(database, log, LINES, lines_beside(have) + 1, lines_beside(want))
        if not have:
            insert(database, "presentations_presentation", TO_APPROVE)
        first, last = referrals_beside(have), referrals_beside(want)
        insert(database, "referrals_concern", CONCERNS, first + 1, last)
        insert(database, "referrals_referral", REFERRALS, first + 1, last)
        insert(database, "audit_auditevent", AUDIT)
        count_incidents(database)
        database.execute("VACUUM (ANALYZE)")


def count_incidents(database: psycopg.Connection) -> None:
    """What the clock does each minute: the numbers of every school year, kept."""
    years = """INSERT INTO incidents_staletally (school_id, year)
        SELECT DISTINCT school_id, extract(
            year FROM occurred_from - interval '6 months')::int
        FROM incidents_incident"""
    database.execute("SELECT set_config('app.clock', 'on', false)")
    database.execute("TRUNCATE incidents_staletally")
    database.execute(years)
    while database.execute("SELECT incidents_count_anew(100)").fetchone() != (0,):
        continue


def referrals_beside(presentations: int) -> int:
    """How many referrals there are when there are so many presentations."""
    if not presentations:
        return 0
    return max(presentations // PRESENTATIONS_PER_REFERRAL, FEWEST_REFERRALS)


class WithoutIndexes:
    """Drop the table's indexes and exclusions, and make them anew afterwards."""

    def __init__(self, database: psycopg.Connection, table: str) -> None:
        self.database, self.table = database, table
        self.anew: list[str] = []

    def __enter__(self) -> None:
        constraints = self.database.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = 'x'",
            [self.table],
        ).fetchall()
        for name, definition in constraints:
            self.run(f"ALTER TABLE {self.table} DROP CONSTRAINT {name}")
            self.anew.append(
                f"ALTER TABLE {self.table} ADD CONSTRAINT {name} {definition}"
            )
        indexes = self.database.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)"
            " FROM pg_index WHERE indrelid = %s::regclass AND NOT indisunique",
            [self.table],
        ).fetchall()
        for name, definition in indexes:
            self.run(f"DROP INDEX {name}")
            self.anew.append(definition)

    def __exit__(self, *failure: object) -> None:
        if failure == (None, None, None):
            for statement in self.anew:
                self.run(statement)

    def run(self, statement: str) -> None:
        self.database.execute(sql.SQL(statement))


def insert(
    database: psycopg.Connection, table: str, rows: str, first: int = 1, last: int = 0
) -> None:
    """Insert what the query gives; columns it leaves out stay as empty as they may."""
    quoted = ", ".join(f"'{title}'" for title in TITLES)
    query = rows.format(
        schools=SCHOOLS,
        calloway=CALLOWAY,
        dense=DENSE,
        districts=DISTRICTS,
        district=f"CASE WHEN n <= {CALLOWAY} THEN 1 ELSE 2 + n % {DISTRICTS - 1} END",
        people=TEACHERS + 1,
        principal=PEOPLE.principal,
        commander=PEOPLE.commander,
        statewide=PEOPLE.statewide,
        counselor=PEOPLE.counselor,
        command=PEOPLE.command,
        agency=(
            f"CASE WHEN school <= {CALLOWAY} THEN 1"
            f" ELSE 2 + school % {DISTRICTS - 1} END"
        ),
        topics=len(TITLES),
        titles=f"ARRAY[{quoted}]",
        ahead=DAYS_AHEAD,
        first=first,
        last=last,
    )
    given = columns_of(database, query)
    needed = database.execute(FILL, [table]).fetchall()
    missing = {name: kind for name, kind in needed if name not in given}
    values = [blank(kind) for kind in missing.values()]
    names = ", ".join(f'"{name}"' for name in [*given, *missing])
    chosen = ", ".join([*(f'"{name}"' for name in given), *values])
    database.execute(
        sql.SQL(f"INSERT INTO {table} ({names}) SELECT {chosen} FROM ({query}) AS rows")
    )


def columns_of(database: psycopg.Connection, query: str) -> list[str]:
    described = database.execute(sql.SQL(f"SELECT * FROM ({query}) AS rows LIMIT 0"))
    return [column.name for column in described.description or []]


def blank(kind: str) -> str:
    if kind in NUMBERS:
        return "0"
    return EMPTY.get(kind, "''").format()


def renumber(database: psycopg.Connection, table: str) -> None:
    """Let the next row that the product inserts have a number that is free."""
    sequence = database.execute(
        "SELECT pg_get_serial_sequence(%s, 'id')", [table]
    ).fetchone()
    if sequence and sequence[0]:
        database.execute(
            sql.SQL(f"SELECT setval('{sequence[0]}', (SELECT max(id) FROM {table}))")
        )
