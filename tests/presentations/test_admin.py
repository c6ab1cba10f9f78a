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
