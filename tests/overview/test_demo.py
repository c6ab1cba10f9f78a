"""The demo programme: loaded twice, and who may load it."""

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import get_resolver
from django.utils.timezone import now

from officers.models import Absence, Officer
from presentations.models import Presentation, Topic
from presentations.states import Status
from referrals.models import Referral
from schools.models import School
from sro_program.accounts.demo import PASSWORD
from sro_program.accounts.models import Membership, User
from sro_program.overview import demo, devmail

pytestmark = pytest.mark.sweep
COUNTED = [
    *(Absence, Membership, Officer, Presentation, Referral, School, Topic, User),
]


def counts():
    return {model.__name__: model.objects.count() for model in COUNTED}


def test_a_second_load_adds_nothing_and_every_sign_in_works(settings, db, client):
    settings.DEMO = True
    call_command("load_demo", verbosity=0)
    first = counts()

    call_command("load_demo", verbosity=0)

    assert counts() == first
    assert first["School"] == 8
    for sign_in in demo.SIGN_INS:
        user = User.objects.get(email=sign_in.email)
        assert user.check_password(PASSWORD)
        client.force_login(user)
        assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "today",
    [
        "2027-04-30",
        "2027-07-04",
        "2027-08-12",
    ],
)
def test_the_demo_is_alive_on_any_day_of_the_year(settings, db, today):
    settings.DEMO = True
    with time_machine.travel(f"{today} 12:00+00:00"):
        call_command("load_demo", verbosity=0)

        coming = Presentation.objects.scheduled().filter(starts_at__gt=now())
        assert coming.exists()
        assert Presentation.objects.filter(status=Status.DELIVERED).exists()


def test_production_gets_no_public_passwords(settings, db):
    settings.DEMO = False

    with pytest.raises(CommandError, match="public password"):
        call_command("load_demo")

    assert not User.objects.exists()


def test_the_table_names_each_role(capsys):
    call_command("demo_sign_ins")

    said = capsys.readouterr().out
    assert all(each.email in said for each in demo.SIGN_INS)
    assert PASSWORD in said


def test_there_is_no_mail_page_where_no_folder_is_set():
    assert devmail.urls() == []
    assert "mails" not in get_resolver().reverse_dict


@pytest.fixture
def mail_folder(settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path
    return tmp_path


def test_sent_mails_are_read_from_the_folder(mail_folder, rf):
    mail = (
        b"Subject: Decide\nTo: a@example.org\nDate: today\n"
        b"Content-Type: multipart/alternative; boundary=b\nMIME-Version: 1.0\n\n"
        b"--b\nContent-Type: text/plain\n\nOpen https://example.org/x\n"
        b"--b\nContent-Type: text/html\n\n<html><head></head>Hello</html>\n--b--\n"
    )
    (mail_folder / "1.log").write_bytes(mail + devmail.BETWEEN + mail)

    found = list(devmail._sent())

    assert [each.key for each in found] == ["1-1", "1-0"]
    assert found[0].subject == "Decide"
    assert "https://example.org/x" in found[0].text
    assert '<base target="_top">' in found[0].html
    framed = devmail.mail_html(rf.get("/"), "1-0")
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
