"""The pages of an import, from upload to what became of it."""

import io
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from schools import tasks
from schools.actions import imports
from schools.models import OneRosterImport, Person
from tests.factories.schools import OneRosterImportFactory
from tests.schools.pages import text, url


@pytest.fixture
def zipped(package, tmp_path) -> SimpleUploadedFile:
    content = package.write(tmp_path / "p.zip").read_bytes()
    return SimpleUploadedFile("roster.zip", content, "application/zip")


def test_an_import_from_upload_to_applied(
    sign_in,
    district_user,
    district,
    zipped,
    monkeypatch,
    django_capture_on_commit_callbacks,
):
    sent = []
    monkeypatch.setattr(tasks, "send", lambda task, pk: sent.append(task.name))
    client = sign_in(district_user)
    assert "No imports yet" in text(client.get(url("imports")))
    assert client.get(url("upload")).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(
            url("upload"),
            {"district": district.pk, "file": zipped, "record_id": str(uuid.uuid4())},
        )
    found = OneRosterImport.objects.get()
    assert done.headers["Location"] == found.get_absolute_url()
    working = client.get(found.get_absolute_url())
    fragment = client.get(found.get_absolute_url(), headers={"HX-Request": "true"})
    imports.check(found.pk)
    finished = client.get(found.get_absolute_url(), headers={"HX-Request": "true"})
    report = client.get(found.get_absolute_url())
    found.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("apply", found.pk), {"mode": "all", "version": found.version})
    imports.write(found.pk)
    after = client.get(found.get_absolute_url())

    assert "Working on it" in text(working)
    assert "<html" not in text(fragment)
    assert finished.headers["HX-Refresh"] == "true"
    assert '<td data-label="New">77</td>' in text(report)
    assert "These changes are made" in text(after)
    assert sent == ["schools.tasks.check_import", "schools.tasks.apply_import"]
    assert Person.objects.count() == 77
    for page in (working, report, after, client.get(url("imports"))):
        assert "UNDEFINED" not in text(page)


def test_bad_rows_are_shown_by_file_line_and_column(
    sign_in, office, district, package, tmp_path
):
    package.cell("users", 4, "grades", "9th")
    found = imports.upload(
        district,
        by=office,
        record_id=uuid.uuid4(),
        file=SimpleUploadedFile(
            "roster.zip", package.write(tmp_path / "p.zip").read_bytes()
        ),
    )
    imports.check(found.pk)
    client = sign_in(office)

    page = text(client.get(found.get_absolute_url()))
    found.refresh_from_db()
    refused = client.post(
        url("apply", found.pk), {"mode": "all", "version": found.version}
    )

    assert '<td data-label="Line">5</td>' in page
    assert '<td data-label="Column">grades</td>' in page
    assert refused.status_code == 422
    assert "choose to apply the good rows only" in text(refused)


@pytest.fixture
def checked_again(office, district, package, run, tmp_path):
    """Uploaded and checked when all that it says is known; bend it before."""
    run(package)

    def check() -> OneRosterImport:
        content = package.write(tmp_path / "again.zip").read_bytes()
        file = SimpleUploadedFile("roster.zip", content)
        found = imports.upload(district, by=office, record_id=uuid.uuid4(), file=file)
        imports.check(found.pk)
        found.refresh_from_db()
        return found

    return check


def test_where_nothing_would_change_there_is_nothing_to_apply(
    sign_in, office, checked_again
):
    found, client = checked_again(), sign_in(office)

    page = text(client.get(found.get_absolute_url()))
    sent = {"mode": "all", "version": found.version}
    applied = client.post(url("apply", found.pk), sent)

    assert "nothing would change" in page
    assert "Apply these changes" not in page
    assert "Throw this upload away" in page
    assert applied.status_code == 422
    assert "there is nothing to apply" in text(applied)
    found.refresh_from_db()
    assert found.status == "checked"


