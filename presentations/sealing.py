"""Where somebody's identity may stand in this wing."""

from django.db.models import Q

from presentations.models import Delivery, Feedback, Presentation
from sro_program.audit.sealing import Place, Subject


def _at_the_schools(subject: Subject) -> Q:
    return Q(school__in=subject.schools)


PLACES = [
    Place("Presentations", Presentation, wide=_at_the_schools),
    Place("Presentations: records", Delivery, wide=_at_the_schools),
    Place("Presentations: feedback", Feedback, wide=_at_the_schools),
]
