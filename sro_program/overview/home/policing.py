"""What waits in incidents: for the command, for who writes, for the school."""

from collections.abc import Mapping, Sequence

from django.db.models import (
    CharField,
    Count,
    Expression,
    F,
    Func,
    Q,
    Value,
    Window,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils.timezone import localtime, now

from incidents.models import CaseFile, HandBack, Incident
from incidents.models.incidents import IncidentQuerySet
from incidents.queue import waiting_for
from incidents.states import Status
from sro_program.accounts.models import Reach, Role
from sro_program.core.db import Actor
from sro_program.overview.home.rows import SHOWN, Found, Need, Rows

ALERT = "incident_alert"
REVIEW = "incident_review"
RETURNED = "incident_returned"
BEGUN = "incident_begun"
SLIP = "incident_slip"
UNFINISHED = [Status.DRAFT, Status.SUBMITTED, Status.RETURNED]
NUMBER = Concat(
    Cast("year", CharField()),
    Value("-"),
    Cast("serial", CharField()),
    output_field=CharField(),
)
ALERTS = Func(
    "case_file__alerts",
    Value(","),
    function="array_to_string",
    output_field=CharField(),
)
NOTHING = Value("", CharField())


def parts(user: Actor, roles: frozenset[str]) -> list[Rows]:
    """The rows of each question that these roles have here."""
    found = []
    if Role.COMMANDER in roles:
        found += [_alerts(user), _reviews(user)]
    if Role.OFFICER in roles or not roles:  # whose last assignment has ended
        found += _own(user)
    if Role.PRINCIPAL in roles:
        found.append(_slips(user))
    return found


def needs_in(found: Mapping[str, Sequence[Found]]) -> list[Need]:
    """What was found, in words: what must be known at once first."""
    words = {ALERT: _alert, RETURNED: _returned, SLIP: _slip}
    words |= {REVIEW: _review, BEGUN: _begun}
    needs = [(say, row) for part, say in words.items() for row in found.get(part, [])]
    said = [say(row) for say, row in needs if not (say is _review and row.status)]
    alerts = found.get(ALERT, [])
    said[len(alerts) : len(alerts)] = _more_alerts(alerts)
    return said


def _more_alerts(shown: Sequence[Found]) -> list[Need]:
    """The newest are shown; the others are not forgotten."""
    more = shown[0].total - len(shown) if shown else 0
    if not more:
        return []
    url = reverse("incidents:reviews")
    title = f"{more} more to be known at once"
    return [Need(title, "They stand in the queue.", url, "Open the queue", "", True)]


def _alerts(user: Actor) -> Rows:
    """Force, injury and the like, from the minute they are written to approval."""
    commands = Reach.objects.of(user).filter(role=Role.COMMANDER).values("school")
    rows = Incident.objects.police_side(user).filter(
        ~Q(case_file__alerts=[]), school__in=commands, status__in=UNFINISHED
    )
    rows = rows.exclude(written_by_id=user.pk).order_by("-begun_at", "-id")
    return _rows(ALERT, rows, said=ALERTS, since=F("begun_at"))


def _reviews(user: Actor) -> Rows:
    """The whole queue, to be counted; what is an alert is shown as one."""
    since = Coalesce("submitted_at", "begun_at")
    return _rows(REVIEW, waiting_for(user), said=ALERTS, since=since)


def _own(user: Actor) -> list[Rows]:
    """What this officer began, and what came back."""
    mine = Incident.objects.visible_to(user).filter(written_by_id=user.pk)
    mine = mine.order_by("begun_at", "id")
    return [
        _rows(RETURNED, mine.filter(status=Status.RETURNED), since=F("begun_at")),
        _rows(BEGUN, mine.filter(status=Status.DRAFT), since=F("begun_at")),
    ]


def _rows(
    part: str,
    rows: IncidentQuerySet,
    *,
    since: Expression | F,
    said: Expression = NOTHING,
) -> Rows:
    return rows.values_list(
        Value(part, CharField()),
        Cast("pk", CharField()),
        NUMBER,
        F("school__name"),
        F("occurred_from"),
        F("occurred_from"),
        said,
        F("written_by__name"),
        since,
        Window(Count("pk")),
    )[:SHOWN]


def _slips(user: Actor) -> Rows:
    """What returned to this principal's school and is not signed there yet."""
    here = Reach.objects.of(user).filter(role=Role.PRINCIPAL).values("school")
    rows = HandBack.objects.visible_to(user).filter(school__in=here, seen_at=None)
    number = Concat(
        Cast("incident__year", CharField()),
        Value("-"),
        Cast("incident__serial", CharField()),
        output_field=CharField(),
    )
    return rows.order_by("written_at", "pk").values_list(
        Value(SLIP, CharField()),
        Cast("pk", CharField()),
        number,
        F("school__name"),
        F("incident__occurred_from"),
        F("incident__occurred_from"),
        NOTHING,
        NOTHING,
        F("written_at"),
        Window(Count("pk")),
    )[:SHOWN]


def _alert(row: Found) -> Need:
    labels = [CaseFile.Alert(kind).label for kind in row.status.split(",")]
    return _need(
        row,
        ". ".join(labels),
        f"Written by {row.person} at {row.school}.",
        "Look at it",
        is_urgent=True,
    )


def _review(row: Found) -> Need:
    days = (now() - row.since).days
    return _need(
        row,
        "Report to review",
        f"From {row.person}, at {row.school}.",
        "Review it",
        meta=f"waiting {days} days" if days > 1 else "",
    )


def _returned(row: Found) -> Need:
    return _need(
        row,
        "Report returned to you",
        "The remark on its page says what to mend.",
        "Go on with it",
        is_urgent=True,
    )


def _begun(row: Found) -> Need:
    return _need(
        row, "Report being written", f"Begun at {row.school}.", "Go on with it"
    )


def _slip(row: Found) -> Need:
    return _need(
        row,
        "A matter returned to your school",
        f"It is for {row.school} to handle. The slip has the facts.",
        "Read the slip",
    )


def _need(
    row: Found,
    title: str,
    text: str,
    label: str,
    *,
    meta: str = "",
    is_urgent: bool = False,
) -> Need:
    year, serial = row.title.split("-")
    number = Incident(year=int(year), serial=int(serial)).number
    return Need(
        f"{title}: {number}",
        text,
        reverse("incidents:incident", args=[row.pk]),
        label,
        meta or f"{localtime(row.starts_at):%a, %b %-d}",
        is_urgent,
    )
