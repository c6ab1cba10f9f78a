"""Whatever people do in whatever order, the life of a presentation keeps its rules."""

import contextlib
from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from presentations import actions
from presentations.states import BOOKED, Status
from sro_program.audit.models import AuditEvent
from sro_program.core.errors import ProductError
from tests.presentations.scene import TODAY, TUESDAY, ask, at

ENDS = {Status.DECLINED, Status.WITHDRAWN, Status.MISSED}


def machine_for(cast, school, topic):
    people = st.sampled_from(list(cast.values()))

    class Life(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.clock = time_machine.travel(TODAY)
            self.clock.start()
            self.talk = ask(cast["teacher"], school, topic, is_draft=True)
            self.was = self.talk.status

        def teardown(self):
            type(self.talk).objects.filter(pk=self.talk.pk).update(status="missed")
            self.clock.stop()

        def attempt(self, act, **arguments):
            self.was = type(self.talk).objects.get(pk=self.talk.pk).status
            with contextlib.suppress(ProductError):
                act(self.talk, **arguments)
            self.talk = type(self.talk).objects.get(pk=self.talk.pk)

        @rule(by=people, hour=st.integers(8, 11))
        def send(self, by, hour):
            self.attempt(actions.send, by=by, slot=at(TUESDAY, hour))

        @rule(by=people)
        def approve(self, by):
            self.attempt(actions.approve, by=by)

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
    topic, teacher, principal, officer, counselor, school
):
    cast = {
        "teacher": teacher,
        "principal": principal,
        "officer": officer.user,
        "counselor": counselor,
    }
    run_state_machine_as_test(
        machine_for(cast, school, topic),
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