def test_bad_rows_are_not_said_to_change_nothing(
    sign_in, office, package, checked_again
):
    new = ["S-NEW", *package.tables["users"][-1][1:]]
    new[package.tables["users"][0].index("grades")] = "9th"
    package.tables["users"].append(new)
    found = checked_again()

    page = text(sign_in(office).get(found.get_absolute_url()))

    assert "nothing would change" not in page
    assert "The good rows say what is already known." in page
    assert "correct the file and upload it again" in page
    assert "Apply these changes" not in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "This is not a zip file"),
        (b"", "The file is empty."),
    ],
)
def test_a_broken_upload_is_refused_at_the_field(
    sign_in, office, district, content, sentence
):
    response = sign_in(office).post(
        url("upload"),
        {
            "district": district.pk,
            "file": SimpleUploadedFile("x.zip", content),
            "record_id": str(uuid.uuid4()),
        },
    )

    assert response.status_code == 422
    assert sentence in text(response)
    assert not OneRosterImport.objects.exists()


def test_a_form_that_someone_else_has_used_is_refused_in_words(
    sign_in, office, commander, district, zipped
):
    used = OneRosterImportFactory(district=district, uploaded_by=office)
    data = {"district": district.pk, "file": zipped, "record_id": str(used.pk)}

    response = sign_in(commander).post(url("upload"), data)

    assert response.status_code == 422
    assert "This form was already used." in text(response)


def test_a_huge_manifest_is_refused_before_it_is_read(
    sign_in, office, district, package, tmp_path
):
    package.raw["manifest"] = b"propertyName,value\r\n" + b"a,b\r\n" * 20_000
    content = package.write(tmp_path / "p.zip").read_bytes()

    response = sign_in(office).post(
        url("upload"),
        {
            "district": district.pk,
            "file": SimpleUploadedFile("roster.zip", content),
            "record_id": str(uuid.uuid4()),
        },
    )

    assert response.status_code == 422
    assert "manifest.csv is larger than 64 KB." in text(response)


def test_only_own_districts_are_offered(sign_in, office, district, other_school):
    page = text(sign_in(office).get(url("upload")))

    assert district.name in page
    assert other_school.district.name not in page


def test_a_stale_apply_is_told(sign_in, office, district):
    found = OneRosterImportFactory(district=district, uploaded_by=office, version=3)

    response = sign_in(office).post(
        url("apply", found.pk), {"mode": "all", "version": 2}
    )
    nonsense = sign_in(office).post(url("apply", found.pk), {"mode": "x"})

    assert response.status_code == 409
    assert nonsense.status_code == 422


def test_an_upload_is_thrown_away_from_the_page(sign_in, office, district):
    found = OneRosterImportFactory(district=district, uploaded_by=office)
    client = sign_in(office)
    assert "Nothing has been changed" in text(client.get(url("abandon", found.pk)))

    client.post(url("abandon", found.pk))

    found.refresh_from_db()
    assert found.status == "abandoned"
    assert "thrown away" in text(client.get(found.get_absolute_url()))


def test_a_failed_import_says_why(sign_in, office, district):
    found = OneRosterImportFactory(
        district=district, uploaded_by=office, status="failed", failure="Because."
    )

    assert "Because." in text(sign_in(office).get(found.get_absolute_url()))


def test_imports_of_strangers_are_not_there(sign_in, principal, office, other_school):
    found = OneRosterImportFactory(district=other_school.district, uploaded_by=office)

    assert sign_in(principal).get(found.get_absolute_url()).status_code == 403
    assert sign_in(office).get(found.get_absolute_url()).status_code == 404


def test_a_package_larger_than_a_form_is_taken(sign_in, office, district, zipped):
    content = io.BytesIO(zipped.read())
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("demographics.csv", bytes(4 * 1024 * 1024))
    large = SimpleUploadedFile("roster.zip", content.getvalue())
    data = {"district": district.pk, "file": large, "record_id": str(uuid.uuid4())}

    response = sign_in(office).post(url("upload"), data)

    assert response.status_code == 302
    assert OneRosterImport.objects.get().file_size > 4 * 1024 * 1024


def test_a_huge_upload_is_refused_at_the_field(
    sign_in, office, district, zipped, monkeypatch
):
    monkeypatch.setattr("schools.forms.territory.MAX_UPLOAD", 1000)
    data = {"district": district.pk, "file": zipped, "record_id": str(uuid.uuid4())}

    response = sign_in(office).post(url("upload"), data)

    assert response.status_code == 422
    assert "This file is larger than 100 MB." in text(response)
