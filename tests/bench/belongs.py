"""Names in SQL: 100,000 people on rosters and 5,000 access notices.

Three thousand last names and four hundred first ones of two syllables each, some far
more frequent than others, as in life. A quarter are at the first eight schools.
"""

PEOPLE_NAMED, NOTICED = 100_000, 5_000
GIVEN = (
    "Al Be Ca Da El Fa Ga Ha Is Jo Ka Le Ma No Ol Pa Ro Sa Ty Vi",
    "bert na la niel len ra briel ley belle nah ren vin son ah ive trick tes mes ler o",
)
FAMILY = (
    "Har Wel Prit Tra Bel Os Kim Van Sy El Had Gru Mar Car Lo Ell Ben Cal Dor Fen Gar "
    "Hol In Jen Kel Lam Mor Nor Ow Pen Quin Ran Sto Thom Ur Vel Wal Yar Zim Brad Cran "
    "Dun Ever Frank Gil Hamp Irv John Kirk Long",
    "mon ler chard n l ei ball ce kes ery dad bb lowe ver gan is nett vert an wick "
    "land ton ford man son sen berg field worth by well ham ley stead brook more dale "
    "ridge shaw wood croft gate hurst lock mere ness park quist rose smith",
)


def one_of(words: str, number: str) -> str:
    """A word of these, by a number that grows with the row."""
    return f"(string_to_array('{words}', ' '))[1 + {number} % {len(words.split())}]"


NAMES = f"""
    SELECT n, 1 + n % among AS school,
           {one_of(GIVEN[0], "n * 7")} || {one_of(GIVEN[1], "n / 20")} AS given,
           {one_of(FAMILY[0], "n % 997")} || {one_of(FAMILY[1], "n % 1009")} AS family
    FROM generate_series(1, {PEOPLE_NAMED}) n, LATERAL (
        SELECT CASE WHEN n % 4 = 0 THEN {{calloway}} ELSE {{schools}} END
    ) AS schools (among)
"""
ROSTER = f"""
    SELECT lpad(to_hex(n), 32, '0')::uuid AS id, school AS school_id,
           CASE WHEN n % 12 = 0 THEN 'staff' WHEN n % 3 = 0 THEN 'guardian'
                ELSE 'student' END AS kind,
           given AS given_name, family AS family_name,
           CASE WHEN n % 3 > 0 THEN 9 + n % 4 END AS grade,
           'roster' AS retention_class
    FROM ({NAMES}) AS named
"""
NOTICES = f"""
    SELECT lpad(to_hex(n), 32, '0')::uuid AS id, 1 AS version, school AS school_id,
           lpad(to_hex(n), 32, '0')::uuid AS person_id, given AS given_name,
           family AS family_name,
           (ARRAY['trespass', 'custody', 'conditional'])[1 + n % 3] AS kind,
           n % 50 = 0 AS is_everywhere, 'A paper' AS basis,
           'Do not let in.' AS what_to_do, 'application/pdf' AS document_type,
           current_date - 30 AS starts_on, current_date + 300 AS ends_on,
           school AS reviewer_id, school AS written_by_id, 'standing' AS status,
           now() AS written_at
    FROM ({NAMES}) AS named WHERE n % ({PEOPLE_NAMED} / {NOTICED}) = 0
"""
LOOKED_UP = ["Harmon", "Welton Dabert", "Josson Calverd", "gatemore", "Osei Rona", "Xy"]
"""As they are typed: a last name, the other order, wrong letters, nobody."""
