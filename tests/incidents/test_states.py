"""Whatever people do in whatever order, the life of a report keeps its rules."""

import contextlib

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from incidents import actions
from incidents.models import CaseFile, Incident
from incidents.states import LOCKED, Status
from sro_program.audit.models import AuditEvent
from sro_program.core.errors import ProductError
from sro_program.core.ids import uuid7

DIAGRAM = {
    Status.DRAFT: {"submitted", "handed_back", "discarded"},
    Status.RETURNED: {"submitted", "handed_back"},
    Status.SUBMITTED: {"returned", "approved"},
}
"""Product.md §3; what is not here is locked."""


def machine_for(cast, begin):
    people = st.sampled_from(cast)

    class Life(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.incident = begin()
            self.file = CaseFile.objects.get(pk=self.incident.pk)
            self.lines = 1

        def attempt(self, act, *args, **said):
            was, kept = self.incident.status, self.file
            with contextlib.suppress(ProductError):
                act(self.incident, *args, **said)
            self.incident = Incident.objects.get(pk=self.incident.pk)
            self.file = CaseFile.objects.get(pk=self.incident.pk)
            self.check(was, kept)

        def check(self, was, kept):
            """One step of the diagram; what is locked stays; no line is lost."""
            now = self.incident.status
            assert now == was or now in DIAGRAM.get(was, set())
            lines = AuditEvent.objects.about(self.incident).count()
            assert lines > self.lines or now == was
            self.lines = lines
            if was in LOCKED:
                assert self.file.narrative == kept.narrative
                assert self.file.conduct == kept.conduct
            assert self.incident.approved_by_id != self.incident.written_by_id
            if now == Status.HANDED_BACK:
                assert self.file.is_discipline
                assert not self.incident.people.exists()

        @rule(
            by=people,
            conduct=st.sampled_from(["misconduct", "status", "open"]),
            disposition=st.sampled_from(["", "advised", "citation"]),
            crime=st.sampled_from(["yes", "no"]),
        )
        def write_account(self, by, conduct, disposition, crime):
            self.attempt(
                actions.change_case_file,
                by=by,
                narrative="What happened.",
                conduct=conduct,
                disposition=disposition,
                possible_crime=crime,
            )

        @rule(by=people)
        def add_person(self, by):
            self.attempt(
                actions.add_person,
                by=by,
                record_id=uuid7(),
                role="subject",
                family_name="Doe",
            )

        @rule(by=people)
        def submit(self, by):
            self.attempt(actions.submit, by=by)

        @rule(by=people, remark=st.sampled_from(["", "Mend it."]))
        def return_report(self, by, remark):
            self.attempt(actions.return_report, by=by, remark=remark)

        @rule(by=people)
        def approve(self, by):
            self.attempt(actions.approve, by=by)

        @rule(by=people)
        def hand_back(self, by):
            self.attempt(actions.hand_back, by=by, facts="Two argued.")

        @rule(by=people)
        def discard(self, by):
            self.attempt(actions.discard, by=by)

        @rule(by=people)
        def supplement(self, by):
            self.attempt(
                actions.add_supplement, by=by, record_id=uuid7(), text="Later."
            )

    return Life


def test_no_order_of_acts_breaks_the_rules(begin, officer, principal, commander):
    life = machine_for([officer.user, principal, commander], begin)

    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=25,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
