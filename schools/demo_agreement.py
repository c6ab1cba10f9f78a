"""The agreement of the demo, invented: its clauses, and who signed it."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from schools.models import Agreement, AgreementClause, AgreementSignatory, District
from schools.models.clauses import Subject

CLAUSE = (
    "Student discipline is the responsibility of the school. The officer does not "
    "discipline students, and is not asked to. The officer acts when a law may have "
    "been broken or somebody is in danger, and tells the principal as soon as it is "
    "safe to do so."
)
CLAUSES = [
    (
        "1",
        Subject.PURPOSE,
        "The parties place officers in schools to keep them safe, "
        "to teach, and to advise.",
    ),
    (
        "2.1",
        Subject.PLACEMENT,
        "The sheriff places at least one certified officer on "
        "each campus on each day of school.",
    ),
    ("2.3", Subject.FUNDING, "The board pays one half of the salary of each officer."),
    (
        "3.1",
        Subject.SELECTION,
        "The principal is heard before an officer is placed or moved.",
    ),
    (
        "4.1",
        Subject.DUTIES,
        "The officer enforces the law, gives presentations, and "
        "advises students, parents and staff.",
    ),
    (
        "5",
        Subject.COMMAND,
        "The officer answers to the sheriff and reports to the "
        "principal, monthly to both.",
    ),
    (
        "6.2",
        Subject.INTERVIEWS,
        "A student is interviewed on campus after the "
        "principal was told, unless somebody is in danger.",
    ),
    (
        "7",
        Subject.FORCE,
        "Force is reported to the sheriff on the same day.",
    ),
    ("8", Subject.TRAINING, "Officers complete the state's training for their level."),
    ("9", Subject.EVALUATION, "Principal and sheriff review each officer once a year."),
    (
        "10",
        Subject.DATA,
        "The parties keep the counts that the state asks for, and no "
        "names beyond what the law needs.",
    ),
]
SIGNED = [
    (AgreementSignatory.Side.DISTRICT, "Donald Sayre", "Superintendent"),
    (AgreementSignatory.Side.DISTRICT, "Helen Marsh", "Chair of the board"),
    (AgreementSignatory.Side.AGENCY, "Ruth Calder", "Sheriff"),
]


def make_agreement(district: District) -> None:
    """Since last summer, until further notice; looked at again every summer."""
    this_year = localdate().year
    agreement, is_new = Agreement.objects.get_or_create(
        police_agency=district.police_agency,
        district=district,
        defaults={
            "title": "School resource officer agreement (invented for this demo)",
            "valid_from": date(this_year - 1, 7, 1),
            "review_on": date(this_year + 1, 7, 1),
            "clause_number": "4.2",
            "discipline_clause": CLAUSE,
            "document": "Sheriff’s office, binder of agreements",
        },
    )
    if is_new:
        _write_clauses(agreement)


def _write_clauses(agreement: Agreement) -> None:
    AgreementClause.objects.bulk_create(
        AgreementClause(
            agreement=agreement,
            number=number,
            subject=subject,
            text=text,
            position=position,
        )
        for position, (number, subject, text) in enumerate(CLAUSES, 1)
    )
    AgreementSignatory.objects.bulk_create(
        AgreementSignatory(
            agreement=agreement,
            side=side,
            name=name,
            office=office,
            signed_on=agreement.valid_from - timedelta(days=20),
        )
        for side, name, office in SIGNED
    )
