"""The review of an officer: goals, two halves, the officer's answer; who reads what."""

import re
from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction

from officers import actions, reviewing, tasks
from officers.models import (
    POLICE_ONLY,
    ActivityEntry,
    Review,
    ReviewAnswer,
    ReviewComment,
    ReviewGoal,
    ReviewHalf,
)
from officers.review_evidence import figures_of, in_words
from officers.review_list import waiting_to_answer, waiting_to_sign
from officers.standards import COMMON, OF_SIDE, standards_of
from sro_program.accounts.models import Role
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import (
    AlreadyDone,
    NotAllowed,
    RuleBroken,
    Stale,
    WrongState,
)
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from sro_program.settings.schedule import BEAT
from tests.conftest import LONG_AGO, make_member, make_officer
from tests.factories.officers import (
    ActivityEntryFactory,
    DutyReportFactory,
    DutyReportPageFactory,
    ReviewFactory,
    ReviewGoalFactory,
)
from tests.officers.appraising import YEAR, complete, draft, signed, the_half
from tests.officers.conftest import at
from tests.threads import as_, together

SIDES = ["command", "school"]
GOAL = {
    "words": "Students come on their own",
    "baseline": "Two a week do",
    "seen_by": "The counselors say so",
}


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(at(16), tick=False):
        yield


@pytest.fixture
def review(officer, school, commander, principal):
    return actions.open_review(officer, by=commander, school=school, year=YEAR)


@pytest.fixture
def superiors(commander, principal):
    return {"command": commander, "school": principal}


@pytest.fixture
def colleague(agency):
    return make_member(Role.COMMANDER, agency, "Cora Colleague")


@pytest.fixture
def goal(review, commander):
    return actions.propose_review_goal(review, by=commander, **GOAL)


def hold(user, role, **place):
    """One more role, and for long: the database's today is not a test's."""
    user.memberships.create(role=role, starts_on=LONG_AGO, **place)


def person(request, who):
    return (
        request.getfixturevalue("officer").user
        if who == "self"
        else (request.getfixturevalue(who))
    )


# The standards


def test_both_halves_have_the_source_s_standards_and_some_of_their_own():
    for side in SIDES:
        assert standards_of(side)[:6] == COMMON
    assert not {*OF_SIDE["command"]} & {*OF_SIDE["school"]}


# Opening


def test_a_superior_opens_it_and_the_others_learn_that_it_is_there(
    review, officer, principal
):
    assert (review.in_words, str(review)) == ("2026–27", f"{officer}, 2026–27")
    told = Notification.objects.filter(template="review")
    assert {note.recipient for note in told} == {officer.user, principal}


def test_there_is_one_of_a_school_year_and_sent_twice_it_is_one(
    officer, school, commander, principal
):
    key = uuid7()
    said = {"school": school, "year": YEAR, "record_id": key}
    first = actions.open_review(officer, by=commander, **said)

    assert actions.open_review(officer, by=commander, **said) == first
    with pytest.raises(RuleBroken, match="There is a review of this school year"):
        actions.open_review(officer, by=principal, school=school, year=YEAR)


@pytest.mark.parametrize("year", [2018, 2019])
def test_of_a_year_in_which_the_officer_did_not_serve_there_is_none(
    officer, school, commander, year
):
    with pytest.raises(RuleBroken, match="had no assignment at .* 20"):
        actions.open_review(officer, by=commander, school=school, year=year)


def test_a_year_far_from_ours_is_refused_by_the_database(officer, school, commander):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewFactory(officer=officer, school=school, opened_by=commander, year=1999)


@pytest.mark.parametrize(
    "who", ["office", "counselor", "teacher", "district_user", "stranger", "self"]
)
def test_nobody_else_opens_one(officer, school, who, request):
    with pytest.raises(NotAllowed):
        actions.open_review(officer, by=person(request, who), school=school, year=YEAR)


