"""Until when somebody looks at a referral: on school days, in school hours.

A Friday evening's "3 days" is due on Wednesday. A day ends with its last bell, or with
an early release. Where no school year is known, Monday to Friday count, so that nothing
waits without an end.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from officers.coverage import USUAL_HOURS, school_hours
from referrals.models import Clock, Referral
from schools.calendar import SATURDAY, SEARCH_BEYOND, SchoolCalendar
from schools.models import School

Urgency = Referral.Urgency
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
ANSWER_WITHIN = {Urgency.THREE_DAYS: 3, Urgency.TWO_WEEKS: 10}
"""School days for an answer; "today" has hours, and information needs none."""
RECEIVE_WITHIN = 1
"""School days after which someone is reminded to look (domain.md §3.4)."""


@dataclass(frozen=True, slots=True)
class SchoolTime:
    """The days and hours of one school, as a clock counts them."""

    calendar: SchoolCalendar

    @classmethod
    def of(cls, school: School, start: datetime) -> "SchoolTime":
        """From the day of this moment on, over the next summer. Three queries."""
        first = start.astimezone(school.district.zone).date()
        return cls(SchoolCalendar.load(school, first, first + SEARCH_BEYOND))

    def rings_at(
        self, step: str, rung: str, urgency: str, since: datetime
    ) -> datetime | None:
        """When a clock rings that began then; None when nothing is asked for."""
        is_first = step == Clock.Step.RECEIVE
        due = (self.receive_by if is_first else self.answer_by)(urgency, since)
        if due is None or rung == Clock.Rung.RECEIVER:
            return due
        return self.climbs_at(urgency, due)

    def receive_by(self, urgency: str, sent_at: datetime) -> datetime:
        """Until when the receiver has looked at it."""
        if urgency == Urgency.TODAY:
            return self.hours_after(sent_at, AN_HOUR)
        return self.end_of_day_after(sent_at, RECEIVE_WITHIN)

    def answer_by(self, urgency: str, sent_at: datetime) -> datetime | None:
        """Until when the receiver has answered; None when nothing is asked for."""
        if urgency == Urgency.TODAY:
            return self._by_the_last_bell(sent_at)
        days = ANSWER_WITHIN.get(Urgency(urgency))
        return self.end_of_day_after(sent_at, days) if days else None

    def climbs_at(self, urgency: str, due_at: datetime) -> datetime:
        """When the school is told: one more school day, or hour, has passed."""
        if urgency == Urgency.TODAY:
            return self.hours_after(due_at, AN_HOUR)
        return self.end_of_day_after(due_at, 1)

    def end_of_day_after(self, moment: datetime, days: int) -> datetime:
        """The last bell of the n-th school day after this moment's day."""
        return self._bells(self._day_after(self._date(moment), days))[1]

    def hours_after(self, moment: datetime, hours: timedelta) -> datetime:
        """So much later within school hours; else after the next first bell."""
        begins = self._school_goes_on(moment)
        if begins:
            last = self._bells(begins.date())[1]
            if begins + hours <= last:
                return begins + hours
        return self._early_next_day(moment, hours)

    def _by_the_last_bell(self, moment: datetime) -> datetime:
        """Today, while an hour of school is left; else early the next school day."""
        begins = self._school_goes_on(moment)
        if begins:
            last = self._bells(begins.date())[1]
            if begins + AN_HOUR <= last:
                return last
        return self._early_next_day(moment, 2 * AN_HOUR)

    def _early_next_day(self, moment: datetime, hours: timedelta) -> datetime:
        """So long after the first bell, and within even the shortest day."""
        first, last = self._bells(self._day_after(self._date(moment), 1))
        return min(first + hours, last)

    def _school_goes_on(self, moment: datetime) -> datetime | None:
        """From when on there is school on this moment's day; None if it is over."""
        on = self._date(moment)
        if not self.calendar.is_instructional(on):
            return None
        first, last = self._bells(on)
        begins = max(first, moment.astimezone(self.calendar.zone))
        return begins if begins < last else None

    def _date(self, moment: datetime) -> date:
        return moment.astimezone(self.calendar.zone).date()

    def _bells(self, on: date) -> tuple[datetime, datetime]:
        """The first and the last bell of a day, also outside any known year."""
        zone, (first, last) = self.calendar.zone, USUAL_HOURS
        return school_hours([self.calendar], on) or (
            datetime.combine(on, first, zone),
            datetime.combine(on, last, zone),
        )

    def _day_after(self, on: date, days: int) -> date:
        return self.calendar.add_school_days(on, days) or _weekday_after(on, days)


def _weekday_after(on: date, days: int) -> date:
    while days:
        on += A_DAY
        days -= on.weekday() < SATURDAY
    return on
