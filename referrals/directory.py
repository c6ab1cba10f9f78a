"""Finding entries of the directory, page by page."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import DateField, DurationField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.timezone import localdate

from referrals.models import Agency
from referrals.models.agencies import VERIFY_AFTER_DAYS, AgencyQuerySet
from sro_program.core.db import Actor

SIZE = 50
MOST_EXPORTED = 2_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What someone looks for; empty means all."""

    q: str = ""
    kind: str = ""
    topic: str = ""
    stale: bool = False
    off: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, and the key of the last when there are more."""

    agencies: list[Agency]
    after: int | None


def found(user: Actor, wanted: Wanted) -> AgencyQuerySet:
    """The entries this person may see and looks for."""
    rows = Agency.objects.visible_to(user).matching(wanted.q.split())
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.topic:
        rows = rows.filter(topics__contains=[wanted.topic])
    if wanted.stale:
        rows = to_check(rows)
    return rows if wanted.off else rows.active()


def to_check(rows: AgencyQuerySet) -> AgencyQuerySet:
    """Those that nobody has checked for longer than their district wants."""
    days = Coalesce(
        "district__directory_rule__verify_after_days", Value(VERIFY_AFTER_DAYS)
    )
    age = ExpressionWrapper(Value(timedelta(days=1)) * days, DurationField())
    due = ExpressionWrapper(F("verified_on") + age, DateField())
    return rows.annotate(due_on=due).filter(due_on__lte=localdate())


def page_of(rows: AgencyQuerySet, *, after: int | None) -> Page:
    """By name, from behind the entry with this key."""
    last = Agency.objects.filter(pk=after).first() if after else None
    if last:
        name = last.name.lower()
        rows = rows.alias(by_name=Lower("name")).filter(
            Q(by_name__gt=name) | Q(by_name=name, pk__gt=last.pk)
        )
    agencies = list(rows.for_list()[: SIZE + 1])
    has_more, agencies = len(agencies) > SIZE, agencies[:SIZE]
    return Page(agencies, agencies[-1].pk if has_more else None)
