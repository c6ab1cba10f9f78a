"""Whatever people do in whatever order, the life of a presentation keeps its rules."""

import contextlib
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from presentations import actions
from presentations.models import Presentation
from presentations.states import BOOKED, Status
from sro_program.audit.models import AuditEvent
from sro_program.core.errors import ProductError
from sro_program.core.ids import uuid7
from tests.presentations.scene import TODAY, TUESDAY, ask, at

ENDS = {Status.DECLINED, Status.WITHDRAWN, Status.MISSED, Status.DELIVERED}
HOURS = st.integers(8, 11)


def machine_for(cast, officers, school, topic):
    people = st.sampled_from(list(cast.values()))

    class Life(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.clock = time_machine.travel(TODAY)
            self.clock.start()
            self.talk = ask(cast["teacher"], school, topic, is_draft=True)
            self.was = self.talk.status

        def teardown(self):
            self.teardown_talk()
            self.clock.stop()

        def teardown_talk(self):
            """The next one needs the same times."""
            Presentation.objects.filter(pk=self.talk.pk).update(
                status=Status.MISSED, requested_at=now()
            )

        def attempt(self, act, **arguments):
            self.was = type(self.talk).objects.get(pk=self.talk.pk).status
            with contextlib.suppress(ProductError):
                act(self.talk, **arguments)
            self.talk = type(self.talk).objects.get(pk=self.talk.pk)

        @rule(by=people, hour=HOURS)
        def offer(self, by, hour):
            """From here on it is about this one, if it may be offered at all."""
            content = {"topic": topic, "kind": "classroom", "staff_present": "Tara"}
            slots = [at(TUESDAY + timedelta(days=7), hour)]
            with contextlib.suppress(ProductError):
                [made] = actions.offer(
                    by=by, school=school, slots=slots, record_id=uuid7(), **content
                )
                self.teardown_talk()
                self.talk, self.was = made, made.status

        @rule(by=people, hour=HOURS)
        def send(self, by, hour):
            self.attempt(actions.send, by=by, slot=at(TUESDAY, hour))

        @rule(by=people, officer=st.sampled_from([None, *officers]))
        def approve(self, by, officer):
            self.attempt(actions.approve, by=by, officer=officer)

        @rule(by=people)
        def accept(self, by):
            self.attempt(actions.accept, by=by)

        @rule(by=people, reason=st.sampled_from(["", "Because."]))
        def decline(self, by, reason):
            self.attempt(actions.decline, by=by, reason=reason)

        @rule(by=people)
        def ask_changes(self, by):
            slots = [at(TUESDAY + timedelta(days=1), 9)]
            self.attempt(actions.ask_changes, by=by, reason="Later.", slots=slots)

        @rule(by=people)
        def choose_slot(self, by):
            if slot := self.talk.proposed_slots.first():
                self.attempt(actions.choose_slot, by=by, slot=slot)

        @rule(by=people)
        def withdraw(self, by):
            self.attempt(actions.withdraw, by=by)

        @rule(by=people, because=st.sampled_from(["school", "officer", "call_out"]))
        def cancel(self, by, because):
            self.attempt(actions.cancel, by=by, because=because, reason="Ice.")

        @rule(by=people)
        def deliver(self, by):
            with time_machine.travel(self.talk.ends_at):
                self.attempt(actions.deliver, by=by, head_count=1, minutes=30)

        @rule(by=people)
        def miss(self, by):
            with time_machine.travel(self.talk.ends_at):
                self.attempt(actions.miss, by=by, reason="Nobody came.")

        @rule(by=people)
        def record_too_early(self, by):
            self.attempt(actions.miss, by=by)
            if self.was == Status.SCHEDULED:
                assert self.talk.status == self.was

        @rule(by=people)
        def give_feedback(self, by):
            answers = {"was_clear": 5, "fitted_the_class": 4, "would_ask_again": 3}
            self.attempt(actions.give_feedback, by=by, **answers)

        @invariant()
        def only_a_talk_that_was_given_has_a_record_and_an_answer(self):
            given = self.talk.status == Status.DELIVERED
            assert hasattr(self.talk, "delivery") == given
            assert given or not hasattr(self.talk, "feedback")

        @invariant()
        def the_officer_who_signed_is_the_officer(self):
            signed = self.talk.officer_signed_by_id
            assert signed is None or signed == self.talk.officer.user_id

        @invariant()
        def what_is_booked_has_two_signatures_of_two_people(self):
            signed = {self.talk.school_signed_by_id, self.talk.officer_signed_by_id}
            if self.talk.status in BOOKED:
                assert len(signed - {None}) == 2

        @invariant()
        def two_signatures_never_wait(self):
            talk = self.talk
            if talk.status == Status.REQUESTED:
                assert not (talk.school_signed_by_id and talk.officer_signed_by_id)

        @invariant()
        def an_end_is_an_end(self):
            if self.was in ENDS:
                assert self.talk.status == self.was

        @invariant()
        def a_no_has_a_reason(self):
            if self.talk.status in {"declined", "cancelled", "changes_requested"}:
                assert self.talk.reason

        @invariant()
        def the_trail_ends_where_the_record_stands(self):
            moves = AuditEvent.objects.about(self.talk).filter(detail__has_key="now")
            last = moves.order_by("at", "id").last()
            assert last is None or last.detail["now"] == self.talk.status

    return Life


@pytest.mark.usefixtures("db")
def test_the_life_of_a_presentation(
    topic, teacher, principal, officer, other_officer, counselor, school
):
    cast = {
        "teacher": teacher,
        "principal": principal,
        "officer": officer.user,
        "other officer": other_officer.user,
        "counselor": counselor,
    }
    run_state_machine_as_test(
        machine_for(cast, [officer, other_officer], school, topic),
        settings=settings(
            max_examples=20,
            stateful_step_count=16,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