def test_nobody_reviews_themselves(officer, school, agency, commander, principal):
    hold(officer.user, Role.COMMANDER, police_agency=agency)
    hold(officer.user, Role.PRINCIPAL, school=school)

    with pytest.raises(NotAllowed, match="Your superiors review you"):
        actions.open_review(officer, by=officer.user, school=school, year=YEAR)

    review = actions.open_review(officer, by=commander, school=school, year=YEAR)
    half = signed(review, principal, "school")
    for act in (
        lambda: actions.write_half(review, by=officer.user, answers={}, outcomes={}),
        lambda: actions.sign_half(half, by=officer.user),
        lambda: actions.propose_review_goal(review, by=officer.user, **GOAL),
    ):
        with pytest.raises(NotAllowed, match="Your superiors review you"):
            act()


def test_an_officer_who_commands_reads_no_draft_about_themselves(
    review, officer, agency, superiors
):
    hold(officer.user, Role.COMMANDER, police_agency=agency)
    for side in SIDES:
        draft(review, superiors[side], side)

    assert not ReviewHalf.objects.visible_to(officer.user).exists()
    with acting_as(officer.user):
        assert not ReviewHalf.objects.exists()


# Goals


def test_one_side_proposes_and_the_other_agrees(goal, principal, commander, officer):
    asked = Notification.objects.filter(needs_you=True)
    assert [note.recipient for note in asked] == [principal]

    with acting_as(principal):
        actions.agree_review_goal(goal, by=principal)

    goal.refresh_from_db()
    assert (goal.status, goal.answered_by) == ("agreed", principal)
    assert not asked.all().exists()
    told = Notification.objects.filter(summary__contains="both agreed on")
    assert {note.recipient for note in told} == {commander, officer.user}


def test_nobody_agrees_to_their_own_nor_does_their_side(
    goal, commander, colleague, officer, office
):
    with pytest.raises(NotAllowed, match="The other side agrees"):
        actions.agree_review_goal(goal, by=commander)
    for user in (colleague, officer.user, office):
        with pytest.raises(NotAllowed):
            actions.agree_review_goal(goal, by=user)


def test_who_proposed_takes_it_back_until_it_is_agreed(goal, commander, principal):
    with pytest.raises(NotAllowed, match="Only who proposed it"):
        actions.withdraw_review_goal(goal, by=principal)
    actions.withdraw_review_goal(goal, by=commander)

    with pytest.raises(WrongState):
        actions.agree_review_goal(goal, by=principal)


def test_an_older_version_of_a_goal_is_stale(goal, principal):
    with pytest.raises(Stale):
        actions.agree_review_goal(goal, by=principal, version=7)


def test_sent_twice_a_goal_is_one_and_an_empty_part_is_refused(review, principal):
    key = uuid7()
    for _ in range(2):
        actions.propose_review_goal(review, by=principal, record_id=key, **GOAL)
    assert ReviewGoal.objects.count() == 1

    with pytest.raises(RuleBroken, match="how it will be seen"):
        actions.propose_review_goal(
            review, by=principal, words="Calm", baseline="", seen_by="It is"
        )


def test_goals_are_fixed_from_the_first_signature_on_also_for_who_cannot_see_it(
    review, goal, commander, principal
):
    """The principal does not see the command's half, and it locks all the same."""
    signed(review, commander, "command")
    assert not Notification.objects.filter(url__contains="goal", needs_you=True)

    with acting_as(principal):
        for act in (
            lambda: actions.agree_review_goal(goal, by=principal),
            lambda: actions.propose_review_goal(review, by=principal, **GOAL),
        ):
            with pytest.raises(RuleBroken, match="Goals are fixed"):
                act()
    with acting_as(commander), pytest.raises(RuleBroken, match="Goals are fixed"):
        actions.withdraw_review_goal(goal, by=commander)


def test_the_database_refuses_a_goal_that_one_agreed_alone(review, commander):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewGoalFactory(
            review=review,
            proposed_by=commander,
            status="agreed",
            answered_by=commander,
            answered_at=at(9),
        )


# Writing and signing a half


@pytest.mark.parametrize("side", SIDES)
def test_a_half_is_written_signed_and_answered(review, superiors, officer, side):
    half = signed(review, superiors[side], side, wants_work="Fewer days at the door")

    kept = the_half(review, side)
    assert (kept.status, kept.signed_by) == ("signed", superiors[side])
    assert kept.figures["until"] == "2026-11-30"
    waits = Notification.objects.filter(needs_you=True)
    assert [note.recipient for note in waits] == [officer.user]

    with acting_as(officer.user):
        actions.answer_half(
            half.review, half.side, by=officer.user, text="I was at court"
        )

    assert ReviewComment.objects.get().text == "I was at court"
    assert not waits.all().exists()
    told = Notification.objects.filter(summary__contains="is answered")
    assert [note.recipient for note in told] == [superiors[side]]


