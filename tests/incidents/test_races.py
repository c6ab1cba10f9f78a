"""Where several act at once: real threads, real transactions, one result."""

import pytest

from incidents import actions
from incidents.models import HandBack, Incident, Submission, Supplement
from incidents.states import Status
from officers.models import ActivityEntry
from sro_program.core.db import acting_as_clock
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from tests.conftest import make_member
from tests.incidents.conftest import BEGAN, DISCIPLINE, POLICE
from tests.threads import as_, together

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


@pytest.fixture
def stage(transactional_db, request):
    with acting_as_clock():
        names = ("commander", "principal", "officer", "begin", "write_up", "agency")
        return {name: request.getfixturevalue(name) for name in names}


def test_submitted_many_times_at_once_it_is_submitted_once(stage):
    officer = stage["officer"].user
    with acting_as_clock():
        incident = stage["write_up"](stage["begin"]())

    refused = together([as_(officer, actions.submit, incident)] * AT_ONCE)

    assert refused.count(None) == 1
    with acting_as_clock():
        assert Submission.objects.count() == 1
        assert ActivityEntry.objects.filter(source_id=incident.pk).count() == 1
        assert Notification.objects.filter(recipient=stage["commander"]).count() == 1


def test_of_approvals_and_returns_at_once_one_counts(stage):
    with acting_as_clock():
        incident = stage["write_up"](stage["begin"]())
        actions.submit(incident, by=stage["officer"].user)
        second = make_member("commander", stage["agency"], "Cora Captain")
    jobs = [
        job
        for who in (stage["commander"], second)
        for job in (
            as_(who, actions.approve, incident),
            as_(who, actions.return_report, incident, remark="Mend it."),
        )
    ]

    refused = together(jobs)

    assert refused.count(None) == 1
    with acting_as_clock():
        ended = Incident.objects.get(pk=incident.pk)
        assert ended.status in {Status.APPROVED, Status.RETURNED}


def test_a_supplement_sent_twice_at_once_is_one(stage):
    officer, key = stage["officer"].user, uuid7()
    with acting_as_clock():
        incident = stage["write_up"](stage["begin"]())
        actions.submit(incident, by=officer)
        actions.approve(incident, by=stage["commander"])

    job = as_(officer, actions.add_supplement, incident, record_id=key, text="Later.")
    together([job] * AT_ONCE)

    with acting_as_clock():
        assert Supplement.objects.count() == 1


def test_reports_begun_at_once_have_numbers_of_their_own(stage):
    officer, school = stage["officer"].user, stage["officer"].assignments
    with acting_as_clock():
        school = school.get().campus.schools.get()
    header = {
        "occurred_from": BEGAN,
        "reported_at": BEGAN,
        "initiated_by": "teacher",
        "discovered": "called",
        "sub_place": "hallway",
    }
    jobs = [
        as_(
            officer,
            actions.begin,
            school=school,
            record_id=uuid7(),
            answers=POLICE,
            **header,
        )
        for _ in range(AT_ONCE)
    ]

    assert together(jobs) == [None] * AT_ONCE
    with acting_as_clock():
        serials = Incident.objects.values_list("serial", flat=True)
        assert sorted(serials) == list(range(1, AT_ONCE + 1))


def test_handed_back_and_submitted_at_once_it_is_one_of_them(stage):
    officer = stage["officer"].user
    with acting_as_clock():
        incident = stage["begin"](answers=DISCIPLINE)

    refused = together(
        [as_(officer, actions.hand_back, incident, facts="Two argued.")] * AT_ONCE
    )

    assert refused.count(None) == 1
    with acting_as_clock():
        assert HandBack.objects.count() == 1
        told = Notification.objects.filter(recipient=stage["principal"])
        assert told.count() == 1


def test_one_viewing_shows_the_names_once_however_often_it_is_sent(stage):
    with acting_as_clock():
        incident = stage["write_up"](stage["begin"]())
    viewing, shown = uuid7(), []

    def look(incident, *, by):
        said = {"reason": "A parent called.", "viewing": viewing}
        shown.append(actions.unmask(incident, by=by, **said))

    together([as_(stage["officer"].user, look, incident)] * AT_ONCE)

    assert sorted(shown) == [False] * (AT_ONCE - 1) + [True]
