"""What an agreement says clause by clause, its signed paper, and its yearly review."""

from datetime import date
from functools import partial
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection
from django.urls import reverse
from PIL import Image

from schools.actions import agreements as actions
from schools.models import Agreement, AgreementReading, AgreementReview
from schools.models.clauses import DISCIPLINE, Subject
from schools.ports import clause_screens
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import USED_FORM, NotAllowed, RuleBroken
from sro_program.core.ids import uuid7
from tests.factories.schools import (
    AgreementClauseFactory,
    AgreementFactory,
    AgreementReviewFactory,
    AgreementSignatoryFactory,
    DistrictFactory,
)
from tests.schools.drilling import NOW
from tests.schools.pages import text, url
from tests.threads import as_, together

OVERSEERS = ["commander", "office", "district"]
OTHERS = ["officer", "principal", "counselor", "teacher"]
NEXT = date(2027, 11, 1)


@pytest.fixture(autouse=True)
def _at_nine():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def agreement(district):
    with acting_as_clock():
        return AgreementFactory(district=district, review_on=date(2026, 12, 24))


def reviewed(agreement, user, **changes):
    said = {"record_id": uuid7(), "outcome": "No change", "next_on": NEXT, **changes}
    return actions.review_agreement(agreement, by=user, **said)


def pdf():
    content = BytesIO()
    Image.new("RGB", (200, 200), "white").save(content, "PDF")
    return SimpleUploadedFile("signed.pdf", content.getvalue())


# ---- Clauses and signatures -------------------------------------------------


@pytest.mark.parametrize("role", [*OVERSEERS, *OTHERS])
def test_everybody_with_a_role_reads_clauses_and_who_signed(
    role, sign_in, people, agreement
):
    clause = AgreementClauseFactory(agreement=agreement, number="8")
    signed = AgreementSignatoryFactory(agreement=agreement)

    page = text(sign_in(people[role]).get(agreement.get_absolute_url()))

    assert all(words in page for words in (clause.text, "clause 8", signed.name))


@pytest.mark.django_db(transaction=True)
def test_a_clause_that_changes_asks_everybody_to_read_again(
    sign_in, administrator, people, agreement
):
    with acting_as_clock():
        clause = AgreementClauseFactory(agreement=agreement)
        for role in ("officer", "principal"):
            actions.acknowledge_agreement(agreement, by=people[role])
    client = sign_in(administrator)
    path = reverse("admin:schools_agreement_change", args=[agreement.pk])
    form = client.get(path).context["adminform"].form
    same = {name: form[name].value() or "" for name in form.fields}
    part = {
        "clauses-TOTAL_FORMS": 1,
        "clauses-INITIAL_FORMS": 1,
        "clauses-0-id": clause.pk,
        "clauses-0-agreement": agreement.pk,
        "clauses-0-subject": "training",
        "clauses-0-text": clause.text,
        "clauses-0-position": 1,
        "signatories-TOTAL_FORMS": 0,
        "signatories-INITIAL_FORMS": 0,
    }

    client.post(path, {**same, **part})
    agreement.refresh_from_db()
    assert agreement.version == 1, "Nothing was changed"

    client.post(path, {**same, **part, "clauses-0-text": "Other words"})

    agreement.refresh_from_db()
    assert (agreement.version, agreement.clauses.get().text) == (2, "Other words")
    page = text(sign_in(people["officer"]).get(agreement.get_absolute_url()))
    assert "It binds you" in page
    with acting_as_clock():
        assert AgreementReading.objects.filter(version=2).count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [*OVERSEERS, *OTHERS])
