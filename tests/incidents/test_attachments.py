"""Photos, papers and recordings of a report: what is kept, and who gets at it."""

import hashlib
from html import unescape
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from incidents import actions
from incidents.models import Attachment
from sro_program.audit.models import AuditEvent, Kind
from sro_program.core.errors import USED_FORM
from sro_program.core.files import MAX_RECORDING
from sro_program.core.files.checks import MEGABYTE
from sro_program.core.ids import uuid7
from tests.conftest import make_officer
from tests.core import recordings as made
from tests.core.test_files import PDF, finish, with_place_and_time

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        },
    }


@pytest.fixture
def send(client, officer, incident):
    """Add a file as the author does, in the browser."""

    def post(content, name="file", **said):
        client.force_login(said.pop("by", officer.user))
        report = said.pop("into", incident)
        fields = {"record_id": str(uuid7()), "title": "title-token", **said}
        file = SimpleUploadedFile(name, content)
        path = reverse("incidents:add_attachment", args=[report.pk])
        return client.post(path, {**fields, "file": file})

    return post


def fetch(client, user, attachment):
    client.force_login(user)
    return client.get(reverse("incidents:attachment", args=[attachment.pk]))


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (made.mp3(), "audio/mpeg"),
        (made.m4a(), "audio/mp4"),
        (made.wav(), "audio/wav"),
        (made.ogg(), "audio/ogg"),
    ],
)
def test_papers_and_recordings_are_kept_and_given_out_bit_by_bit(
    client, officer, send, content, media_type
):
    assert send(content).status_code == 302

    kept = Attachment.objects.get()
    answer = fetch(client, officer.user, kept)
    assert b"".join(answer) == content
    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"].startswith("attachment")
    finish(answer)


def test_a_photo_loses_what_the_camera_wrote_and_its_hash_is_of_what_is_kept(send):
    send(with_place_and_time(), "photo.jpg")

    kept = Attachment.objects.get()
    with kept.file.open() as file:
        content = file.read()
    assert b"camera-token" not in content
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    with Image.open(BytesIO(content)) as drawn:
        assert not drawn.getexif()


def test_the_hash_stands_on_the_page(client, officer, send, incident):
    send(PDF)

    assert hashlib.sha256(PDF).hexdigest() in client.get(
        incident.get_absolute_url()
    ).text.replace("\n", "")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"MZ\x90\x00" + bytes(300), "photo.jpg", "looks like Windows Executable"),
        (made.film(), "voice.m4a", "holds moving pictures"),
        (made.wav()[:-10], "voice.wav", "damaged or cut off"),
        (b"<html><script>", "paper.pdf", "looks like HTML"),
        (b"", "paper.pdf", "is empty"),
    ],
)
def test_a_disguised_file_is_refused_with_the_reason(send, content, name, sentence):
    answer = send(content, name)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "title-token" in answer.text
    assert not Attachment.objects.exists()


def test_a_file_beyond_every_limit_is_refused_at_its_field(send, tmp_path):
    answer = send(bytes(MAX_RECORDING + 9 * MEGABYTE), "recording.wav")

    assert answer.status_code == 422
    assert "“recording.wav” has 109 MB; the limit is 100 MB." in answer.text
    assert "title-token" in answer.text
    assert not Attachment.objects.exists()
    assert not list(tmp_path.rglob("*.*"))


def test_a_double_click_keeps_one_file(send, tmp_path):
    key = str(uuid7())

    for _ in range(2):
        send(PDF, record_id=key)

    assert Attachment.objects.count() == 1
    assert len(list(tmp_path.rglob("*.pdf"))) == 1


def test_of_a_refused_record_no_file_stays(send, begin, officer, tmp_path):
    """One form, sent into two reports: its id is taken in the second."""
    key, elsewhere = str(uuid7()), begin()
    send(PDF, record_id=key)

    refused = send(PDF, record_id=key, into=elsewhere)

    assert refused.status_code == 422
    assert USED_FORM in unescape(refused.text)
    assert not elsewhere.attachments.exists()
    assert len(list(tmp_path.rglob("*.pdf"))) == 1


def test_the_file_goes_when_its_removal_has_committed(
    client, officer, send, incident, django_capture_on_commit_callbacks
):
    send(PDF)
    kept = Attachment.objects.get()
    name = kept.file.name

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_part(kept, by=officer.user)
        assert default_storage.exists(name)

    assert not default_storage.exists(name)


def test_it_has_no_address_but_the_one_that_asks_who_you_are(client, officer, send):
    send(PDF)
    kept = Attachment.objects.get()

    name = kept.file.name
    for guess in (f"/{name}", f"/media/{name}", f"/static/{name}", f"/files/{name}"):
        assert client.get(guess).status_code == 404


def test_only_the_police_side_gets_it(
    client,
    submitted,
    send,
    officer,
    principal,
    commander,
    other_officer,
    agency,
    campus,
):
    kept = with_file(submitted)
    colleague = make_officer(agency, campus, "Cole Colleague").user

    answers = {}
    for who in (principal, other_officer.user, commander, colleague):
        answer = fetch(client, who, kept)
        answers[who] = answer.status_code
        finish(answer)

    assert answers == {
        principal: 403,
        other_officer.user: 404,
        commander: 200,
        colleague: 200,
    }


def test_of_a_draft_not_even_the_schools_other_officer_gets_it(
    client, send, agency, campus
):
    send(PDF)
    colleague = make_officer(agency, campus, "Cole Colleague").user

    assert fetch(client, colleague, Attachment.objects.get()).status_code == 404


def test_each_download_is_on_record(client, officer, send, incident):
    send(PDF)

    finish(fetch(client, officer.user, Attachment.objects.get()))

    event = AuditEvent.objects.about(incident).get(kind=Kind.DISCLOSURE)
    assert (event.verb, event.by) == ("download", officer.user)


def with_file(incident):
    """As it stands in a report that was submitted with it."""
    return Attachment.objects.create(
        incident=incident,
        school=incident.school,
        title="t",
        file=SimpleUploadedFile("a.pdf", PDF),
        media_type="application/pdf",
        size=len(PDF),
        sha256=hashlib.sha256(PDF).hexdigest(),
        added_by=incident.written_by,
    )