def test_it_cannot_be_signed_while_a_standard_has_no_answer(review, principal):
    said = complete("school")
    del said["appearance"], said["teaching"]
    half = actions.write_half(review, by=principal, answers=said, outcomes={})

    with pytest.raises(
        RuleBroken, match="Answer first: Professional appearance; Teaching"
    ):
        actions.sign_half(half, by=principal)


def test_what_wants_work_is_said_in_words(review, principal):
    with pytest.raises(RuleBroken, match="Say in words what wants work"):
        actions.write_half(
            review, by=principal, answers={"visible": ("wants_work", "")}, outcomes={}
        )


def test_a_half_answers_its_own_standards_alone(review, principal):
    with pytest.raises(RuleBroken, match="no standard of this half"):
        actions.write_half(
            review, by=principal, answers={"tactics": ("mostly", "")}, outcomes={}
        )


def test_what_was_said_can_be_changed_and_taken_out_of_a_draft(review, principal):
    draft(review, principal, "school", words="First")
    said = complete("school", words="First")
    said["fair"] = ("mostly", "Second")
    del said["respect"]

    half = actions.write_half(
        review, by=principal, answers=said, outcomes={}, version=2
    )

    assert half.answers.get(standard="fair").words == "Second"
    assert not half.answers.filter(standard="respect").exists()
    assert half.answers.get(standard="visible").history.count() == 1


def test_at_the_end_each_half_says_what_became_of_the_agreed_goals(
    review, goal, principal
):
    outcome = {goal.pk: "More do"}
    with pytest.raises(RuleBroken, match="both agreed on"):
        actions.write_half(review, by=principal, answers={}, outcomes=outcome)

    actions.agree_review_goal(goal, by=principal)
    half = actions.write_half(review, by=principal, answers={}, outcomes=outcome)

    assert half.answers.get().words == "More do"


def test_a_goal_of_another_review_is_not_answered_here(
    review, officer, school, principal, commander
):
    elsewhere = ReviewFactory(
        officer=officer, school=school, year=YEAR - 1, opened_by=commander
    )
    theirs = ReviewGoalFactory(
        review=elsewhere,
        proposed_by=commander,
        status="agreed",
        answered_by=principal,
        answered_at=at(9),
    )

    with pytest.raises(RuleBroken, match="in this review"):
        actions.write_half(
            review, by=principal, answers={}, outcomes={theirs.pk: "Words"}
        )


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    "who",
    ["commander", "principal", "office", "counselor", "teacher", "stranger", "self"],
)
def test_each_side_writes_and_signs_its_own_half_and_nobody_else_does(
    review, superiors, side, who, request
):
    user = person(request, who)
    half = draft(review, superiors[side], side)
    is_mine = superiors[side] == user

    assert bool(reviewing.can_write_half(user, review, side)) is is_mine
    if not is_mine:
        with pytest.raises(NotAllowed):
            actions.sign_half(half, by=user)


def test_one_person_does_not_sign_both_halves(review, principal, agency, school):
    half = signed(review, principal, "school")
    hold(principal, Role.COMMANDER, police_agency=agency)
    other = draft(review, principal, "command")

    with pytest.raises(NotAllowed, match="Two people review"):
        actions.sign_half(other, by=principal)
    with pytest.raises(IntegrityError, match="Two people review"), transaction.atomic():
        ReviewHalf.objects.filter(pk=other.pk).update(
            status="signed", signed_by=principal, signed_at=at(9), figures={}
        )
    assert half.status == "signed"


def test_two_superiors_of_one_side_do_not_overwrite_each_other(
    review, commander, colleague
):
    said = complete("command")
    actions.write_half(review, by=commander, answers=said, outcomes={}, version=1)

    with pytest.raises(Stale):
        actions.write_half(review, by=colleague, answers={}, outcomes={}, version=1)

    half = the_half(review, "command")
    assert half.answers.count() == len(said)
    with pytest.raises(Stale):
        actions.sign_half(half, by=colleague, version=1)


