"""What a court seals is gone from access notices too: name, words and paper."""

import pytest
from django.db import connection

from incidents.actions import choose_sealed
from schools.actions.merging import merge_people
from schools.models import AccessNotice, Person
from sro_program.audit.log import disclose, record
from sro_program.audit.models import AuditEvent, Disclosure
from sro_program.core.errors import RuleBroken
from tests.conftest import make_member
from tests.factories.schools import AccessNoticeFactory, PersonFactory
from tests.incidents import sealing_scene as scene

pytestmark = pytest.mark.django_db
NOTICED = {
    "basis": f"Letter about {scene.GIVEN} of November 3",
    "what_to_do": "Call the mother",
    "pick_up": "Only the mother",
}


@pytest.fixture
def person(school):
    return PersonFactory(
        school=school, given_name=scene.GIVEN, family_name=scene.FAMILY
    )


@pytest.fixture
def notice(person, commander):
    return AccessNoticeFactory(person=person, written_by=commander, **NOTICED)


def seal_all(commander, agency):
    order = scene.choose_all(scene.begin(commander, agency), commander)
    second = make_member("commander", agency, "Second Commander")
    scene.seal(scene.confirm(order, commander), second)


def test_the_name_the_words_and_the_paper_are_gone(
    notice, commander, agency, django_capture_on_commit_callbacks
):
    store, paper = notice.document.storage, notice.document.name
    record(commander, "renew_notice", notice, why=f"{scene.GIVEN} came again")
    assert store.exists(paper)

    with django_capture_on_commit_callbacks(execute=True):
        seal_all(commander, agency)

    assert not store.exists(paper)
    sealed = AccessNotice.objects.get()
    kept = [sealed, *AccessNotice.pgh_event_model.objects.all()]
    said = "".join(str(vars(one)) for one in kept)
    trail = str(list(AuditEvent.objects.values("detail")))
    assert (sealed.name, sealed.document.name) == ("Sealed", "")
    assert not AccessNotice.objects.visible_to(commander).exists()
    for words in (scene.GIVEN, scene.FAMILY, "mother", "November 3"):
        assert words not in said
        assert words not in trail


def test_nobody_finds_who_is_sealed(notice, commander, agency):
    name = [f"{scene.GIVEN} {scene.FAMILY}"]

    def found():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM schools_find_people(%s)", name)
            (people,) = cursor.fetchone()
            cursor.execute("SELECT count(*) FROM schools_find_notices(%s, '{}')", name)
            return people, *cursor.fetchone()

    assert found() == (1, 1)
    seal_all(commander, agency)

    assert found() == (0, 0)


def test_a_notice_about_somebody_else_loses_the_name_and_stands(
    person, school, commander, agency
):
    other = PersonFactory(school=school, kind="guardian", grade=None)
    notice = AccessNoticeFactory(
        person=other,
        written_by=commander,
        what_to_do="Call",
        pick_up=f"Not {scene.GIVEN} {scene.FAMILY}",
    )

    seal_all(commander, agency)

    notice.refresh_from_db()
    assert notice.given_name == other.given_name
    assert notice.document
    assert scene.FAMILY not in notice.pick_up


# ---- Two entries of the roster that are one person --------------------------


@pytest.fixture
def merged(person, school, commander):
    """The entry out of sight, which the register names, and the one that stays."""
    kept = PersonFactory(
        school=school, given_name=scene.GIVEN, family_name=scene.FAMILY
    )
    notice = AccessNoticeFactory(person=kept, written_by=commander)
    disclose(
        commander,
        Disclosure.What.PRINTED,
        notice,
        person_id=person.pk,
        to_whom=f"The mother of {scene.GIVEN}",
        basis="By law",
    )
    merge_people(kept, person, by=commander)
    return person, kept


@pytest.mark.parametrize("chosen", [0, 1])
def test_whichever_entry_is_chosen_the_person_is_sealed(
    chosen, merged, commander, agency
):
    order = scene.begin(commander, agency)
    order = choose_sealed(
        order, by=commander, involved=[], people=[merged[chosen].pk], attachments=[]
    )
    second = make_member("commander", agency, "Second Commander")

    scene.seal(scene.confirm(order, commander), second)

    for entry in merged:
        entry.refresh_from_db()
        assert str(entry) == "Sealed"
    assert AccessNotice.objects.get().name == "Sealed"
    assert scene.GIVEN not in Disclosure.objects.get().to_whom


def test_a_legal_hold_on_the_entry_out_of_sight_comes_first(merged, commander, agency):
    Person.objects.filter(pk=merged[0].pk).update(legal_hold=True)
    order = scene.begin(commander, agency)
    order = choose_sealed(
        order, by=commander, involved=[], people=[merged[1].pk], attachments=[]
    )

    with pytest.raises(RuleBroken, match="legal hold"):
        scene.confirm(order, commander)
