"""Directives: who gives and answers, what pulls in two directions, and both walls."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from officers import actions, policy
from officers.directing import clashes_of, clashing, schools_to_direct, stretches
from officers.ledger import ledger_of, schools_with_a_ledger
from officers.models import Directive
from officers.states import Status
from sro_program.accounts.models import Role
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, RuleBroken, Stale, WrongState
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from tests.conftest import make_member, make_officer
from tests.factories.accounts import UserFactory
from tests.factories.officers import (
    ActivityEntryFactory,
    AssignmentFactory,
    DirectiveFactory,
    OfficerFactory,
)
from tests.factories.schools import DistrictFactory, SchoolFactory
from tests.officers.conftest import MONDAY, at
from tests.threads import as_, together

TASK = {"kind": "lunch", "what": "Watch the cafeteria", "due_at": at(13)}
NINE_TO_TEN = {"starts_at": at(9), "due_at": at(10)}


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(at(8), tick=False):
        yield


@pytest.fixture
def give(officer, school, principal):
    """Give the officer a task, as the principal."""

    def given(**said):
        content = {**TASK, "by": principal, "school": school, **said}
        return actions.give_directive(content.pop("officer", officer), **content)

    return given


def told(person):
    return [note.summary for note in Notification.objects.filter(recipient=person)]


# Giving


@pytest.mark.parametrize(
    ("who", "side"), [("commander", "command"), ("principal", "school")]
)
def test_the_role_by_which_it_is_given_says_from_which_side(give, request, who, side):
    directive = give(by=request.getfixturevalue(who))

    assert (directive.side, directive.status) == (side, Status.GIVEN)


@pytest.mark.parametrize(
    "who", ["office", "counselor", "teacher", "district_user", "stranger"]
)
def test_nobody_else_gives_one(give, request, who):
    with pytest.raises(NotAllowed, match="from the principal of the school"):
        give(by=request.getfixturevalue(who))

    assert not Directive.objects.exists()


def test_the_principal_of_another_school_is_refused_in_words(give, district, campus):
    next_door = SchoolFactory(district=district, campus=campus)
    principal = make_member(Role.PRINCIPAL, next_door)

    with pytest.raises(NotAllowed, match="from the principal of the school"):
        give(by=principal)

    assert give(by=principal, school=next_door)


def test_nobody_directs_themselves(give, commander, agency):
    own = OfficerFactory(user=commander, police_agency=agency)

    with pytest.raises(NotAllowed, match="You cannot direct yourself"):
        give(by=commander, officer=own)


def test_an_officer_who_is_not_in_service_gets_none(give, officer):
    officer.in_service = False
    officer.save()

    with pytest.raises(RuleBroken, match="not in service"):
        give()


def test_nor_one_who_does_not_serve_there_that_day(give, district, commander, officer):
    elsewhere = SchoolFactory(district=district)
    officer.assignments.update(ends_on=MONDAY + timedelta(days=1))

    with pytest.raises(RuleBroken, match=r"does not serve .* on November 30"):
        give(by=commander, school=elsewhere)
    with pytest.raises(RuleBroken, match="on December 1"):
        give(due_at=at(13) + timedelta(days=1))
    assert give()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"due_at": at(8)}, "That time is over"),
        ({"starts_at": at(14)}, "The end must be after the start"),
        ({"due_at": at(8).replace(year=2150)}, "from 2000 to 2100"),
    ],
)
def test_a_time_that_cannot_be_is_refused(give, said, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        give(**said)


def test_sent_twice_it_is_one(give):
    key = uuid7()

    assert give(record_id=key) == give(record_id=key, what="Something else")

    assert Directive.objects.get().what == TASK["what"]


def test_the_officer_is_told_without_what_it_says(give, officer):
    give()

    note = Notification.objects.get(recipient=officer.user)
    assert note.summary == "A new directive: Lunch monitor"
    assert note.needs_you
    assert TASK["what"] not in str(note.context)


# Answering


@pytest.fixture
def answer(officer):
    def act(verb, directive, **said):
        return getattr(actions, verb)(directive, by=officer.user, **said)

    return act


def test_the_officer_acknowledges_and_then_says_that_it_is_done(
    give, answer, officer, principal
):
    directive = answer("acknowledge", give())
    assert directive.status == Status.ACKNOWLEDGED
    assert not Notification.objects.filter(recipient=officer.user, needs_you=True)

    directive = answer("finish", directive)

    assert (directive.status, directive.answered_at) == (Status.DONE, at(8))
    assert {*told(principal)} == {
        f"{officer} has seen your directive",
        f"{officer} has done what you directed",
    }


def test_or_declines_with_a_reason(give, answer, officer, principal):
    directive = give()
    with pytest.raises(RuleBroken, match="Say why"):
        answer("decline", directive, reason="")

    declined = answer("decline", directive, reason="In court until one")

    assert (declined.status, declined.reason) == ("declined", "In court until one")
    assert told(principal) == [f"{officer} has declined your directive"]
    assert "court" not in str(Notification.objects.get(recipient=principal).context)


def test_whoever_gave_it_takes_it_back(give, officer, principal):
    directive = give()

    withdrawn = actions.withdraw(directive, by=principal, reason="Others are there")

    assert (withdrawn.status, withdrawn.reason) == ("withdrawn", "Others are there")
    assert "Withdrawn: Lunch monitor" in told(officer.user)
    assert not Notification.objects.filter(recipient=officer.user, needs_you=True)


@pytest.mark.parametrize("verb", ["acknowledge", "finish", "decline"])
def test_nobody_answers_for_the_officer(give, principal, other_officer, verb):
    directive, said = give(), {"reason": "No"} if verb == "decline" else {}

    for by in (principal, other_officer.user):
        with pytest.raises(NotAllowed, match="Only the officer"):
            getattr(actions, verb)(directive, by=by, **said)


def test_who_left_service_answers_no_more(give, answer, officer):
    directive = give()
    officer.in_service = False
    officer.save()

    with pytest.raises(NotAllowed, match="in service"):
        answer("acknowledge", directive)


def test_nobody_takes_back_what_another_gave(give, commander, officer):
    directive = give()

    for by in (commander, officer.user):
        with pytest.raises(NotAllowed, match="Only who gave it"):
            actions.withdraw(directive, by=by, reason="No")


def test_nor_who_has_left_the_place(give, principal):
    directive = give()
    principal.memberships.update(ends_on=date(2020, 9, 1))

    with pytest.raises(NotAllowed):
        actions.withdraw(directive, by=principal, reason="No")


@pytest.mark.parametrize("ended", [Status.DONE, Status.DECLINED, Status.WITHDRAWN])
def test_what_ended_stays_ended(officer, principal, answer, school, ended):
    directive = DirectiveFactory(
        officer=officer,
        school=school,
        directed_by=principal,
        side="school",
        status=ended,
        reason="So it was",
    )

    with pytest.raises(WrongState):
        answer("acknowledge", directive)
    with pytest.raises(WrongState):
        answer("finish", directive)
    with pytest.raises(WrongState):
        answer("decline", directive, reason="No")
    with pytest.raises(WrongState):
        actions.withdraw(directive, by=principal, reason="No")


def test_of_an_older_page_nothing_is_answered(give, answer):
    directive = answer("acknowledge", give())

    with pytest.raises(Stale):
        answer("finish", directive, version=1)


def test_each_step_is_kept(give, answer):
    directive = answer("decline", answer("acknowledge", give()), reason="No time")

    states = directive.history.order_by("pgh_id").values_list("status", flat=True)
    assert list(states) == ["given", "acknowledged", "declined"]


# What pulls in two directions


def test_two_sides_at_one_time_are_told_to_the_other(
    give, commander, principal, officer
):
    first = give(**NINE_TO_TEN)

    second = give(by=commander, starts_at=at(9, 30), due_at=at(11))

    assert told(principal) == [f"Two directives for {officer} at one time"]
    assert clashing(first) == [second]
    assert clashing(second) == [first]
    news = Notification.objects.filter(recipient=officer.user).latest("pk")
    assert "from the other side" in news.context["text"]


@pytest.mark.parametrize(
    "said",
    [
        {"starts_at": at(10), "due_at": at(11)},
        {"due_at": at(10)},
    ],
    ids=["one after the other", "no certain hours"],
)
def test_what_takes_other_hours_does_not_clash(give, commander, principal, said):
    give(**NINE_TO_TEN)

    second = give(by=commander, **said)

    assert not clashing(second)
    assert not told(principal)


def test_nor_two_of_one_side_nor_of_two_officers(
    give, commander, agency, campus, principal
):
    give(**NINE_TO_TEN)
    colleague = make_officer(agency, campus, "Cole Colleague")

    assert not clashing(give(**NINE_TO_TEN))
    assert not clashing(give(by=commander, officer=colleague, **NINE_TO_TEN))


FRIDAY = MONDAY + timedelta(days=4)
DAILY = {"repeats": "daily", "repeats_until": MONDAY + timedelta(days=11)}
WEEKLY = {"repeats": "weekly", "repeats_until": MONDAY + timedelta(days=11)}


@pytest.mark.parametrize(
    ("repeats", "on", "is_clash"),
    [
        (DAILY, FRIDAY, True),
        (DAILY, FRIDAY + timedelta(days=1), False),
        (DAILY, FRIDAY + timedelta(days=7), True),
        (DAILY, FRIDAY + timedelta(days=10), False),
        (WEEKLY, FRIDAY, False),
        (WEEKLY, MONDAY + timedelta(days=7), True),
        ({}, MONDAY + timedelta(days=7), False),
    ],
)
def test_what_repeats_clashes_on_each_of_its_days(
    give, commander, repeats, on, is_clash
):
    """Each school day, Monday to Friday, for two weeks; or each Monday."""
    first = give(**NINE_TO_TEN, **repeats)

    second = give(by=commander, starts_at=at(9, 30, on), due_at=at(9, 45, on))

    assert clashing(second) == ([first] if is_clash else [])


def test_what_is_over_clashes_no_more(give, commander):
    first = give(**NINE_TO_TEN)
    give(by=commander, **NINE_TO_TEN)

    with time_machine.travel(at(10)):
        assert not clashing(first)


def test_two_that_repeat_clash_where_their_days_meet(give, commander):
    give(**NINE_TO_TEN, **DAILY)
    later = {"starts_at": at(10, 0, FRIDAY), "due_at": at(11, 0, FRIDAY)}

    assert not clashing(give(by=commander, **later, **DAILY))
    early = {"starts_at": at(9, 30, FRIDAY), "due_at": at(11, 0, FRIDAY)}
    assert clashing(give(by=commander, **early, **DAILY))


def test_it_goes_by_the_clock_on_the_wall_when_that_changes(give):
    """On March 14, 2027 clocks go forward."""
    until = {"repeats": "weekly", "repeats_until": date(2027, 3, 20)}

    *_, (starts, ends) = stretches(give(**NINE_TO_TEN, **until))

    assert (starts, ends) == (
        at(9, 0, date(2027, 3, 15)),
        at(10, 0, date(2027, 3, 15)),
    )
    assert starts.utcoffset() == timedelta(hours=-5)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"repeats": "daily"}, "a beginning and a last day"),
        ({"repeats_until": FRIDAY}, "a beginning and a last day"),
        ({"starts_at": None, **DAILY}, "a beginning and a last day"),
        ({"repeats": "daily", "repeats_until": date(2028, 1, 3)}, "for a year at most"),
    ],
)
def test_what_repeats_has_a_beginning_and_a_last_day(give, said, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        give(**{**NINE_TO_TEN, **said})


def test_and_the_officer_serves_there_until_its_last_day(give, officer):
    officer.assignments.update(ends_on=FRIDAY)

    with pytest.raises(RuleBroken, match="on December 11"):
        give(**NINE_TO_TEN, **DAILY)


def test_nor_what_has_ended(give, commander, answer):
    answer("decline", give(**NINE_TO_TEN), reason="No")

    assert not clashing(give(by=commander, **NINE_TO_TEN))


def test_of_another_school_only_the_time_is_shown(
    give, commander, principal, officer, district
):
    elsewhere = SchoolFactory(district=district)
    AssignmentFactory(officer=officer, campus=elsewhere.campus, kind="secondary")
    here = give(**NINE_TO_TEN)
    with acting_as(commander):
        there = give(by=commander, school=elsewhere, **NINE_TO_TEN)

    for person, seen in ((principal, None), (commander, there), (officer.user, there)):
        with acting_as(person):
            (clash,) = clashes_of(person, here)
        assert (clash.seen, clash.side) == (seen, "Agency command")
        assert clash.when == "Mon, Nov 30, 9:00 – 10:00 AM"


# Who may


PEOPLE = [
    *("commander", "office", "principal", "counselor", "teacher"),
    *("district_user", "stranger"),
]


def ask(question, request, *args):
    return {name for name in PEOPLE if question(request.getfixturevalue(name), *args)}


def test_who_opens_directives_and_gives_them(request, officer, school):
    readers = {"commander", "office", "principal", "stranger"}
    assert ask(policy.can_open_directives, request) == readers
    assert policy.can_open_directives(officer.user)
    assert ask(policy.can_read_duty_ledger, request) == readers
    assert not policy.can_read_duty_ledger(officer.user)
    givers = {"commander", "principal", "stranger"}
    assert ask(policy.can_direct_somebody, request) == givers
    assert ask(policy.can_direct, request, officer, school) == {
        "commander",
        "principal",
    }


def test_where_one_may_direct(officer, school, district, commander, principal, teacher):
    other = SchoolFactory(district=district, campus=school.campus, name="Aa")
    SchoolFactory(district=district)

    assert list(schools_to_direct(commander, officer)) == [other, school]
    assert list(schools_to_direct(principal, officer)) == [school]
    assert not schools_to_direct(teacher, officer)


# Both walls


@pytest.mark.parametrize("side", ["command", "school"])
@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("commander", 1),
        ("office", 1),
        ("principal", 1),
        ("counselor", 0),
        ("teacher", 0),
        ("district_user", 0),
        ("stranger", 0),
    ],
)
def test_both_walls_show_it_to_both_sides(request, officer, school, side, who, seen):
    DirectiveFactory(officer=officer, school=school, side=side)
    user = request.getfixturevalue(who)

    first_wall = Directive.objects.visible_to(user).count()
    with acting_as(user):
        second_wall = Directive.objects.count()
        history = Directive.objects.model.history.rel.related_model.objects.count()

    assert (first_wall, second_wall, history) == (seen, seen, seen)


def test_and_to_the_officer_it_is_for_but_to_no_colleague(
    officer, school, agency, campus
):
    DirectiveFactory(officer=officer, school=school)
    colleague = make_officer(agency, campus, "Cole Colleague")

    for person, seen in ((officer.user, 1), (colleague.user, 0)):
        assert Directive.objects.visible_to(person).count() == seen
        with acting_as(person):
            assert Directive.objects.count() == seen


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("office", {"side": "command"}),
        ("commander", {"side": "school"}),
        ("principal", {"side": "command"}),
        ("teacher", {"side": "school"}),
        ("stranger", {"side": "school"}),
    ],
)
def test_the_second_wall_takes_none_from_anybody_else(
    request, officer, school, who, said
):
    user = request.getfixturevalue(who)

    with acting_as(user), pytest.raises(DatabaseError), transaction.atomic():
        DirectiveFactory(officer=officer, school=school, directed_by=user, **said)


def test_nor_for_a_school_that_the_officer_does_not_serve(officer, district, commander):
    elsewhere = SchoolFactory(district=district)

    with acting_as(commander), pytest.raises(DatabaseError), transaction.atomic():
        DirectiveFactory(officer=officer, school=elsewhere, directed_by=commander)


def test_the_second_wall_lets_only_officer_and_giver_change_it(
    officer, school, commander, principal, office
):
    directive = DirectiveFactory(
        officer=officer, school=school, directed_by=principal, side="school"
    )
    rows = Directive.objects.filter(pk=directive.pk)

    changed = {}
    for person in (commander, office, officer.user, principal):
        status = "withdrawn" if person == principal else "acknowledged"
        with acting_as(person):
            changed[person.name] = rows.update(status=status, reason="Rain")

    assert list(changed.values()) == [0, 0, 1, 1]


# The log and the ledger


@pytest.fixture
def line(officer, school):
    def write(**said):
        content = {"type": "presence", "minutes": 30, "on": MONDAY, **said}
        return actions.write_line(
            by=officer.user, school=school, record_id=uuid7(), **content
        )

    return write


def test_what_is_done_for_a_directive_is_directed_duty(line, give):
    directive = give()

    entry = line(directive=directive)

    assert (entry.directive, entry.function) == (directive, "directed_duty")


def test_a_line_is_put_under_a_directive_later_and_stays_directed_duty(
    line, give, officer
):
    entry = line()
    entry = actions.change_line(entry, by=officer.user, directive=give())
    entry = actions.change_line(
        entry, by=officer.user, type="traffic", function="school_activity"
    )

    assert (entry.type, entry.function) == ("traffic", "directed_duty")


def test_of_another_s_directive_no_line_is_written(line, give, agency, campus):
    colleague = make_officer(agency, campus, "Cole Colleague")

    with pytest.raises(RuleBroken, match="no directive of yours"):
        line(directive=give(officer=colleague))


def test_nor_one_at_another_school_than_the_directive_s(
    give, officer, district, commander
):
    other = SchoolFactory(district=district, campus=officer.assignments.get().campus)

    with pytest.raises(RuleBroken, match=f"no directive of yours at {other.name}"):
        actions.write_line(
            by=officer.user,
            school=other,
            record_id=uuid7(),
            type="presence",
            minutes=5,
            on=MONDAY,
            directive=give(),
        )


def test_the_ledger_counts_minutes_by_side_kind_and_month(
    give, line, officer, school, commander, principal
):
    duty = {"officer": officer, "school": school, "function": "directed_duty"}
    line(directive=give(), minutes=30)
    line(directive=give(kind="door"), minutes=45)
    line(directive=give(by=commander, kind="patrol"), minutes=20)
    line(directive=give(by=commander, kind="patrol"), type="arrest", minutes=50)
    ActivityEntryFactory(
        **duty, on=MONDAY - timedelta(days=35), origin="administrator", minutes=15
    )
    ActivityEntryFactory(**duty, on=MONDAY, origin="agency", minutes=7)
    ActivityEntryFactory(**duty, on=MONDAY, minutes=9)
    ActivityEntryFactory(**duty, on=MONDAY, minutes=99, removed_at=at(7))
    ActivityEntryFactory(**duty, on=MONDAY - timedelta(days=400), minutes=99)

    seen = []
    for person in (commander, principal):
        with acting_as(person):
            ledger = ledger_of(person, school)
        seen.append([(row.side, row.kind, row.minutes[3:]) for row in ledger.rows])

    assert seen[0] == seen[1]
    assert seen[0] == [
        ("Agency command", "All", [0, 27]),
        ("Agency command", "Patrol", [0, 20]),
        ("Agency command", "No directive named", [0, 7]),
        ("School administration", "All", [15, 75]),
        ("School administration", "Door guard", [0, 45]),
        ("School administration", "Lunch monitor", [0, 30]),
        ("School administration", "No directive named", [15, 0]),
        ("Nobody named", "All", [0, 9]),
        ("Nobody named", "No directive named", [0, 9]),
    ]
    assert [month.month for month in ledger.months] == [7, 8, 9, 10, 11]


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("commander", True),
        ("office", True),
        ("principal", True),
        ("teacher", False),
        ("stranger", False),
    ],
)
def test_whose_ledger_one_reads(request, school, who, reads):
    schools = schools_with_a_ledger(request.getfixturevalue(who))

    assert (school in schools) is reads


# At once


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.fixture
    def scene(self, transactional_db):
        with acting_as_clock():
            district = DistrictFactory()
            school = SchoolFactory(district=district)
            officer = OfficerFactory(police_agency=district.police_agency)
            AssignmentFactory(officer=officer, campus=school.campus)
            principal = make_member(Role.PRINCIPAL, school)
            commander = make_member(Role.COMMANDER, district.police_agency)
            directive = DirectiveFactory(
                officer=officer, school=school, directed_by=principal, side="school"
            )
        yield directive, principal, commander
        connection.close()

    def test_two_answers_become_one(self, scene):
        directive, principal, _ = scene

        refusals = together(
            [
                as_(directive.officer.user, actions.finish, directive),
                as_(principal, actions.withdraw, directive, reason="Not needed"),
            ]
        )

        assert sorted(map(bool, refusals)) == [False, True]
        with acting_as_clock():
            directive.refresh_from_db()
            assert directive.version == 2

    def test_two_sides_that_give_at_once_learn_of_each_other(self, scene):
        directive, principal, commander = scene
        task = {**TASK, "school": directive.school, **NINE_TO_TEN}

        refusals = together(
            [
                as_(by, actions.give_directive, directive.officer, **task)
                for by in (principal, commander)
            ]
        )

        assert refusals == [None, None]
        with acting_as_clock():
            news = Notification.objects.filter(
                recipient__in=[principal.pk, commander.pk]
            )
            assert [note.summary[:14] for note in news] == ["Two directives"]


def test_a_stranger_s_account_is_nobody(officer, school):
    DirectiveFactory(officer=officer, school=school)

    assert not Directive.objects.visible_to(UserFactory())
