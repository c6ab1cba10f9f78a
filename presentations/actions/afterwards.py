"""What comes after a talk: its record, the log line, time for advice, the answer."""

from django.db import transaction
from django.utils.timezone import now

from officers.actions import log_activity
from officers.models import ActivityEntry
from presentations import policy
from presentations.actions import telling
from presentations.actions.telling import answered, tell
from presentations.models import AdviceSlot, Delivery, Feedback, Presentation
from presentations.slots import free_slots
from presentations.states import DELIVER, GIVE_FEEDBACK, Status
from sro_program.accounts.models import User
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import WrongState
from sro_program.core.policy import require
from sro_program.workflow import lock, move

ADVICE_MINUTES = 30
ADVICE_DAYS = 2
"""Advice is near while the talk is fresh: the next 48 hours of school days.
A record that is written late keeps the next ones from then on."""
Type = ActivityEntry.Type
TYPES = {
    Presentation.Kind.CLASSROOM: Type.CLASSROOM,
    Presentation.Kind.ASSEMBLY: Type.ASSEMBLY,
    Presentation.Kind.STAFF: Type.STAFF_TRAINING,
    Presentation.Kind.PARENT_NIGHT: Type.PARENT_NIGHT,
    Presentation.Kind.CLUB: Type.CLUB,
}


@transaction.atomic
def deliver(
    presentation: Presentation,
    *,
    by: Actor,
    head_count: int,
    minutes: int,
    note: str = "",
    version: int | None = None,
) -> Presentation:
    """Record the talk; it writes its own line into the officer's log."""
    presentation = lock(presentation, version=version)
    require(policy.can_deliver(by, presentation))
    move(presentation, DELIVER, by=by)
    with constraints_as_rules(Delivery):
        Delivery.objects.create(
            presentation=presentation,
            school_id=presentation.school_id,
            head_count=head_count,
            minutes=minutes,
            note=note,
            recorded_by_id=by.pk,
        )
    _log(presentation, by, head_count, minutes)
    if presentation.topic.sensitive and telling.officer_serves(presentation):
        _keep_time_for_advice(presentation)
    answered(presentation)
    answers = User.objects.filter(pk__in=[policy.gives_feedback(presentation)])
    tell(
        answers,
        "feedback_wanted",
        presentation,
        needs_you=True,
        link=telling.FEEDBACK,
    )
    return presentation


def _log(presentation: Presentation, by: Actor, head_count: int, minutes: int) -> None:
    zone = presentation.school.district.zone
    asked = presentation.direction == Presentation.Direction.REQUEST
    log_activity(
        presentation.speaker,
        school=presentation.school,
        on=presentation.starts_at.astimezone(zone).date(),
        started_at=presentation.starts_at,
        function=ActivityEntry.Function.PRESENTATION,
        type=TYPES[Presentation.Kind(presentation.kind)],
        origin=ActivityEntry.Origin.TEACHER if asked else ActivityEntry.Origin.SELF,
        minutes=minutes,
        audience_count=head_count,
        place=presentation.where,
        source_kind="presentation",
        source_id=presentation.pk,
        by=by,
    )


def _keep_time_for_advice(presentation: Presentation) -> None:
    times = free_slots(
        presentation.school,
        presentation.speaker,
        minutes=ADVICE_MINUTES,
        after=max(presentation.ends_at, now()),
        count=ADVICE_DAYS,
        within_days=ADVICE_DAYS,
    )
    AdviceSlot.objects.bulk_create(
        AdviceSlot(
            presentation=presentation,
            school_id=presentation.school_id,
            officer=presentation.speaker,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
        )
        for slot in times
    )


@transaction.atomic
def give_feedback(
    presentation: Presentation,
    *,
    by: Actor,
    was_clear: int,
    fitted_the_class: int,
    would_ask_again: int,
    student_count: int | None = None,
    comment: str = "",
) -> Presentation:
    """Answer the three questions, once. Raises WrongState the second time."""
    presentation = lock(presentation)
    require(policy.can_give_feedback(by, presentation))
    is_delivered = presentation.status == Status.DELIVERED
    if is_delivered and Feedback.objects.filter(presentation=presentation).exists():
        raise WrongState("The answer to this talk has already been given.")
    move(presentation, GIVE_FEEDBACK, by=by)
    with constraints_as_rules(Feedback):
        Feedback.objects.create(
            presentation=presentation,
            school_id=presentation.school_id,
            was_clear=was_clear,
            fitted_the_class=fitted_the_class,
            would_ask_again=would_ask_again,
            student_count=student_count,
            comment=comment,
            given_by_id=by.pk,
        )
    answered(presentation)
    tell([presentation.speaker.user], "feedback_given", presentation, but=by)
    return presentation