def test_by_sql_nobody_changes_what_an_agreement_says(role, people, agreement):
    with acting_as_clock():
        parts = [AgreementClauseFactory(agreement=agreement)]
        parts.append(AgreementSignatoryFactory(agreement=agreement))
    columns = ", ".join(
        field.column
        for field in Agreement.pgh_event_model._meta.fields
        if field.name != "pgh_id"
    )

    def refuses(match, act):
        with (
            pytest.raises((IntegrityError, ProgrammingError), match=match),
            acting_as(people[role]),
        ):
            act()

    def forge():
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO schools_agreementevent ({columns}) "
                f"SELECT {columns} FROM schools_agreementevent"
            )

    for part in parts:
        rows = type(part).objects.all()
        with acting_as(people[role]):
            assert not rows.update(agreement=agreement)
            assert not rows._raw_delete("default")
        part.pk = None
        refuses("row-level security", part.save)
    for change in (
        {"discipline_clause": "None"},
        {"title": "None"},
        {"id": agreement.pk + 1},
    ):
        refuses("keep agreements", partial(Agreement.objects.update, **change))
    refuses("row-level security", forge)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", OTHERS)
def test_by_sql_nobody_else_keeps_another_paper(role, people, agreement):
    with (
        pytest.raises(IntegrityError, match="keep agreements"),
        acting_as(people[role]),
    ):
        Agreement.objects.update(paper="notices/of-somebody.pdf")


@pytest.mark.parametrize("screen", clause_screens, ids=lambda one: one.label)
def test_each_clause_leads_to_screens_that_there_are(screen):
    assert screen.subject in {DISCIPLINE, *Subject}
    assert reverse(screen.route).startswith("/")


# ---- The paper --------------------------------------------------------------


@pytest.mark.parametrize("role", OVERSEERS)
def test_who_oversees_keeps_the_signed_paper_and_all_read_it(
    role, sign_in, people, agreement
):
    path, paper = url("keep_paper", agreement.pk), url("agreement_paper", agreement.pk)
    client = sign_in(people[role])
    assert client.get(paper).status_code == 404
    client.post(path, {"version": 1, "paper": pdf()})

    teacher = sign_in(people["teacher"])
    got = teacher.get(paper)
    assert (got.status_code, got["Content-Type"]) == (200, "application/pdf")
    assert b"".join(got).startswith(b"%PDF-")
    assert "The signed paper (PDF)" in text(teacher.get(agreement.get_absolute_url()))
    agreement.refresh_from_db()
    assert agreement.version == 1, "It says what it said; nobody has to read again"


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_keeps_paper_or_reviews(role, sign_in, people, agreement):
    client = sign_in(people[role])
    for verb in ("keep_paper", "review_agreement"):
        assert client.get(url(verb, agreement.pk)).status_code == 403
    with pytest.raises(NotAllowed):
        reviewed(agreement, people[role])


def test_the_agreement_of_another_district_is_not_there(sign_in, people):
    with acting_as_clock():
        elsewhere = AgreementFactory(district=DistrictFactory())
    client = sign_in(people["district"])

    for verb in ("agreement_paper", "keep_paper", "review_agreement"):
        assert client.get(url(verb, elsewhere.pk)).status_code == 404
    with pytest.raises(NotAllowed):
        reviewed(elsewhere, people["district"])


def test_a_picture_is_no_signed_paper(sign_in, people, agreement):
    content = BytesIO()
    Image.new("RGB", (200, 200)).save(content, "PNG")
    sent = {"version": 1, "paper": SimpleUploadedFile("a.pdf", content.getvalue())}

    refused = sign_in(people["office"]).post(url("keep_paper", agreement.pk), sent)

    assert refused.status_code == 422
    assert "Send a PDF" in text(refused)


# ---- The review -------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", OVERSEERS)
def test_who_oversees_reviews_it_until_the_next_time(role, people, agreement):
    user = people[role]
    with acting_as(user):
        review = reviewed(agreement, user)
        agreement.refresh_from_db()

    assert (review.version, review.reviewed_by) == (1, user)
    assert agreement.review_on == NEXT


