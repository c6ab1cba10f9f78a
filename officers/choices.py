"""The officers that the filter of a list offers, as SQL (`accounts.choices`)."""

SEEN = """
officers_officer officer JOIN accounts_user person ON person.id = officer.user_id
WHERE officer.in_service AND (
    officer.user_id = %(user)s
    OR officer.police_agency_id IN (
        SELECT police_agency_id FROM accounts_membership
        WHERE user_id = %(user)s
          AND starts_on <= %(today)s AND (ends_on IS NULL OR ends_on > %(today)s)
        UNION ALL
        SELECT police_agency_id FROM officers_officer
        WHERE user_id = %(user)s AND in_service
    )
    OR officer.id IN (
        SELECT posted.officer_id
        FROM accounts_reach reach
        JOIN schools_school school ON school.id = reach.school_id
        JOIN officers_assignment posted ON posted.campus_id = school.campus_id
        WHERE reach.user_id = %(user)s
    )
)
LIMIT %(most_officers)s
"""
"""`Officer.visible_to`, of those in service; a test holds both to the same answer."""
OFFICERS = f"SELECT 'officer', officer.id, person.name, '' FROM {SEEN}"  # noqa: S608  # our own words
"""Under their own keys."""
OFFICERS_AS_PEOPLE = f"SELECT 'officer', person.id, person.name, '' FROM {SEEN}"  # noqa: S608  # as above
"""Under the keys of their accounts."""
