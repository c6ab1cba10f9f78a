"""What a disposition is called on the school's side of the wall."""

from incidents.models import CaseFile, Incident

Disposition, Outcome = CaseFile.Disposition, Incident.Outcome

OUTCOMES = {
    Disposition.NONE: Outcome.NOTHING,
    Disposition.ADVISED: Outcome.NOTHING,
    Disposition.SCHOOL: Outcome.SCHOOL,
    Disposition.REFERRAL: Outcome.HELP,
    Disposition.CDW: Outcome.POLICE,
    Disposition.CITATION: Outcome.POLICE,
    Disposition.ARREST: Outcome.POLICE,
    Disposition.TRESPASS: Outcome.POLICE,
    Disposition.UNFOUNDED: Outcome.UNFOUNDED,
}


def outcome_to_be(case_file: CaseFile) -> Incident.Outcome:
    """What the school will read, as the case file stands now."""
    if case_file.is_discipline:
        return Outcome.SCHOOL
    return outcome_of(case_file.disposition) if case_file.disposition else Outcome.OPEN


def outcome_of(disposition: str) -> Incident.Outcome:
    """The category in which a principal reads it: no charge, nothing of a court.

    A school may not act on a pupil's court record, and whoever holds one does not pass
    it on (KRS 158.153).
    """
    return OUTCOMES[Disposition(disposition)]