def test_a_review_shows_each_subject_and_what_is_not_said(sign_in, people, agreement):
    AgreementClauseFactory(agreement=agreement, subject="force", text="Report it")
    client = sign_in(people["commander"])

    page = text(client.get(url("review_agreement", agreement.pk)))
    sent = {"record_id": uuid7(), "outcome": "Cameras are missing", "next_on": NEXT}
    client.post(url("review_agreement", agreement.pk), sent)

    assert "Report it" in page
    subjects = [one for one in Subject if one not in {Subject.FORCE, Subject.OTHER}]
    assert page.count("Not said.") == len(subjects)
    assert "The Line: is it discipline?" in page
    again = text(client.get(url("review_agreement", agreement.pk)))
    assert "Cameras are missing" in again


def test_sent_twice_it_is_one_review(people, agreement):
    key = uuid7()
    sent = [reviewed(agreement, people["office"], record_id=key) for _ in range(2)]

    assert sent == [AgreementReview.objects.get()] * 2
    with pytest.raises(RuleBroken, match=USED_FORM):
        reviewed(agreement, people["office"], record_id=key, outcome="Other")


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_one_review(people, agreement):
    said = {"record_id": uuid7(), "outcome": "No change", "next_on": NEXT}
    job = as_(people["office"], actions.review_agreement, agreement, **said)

    assert together([job, job]) == [None, None]

    with acting_as_clock():
        assert AgreementReview.objects.count() == 1


def test_the_next_review_is_still_to_come(sign_in, people, agreement):
    sent = {"record_id": uuid7(), "outcome": "No change", "next_on": "2026-11-30"}

    refused = sign_in(people["office"]).post(
        url("review_agreement", agreement.pk), sent
    )

    assert refused.status_code == 422
    assert "still to come" in text(refused)
    assert "No change" in text(refused)


@pytest.mark.parametrize(
    ("today", "in_a_year"), [("2026-11-30", "2027-11-30"), ("2028-02-29", "2029-02-28")]
)
def test_the_form_offers_the_same_day_of_next_year(
    today, in_a_year, sign_in, people, agreement
):
    with time_machine.travel(f"{today}T15:00:00Z", tick=False):
        page = text(
            sign_in(people["office"]).get(url("review_agreement", agreement.pk))
        )

    assert f'value="{in_a_year}"' in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [*OVERSEERS, *OTHERS])
def test_each_wall_alone_shows_reviews_to_those_who_oversee(role, people, agreement):
    with acting_as_clock():
        AgreementReviewFactory(agreement=agreement, reviewed_by=people["commander"])

    with acting_as(people[role]):
        second = AgreementReview.objects.count()
    with acting_as_clock():
        first = AgreementReview.objects.visible_to(people[role]).count()

    assert first == second == int(role in OVERSEERS)


@pytest.mark.django_db(transaction=True)
def test_nobody_reviews_in_anothers_name_and_a_review_stays(people, agreement):
    with acting_as_clock():
        AgreementReviewFactory(agreement=agreement, reviewed_by=people["commander"])
    for role, whose in (
        *(("office", "commander"), ("officer", "officer"), ("teacher", "teacher")),
    ):
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            acting_as(people[role]),
        ):
            AgreementReviewFactory(agreement=agreement, reviewed_by=people[whose])
    with acting_as(people["commander"]), connection.cursor() as cursor:
        for statement in ("UPDATE {} SET outcome = 'x'", "DELETE FROM {}"):
            cursor.execute(statement.format("schools_agreementreview"))
            assert cursor.rowcount == 0


def test_more_clauses_ask_no_more(sign_in, people, agreement, queries_of):
    client = sign_in(people["commander"])
    pages = [agreement.get_absolute_url(), url("review_agreement", agreement.pk)]
    AgreementClauseFactory(agreement=agreement)
    few = [queries_of(client, page) for page in pages]
    AgreementClauseFactory.create_batch(4, agreement=agreement)

    assert [queries_of(client, page) for page in pages] == few
