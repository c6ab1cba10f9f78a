"""Lines of the officers' logs in SQL: eight on each day, 2.8 for each talk."""

PER_TALK = 14, 5
"""Beside a million talks there are 2.8 million lines, a year of the whole state."""
LINES = """
    WITH numbered AS (
        SELECT n, is_first, 1 + n % each AS school, n / each AS turn
        FROM generate_series({first}, {last}) n,
             LATERAL (SELECT n <= {dense} * 14 / 5 AS is_first) AS early,
             LATERAL (
                 SELECT CASE WHEN is_first THEN {calloway} ELSE {schools} END AS each
             ) AS among
    ), placed AS (
        SELECT *, current_date - (
            CASE WHEN is_first THEN 0 ELSE {dense} * 14 / 5 / {calloway} / 8 + 1 END
            + turn / 8)::int AS "on"
        FROM numbered
    )
    SELECT uuidv7("on" - now()) AS id, 1 AS version, school AS officer_id,
           school AS school_id, "on", 'self' AS origin,
           10 + (n % 6 * 10)::int AS minutes,
           kind[1] AS type, kind[2] AS function, 'Room ' || n % 90 AS place,
           'A note of some length, as an officer types it on a phone' AS note
    FROM placed, LATERAL (
        SELECT (ARRAY[
            ['mentoring', 'advising'], ['door_check', 'law_enforcement'],
            ['classroom', 'presentation'], ['presence', 'school_activity'],
            ['directed', 'directed_duty'], ['arrest', 'law_enforcement'],
            ['advice_student', 'advising'], ['report_writing', 'administration']
        ])[1 + turn % 8 : 1 + turn % 8] AS pair
    ) AS kinds, LATERAL (SELECT ARRAY[pair[1][1], pair[1][2]] AS kind) AS one
"""


def lines_beside(presentations: int) -> int:
    """How many lines there are when there are so many presentations."""
    lines, talks = PER_TALK
    return presentations * lines // talks
