"""The review of an officer on its pages: the list, the halves, forms, and on paper."""

import io
import re
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from officers import actions
from officers.models import Review, ReviewComment, ReviewGoal, ReviewHalf
from officers.standards import standards_of
from sro_program.accounts.models import Role
from sro_program.audit.models import AuditEvent
from sro_program.core.ids import uuid7
from tests.conftest import make_member, make_officer
from tests.factories.officers import ReviewFactory
from tests.officers.appraising import YEAR, complete, draft, signed, the_half
from tests.officers.conftest import at

LIST = "/officers/reviews/"
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
def goal(review, commander):
    return actions.propose_review_goal(review, by=commander, **GOAL)


def address(verb, record):
    return reverse(f"officers:{verb}", args=[record.pk])


def answer_to(half):
    return reverse("officers:answer_half", args=[half.review_id, half.side])


def fields(side, **said):
    """A complete half, as its form sends it."""
    found = {"version": 1}
    for one in standards_of(side):
        found |= {f"seen_{one}": "throughout", f"words_{one}": "Every morning"}
    return found | said


def said_to(client, user, record):
    client.force_login(user)
    return unescape(client.get(record.get_absolute_url()).text)


def paper(client, user, review):
    client.force_login(user)
    response = client.get(address("review_pdf", review))
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(page.extract_text() for page in pages)


# The list


@pytest.mark.parametrize("who", ["commander", "principal", "self"])
def test_the_three_find_it_in_the_list_and_on_the_officer_s_page(
    sign_in, request, officer, review, who
):
    user = officer.user if who == "self" else request.getfixturevalue(who)
    client = sign_in(user)

    for path in (LIST, address("officer_reviews", officer)):
        html = client.get(path).text
        assert "School year 2026–27" in html
        assert "No half signed yet" in html
    assert (
        f"/officers/{officer.pk}/reviews/"
        in client.get(f"/officers/{officer.pk}/").text
    )
    assert LIST in client.get("/officers/").text


@pytest.mark.parametrize("who", ["office", "counselor", "teacher", "district_user"])
def test_nobody_else_opens_the_list_or_is_led_there(sign_in, request, officer, who):
    client = sign_in(request.getfixturevalue(who))

    assert client.get(LIST).status_code == 403
    assert "/reviews/" not in client.get("/officers/").text
    assert "/reviews/" not in client.get(f"/officers/{officer.pk}/").text


def test_a_fellow_officer_and_a_stranger_find_nothing(
    sign_in, review, agency, campus, stranger
):
    fellow = make_officer(agency, campus, "Fay Fellow").user
    for user in (fellow, stranger):
        client = sign_in(user)
        assert "No reviews yet" in client.get(LIST).text
        for verb in ("review", "review_pdf", "write_half", "propose_review_goal"):
            assert client.get(address(verb, review)).status_code in {403, 404}


def test_the_list_says_how_far_it_is_and_what_waits(
    client, review, school_year, principal, commander, officer
):
    with time_machine.travel(at(16, on=school_year.ends_on), tick=False):
        client.force_login(principal)
        assert "Waits for your half" in client.get(LIST).text
        signed(review, principal, "school")
        assert "Waits for your half" not in client.get(LIST).text
        client.force_login(officer.user)
        shown = client.get(LIST).text
        assert "The school’s half signed" in shown
        assert "Waits for your answer" in shown
        signed(review, commander, "command")
        assert "Both halves signed" in client.get(LIST).text


def test_more_reviews_goals_and_answers_ask_no_more_of_the_database(
    review, officer, school, commander, principal, queries_of, sign_in, goal
):
    draft(review, commander, "command")
    client = sign_in(commander)
    page = review.get_absolute_url()
    few = queries_of(client, LIST), queries_of(client, page)

    for year in (YEAR - 1, YEAR - 2):
        other = actions.open_review(officer, by=principal, school=school, year=year)
        signed(other, principal, "school")
    for _ in range(3):
        actions.propose_review_goal(review, by=principal, **GOAL)

    assert (queries_of(client, LIST), queries_of(client, page)) == few
    assert few[1] <= 30


def test_the_list_goes_on_page_by_page_and_each_review_is_in_it_once(
    client, officer, school, commander, agency, campus
):
    officers = [officer, make_officer(agency, campus, "Fay Fellow")]
    about = {"school": school, "opened_by": commander}
    made = {
        str(ReviewFactory(officer=one, year=year, **about).pk)
        for one in officers
        for year in range(2000, 2026)
    }
    client.force_login(commander)

    first = client.get(LIST).text
    more = re.search(r'rel="next" href="([^"]+)"', first)[1]
    second = client.get(LIST + more).text

    pages = [re.findall(r"/reviews/([0-9a-f-]{36})/", page) for page in (first, second)]
    assert [len(page) for page in pages] == [50, 2]
    assert {*pages[0], *pages[1]} == made
    assert "Next" not in second


