"""A court's order to seal: who may, what is meant, and that it takes two people."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from incidents import actions, policy
from incidents.choosing import choices_for
from incidents.findings import look, passages
from incidents.models import CaseFile, Involvement, SealingName, SealingOrder
from incidents.sealing import namesakes_of
from incidents.states import SealingStatus
from schools.models import OneRosterImport, Person
from sro_program.accounts.models import Membership
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, RuleBroken, Stale, WrongState
from tests.conftest import make_member, make_user
from tests.factories.schools import PersonFactory
from tests.incidents import sealing_scene as scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(agency):
    return make_member("commander", agency, "Second Commander")


@pytest.fixture
def administrator(db):
    user = make_user("root@example.org", "Ada Administrator")
    user.is_staff = True
    user.save()
    return user


@pytest.fixture
def child(incident):
    return scene.child_in(incident)


@pytest.fixture
def order(commander, agency, child):
    """The child is chosen."""
    return scene.choose_all(scene.begin(commander, agency), commander)


@pytest.fixture
def signed(order, commander):
    """Once."""
    return scene.confirm(order, commander)


def test_it_takes_two_different_people(signed, commander, second, child):
    with pytest.raises(NotAllowed, match="you were the first"):
        scene.seal(signed, commander)

    scene.seal(signed, second)

    child.refresh_from_db()
    assert child.is_sealed
    assert str(child) == "Sealed"
    assert child.grade is None


def test_the_database_wants_two_people_too(signed, commander):
    rows = SealingOrder.objects.filter(pk=signed.pk)

    with (
        pytest.raises(IntegrityError, match="sealing_by_two_different_people"),
        transaction.atomic(),
    ):
        rows.update(sealed_by=commander)
    with pytest.raises(IntegrityError, match="sealed_by_two"), transaction.atomic():
        rows.update(status="sealed", sealed_at=signed.confirmed_at, sealed_by=None)


@pytest.mark.parametrize("who", ["commander", "nobody"])
def test_the_door_of_the_database_opens_for_the_second_alone(signed, request, who):
    user = None if who == "nobody" else request.getfixturevalue(who)
    with (
        pytest.raises(ProgrammingError, match="two different people"),
        acting_as(user) if user else acting_as_clock(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT incidents_seal(%s, '[]', '{}')", [signed.pk])


def test_the_door_behind_it_is_the_owners(db):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT audit_seal('[]')")


def test_an_administrator_is_the_second_only_where_one_commander_is(
    signed, administrator, commander
):
    scene.seal(signed, administrator)

    assert SealingOrder.objects.get().sealed_by == administrator


def test_where_a_second_commander_is_no_administrator_seals(
    signed, administrator, second
):
    with pytest.raises(NotAllowed, match="another commander"):
        scene.seal(signed, administrator)


def test_who_else_may_not(signed, officer, principal, other_school, agency):
    elsewhere = other_school.district.police_agency
    stranger = make_member("commander", elsewhere, "Strange Commander")

    for user in (officer.user, principal, stranger):
        assert not policy.can_seal(user, signed)
        with pytest.raises(NotAllowed):
            actions.begin_sealing(
                by=user, police_agency=agency, record_id=signed.pk, **scene.HELD,
                **scene.PAPER,
            )  # fmt: skip


def test_each_wall_hides_orders_and_names_from_others(
    order, officer, principal, administrator, commander, other_school
):
    stranger = make_member("commander", other_school.district.police_agency, "Strange")
    for user, orders, names in (
        (commander, 1, 1),
        (administrator, 0, 0),
        (officer.user, 0, 0),
        (principal, 0, 0),
        (stranger, 0, 0),
    ):
        assert SealingOrder.objects.visible_to(user).count() == orders
        assert SealingName.objects.visible_to(user).count() == names
        with acting_as(user):
            assert SealingOrder.objects.count() == orders
            assert SealingName.objects.count() == names


def test_an_administrator_sees_an_order_once_it_waits_for_the_second(
    signed, administrator, other_school
):
    for sees in (SealingOrder.objects.visible_to(administrator), SealingOrder.objects):
        with acting_as(administrator):
            assert sees.count() == 1
            assert not SealingName.objects.exists()


def test_what_was_found_must_still_be_so(signed, second, officer, incident):
    actions.save_narrative(incident, by=officer.user, narrative=scene.SAID)

    with pytest.raises(Stale, match="has changed since"):
        scene.seal(signed, second)

    assert Involvement.objects.get().family_name == scene.FAMILY


def test_a_confirmation_is_of_what_was_seen(order, commander, officer, incident):
    mark = look(order).mark
    actions.save_narrative(incident, by=officer.user, narrative=scene.SAID)

    with pytest.raises(Stale, match="has changed since"):
        actions.confirm_sealing(order, by=commander, mark=mark)


def test_an_older_page_confirms_nothing(order, commander):
    with pytest.raises(Stale):
        actions.confirm_sealing(
            order, by=commander, mark=look(order).mark, version=order.version - 1
        )


def test_after_the_first_signature_nothing_is_changed(signed, commander):
    with pytest.raises(WrongState, match="Take the confirmation back"):
        scene.choose_all(signed, commander)

    reopened = actions.reopen_sealing(signed, by=commander)

    assert reopened.status == SealingStatus.OPEN
    assert reopened.confirmed_by is None
    assert scene.choose_all(reopened, commander).involved


def test_what_is_sealed_is_sealed_once(signed, second, agency):
    third = make_member("commander", agency, "Third")
    scene.seal(signed, second)

    with pytest.raises(WrongState, match="carried out"):
        scene.seal(signed, third)


def test_a_withdrawn_order_forgets_whom_it_was_about(signed, commander, child):
    withdrawn = actions.withdraw_sealing(signed, by=commander)

    assert withdrawn.status == SealingStatus.WITHDRAWN
    assert not SealingName.objects.exists()
    child.refresh_from_db()
    assert not child.is_sealed


def test_nothing_chosen_is_nothing_to_confirm(commander, agency, school):
    order = scene.begin(commander, agency)

    with pytest.raises(RuleBroken, match="Choose at least one"):
        scene.confirm(order, commander)


def test_a_legal_hold_comes_first(commander, agency, school):
    PersonFactory(
        school=school,
        given_name=scene.GIVEN,
        family_name=scene.FAMILY,
        legal_hold=True,
    )
    order = scene.choose_all(scene.begin(commander, agency), commander)

    with pytest.raises(RuleBroken, match="legal hold"):
        scene.confirm(order, commander)


def test_a_roster_that_waits_comes_first(order, commander, district):
    roster = OneRosterImport(
        district=district, uploaded_by=commander, file_name="r.zip", file_size=1
    )
    roster.file.save(
        "r.zip", scene.ContentFile(f'"{scene.GIVEN}","{scene.FAMILY}"'.encode())
    )

    with pytest.raises(RuleBroken, match="roster file"):
        scene.confirm(order, commander)


def test_of_two_with_one_name_only_the_one_who_is_meant_is_sealed(
    begin, incident, child, commander, second, agency, school, officer
):
    elsewhere = begin()
    namesake = scene.child_in(elsewhere, birth_date=date(2009, 9, 9))
    actions.save_narrative(elsewhere, by=officer.user, narrative=f"{scene.NAME} came.")
    other = PersonFactory(school=school, given_name="Zoe", family_name=scene.FAMILY)
    order = scene.begin(commander, agency)

    with pytest.raises(RuleBroken, match="somebody else"):
        actions.choose_sealed(
            order, by=commander, involved=[namesake.pk], people=[], attachments=[]
        )
    order = scene.choose_all(order, commander)
    scene.seal(scene.confirm(order, commander), second)

    namesake.refresh_from_db()
    elsewhere.case_file.refresh_from_db()
    assert str(namesake) == scene.NAME
    assert elsewhere.case_file.narrative == f"{scene.NAME} came."
    assert Person.objects.get(pk=other.pk).family_name == scene.FAMILY


def test_who_was_taken_out_of_a_report_is_found_in_its_history(
    child, officer, commander, second, agency
):
    key = child.pk
    actions.remove_person(child, by=officer.user)
    order = scene.begin(commander, agency)

    assert key in namesakes_of(order, order.name).same
    order = scene.choose_all(order, commander)
    scene.seal(scene.confirm(order, commander), second)

    history = Involvement.pgh_event_model.objects.filter(pgh_obj=key)
    assert set(history.values_list("family_name", flat=True)) == {""}


def test_a_look_up_answers_as_if_there_had_been_nobody(
    signed, second, commander, agency, school
):
    scene.seal(signed, second)
    again = scene.begin(commander, agency)

    assert choices_for(again) == {"involved": [], "people": [], "attachments": []}
    assert not Person.objects.visible_to(commander).filter(sealed_at__isnull=False)


def test_what_stays_says_nothing_of_whom(signed, second):
    sealed = scene.seal(signed, second)
    said = str(SealingOrder.objects.filter(pk=sealed.pk).values().get()).lower()

    assert not SealingName.objects.exists()
    assert not [token for token in scene.TOKENS if token.lower() in said]
    assert sealed.counts["Incidents: people"] == 1
    assert sealed.case_number == "26-J-00123"


def test_numbers_of_court_stay_while_another_subject_is_in_the_report(
    incident, child, commander, second, agency
):
    scene.police.InvolvementFactory(incident=incident)
    case_file = incident.case_file
    type(case_file).objects.filter(pk=incident.pk).update(form_number="C-77")
    order = scene.choose_all(scene.begin(commander, agency), commander)
    scene.seal(scene.confirm(order, commander), second)

    case_file.refresh_from_db()
    assert case_file.form_number == "C-77"


def test_a_second_look_shows_texts_that_no_pattern_finds(
    order, incident, officer, commander
):
    actions.save_narrative(
        incident, by=officer.user, narrative=f"{scene.GIVEN}, whom they call Shorty."
    )

    shown = [(passage.label, passage.text) for passage in passages(look(order))]
    text = "[sealed], whom they call Shorty."

    assert [one for one in shown if one[1] == text] == [("Incidents: narratives", text)]


def test_a_form_sent_twice_is_one_order(order, commander, agency):
    again = actions.begin_sealing(
        by=commander,
        police_agency=agency,
        record_id=order.pk,
        name={**scene.HELD["name"], "other_names": ""},
        **scene.PAPER,
    )

    assert again == order
    assert SealingOrder.objects.count() == 1


def test_a_former_commander_seals_nothing(signed, second):
    Membership.objects.filter(user=second).update(ends_on=date(2021, 1, 1))

    assert not policy.can_seal(second, signed)


def test_what_is_left_afterwards_undoes_all_of_it(
    order, commander, second, monkeypatch
):
    CaseFile.objects.update(narrative=f"{scene.NAME} ran.")
    signed = scene.confirm(order, commander)
    monkeypatch.setattr("incidents.actions.sealing.as_statements", lambda steps: "[]")

    with pytest.raises(RuleBroken), transaction.atomic():
        scene.seal(signed, second)

    signed.refresh_from_db()
    assert signed.status == SealingStatus.CONFIRMED
    assert SealingName.objects.filter(order=signed).exists()


def test_nobody_signs_in_the_name_of_another(order, commander, second):
    with (
        pytest.raises(IntegrityError, match="in the name of another"),
        acting_as(commander),
    ):
        SealingOrder.objects.update(
            status="confirmed", confirmed_by=second, found="a mark"
        )