def test_a_signed_half_is_changed_by_nobody(review, principal):
    half = signed(review, principal, "school")
    row = half.answers.first()

    with pytest.raises(WrongState, match="Take the signature back"):
        actions.write_half(review, by=principal, answers={}, outcomes={})
    with pytest.raises(WrongState):
        actions.sign_half(half, by=principal)
    for change in (
        lambda: ReviewAnswer.objects.filter(pk=row.pk).update(words="Otherwise"),
        lambda: row.delete(),
        lambda: ReviewHalf.objects.filter(pk=half.pk).update(figures={}),
        lambda: ReviewHalf.objects.filter(pk=half.pk).delete(),
        lambda: Review.objects.filter(pk=review.pk).update(year=YEAR - 1),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_nobody_signs_for_somebody_else(review, principal, commander):
    half = draft(review, principal, "school")

    with (
        acting_as(principal),
        pytest.raises(IntegrityError, match="by whoever signs it"),
        transaction.atomic(),
    ):
        ReviewHalf.objects.filter(pk=half.pk).update(
            status="signed", signed_by=commander, signed_at=at(9), figures={}
        )


# Taking back, and the officer's answer


def test_the_signer_takes_the_signature_back_and_it_is_a_draft_again(
    review, principal, officer, colleague
):
    half = signed(review, principal, "school")
    with pytest.raises(NotAllowed, match="Only who signed it"):
        actions.take_back_half(half, by=colleague)

    with acting_as(principal):
        actions.take_back_half(half, by=principal)

    half.refresh_from_db()
    assert (half.status, half.figures, half.signed_by) == ("draft", None, None)
    assert not Notification.objects.filter(needs_you=True).exists()
    with acting_as(officer.user):
        assert not ReviewHalf.objects.exists()
        with pytest.raises(WrongState, match="has been taken back"):
            actions.answer_half(
                half.review, half.side, by=officer.user, text="Too late"
            )


def test_once_the_officer_has_answered_it_stays(review, principal, officer):
    half = signed(review, principal, "school")
    actions.answer_half(half.review, half.side, by=officer.user)

    with pytest.raises(NotAllowed, match="The officer has answered"):
        actions.take_back_half(half, by=principal)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewHalf.objects.filter(pk=half.pk).update(
            status="draft", signed_by=None, signed_at=None, figures=None
        )


def test_the_officer_answers_once_and_sent_twice_it_is_one(review, principal, officer):
    half, key = signed(review, principal, "school"), uuid7()
    for _ in range(2):
        actions.answer_half(
            half.review, half.side, by=officer.user, text="Thank you", record_id=key
        )

    with pytest.raises(AlreadyDone):
        actions.answer_half(
            half.review, half.side, by=officer.user, text="One more thing"
        )
    comment = ReviewComment.objects.get()
    for change in (
        lambda: ReviewComment.objects.update(text="Otherwise"),
        lambda: comment.delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize("who", ["commander", "principal", "office", "stranger"])
def test_nobody_answers_for_the_officer(review, principal, who, request):
    half = signed(review, principal, "school")

    with pytest.raises(NotAllowed, match="Only the officer"):
        actions.answer_half(
            half.review, half.side, by=request.getfixturevalue(who), text="Words"
        )


# Who reads what, and each wall alone


@pytest.fixture
def finished(review, superiors, officer):
    """Both halves signed and answered, a word of each in them."""
    halves = {}
    for side in SIDES:
        half = signed(review, superiors[side], side, words=f"{side}-word")
        actions.answer_half(
            half.review, half.side, by=officer.user, text=f"answer-to-{side}"
        )
        halves[side] = half
    return halves


READS = {
    "self": {"command", "school"},
    "commander": {"command", "school"},
    "colleague": {"command", "school"},
    "principal": {"school"},
    **dict.fromkeys(
        ["office", "counselor", "teacher", "district_user", "stranger", "fellow"], set()
    ),
}


@pytest.fixture
def fellow(agency, campus):
    return make_officer(agency, campus, "Fay Fellow").user


@pytest.mark.parametrize("who", READS)
def test_each_wall_alone_shows_a_review_to_those_three(finished, who, request):
    user, sides = person(request, who), READS[who]
    is_one = bool(sides)

    def found(rows):
        return {
            "reviews": rows(Review).count(),
            "halves": {half.side for half in rows(ReviewHalf)},
            "words": {row.words for row in rows(ReviewAnswer)},
            "answers": {row.text for row in rows(ReviewComment)},
        }

    expected = {
        "reviews": int(is_one),
        "halves": sides,
        "words": {f"{side}-word" for side in sides},
        "answers": {f"answer-to-{side}" for side in sides},
    }
    assert found(lambda model: model.objects.visible_to(user)) == expected
    with acting_as(user):
        assert found(lambda model: model.objects.all()) == expected


@pytest.mark.parametrize("who", READS)
def test_goals_are_read_by_the_three(review, goal, who, request):
    user = person(request, who)

    assert ReviewGoal.objects.visible_to(user).exists() is bool(READS[who])
    with acting_as(user):
        assert ReviewGoal.objects.exists() is bool(READS[who])


@pytest.mark.parametrize("side", SIDES)
def test_a_draft_is_its_side_s_alone(review, superiors, side, request, officer):
    draft(review, superiors[side], side)
    others = [officer.user, *(one for s, one in superiors.items() if s != side)]

    for user in others:
        assert not ReviewAnswer.objects.visible_to(user).exists()
        with acting_as(user):
            assert not ReviewAnswer.objects.exists()
    with acting_as(superiors[side]):
        assert ReviewAnswer.objects.exists()


@pytest.mark.parametrize(
    ("who", "sees"), [("principal", 1), ("counselor", 0), ("commander", 2)]
)
def test_the_trail_tells_nobody_of_a_half_they_do_not_read(
    finished, who, sees, request
):
    """The second wall alone: teachers do not even learn that there is a review."""
    user = request.getfixturevalue(who)
    with acting_as(user):
        signings = AuditEvent.objects.filter(verb="answer_half")
        assert signings.count() == sees
        opened = AuditEvent.objects.filter(verb="open_review")
        assert opened.exists() is bool(sees)


@pytest.mark.parametrize("who", READS)
def test_history_and_drafts_before_a_signature_are_not_read_by_others(
    finished, who, request
):
    """What a half said before it was signed is its side's, also in the history."""
    mine = {
        "commander": {"command"},
        "colleague": {"command"},
        "principal": {"school"},
    }
    with acting_as(person(request, who)), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT side FROM officers_reviewhalfevent")
        assert {side for (side,) in cursor.fetchall()} == mine.get(who, set())
        cursor.execute("SELECT DISTINCT words FROM officers_reviewanswerevent")
        words = {f"{side}-word" for side in mine.get(who, set())}
        assert {word for (word,) in cursor.fetchall()} == words


def test_by_sql_a_principal_writes_into_no_half_but_the_school_s(
    review, commander, principal
):
    draft(review, commander, "command")
    about = {"review": review, "officer": review.officer, "school": review.school}
    row = ReviewHalf(**about, side="command")

    with acting_as(principal):
        assert ReviewHalf.objects.filter(side="command").update(version=9) == 0
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            row.save(force_insert=True)


def test_a_half_belongs_to_the_officer_and_school_of_its_review(
    review, other_school, officer
):
    about = {"review": review, "officer": officer, "school": other_school}

    with (
        pytest.raises(IntegrityError, match="review_half_of_its_review"),
        transaction.atomic(),
    ):
        ReviewHalf.objects.create(**about, side="school")


def test_messages_say_that_something_is_there_and_nothing_of_it(finished, goal_words):
    said = " ".join(
        f"{note.summary} {note.context}" for note in Notification.objects.all()
    )

    assert not re.search(r"command-word|school-word|answer-to|Students come", said)


@pytest.fixture
def goal_words(officer, school, commander):
    earlier = actions.open_review(officer, by=commander, school=school, year=YEAR - 1)
    return actions.propose_review_goal(earlier, by=commander, **GOAL)


# Evidence


def test_the_school_s_evidence_is_the_same_whatever_the_police_did(
    review, officer, school, superiors
):
    for kind, function in [
        ("classroom", "presentation"),
        ("advice_student", "advising"),
        ("special_event", "school_activity"),
        ("door_check", "law_enforcement"),
    ]:
        ActivityEntryFactory(
            officer=officer, school=school, type=kind, function=function, minutes=30
        )
    before = figures_of(superiors["school"], review, "school")
    for kind in POLICE_ONLY:
        ActivityEntryFactory(
            officer=officer,
            school=school,
            type=kind,
            function="law_enforcement",
            minutes=500,
        )

    assert figures_of(superiors["school"], review, "school") == before
    assert dict(before["counts"]) == {
        "talks": 1,
        "advice": 1,
        "events": 1,
        "good": 3,
    }
    of_command = figures_of(superiors["command"], review, "command")
    assert in_words(of_command).minutes == 120 + 500 * len(POLICE_ONLY)


def test_who_leads_the_school_and_reads_for_the_office_signs_the_school_s_figures(
    review, officer, school, agency, principal
):
    """More than the school's lines are theirs to read; the half is the school's."""
    hold(principal, Role.OFFICE, police_agency=agency)
    for kind in ("classroom", "arrest"):
        ActivityEntryFactory(officer=officer, school=school, type=kind, minutes=30)

    assert in_words(figures_of(principal, review, "school")).minutes == 30


def test_evidence_is_of_this_officer_school_and_year_and_counts_signed_reports(
    review, officer, school, other_school, commander
):
    ActivityEntryFactory(officer=officer, school=school, on=date(2026, 6, 30))
    ActivityEntryFactory(officer=officer, school=other_school)
    for number, status in enumerate(["signed", "waiting"]):
        report = DutyReportFactory(
            officer=officer, school=school, starts_on=date(2026, 11, 2 + 7 * number)
        )
        DutyReportPageFactory(report=report, lens="command", status=status)

    found = in_words(figures_of(commander, review, "command"))

    assert (found.minutes, found.signed, found.reports) == (0, 1, 2)


def test_the_figures_are_kept_as_they_were_when_it_was_signed(
    review, officer, school, principal
):
    half = signed(review, principal, "school")
    ActivityEntryFactory(officer=officer, school=school, type="classroom")

    assert the_half(review, "school").figures == half.figures
    assert ActivityEntry.objects.exists()


# What waits for whom


@pytest.mark.parametrize(
    ("today", "waits"), [("2026-11-30", 0), ("2027-04-20", 0), ("2027-05-03", 1)]
)
def test_a_half_is_waited_for_from_the_last_month_of_school_on(
    review, school_year, principal, commander, today, waits
):
    with time_machine.travel(today, tick=False):
        for user in (principal, commander):
            assert waiting_to_sign(user).count() == waits


def test_a_signed_half_waits_for_nobody_but_the_officer(
    review, school_year, superiors, officer, stranger
):
    signed(review, superiors["school"], "school")
    with time_machine.travel("2027-08-20", tick=False):
        waiting = {side: waiting_to_sign(one) for side, one in superiors.items()}
        assert (waiting["school"].count(), waiting["command"].count()) == (0, 1)
        assert not waiting_to_sign(stranger).exists()
    assert waiting_to_answer(officer.user).count() == 1
    assert not waiting_to_answer(superiors["command"]).exists()


def test_in_the_last_month_each_who_has_not_signed_is_asked_once(
    review, school_year, superiors, officer, colleague
):
    waits = Notification.objects.filter(summary__contains="waits for your half")
    signed(review, superiors["school"], "school")
    tasks.ask_for_reviews()
    assert not waits.exists()

    with time_machine.travel("2027-05-03", tick=False):
        for _ in range(2):
            tasks.ask_for_reviews()
        assert {note.recipient for note in waits} == {superiors["command"], colleague}
        assert waits.filter(needs_you=True).count() == 2

        signed(review, superiors["command"], "command")
    assert not waits.filter(needs_you=True).exists()


def test_the_clock_asks_for_halves_each_morning():
    entry = BEAT["officers: halves of reviews that are not signed"]

    assert entry["task"] == tasks.ask_for_reviews.name


# Every verb in every state

OUTCOMES = {
    ("nothing", "write"): "draft",
    ("nothing", "answer"): WrongState,
    ("draft", "write"): "draft",
    ("draft", "sign"): "signed",
    ("draft", "take_back"): NotAllowed,
    ("draft", "answer"): WrongState,
    ("signed", "write"): WrongState,
    ("signed", "sign"): WrongState,
    ("signed", "take_back"): "draft",
    ("signed", "answer"): "signed",
    ("answered", "write"): WrongState,
    ("answered", "sign"): WrongState,
    ("answered", "take_back"): NotAllowed,
    ("answered", "answer"): AlreadyDone,
}


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("state", "verb"), OUTCOMES)
def test_each_verb_fits_the_states_that_it_fits(
    review, superiors, officer, side, state, verb
):
    by = superiors[side]
    if state != "nothing":
        draft(review, by, side)
    if state in {"signed", "answered"}:
        actions.sign_half(the_half(review, side), by=by)
    if state == "answered":
        actions.answer_half(review, side, by=officer.user)
    verbs = {
        "write": lambda: actions.write_half(
            review, by=by, answers=complete(side), outcomes={}
        ),
        "sign": lambda: actions.sign_half(the_half(review, side), by=by),
        "take_back": lambda: actions.take_back_half(the_half(review, side), by=by),
        "answer": lambda: actions.answer_half(review, side, by=officer.user),
    }
    outcome = OUTCOMES[state, verb]

    if isinstance(outcome, str):
        verbs[verb]()
        assert the_half(review, side).status == outcome
    else:
        with pytest.raises(outcome):
            verbs[verb]()


# Two at once


@pytest.fixture
def scene(transactional_db, request):
    """The people of a review with two complete drafts, for real transactions."""
    with acting_as_clock():
        get = request.getfixturevalue
        officer, school = get("officer"), get("school")
        commander, principal = get("commander"), get("principal")
        review = actions.open_review(officer, by=commander, school=school, year=YEAR)
    drafts = {
        "command": draft(review, commander, "command"),
        "school": draft(review, principal, "school"),
    }
    return review, drafts, commander, principal


@pytest.mark.django_db(transaction=True)
def test_both_sides_sign_at_once_and_both_count(scene):
    review, drafts, commander, principal = scene

    said = together(
        [
            as_(commander, actions.sign_half, drafts["command"]),
            as_(principal, actions.sign_half, drafts["school"]),
        ]
    )

    assert said == [None, None]
    assert {the_half(review, side).status for side in SIDES} == {"signed"}


@pytest.mark.django_db(transaction=True)
def test_of_two_commanders_who_sign_at_once_one_does(scene, request):
    _, drafts, commander, _ = scene
    with acting_as_clock():
        colleague = request.getfixturevalue("colleague")

    said = together(
        [
            as_(one, actions.sign_half, drafts["command"])
            for one in (commander, colleague)
        ]
    )

    assert sorted(map(bool, said)) == [False, True]
    assert "already signed" in next(filter(None, said))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("year", range(YEAR - 4, YEAR + 1))
def test_of_taking_back_and_answering_at_once_one_wins(transactional_db, request, year):
    """Played a few times: whoever comes first changes with each."""
    with acting_as_clock():
        get = request.getfixturevalue
        officer, school = get("officer"), get("school")
        principal = get("principal")
        review = actions.open_review(officer, by=principal, school=school, year=year)
    half = signed(review, principal, "school")

    said = together(
        [
            as_(principal, actions.take_back_half, half),
            as_(officer.user, actions.answer_half, review, "school", text="Words"),
        ]
    )

    assert sorted(map(bool, said)) == [False, True]
    with acting_as_clock():
        is_answered = ReviewComment.objects.exists()
    assert (the_half(review, "school").status == "signed") is is_answered


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_it_at_once_one_does(transactional_db, request):
    with acting_as_clock():
        get = request.getfixturevalue
        officer, school = get("officer"), get("school")
        people = [get("commander"), get("principal")]

    said = together(
        [
            as_(one, actions.open_review, officer, school=school, year=YEAR)
            for one in people
        ]
    )

    assert sorted(map(bool, said)) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_a_goal_is_not_agreed_while_a_half_is_being_signed(scene, request):
    review, drafts, commander, principal = scene
    with acting_as(commander):
        goal = actions.propose_review_goal(review, by=commander, **GOAL)

    said = together(
        [
            as_(commander, actions.sign_half, drafts["command"]),
            as_(principal, actions.agree_review_goal, goal),
        ]
    )

    assert said[0] is None
    with acting_as_clock():
        goal.refresh_from_db()
    assert (goal.status == "agreed") is (said[1] is None)