@pytest.mark.parametrize(
    "after", ["soon", "2026_x", "0000_" + "a" * 36, "9999_" + "-" * 36]
)
def test_a_place_of_the_list_that_makes_no_sense_is_its_beginning(
    client, review, principal, after
):
    client.force_login(principal)

    shown = client.get(LIST, {"after": after})

    assert shown.status_code == 200
    assert "School year 2026–27" in shown.text


# Opening, and goals


def test_a_superior_opens_one_from_the_officer_s_page(
    client, officer, school, principal
):
    client.force_login(principal)
    assert "Open a review" in client.get(address("officer_reviews", officer)).text
    form = address("open_review", officer)
    said = {"record_id": uuid7(), "school": school.pk, "year": YEAR}

    for _ in range(2):
        told = client.post(form, said, follow=True)
        assert "Open. The officer and the other side know." in told.text

    assert Review.objects.get().year == YEAR
    again = client.post(form, {**said, "record_id": uuid7()})
    assert again.status_code == 422
    assert "There is a review of this school year already" in again.text


def test_of_a_year_without_assignment_there_is_none(client, officer, school, principal):
    officer.assignments.update(starts_on="2026-08-01")
    client.force_login(principal)
    said = {"record_id": uuid7(), "school": school.pk, "year": YEAR - 1}

    refused = client.post(address("open_review", officer), said)

    assert refused.status_code == 422
    assert "had no assignment" in refused.text
    assert "in the school year 2025–26" in refused.text


def test_an_officer_opens_none_of_their_own(client, officer, agency):
    officer.user.memberships.create(
        role=Role.COMMANDER, police_agency=agency, starts_on="2020-08-01"
    )
    client.force_login(officer.user)

    refused = client.get(address("open_review", officer))

    assert refused.status_code == 403
    assert "Your superiors review you" in refused.text


def test_who_reaches_no_school_of_the_officer_opens_none(
    client, stranger, officer, commander, agency
):
    idle = make_member(Role.COMMANDER, agency)
    officer.assignments.all().delete()
    client.force_login(idle)

    assert client.get(address("open_review", officer)).status_code == 403
    client.force_login(stranger)
    assert client.get(address("open_review", officer)).status_code == 404


def test_goals_are_proposed_and_agreed_on_the_pages(
    client, review, commander, principal, officer
):
    client.force_login(principal)
    said = {"record_id": uuid7(), **GOAL}
    told = client.post(address("propose_review_goal", review), said, follow=True)
    assert "Proposed. The other side is asked." in told.text
    assert ">Take it back</button>" in told.text
    goal = ReviewGoal.objects.get()

    client.force_login(commander)
    assert ">Agree</button>" in client.get(review.get_absolute_url()).text
    agreed = client.post(
        address("agree_review_goal", goal), {"version": 1}, follow=True
    )
    assert "Agreed by" in agreed.text

    shown = said_to(client, officer.user, review)
    assert all(words in shown for words in GOAL.values())
    assert ">Agree</button>" not in shown


def test_who_proposed_takes_it_back_and_what_is_empty_is_refused(
    client, goal, review, commander
):
    client.force_login(commander)
    told = client.post(
        address("withdraw_review_goal", goal), {"version": 1}, follow=True
    )
    assert "Taken back." in told.text
    assert GOAL["words"] not in told.text

    said = {"record_id": uuid7(), **GOAL, "baseline": " "}
    refused = client.post(address("propose_review_goal", review), said)
    assert refused.status_code == 422
    assert "Fill this in." in refused.text
    assert GOAL["words"] in refused.text


def test_once_a_half_is_signed_goals_are_fixed_and_the_words_stay(
    client, goal, review, commander, principal
):
    signed(review, commander, "command")
    shown = said_to(client, principal, review)
    assert "Goals are fixed since the first half" in shown
    assert ">Agree</button>" not in shown

    refused = client.post(
        address("propose_review_goal", review), {"record_id": uuid7(), **GOAL}
    )
    assert refused.status_code == 422
    assert "Goals are fixed" in refused.text
    assert GOAL["baseline"] in refused.text


# Writing, signing, taking back


def test_a_half_is_written_read_and_signed(client, review, principal, officer):
    client.force_login(principal)
    form = client.get(address("write_half", review)).text
    assert "A draft is read by your side alone." in form
    assert "From the log and the duty reports" in form
    assert "Tactics" not in form

    kept = client.post(address("write_half", review), fields("school"), follow=True)
    assert "The draft is kept. Read it, then sign it." in kept.text
    assert ">Sign this half</button>" in kept.text

    half = ReviewHalf.objects.get()
    told = client.post(
        address("sign_half", half), {"version": half.version}, follow=True
    )
    assert "Signed. The officer is asked for an answer." in told.text
    assert "Take the signature back" in told.text
    shown = said_to(client, officer.user, review)
    assert "Answer this half" in shown
    assert "Every morning" in shown


