"""A school year of referrals for the demo programme; every child is invented.

They are made through the actions and then moved back, because nobody can send
something yesterday. The newest wait, so that every box has something in it.
"""

from datetime import datetime, time, timedelta
from itertools import cycle, islice

from django.db.models import F
from django.utils.timezone import now

from officers.coverage import officers_serving
from referrals import actions
from referrals.models import Agency, Clock, Concern, Referral, Topic
from schools.calendar import SchoolCalendar
from schools.models import District, School
from sro_program.accounts.models import Role, User
from sro_program.accounts.roles import holders
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification

LOOK_BACK = timedelta(days=150)
EVERY = 4
"""School days between two referrals."""
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
SLOWEST = 16 * A_DAY
"""No referral of the past took longer than this."""
CHILDREN = [
    ("Avery", "Lane", 9),
    ("Jordan", "Pruitt", 10),
    ("Casey", "Mallory", 11),
    ("Riley", "Stark", 9),
    ("Morgan", "Teague", 12),
    ("Quinn", "Barlow", 10),
]
STORIES = [
    (Topic.GRIEF, "three_days", "Sat alone at lunch for two weeks; a parent died."),
    (Topic.PEERS, "two_weeks", "Two loud arguments in the hallway with one group."),
    (Topic.VAPING, "two_weeks", "Asked how to stop; has tried twice."),
    (Topic.NEEDS, "three_days", "Wears the same thin jacket; asked for food."),
    (Topic.MENTAL_HEALTH, "today", "Did not want to leave my office after the talk."),
    (Topic.FAMILY, "two_weeks", "Parents separate; asked who picks up on Fridays."),
    (Topic.BULLYING, "three_days", "Showed messages of a group chat."),
    (Topic.DATING, "three_days", "Afraid to walk to the bus alone."),
]
OUTCOMES = ["contact", "linked", "contact", "declined", "linked", "unreached"]


def make_referrals(district: District) -> None:
    """Referrals at each school with an officer and a counselor; again: nothing new."""
    if Referral.objects.filter(school__district=district).exists():
        return
    for school in School.objects.filter(district=district).open().for_list():
        counselors = list(holders(Role.COUNSELOR, school=school).order_by("pk"))
        on = now().astimezone(district.zone).date()
        officer = officers_serving(school, on).first()
        if officer and counselors:
            _Year(school, officer.user, counselors).play()


class _Year:
    """One school with its officer, its counselors and the agencies nearby."""

    def __init__(self, school: School, officer: User, counselors: list[User]) -> None:
        self.school, self.officer, self.counselors = school, officer, counselors
        agencies = Agency.objects.active().serving(school).exclude(email="")
        self.agencies = list(agencies.order_by("pk")[:2])
        self.children, self.stories = cycle(CHILDREN), cycle(STORIES)

    def play(self) -> None:
        """The past first, then what waits today."""
        for number, at in enumerate(self._past()):
            self._closed(at, OUTCOMES[number % len(OUTCOMES)], number)
        first = self.counselors[0]
        self._send(first)
        self._send(first)
        self._in_work(first)
        if self.counselors[1:]:
            self._send(self.counselors[1])
        declined = self._send(first)
        actions.decline(declined, by=first, reason="My caseload is full this month.")
        if self.agencies:
            self._send(self.agencies[0])
            handed_on = self._send(first)
            actions.redirect(handed_on, by=first, to=self.agencies[-1])

    def _in_work(self, counselor: User) -> None:
        referral = actions.accept(self._send(counselor), by=counselor)
        actions.write_note(
            referral,
            by=counselor,
            text="First talk; wants to come again next week.",
            record_id=uuid7(),
            look_again_on=now().date() + timedelta(days=7),
        )
        actions.write_message(
            referral,
            by=counselor,
            text="Thank you, we are in touch.",
            record_id=uuid7(),
        )

    def _closed(self, at: datetime, outcome: str, number: int) -> None:
        counselor = self.counselors[number % len(self.counselors)]
        referral = actions.accept(self._send(counselor), by=counselor)
        actions.close(referral, by=counselor, outcome=outcome)
        back = now() - at
        looked_at = (1 + number * 5 % 9) * AN_HOUR
        Referral.objects.filter(pk=referral.pk).update(
            sent_at=F("sent_at") - back,
            received_at=F("received_at") - back + looked_at,
            accepted_at=F("accepted_at") - back + 3 * looked_at,
            ended_at=F("ended_at") - back + (4 + number * 7 % 12) * A_DAY,
        )
        Clock.objects.filter(referral=referral).delete()
        old_news = Notification.objects.filter(url=referral.get_absolute_url())
        old_news.update(mail_due_at=None, read_at=now())

    def _send(self, to: User | Agency) -> Referral:
        given, family, grade = next(self.children)
        reason, urgency, facts = next(self.stories)
        return actions.send(
            by=self.officer,
            school=self.school,
            record_id=uuid7(),
            who={
                "about_kind": Concern.About.STUDENT,
                "given_name": given,
                "family_name": family,
                "grade": grade,
            },
            content={
                "facts": facts,
                "done": "Talked in my office; offered water and time.",
                "strengths": "Trusts the librarian.",
                "guardian_told": Concern.Told.YES,
                "guardian_told_by": "The front office",
                "agrees": Concern.Told.YES,
                "basis": Concern.Basis.VERBAL,
            },
            reason=reason,
            urgency=urgency,
            to=to,
        )

    def _past(self) -> list[datetime]:
        """Every fourth school day, and old enough to be closed by now."""
        zone = self.school.district.zone
        today = now().astimezone(zone).date()
        first, last = today - LOOK_BACK, today - SLOWEST
        calendar = SchoolCalendar.load(self.school, first, last)
        days = calendar.instructional_days(first, last)
        return [
            datetime.combine(on, time(10, 15), zone)
            for on in islice(days, 0, None, EVERY)
        ]
