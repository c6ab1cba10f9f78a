"""What is true of every request."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.client import MULTIPART_CONTENT, FakePayload
from django.urls import path, reverse

from schools.models import Person
from sro_program.core import errorpages, text
from sro_program.core.errors import NotAllowed, RuleBroken, Stale
from sro_program.core.http import access, takes_large_files
from sro_program.core.middleware import MEGABYTE
from sro_program.core.policy import ALLOWED, deny
from sro_program.urls import (
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
    urlpatterns,
)

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500"]


def undeclared(request):
    return HttpResponse("never seen")


@access(lambda user: ALLOWED)
def writes_and_fails(request, school):
    Person.objects.create(
        school_id=school,
        kind="student",
        given_name="Half",
        family_name="Written",
        retention_class="record",
    )
    raise RuleBroken("The second half is refused.")


@access(lambda user: ALLOWED)
def stale(request):
    raise Stale("This has changed.")


@access(lambda user: deny("Only on Mondays."))
def refused(request):
    raise AssertionError("never entered")


@access(lambda user: ALLOWED)
def database_gone(request):
    raise OperationalError("the connection is closed")


@access(lambda user: ALLOWED)
def acting(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_user_id()")
        return HttpResponse(str(cursor.fetchone()[0]))


@access(lambda user: ALLOWED)
@takes_large_files(5 * MEGABYTE)
def files(request):
    file = request.FILES["file"]
    kept, note = len(file.read()), request.POST.get("note", "")
    return HttpResponse(f"{file.name} {file.size} {kept} {note}")


@access(lambda user: ALLOWED)
def broken(request):
    raise ZeroDivisionError


urlpatterns = [
    *urlpatterns,
    path("undeclared/", undeclared),
    path("half/<int:school>/", writes_and_fails),
    path("stale/", stale),
    path("refused/", refused),
    path("gone/", database_gone),
    path("acting/", acting),
    path("files/", files),
    path("broken/", broken),
]

pytestmark = pytest.mark.urls(__name__)


def test_a_view_that_declares_nothing_admits_no_one(sign_in, commander):
    assert sign_in(commander).get("/undeclared/").status_code == 403


def test_whoever_is_not_signed_in_is_led_to_sign_in(client, db):
    response = client.get("/acting/")

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_a_refusal_undoes_all_that_the_view_has_written(sign_in, officer, school):
    response = sign_in(officer.user).get(f"/half/{school.pk}/")

    assert response.status_code == 422
    assert "The second half is refused." in response.text
    assert not Person.objects.exists()


def test_a_refusal_tells_the_reason(sign_in, commander):
    response = sign_in(commander).get("/refused/")

    assert response.status_code == 403
    assert "Only on Mondays." in response.text


def test_htmx_gets_the_sentence_alone(sign_in, commander):
    response = sign_in(commander).get("/stale/", headers={"HX-Request": "true"})

    assert response.status_code == 409
    assert "This has changed." in response.text
    assert "<html" not in response.text


def test_a_lost_database_is_503_and_says_when_to_come_back(sign_in, commander):
    response = sign_in(commander).get("/gone/")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"


def test_a_lost_database_before_the_view_is_503_too(rf):
    try:
        raise OperationalError
    except OperationalError:
        response = errorpages.server_error(rf.get("/"))

    assert response.status_code == 503


def test_an_address_that_takes_forms_only_says_so_in_the_products_design(
    sign_in, commander
):
    client = sign_in(commander)

    response = client.get("/notifications/read/")

    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "no-store" in response.headers["Cache-Control"]
    assert "This address only takes a form" in response.text
    assert 'href="/"' in response.text


def test_too_many_tries_are_429_and_say_when_to_come_back(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    wish = {"email": "someone@example.org"}
    url, place = reverse("account_reset_password"), {"REMOTE_ADDR": "192.0.2.99"}
    client.post(url, wish, **place)

    response = client.post(url, wish, **place)

    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert "Too many tries" in response.text
    assert 'href="/"' in response.text


def test_our_own_bug_is_500_in_the_products_design(client, sign_in, commander):
    sign_in(commander)
    client.raise_request_exception = False

    response = client.get("/broken/")

    assert response.status_code == 500
    assert "</html>" in response.text


def test_the_view_acts_as_the_person_who_is_signed_in(sign_in, commander):
    assert sign_in(commander).get("/acting/").text == str(commander.pk)


def test_pages_of_people_are_kept_by_no_cache(sign_in, commander):
    response = sign_in(commander).get("/acting/")

    assert "no-store" in response.headers["Cache-Control"]
    assert "'unsafe-inline'" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "query", ["?q=%00", "?q=%ff", "?%00=1", "?q=%ed%a0%80", "?q=a%EF%BF%BDb"]
)
def test_broken_text_in_a_query_is_a_bad_request(sign_in, commander, query):
    assert sign_in(commander).get("/acting/" + query).status_code == 400


@pytest.mark.parametrize("address", ["/acting/%00", "/%00/"])
def test_broken_text_in_a_path_is_a_bad_request(sign_in, commander, address):
    assert sign_in(commander).get(address).status_code == 400


def test_broken_text_in_a_form_is_a_bad_request(sign_in, commander):
    response = sign_in(commander).post("/acting/", {"note": "a\0b"})

    assert response.status_code == 400


class Unread(FakePayload):
    """A body that no one may touch."""

    def read(self, *_):
        raise AssertionError("the body was read")

    readline = read


def send(client, address: str, size: object):
    """A form that says of itself that it is so large."""
    unread = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(size)}
    return client.post(address, content_type=MULTIPART_CONTENT, **unread)


@pytest.mark.parametrize(
    "size", ["999999999999", "9" * 5000, "-5", "much", "²", 3 * MEGABYTE + 1]
)
@pytest.mark.parametrize("address", ["/acting/", "/accounts/login/"])
def test_whoever_is_not_signed_in_sends_no_more_than_a_form(db, client, address, size):
    response = send(client, address, size)

    assert response.status_code == 413
    assert "larger than 3 MB" in response.text
    assert "choose a smaller file" in response.text


def test_files_from_whoever_is_not_signed_in_are_not_read(db, client):
    response = send(client, "/files/", 3 * MEGABYTE + 1)

    assert response.status_code == 413
    assert "larger than 3 MB" in response.text
    assert "Sign in and send it again." in response.text


@pytest.mark.parametrize(
    ("address", "size", "limit"),
    [
        ("/acting/", 3 * MEGABYTE + 1, 3),
        ("/files/", 1024 * MEGABYTE + 1, 5),
        ("/files/", "much", 5),
    ],
)
def test_a_huge_body_is_not_even_read(sign_in, commander, address, size, limit):
    response = send(sign_in(commander), address, size)

    assert response.status_code == 413
    assert f"larger than {limit} MB, so it was not read" in response.text


def test_a_view_that_takes_files_gets_them_from_people_it_knows(sign_in, commander):
    file = SimpleUploadedFile("large.bin", bytes(4 * MEGABYTE))

    response = sign_in(commander).post("/files/", {"file": file})

    assert response.text.startswith(f"large.bin {4 * MEGABYTE} {4 * MEGABYTE}")


@pytest.mark.parametrize("size", [5 * MEGABYTE, 5 * MEGABYTE + 1, 12 * MEGABYTE])
def test_of_a_file_that_is_too_large_its_size_arrives_and_no_content(
    sign_in, commander, size
):
    sent = {"note": "typed", "file": SimpleUploadedFile("large.bin", bytes(size))}

    response = sign_in(commander).post("/files/", sent)

    kept = size if size <= 5 * MEGABYTE else 0
    assert response.text == f"large.bin {size} {kept} typed"


def test_a_connection_lost_in_the_middle_of_a_form_is_a_bad_request(sign_in, commander):
    class Lost(FakePayload):
        def read(self, *_):
            raise OSError("the phone went out of reach")

    response = sign_in(commander).post("/acting/", **{"wsgi.input": Lost(b"note=")})

    assert response.status_code == 400


def test_a_form_with_a_thousand_fields_is_too_large(sign_in, commander):
    response = sign_in(commander).post("/acting/", dict.fromkeys(range(1001), "x"))

    assert response.status_code == 413
    assert "has more fields or files than any form here" in response.text


FORMS = [MULTIPART_CONTENT, "application/x-www-form-urlencoded"]


def written(content_type, size):
    """A form with one long text, of about so many bytes."""
    text = "x" * (size - 1024)
    return {"note": text} if content_type == MULTIPART_CONTENT else f"note={text}"


@pytest.mark.parametrize("content_type", FORMS)
def test_a_form_may_be_as_large_as_the_page_says(sign_in, commander, content_type):
    sent = written(content_type, 3 * MEGABYTE)

    response = sign_in(commander).post("/acting/", sent, content_type=content_type)

    assert response.status_code == 200


@pytest.mark.parametrize("content_type", FORMS)
def test_where_files_are_taken_a_text_is_no_larger_than_a_form(
    sign_in, commander, content_type
):
    sent = written(content_type, 5 * MEGABYTE)

    response = sign_in(commander).post("/files/", sent, content_type=content_type)

    assert response.status_code == 413
    assert "larger than 3 MB" in response.text


def test_a_page_that_is_not_there_is_404_in_the_products_design(sign_in, commander):
    response = sign_in(commander).get("/nowhere/")

    assert response.status_code == 404
    assert "</html>" in response.text


def test_a_form_without_its_token_is_refused_in_words(commander):
    client = Client(enforce_csrf_checks=True)
    client.force_login(commander)

    assert client.post("/acting/").status_code == 403


def test_refusals_are_exceptions_with_one_sentence():
    assert str(NotAllowed("No.")) == "No."
    assert text.is_broken(b"\0")