def test_an_incomplete_draft_is_kept_and_says_what_is_missing(
    client, review, principal
):
    said = fields("school")
    del said["seen_fair"], said["words_fair"]
    client.force_login(principal)

    kept = client.post(address("write_half", review), said, follow=True).text

    assert "Answer first: Consistent and fair." in kept
    again = client.get(address("write_half", review)).text
    assert again.count("checked") == len(standards_of("school")) - 1
    refused = client.post(
        address("sign_half", ReviewHalf.objects.get()), {"version": 2}
    )
    assert refused.status_code == 422
    assert "Answer first: Consistent and fair." in refused.text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"seen_visible": "wants_work", "words_visible": " "},
            "Say in words what wants work.",
        ),
        ({"seen_visible": ""}, "Choose an answer as well."),
        ({"seen_visible": "excellent"}, "Choose one from the list."),
        ({"words_visible": "x" * 1001}, "Write at most 1000 characters"),
    ],
)
def test_what_cannot_be_said_is_refused_and_the_rest_is_kept(
    client, review, principal, said, sentence
):
    client.force_login(principal)

    refused = client.post(
        address("write_half", review), fields("school", words_fair="Kept words", **said)
    )

    assert refused.status_code == 422
    assert sentence in refused.text
    assert "Kept words" in refused.text
    assert not ReviewHalf.objects.exists()


def test_a_colleague_who_was_faster_leaves_the_words(client, review, commander, agency):
    colleague = make_member(Role.COMMANDER, agency)
    draft(review, colleague, "command")
    client.force_login(commander)
    said = fields("command", words_law="My own words")

    refused = client.post(address("write_half", review), said)

    assert refused.status_code == 409
    assert "This has changed since you opened it" in refused.text
    assert "My own words" in refused.text
    again = client.post(address("write_half", review), {**said, "version": 2})
    assert again.status_code == 302
    assert the_half(review, "command").answers.get(standard="law").words == (
        "My own words"
    )


def test_a_signed_half_is_not_edited_and_the_words_stay(client, review, principal):
    half = signed(review, principal, "school")
    client.force_login(principal)
    said = fields("school", version=half.version, words_fair="Too late")

    refused = client.post(address("write_half", review), said)

    assert refused.status_code == 409
    assert "Take the signature back before you change it" in refused.text
    assert "Too late" in refused.text


def test_what_became_of_a_goal_is_said_in_the_half(
    client, review, goal, principal, officer
):
    actions.agree_review_goal(goal, by=principal)
    client.force_login(principal)
    assert "What became of the goals" in client.get(address("write_half", review)).text
    said = fields("school", **{f"goal_{goal.pk}": "Many more do"})
    client.post(address("write_half", review), said)
    half = ReviewHalf.objects.get()
    client.post(address("sign_half", half), {"version": half.version})

    assert "Many more do" in said_to(client, officer.user, review)


def test_a_goal_s_words_are_shown_as_they_are(client, review, commander, principal):
    nasty = "{{ form.side }}{% now 'Y' %}<b>"
    goal = actions.propose_review_goal(review, by=commander, **{**GOAL, "words": nasty})
    actions.agree_review_goal(goal, by=principal)
    client.force_login(principal)

    assert nasty in unescape(client.get(address("write_half", review)).text)
    assert "<b>" not in client.get(address("write_half", review)).text


def test_the_signature_is_taken_back_until_the_officer_has_answered(
    client, review, principal, officer
):
    half = signed(review, principal, "school")
    client.force_login(principal)
    told = client.post(address("take_back_half", half), {"version": half.version})
    assert told.status_code == 302
    assert "Go on writing" in client.get(review.get_absolute_url()).text

    half = the_half(review, "school")
    client.post(address("sign_half", half), {"version": half.version})
    actions.answer_half(half.review, half.side, by=officer.user, text="Thank you")
    shown = said_to(client, principal, review)
    assert "Take the signature back" not in shown
    assert "Took the signature of the school’s half back" in shown
    late = client.post(address("take_back_half", half), {"version": half.version})
    assert late.status_code == 403
    assert "The officer has answered" in late.text


