"""The topic library: who keeps it, its versions, its files, its pages."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DataError, transaction
from django.urls import reverse

from presentations import library
from presentations.demo_topics import make_topics
from presentations.forms.library import TopicForm
from presentations.models import Topic, TopicMaterial
from presentations.states import Status
from sro_program.core.db import acting_as
from sro_program.core.errors import NotAllowed, RuleBroken, Stale, WrongState
from sro_program.core.files import check
from tests.factories.presentations import BookedFactory, TopicFactory

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
CONTENT = {
    "title": "Bike safety",
    "summary": "Helmets and signals.",
    "audience": "pupils",
    "grade_low": "3",
    "grade_high": "5",
    "minutes": "45",
    "objectives": "Fits a helmet.",
    "outline": "The melon drop",
    "standards": "",
    "tags": "Traffic, bikes , traffic",
}


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        },
    }


@pytest.fixture(autouse=True)
def _officers_reach_a_school(school):
    """Rights come from a school: the people of these tests have one."""


@pytest.fixture
def topic(db):
    return TopicFactory(title="Vaping", tags=["drugs"])


def a_file():
    return check(SimpleUploadedFile("slides.exe", PDF))


@pytest.mark.parametrize("role", ["teacher", "principal", "counselor", "district_user"])
def test_school_staff_read_the_library_and_do_not_change_it(role, request, topic):
    person = request.getfixturevalue(role)

    assert list(Topic.objects.visible_to(person)) == [topic]
    with pytest.raises(NotAllowed, match="Only officers and the sheriff's office"):
        library.edit_topic(topic, by=person, version=1, title="Mine")


def test_someone_without_a_role_sees_no_topic(topic, make_person):
    assert not Topic.objects.visible_to(make_person("Nobody")).exists()


@pytest.fixture
def make_person(db, django_user_model):
    return lambda name: django_user_model.objects.create_user(
        f"{name}@example.org", name, password="a-long-password"
    )


def test_each_change_makes_a_version_and_keeps_the_earlier_one(
    topic, officer, commander
):
    topic = library.edit_topic(
        topic, by=officer.user, version=1, title="Vapes", minutes=30
    )
    library.add_material(topic, by=commander, title="Slides", file=a_file())

    versions = library.versions_of(topic)

    assert [(v.number, v.by, v.changed) for v in versions] == [
        (3, commander.name, "Files"),
        (2, officer.user.name, "Title, minutes"),
        (1, "The product", "First version"),
    ]


def test_the_second_of_two_writers_is_told_and_changes_nothing(topic, officer, office):
    library.edit_topic(topic, by=officer.user, version=1, minutes=30)

    with pytest.raises(Stale):
        library.edit_topic(topic, by=office, version=1, minutes=60)

    topic.refresh_from_db()
    assert (topic.minutes, topic.version) == (30, 2)


def test_a_title_is_taken_whatever_its_case(topic, officer):
    with pytest.raises(RuleBroken, match="already a topic with this title"):
        library.add_topic(by=officer.user, title="VAPING", grade_low=1, grade_high=2)


def test_a_topic_is_switched_off_and_on_again(topic, officer):
    topic = library.switch_topic(topic, by=officer.user, version=1)
    assert not Topic.objects.active().exists()

    library.switch_topic(topic, by=officer.user, version=2)
    assert Topic.objects.active().exists()


def test_a_file_is_removed_once_and_kept(topic, officer):
    material = library.add_material(topic, by=officer.user, title="a", file=a_file())

    library.remove_material(material, by=officer.user)

    with pytest.raises(WrongState, match="already been removed"):
        library.remove_material(material, by=officer.user)
    assert TopicMaterial.objects.get().file.storage.exists(material.file.name)


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"grade_low": -1, "grade_high": 2}, "k-2"),
        ({"grade_low": 3, "grade_high": 12}, "3-5"),
        ({"grade_low": 8, "grade_high": 12}, "6-8"),
        ({"grade_low": 11, "grade_high": 12}, "9-12"),
        ({"grade_low": -1, "grade_high": 12, "for_adults": True}, "staff"),
        (
            {
                "grade_low": -1,
                "grade_high": 12,
                "for_adults": True,
                "tags": ["parents"],
            },
            "parents",
        ),
    ],
)
def test_a_topic_stands_in_one_band(fields, key):
    assert library.band_of(Topic(**fields)).key == key


def test_the_library_that_comes_with_the_product_is_loaded_once(db, capsys):
    added = make_topics()
    again = make_topics()
    call_command("load_topics")

    assert (added >= 25, again) == (True, 0)
    assert capsys.readouterr().out == "0 topics added to the library.\n"
    bands = {band.key for band, _ in library.banded(Topic.objects.all())}
    assert bands == {band.key for band in library.BANDS}


@pytest.mark.parametrize(("number", "words"), [(0, "Not yet"), (1, "Once"), (2, "2 t")])
def test_it_says_how_often_a_topic_was_given_at_ones_schools(
    number, words, topic, school, other_school, principal, officer, other_officer
):
    for place, who in [(school, officer)] * number + [(other_school, other_officer)]:
        BookedFactory(topic=topic, school=place, officer=who, status=Status.DELIVERED)

    assert library.times_given(principal, topic).startswith(words)


def test_it_stops_counting_at_a_hundred(monkeypatch, topic, school, principal, officer):
    monkeypatch.setattr(library, "MOST_COUNTED", 1)
    for _ in range(2):
        BookedFactory(
            topic=topic, school=school, officer=officer, status=Status.DELIVERED
        )

    assert library.times_given(principal, topic) == "More than 1 times at your schools"


# Pages


def test_the_library_is_shown_by_band_and_searched(sign_in, teacher, topic):
    TopicFactory(title="Meet your officer", grade_low=-1, grade_high=2)
    client = sign_in(teacher)
    address = reverse("presentations:topics")

    everything = client.get(address).content.decode()
    found = client.get(address, {"q": "vaping", "band": "9-12", "tag": "drugs"})
    nothing = client.get(address, {"q": "zebra"}).content.decode()

    assert everything.index("Meet your officer") < everything.index("Vaping")
    assert "Meet your officer" not in found.content.decode()
    assert "No topic fits" in nothing


def test_a_filter_that_makes_no_sense_is_answered_in_words(sign_in, teacher, topic):
    response = sign_in(teacher).get(
        reverse("presentations:topics"), {"band": "13", "q": "x" * 101}
    )

    assert response.status_code == 200
    assert "For whom: Choose one from the list." in response.content.decode()


def test_only_keepers_look_at_what_is_switched_off(sign_in, officer, topic):
    library.switch_topic(topic, by=officer.user, version=1)
    client = sign_in(officer.user)
    address = reverse("presentations:topics")

    assert "Vaping" not in client.get(address).content.decode()
    assert "switched off" in client.get(address, {"off": "on"}).content.decode()


def test_an_officer_adds_a_topic(sign_in, officer):
    client = sign_in(officer.user)

    response = client.post(reverse("presentations:add_topic"), CONTENT)

    added = Topic.objects.get()
    assert response.url == added.get_absolute_url()
    assert (added.tags, added.grade_low, added.updated_by) == (
        ["traffic", "bikes"],
        3,
        officer.user,
    )
    page = client.get(response.url).content.decode()
    assert "Fits a helmet." in page
    assert "Version 1: First version" in page


def test_a_topic_for_parents_is_for_no_grade(sign_in, officer):
    content = {**CONTENT, "audience": "parents"}

    sign_in(officer.user).post(reverse("presentations:add_topic"), content)

    added = Topic.objects.get()
    assert (added.for_adults, added.grade_low, added.grade_high) == (True, -1, 12)
    assert library.band_of(added).key == "parents"
    assert TopicForm(topic=added).initial["audience"] == "parents"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"grade_high": "1"}, "The highest grade is below the lowest."),
        ({"title": "vaping"}, "There is already a topic with this title."),
        ({"tags": ",".join("abcdefghij")}, "Use up to 8 tags"),
        ({"minutes": "999"}, "Give at most 480."),
    ],
)
def test_a_topic_that_cannot_be_is_refused_and_kept_on_screen(
    change, sentence, sign_in, officer, topic
):
    response = sign_in(officer.user).post(
        reverse("presentations:add_topic"), {**CONTENT, **change}
    )

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "The melon drop" in response.content.decode()
    assert Topic.objects.count() == 1


def test_a_topic_is_changed_and_shows_who_did_it(sign_in, officer, topic):
    client = sign_in(officer.user)
    address = reverse("presentations:edit_topic", args=[topic.pk])

    assert "Vaping" in client.get(address).content.decode()
    client.post(address, {**CONTENT, "version": "1"})
    stale = client.post(address, {**CONTENT, "version": "1"})

    topic.refresh_from_db()
    assert (topic.title, topic.version, stale.status_code) == ("Bike safety", 2, 409)


def test_a_topic_of_an_older_page_is_shown_again_with_what_was_typed(
    sign_in, officer, topic
):
    client = sign_in(officer.user)
    address = reverse("presentations:edit_topic", args=[topic.pk])
    client.post(address, {**CONTENT, "version": "1"})

    stale = client.post(address, {**CONTENT, "title": "My title", "version": "1"})
    again = client.post(address, {**CONTENT, "title": "My title", "version": "2"})

    assert "My title" in stale.text
    assert "has changed since you opened it" in stale.text
    assert re.search(r'name="version" value="2"', stale.text)
    assert again.status_code == 302


def test_a_changed_title_may_not_be_anothers(sign_in, officer, topic):
    other = TopicFactory(title="Bike safety")
    address = reverse("presentations:edit_topic", args=[topic.pk])

    response = sign_in(officer.user).post(address, {**CONTENT, "version": "1"})

    assert response.status_code == 422
    assert other.title == "Bike safety"


def test_the_switch_needs_the_version_that_was_shown(sign_in, officer, topic):
    client = sign_in(officer.user)
    address = reverse("presentations:switch_topic", args=[topic.pk])

    client.post(address, {"version": "x"})
    topic.refresh_from_db()
    assert topic.is_active

    client.post(address, {"version": "1"})
    topic.refresh_from_db()
    assert not topic.is_active


def test_a_file_is_added_downloaded_and_removed(sign_in, officer, topic):
    client = sign_in(officer.user)
    upload = SimpleUploadedFile("slides.pdf", PDF)

    client.post(
        reverse("presentations:add_material", args=[topic.pk]),
        {"material-title": "Slides", "material-file": upload},
    )
    material = TopicMaterial.objects.get()
    download = client.get(reverse("presentations:material", args=[material.pk]))

    assert b"".join(download) == PDF
    assert download["Content-Disposition"] == (
        'attachment; filename="Vaping - Slides.pdf"'
    )
    client.post(reverse("presentations:remove_material", args=[material.pk]))
    gone = client.get(reverse("presentations:material", args=[material.pk]))
    assert gone.status_code == 404


def test_of_a_refused_file_nothing_stays(topic, commander, tmp_path):
    with pytest.raises(DataError), transaction.atomic():
        library.add_material(topic, by=commander, title="x" * 121, file=a_file())

    assert not TopicMaterial.objects.exists()
    assert not list(tmp_path.rglob("*.pdf"))


def test_a_file_larger_than_a_form_is_taken(sign_in, officer, topic):
    content = PDF.replace(b"%%EOF", b"%" + bytes(4 * 1024 * 1024) + b"\n%%EOF")

    response = sign_in(officer.user).post(
        reverse("presentations:add_material", args=[topic.pk]),
        {
            "material-title": "Slides",
            "material-file": SimpleUploadedFile("slides.pdf", content),
        },
    )

    assert response.status_code == 302
    assert TopicMaterial.objects.get().size == len(content)


def test_a_disguised_file_is_refused_in_words(sign_in, officer, topic):
    response = sign_in(officer.user).post(
        reverse("presentations:add_material", args=[topic.pk]),
        {
            "material-title": "Slides",
            "material-file": SimpleUploadedFile("slides.pdf", b"<html><script>"),
        },
    )

    assert response.status_code == 422
    assert "looks like HTML File" in response.content.decode()
    assert not TopicMaterial.objects.exists()


@pytest.mark.parametrize("person", ["teacher", "principal"])
def test_the_schools_get_no_form_to_change_the_library(person, request, sign_in, topic):
    client = sign_in(request.getfixturevalue(person))
    page = client.get(topic.get_absolute_url()).content.decode()

    assert "Change topic" not in page
    assert client.get(reverse("presentations:add_topic")).status_code == 403


def test_the_library_may_be_read_behind_the_second_wall(topic, teacher):
    with acting_as(teacher):
        assert Topic.objects.visible_to(teacher).count() == 1
