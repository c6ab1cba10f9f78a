"""Whatever people do in whatever order, the life of a referral keeps its rules."""

import contextlib

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from referrals import actions
from referrals.agents import Agent
from referrals.models import Referral
from referrals.states import ENDED, OPEN, Status
from sro_program.audit.models import AuditEvent
from sro_program.core.errors import ProductError
from sro_program.core.ids import uuid7
from tests.referrals.conftest import REPORTED

DIAGRAM = {
    Status.SENT: {"received", "accepted", "declined", "redirected", "revoked"},
    Status.RECEIVED: {"accepted", "declined", "redirected", "revoked"},
    Status.ACCEPTED: {"in_progress", "closed", "redirected", "revoked"},
    Status.IN_PROGRESS: {"closed", "redirected", "revoked"},
}
"""Product.md §3; what is not here ends it."""


def machine_for(cast, receivers, refer):
    people = st.sampled_from(list(cast))
    targets = st.sampled_from(receivers)

    class Life(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.first = self.referral = refer()
            self.was = self.referral.status
            self.lines = 1
            self.ended_at = None

        def attempt(self, act, **said):
            self.was = self.referral.status
            following = None
            with contextlib.suppress(ProductError):
                following = act(self.referral, **said)
            self.referral = Referral.objects.get(pk=self.referral.pk)
            self.check()
            is_next = isinstance(following, Referral) and following != self.referral
            if is_next:
                self.referral = Referral.objects.get(pk=following.pk)
                self.was, self.lines = self.referral.status, 0
                self.ended_at = None
                self.check()

        def check(self):
            """One step of the diagram, an end that stays, no line lost."""
            now = self.referral.status
            assert now == self.was or now in DIAGRAM.get(self.was, set())
            lines = AuditEvent.objects.about(self.referral).count()
            assert lines >= self.lines
            assert lines > self.lines or now == self.was
            self.lines = lines
            if self.ended_at:
                assert self.referral.ended_at == self.ended_at
            self.ended_at = self.referral.ended_at

        @rule(by=people)
        def receive(self, by):
            self.attempt(actions.receive, by=by)

        @rule(by=people)
        def accept(self, by):
            self.attempt(actions.accept, by=by)

        @rule(by=people)
        def begin(self, by):
            self.attempt(actions.begin, by=by)

        @rule(by=people, reason=st.sampled_from(["", "Full."]))
        def decline(self, by, reason):
            self.attempt(actions.decline, by=by, reason=reason)

        @rule(by=people, reason=st.sampled_from(["", "Moved."]))
        def revoke(self, by, reason):
            self.attempt(actions.revoke, by=by, reason=reason)

        @rule(
            by=people,
            outcome=st.sampled_from(["", "contact", "linked"]),
            learned=st.booleans(),
            report=st.sampled_from([None, REPORTED]),
        )
        def close(self, by, outcome, learned, report):
            self.attempt(
                actions.close,
                by=by,
                outcome=outcome,
                learned_of_abuse=learned,
                report=report,
            )

        @rule(by=people, to=targets)
        def redirect(self, by, to):
            self.attempt(actions.redirect, by=by, to=to)

        @rule(by=people, to=targets)
        def send_again(self, by, to):
            self.attempt(actions.send_again, by=by, to=to)

        @rule(by=people)
        def take_over(self, by):
            self.attempt(actions.take_over, by=by)

        @rule(by=people, text=st.sampled_from(["", "A line."]))
        def note(self, by, text):
            self.attempt(actions.write_note, by=by, text=text, record_id=uuid7())

        @rule(by=people, text=st.sampled_from(["", "A line."]))
        def message(self, by, text):
            self.attempt(actions.write_message, by=by, text=text, record_id=uuid7())

        @rule()
        def an_agency_answers(self):
            self.attempt(actions.accept, by=Agent(self.referral.pk))

        @rule()
        def the_clock(self):
            self.attempt(actions.remind)

        @invariant()
        def every_chain_has_one_open_end(self):
            chain = Referral.objects.filter(concern=self.first.concern_id)
            open_ones = [one for one in chain if one.status in OPEN]
            assert len(open_ones) <= 1
            assert all(bool(one.ended_at) == (one.status in ENDED) for one in chain)

    return Life


def test_no_order_of_acts_breaks_the_rules(
    refer, officer, counselor, colleague, principal, commander, helper
):
    cast = [officer.user, counselor, colleague, principal, commander]
    life = machine_for(cast, [counselor, colleague, helper], refer)

    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=25,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