# The officer's answer


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"text": "It was the season"}, "It was the season"),
        ({"is_read": "on"}, "Read, nothing to add."),
    ],
)
def test_the_officer_answers_in_words_or_without(
    client, review, principal, officer, said, shown
):
    half = signed(review, principal, "school")
    client.force_login(officer.user)
    form = client.get(answer_to(half)).text
    assert (
        "The principals of the school and the commanders of your agency read it."
        in form
    )

    content = {"record_id": uuid7(), **said}
    for _ in range(2):
        told = client.post(answer_to(half), content, follow=True)
        assert "Your answer stands beside the half." in told.text

    assert ReviewComment.objects.count() == 1
    assert shown in said_to(client, principal, review)
    client.force_login(officer.user)
    again = client.post(answer_to(half), {"record_id": uuid7(), **said})
    assert again.status_code == 409
    assert "You have answered this half already." in again.text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"text": " "}, "Write an answer, or tick"),
        ({"text": "Words of mine", "is_read": "on"}, "You have written something"),
    ],
)
def test_an_answer_is_words_or_a_tick(
    client, review, principal, officer, said, sentence
):
    half = signed(review, principal, "school")
    client.force_login(officer.user)

    refused = client.post(answer_to(half), {"record_id": uuid7(), **said})

    assert refused.status_code == 422
    assert sentence in refused.text
    assert not ReviewComment.objects.exists()


def test_where_the_signature_is_taken_back_meanwhile_the_officer_s_words_stay(
    client, review, principal, officer
):
    half = signed(review, principal, "school")
    actions.take_back_half(half, by=principal)
    client.force_login(officer.user)

    refused = client.post(answer_to(half), {"record_id": uuid7(), "text": "My words"})

    assert refused.status_code == 409
    assert "The signature has been taken back." in refused.text
    assert "My words" in refused.text
    assert client.get(answer_to(half)).status_code == 404
    nowhere = reverse("officers:answer_half", args=[review.pk, "parents"])
    assert client.post(nowhere, {"text": "Words"}).status_code == 404


def test_the_form_says_that_the_principal_does_not_read_an_answer_to_the_command(
    client, review, commander, officer
):
    half = signed(review, commander, "command")
    client.force_login(officer.user)

    form = client.get(answer_to(half)).text

    assert "The commanders of your agency read it. The principal does not." in form


# What a principal must not read


def test_nothing_of_the_command_s_half_reaches_the_principal(
    client, review, goal, commander, principal, officer, mailoutbox
):
    actions.agree_review_goal(goal, by=principal)
    secret = complete("command", words="command-kept-token")
    half = actions.write_half(
        review, by=commander, answers=secret, outcomes={goal.pk: "outcome-kept-token"}
    )
    half = actions.sign_half(half, by=commander)
    actions.answer_half(
        half.review, half.side, by=officer.user, text="answer-kept-token"
    )
    signed(review, principal, "school", words="school-word")

    for shown in (
        said_to(client, principal, review),
        paper(client, principal, review),
        client.get(LIST).text,
        client.get("/").text,
        client.get("/notifications/").text,
        " ".join(f"{mail.subject} {mail.body}" for mail in mailoutbox),
    ):
        assert "kept-token" not in shown
        assert "Answered the command’s half" not in shown
        assert commander.name + ", Nov" not in shown.replace("agency command", "")
    assert "Signed" in said_to(client, principal, review)
    for verb in ("sign_half", "take_back_half"):
        assert client.post(address(verb, half)).status_code == 404
    assert client.post(answer_to(half), {"text": "Words"}).status_code == 403

    for user in (commander, officer.user):
        for shown in (said_to(client, user, review), paper(client, user, review)):
            assert "command-kept-token" in shown
            assert "answer-kept-token" in shown
            assert "school-word" in shown


def test_a_review_on_paper_has_no_buttons(client, review, goal, principal):
    draft(review, principal, "school")

    shown = paper(client, principal, review)

    assert GOAL["baseline"] in shown
    assert "The school’s half" in shown
    for verb in ("Agree ", "Propose a goal", "Sign this half", "Go on writing"):
        assert verb not in shown


def test_a_printed_review_is_written_down(client, review, principal):
    paper(client, principal, review)

    event = AuditEvent.objects.get(verb="pdf")
    assert (event.kind, event.by, event.object_id) == (
        "disclosure",
        principal,
        str(review.pk),
    )


# The home page


def test_what_waits_stands_on_the_home_page(
    client, review, school_year, principal, commander, officer
):
    with time_machine.travel(at(16, on=school_year.ends_on), tick=False):
        client.force_login(principal)
        assert "your half is not signed" in client.get("/").text
        signed(review, principal, "school")
        assert "your half is not signed" not in client.get("/").text
        client.force_login(officer.user)
        assert "a half waits for your answer" in client.get("/").text


def test_several_halves_to_sign_are_one_line_that_leads_to_the_list(
    client, review, school_year, officer, school, principal
):
    actions.open_review(officer, by=principal, school=school, year=YEAR - 1)
    with time_machine.travel(at(16, on=school_year.ends_on), tick=False):
        client.force_login(principal)
        shown = client.get("/").text

    assert "2 waiting" in shown
    assert f'href="{LIST}"' in shown
