"""What a court seals is gone from access notices too: name, words and paper."""

import pytest
from django.db import connection

from schools.models import AccessNotice
from sro_program.audit.log import record
from sro_program.audit.models import AuditEvent
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
