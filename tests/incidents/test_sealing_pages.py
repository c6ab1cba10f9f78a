"""The pages by which two people carry out an order to seal."""

import pytest
from django.urls import reverse

from incidents import actions
from incidents.findings import look
from incidents.models import SealingOrder
from sro_program.audit.models import AuditEvent, Kind
from sro_program.core.ids import uuid7
from tests.conftest import make_member, make_user
from tests.incidents import sealing_scene as scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(incident):
    return scene.child_in(incident)


@pytest.fixture
def order(commander, agency, child):
    return scene.choose_all(scene.begin(commander, agency), commander)


def page(verb, order):
    return reverse(f"incidents:{verb}", args=[order.pk])


def signature(order):
    return {"version": order.version, "mark": look(order).mark, "compared": "on"}


def test_from_the_paper_to_the_proof(confirmed, commander, agency, child):
    second = make_member("commander", agency, "Second")
    client = confirmed(commander)
    said = {"record_id": uuid7(), "police_agency": agency.pk, **scene.PAPER}
    said |= {"given_name": scene.GIVEN, "family_name": scene.FAMILY}
    said |= {"birth_date": "2011-05-06", "other_names": scene.NICKNAME}

    client.post(reverse("incidents:begin_sealing"), said)
    order = SealingOrder.objects.get()
    offered = client.get(page("choose_sealed", order)).content.decode()
    assert "same birth date" in offered
    chosen = {"version": order.version, "involved": [str(child.pk)]}
    client.post(page("choose_sealed", order), chosen)
    order.refresh_from_db()
    client.post(page("confirm_sealing", order), signature(order))
    order.refresh_from_db()
    client = confirmed(second)
    answer = client.post(page("seal", order), signature(order), follow=True)

    proof = answer.content.decode()
    assert "Carried out" in proof
    assert "Incidents: people" in proof
    assert not [token for token in scene.TOKENS if token in proof]


def test_a_signature_asks_who_one_is(sign_in, commander, order):
    answer = sign_in(commander).get(page("confirm_sealing", order))

    assert answer.status_code == 302
    assert "reauthenticate" in answer.url


def test_without_the_paper_nothing_is_signed(confirmed, commander, order):
    said = signature(order)
    del said["compared"]

    answer = confirmed(commander).post(page("confirm_sealing", order), said)

    assert answer.status_code == 422
    assert "Compare it with the order first." in answer.content.decode()


def test_the_first_is_shown_that_a_second_is_needed(confirmed, commander, order):
    order = scene.confirm(order, commander)
    client = confirmed(commander)

    assert "you were the first" in client.get(page("sealing_order", order)).text
    assert client.post(page("seal", order), signature(order)).status_code == 403


def test_an_administrator_signs_without_reading_a_name(confirmed, commander, order):
    order = scene.confirm(order, commander)
    administrator = make_user("root@example.org", "Ada")
    administrator.is_staff = True
    administrator.save()
    client = confirmed(administrator)

    shown = client.get(page("sealing_order", order)).text
    shown += client.get(page("seal", order)).text
    assert client.get(page("sealing_texts", order)).status_code == 403
    assert not [token for token in scene.TOKENS if token in shown]
    assert client.post(page("seal", order), signature(order)).status_code == 302


def test_the_texts_to_be_read_keep_other_juveniles_masked(
    sign_in, commander, order, incident, officer
):
    scene.child_in(incident, given_name="Another", family_name="Childname")
    said = f"{scene.NAME} and Another Childname ran."
    actions.save_narrative(incident, by=officer.user, narrative=said)

    shown = sign_in(commander).get(page("sealing_texts", order)).text

    assert "[sealed] and [Juvenile, grade 9] ran." in shown
    assert "Childname" not in shown


def test_looking_at_an_order_is_on_record(sign_in, commander, order):
    sign_in(commander).get(page("sealing_order", order))

    assert AuditEvent.objects.filter(
        kind=Kind.READ, object_id=str(order.pk), by=commander
    ).exists()


def test_a_record_that_is_not_offered_is_not_chosen(sign_in, commander, order):
    said = {"version": order.version, "involved": [str(uuid7())]}

    answer = sign_in(commander).post(page("choose_sealed", order), said)

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "verb", ["choose_sealed", "sealing_texts", "confirm_sealing", "seal"]
)
def test_what_is_over_is_not_worked_on(confirmed, commander, order, verb):
    client = confirmed(commander)
    client.post(page("withdraw_sealing", order), {"version": order.version})

    assert client.get(page(verb, order)).status_code == 409
    assert "nothing was sealed" in client.get(page("sealing_order", order)).text


def test_a_confirmation_is_taken_back_by_a_button(confirmed, commander, order):
    order = scene.confirm(order, commander)

    confirmed(commander).post(page("reopen_sealing", order), {"version": order.version})

    order.refresh_from_db()
    assert order.status == "open"


def test_an_empty_list_says_where_to_begin(sign_in, commander, school):
    said = sign_in(commander).get(reverse("incidents:sealing_orders")).text

    assert "No orders" in said


def test_an_order_of_tomorrow_is_refused(sign_in, commander, agency, school):
    said = {"record_id": uuid7(), "police_agency": agency.pk, **scene.PAPER}
    said |= {"given_name": "A", "family_name": "B", "ordered_on": "2089-01-01"}

    answer = sign_in(commander).post(reverse("incidents:begin_sealing"), said)

    assert answer.status_code == 422
    assert "not dated in the future" in answer.text


def test_more_records_ask_no_more_questions(
    queries_of, sign_in, commander, order, begin
):
    client = sign_in(commander)
    few = queries_of(client, page("sealing_order", order))
    for _ in range(3):
        scene.child_in(begin())

    assert queries_of(client, page("sealing_order", order)) <= few
    assert queries_of(client, page("choose_sealed", order)) <= few
