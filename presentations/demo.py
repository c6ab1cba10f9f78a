"""Presentations of the demo programme, in every state, made through the actions.

What lies in the past is first scheduled for later, as everyone must, and then moved
back, because no action lets anyone ask for a time that has passed.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils.timezone import now

from officers.coverage import officers_serving
from officers.models import Officer
from presentations import actions
from presentations.asking import topics_for
from presentations.models import Presentation, Topic
from presentations.slots import Slot, periods_on
from schools.calendar import PeriodOnDate, SchoolCalendar
from schools.models import District, School
from sro_program.accounts.models import Membership, Role, User
from sro_program.core.ids import uuid7
from sro_program.workflow import write

A_DAY = timedelta(days=1)
LOOK_BACK, LOOK_AHEAD = timedelta(days=120), timedelta(days=150)
"""Far enough to find school days on both sides of a summer."""
CLASSES = ["Health 9A", "Civics 10", "Driver education", "Homeroom 11", "Health 9B"]


def make_presentations(district: District) -> None:
    """Talks in every state at each school that has people; again: nothing new."""
    if Presentation.objects.filter(school__district=district).exists():
        return
    for school in School.objects.filter(district=district).open().for_list():
        teacher, principal = _one(school, Role.TEACHER), _one(school, Role.PRINCIPAL)
        officer = officers_serving(school, _today(school)).first()
        if teacher and principal and officer:
            _Stage(school, teacher, principal, officer).play()


class _Stage:
    """One school with those who play; each method makes talks in one state."""

    def __init__(
        self, school: School, teacher: User, principal: User, officer: Officer
    ) -> None:
        self.school, self.teacher, self.principal = school, teacher, principal
        self.officer = officer
        groups = topics_for(school)
        self.topics = _round([one for group in groups for one in group.topics])
        self.classes = _round(CLASSES)
        self.times = self._coming()

    def play(self) -> None:
        """Everything that can have happened."""
        self._coming_up()
        self._held()
        self._waiting()
        self._fallen_through()
        actions.accept(self._approved(), by=self.officer.user)
        self._ask(is_draft=True)

    def _coming_up(self) -> None:
        """One talk today if there is still a period left, and two soon."""
        today = _today(self.school)
        left = [p for p in _periods(self.school, today) if p.starts_at > now()]
        if len(left) > 1:
            _move(self._scheduled(), left[-2])
        self._scheduled()
        self._scheduled()

    def _held(self) -> None:
        """Three that were recorded, and one that was not."""
        *recorded, last = _past_days(self.school, 4)
        self._moved_back(self._scheduled(), last)
        for on in recorded:
            talk = self._moved_back(self._scheduled(), on)
            actions.deliver(
                talk, by=self.officer.user, head_count=24, minutes=45, note="Good talk."
            )
        answers = {"was_clear": 5, "fitted_the_class": 4, "would_ask_again": 5}
        delivered = Presentation.objects.filter(school=self.school, status="delivered")
        for talk in delivered.order_by("starts_at")[:1]:
            actions.give_feedback(
                talk, by=self.teacher, comment="The class asked much.", **answers
            )

    def _waiting(self) -> None:
        self._ask()
        self._approved()
        actions.accept(self._ask(), by=self.officer.user)
        actions.offer(
            by=self.officer.user,
            school=self.school,
            slots=[next(self.times)],
            record_id=uuid7(),
            topic=next(self.topics),
            kind=Presentation.Kind.CLASSROOM,
            class_name=next(self.classes),
            staff_present=str(self.teacher),
        )
        talk = self._ask()
        reason = "That week is full. Would one of these do?"
        slots = [next(self.times), next(self.times)]
        actions.ask_changes(talk, by=self.principal, reason=reason, slots=slots)

    def _fallen_through(self) -> None:
        reason = "We have covered this topic already."
        actions.decline(self._ask(), by=self.principal, reason=reason)
        actions.withdraw(self._ask(), by=self.teacher)
        because = Presentation.Because.CALL_OUT
        reason = "The officer was called out."
        user = self.officer.user
        actions.cancel(self._scheduled(), by=user, because=because, reason=reason)
        missed = self._moved_back(self._scheduled(), _past_days(self.school, 6)[5])
        actions.miss(missed, by=self.principal, reason="Nobody was in the room.")

    def _ask(self, *, is_draft: bool = False) -> Presentation:
        [talk] = actions.request(
            by=self.teacher,
            school=self.school,
            slots=[next(self.times)],
            record_id=uuid7(),
            is_draft=is_draft,
            topic=next(self.topics),
            kind=Presentation.Kind.CLASSROOM,
            officer=self.officer,
            class_name=next(self.classes),
            grades=[self.school.grade_low],
            staff_present=str(self.teacher),
            place=self.school.places.in_use().rooms().order_by("label").first(),
        )
        return talk

    def _approved(self) -> Presentation:
        return actions.approve(self._ask(), by=self.principal)

    def _scheduled(self) -> Presentation:
        return actions.accept(self._approved(), by=self.officer.user)

    def _moved_back(self, talk: Presentation, on: date) -> Presentation:
        return _move(talk, _periods(self.school, on)[1])

    def _coming(self) -> Iterator[Slot]:
        """The first period of each school day from tomorrow on."""
        first = _today(self.school) + A_DAY
        calendar = SchoolCalendar.load(self.school, first, first + LOOK_AHEAD)
        for on in calendar.instructional_days(first, first + LOOK_AHEAD):
            period = periods_on(calendar, on)[0]
            yield Slot(period.starts_at, period.ends_at, period.name)


def _periods(school: School, on: date) -> list[PeriodOnDate]:
    return periods_on(SchoolCalendar.load(school, on, on), on)


def _move(talk: Presentation, to: PeriodOnDate) -> Presentation:
    write(talk, starts_at=to.starts_at, ends_at=to.ends_at, period_name=to.name)
    return talk


def _one(school: School, role: Role) -> User | None:
    held = Membership.objects.current().filter(school=school, role=role)
    return User.objects.filter(pk__in=held.values("user")).order_by("pk").first()


def _today(school: School) -> date:
    return now().astimezone(school.district.zone).date()


def _past_days(school: School, count: int) -> list[date]:
    """The last school days, today not counted, the latest first."""
    today = _today(school)
    first = today - LOOK_BACK
    calendar = SchoolCalendar.load(school, first, today)
    days = calendar.instructional_days(first, today - A_DAY)
    return days[::-1][:count]


def _round[T: (Topic, str)](things: Sequence[T]) -> Iterator[T]:
    while True:
        yield from things
