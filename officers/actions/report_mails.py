"""Who is told of duty reports, and when: no mail says what stands in one."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime, now

from officers.models import DutyReport, Lens, ReportDay
from schools.models import District
from sro_program.accounts.models import Role, User
from sro_program.accounts.roles import holders
from sro_program.notifications.outbox import notify_all


@transaction.atomic
def send_reports(district: District) -> bool:
    """Tell both superiors of what is compiled and whose day has come; once each.

    One message for each person, however many reports: it says how many and
    no more, for it leaves the house. Says whether any was sent.
    """
    today = localtime(now(), district.zone).date()
    waiting = DutyReport.objects.select_for_update(of=("self",), skip_locked=True)
    rows = waiting.filter(sent_at=None, changed_at=None, school__district=district)
    due = [
        report
        for report in rows.select_related("officer__user", "school").order_by("pk")
        if is_day_to_send(district, report.period, report.ends_on, today)
    ]
    DutyReport.objects.filter(pk__in=[one.pk for one in due]).update(sent_at=now())
    for recipient, number in _by_reader(due).items():
        _tell_sent(recipient, number)
    return bool(due)


def is_day_to_send(district: District, period: str, ends_on: date, today: date) -> bool:
    """Has the day come that the district chose? Monday and the first, unless it did."""
    chosen = ReportDay.objects.filter(district=district).first() or ReportDay()
    if period == DutyReport.Period.WEEK:
        return today > ends_on + timedelta(days=chosen.weekday)
    return today >= ends_on + timedelta(days=chosen.day_of_month)


def _by_reader(reports: Iterable[DutyReport]) -> Counter[User]:
    """How many of them each superior has to read."""
    number: Counter[User] = Counter()
    for report in reports:
        for lens in Lens:
            number.update(_signers(report, lens))
    return number


def _signers(report: DutyReport, lens: str) -> set[User]:
    """Who can sign this page; nobody where the school has none."""
    if lens == Lens.COMMAND:
        agency = report.officer.police_agency_id
        found = holders(Role.COMMANDER, police_agency=agency)
    elif report.for_school:
        found = holders(Role.PRINCIPAL, school=report.school)
    else:
        found = User.objects.none()
    return set(found.exclude(pk=report.officer.user_id))


def _tell_sent(recipient: User, number: int) -> None:
    reports = "A duty report waits" if number == 1 else f"{number} duty reports wait"
    notify_all(
        [recipient],
        "duty_report",
        url=reverse("officers:reports"),
        heading=f"{reports} for your signature",
        text="What it says stands in the program alone. Sign it, or write beside it.",
        label="Open the list",
    )


def tell_waiting(report: DutyReport, lenses: Iterable[str]) -> None:
    """Of a first page that came late: the same words as of any that waits.

    "Open again" would tell the school that there was a report without a page for it.
    """
    people = {person for lens in lenses for person in _signers(report, lens)}
    for person in people:
        _tell_sent(person, 1)


def tell_changed(report: DutyReport, lenses: Iterable[str]) -> None:
    """Only those whose own page changed; what they signed stays as it was."""
    people = {person for lens in lenses for person in _signers(report, lens)}
    notify_all(
        people,
        "duty_report",
        url=report.get_absolute_url(),
        heading="A duty report is open again",
        text=(
            "The log of a time that was reported has been corrected. What was signed "
            "stays as it was; the new page waits for a signature."
        ),
        label="See what changed",
    )
