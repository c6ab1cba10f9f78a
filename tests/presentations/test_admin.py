"""Administrators keep reference data and change no talk."""

import pytest
from django.urls import reverse

from presentations.models import Topic
from tests.factories.presentations import PresentationFactory, TopicFactory


@pytest.fixture
def administrator(django_user_model):
    return django_user_model.objects.create_user(
        "admin@example.org", "Ada Admin", password="a-long-password", is_staff=True
    )


@pytest.mark.parametrize(
    "name", ["topic", "conflictrule", "presentation", "delivery", "feedback"]
)
def test_every_list_opens(name, sign_in, administrator):
    response = sign_in(administrator).get(
        reverse(f"admin:presentations_{name}_changelist")
    )

    assert response.status_code == 200


def test_a_topic_is_changed_and_never_deleted(sign_in, administrator):
    topic = TopicFactory(title="Vaping")
    client = sign_in(administrator)

    page = client.get(reverse("admin:presentations_topic_change", args=[topic.pk]))
    gone = client.post(
        reverse("admin:presentations_topic_delete", args=[topic.pk]), {"post": "yes"}
    )

    assert (page.status_code, gone.status_code) == (200, 403)
    assert Topic.objects.get() == topic


def test_being_administrator_shows_no_presentation(sign_in, administrator):
    talk = PresentationFactory()
    client = sign_in(administrator)

    listed = client.get(reverse("admin:presentations_presentation_changelist"))
    opened = client.get(
        reverse("admin:presentations_presentation_change", args=[talk.pk])
    )

    assert talk.topic.title not in listed.content.decode()
    assert opened.status_code == 302


def test_a_topic_changed_here_is_a_version_under_the_administrators_name(
    sign_in, administrator
):
    topic = TopicFactory(title="Vaping")
    address = reverse("admin:presentations_topic_change", args=[topic.pk])
    client = sign_in(administrator)
    shown = client.get(address).context["adminform"].form.initial
    said = {name: value for name, value in shown.items() if value not in (None, False)}
    materials = {"materials-TOTAL_FORMS": 0, "materials-INITIAL_FORMS": 0}

    client.post(address, {**said, "tags": "", "title": "Vapes", **materials})

    topic.refresh_from_db()
    assert (topic.title, topic.version) == ("Vapes", 2)
    assert topic.updated_by == administrator


@pytest.mark.parametrize("year", ["99999999999", "9999", "0", "-1", "nineteen", "٢٠٢٦"])
@pytest.mark.parametrize(
    "address", ["accounts/membership/?starts_on", "schools/schoolday/?on"]
)
def test_a_year_that_nobody_lives_in_is_left_out(address, year, sign_in, administrator):
    response = sign_in(administrator).get(f"/admin/{address}__year={year}", follow=True)

    assert response.status_code < 500
