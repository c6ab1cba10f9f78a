"""Two windows or devices in one report: nothing that was typed is lost."""

import re

import pytest

from incidents import actions
from incidents.models import CaseFile, Incident
from incidents.narrative import mark_of
from sro_program.core.ids import uuid7
from tests.incidents.conftest import BEGAN

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(sign_in, incident, officer):
    """The page of the account, its autosave, and the mark that was shown with it."""
    client = sign_in(officer.user)
    url = incident.get_absolute_url()

    def mark():
        html = client.get(f"{url}account/").text
        return re.search(r'name="began_from" value="([0-9a-f]{64})"', html).group(1)

    def autosave(text, began_from, **more):
        said = {"narrative": text, "began_from": began_from, **more}
        return client.post(f"{url}narrative/", said)

    def save(text, began_from):
        content = {
            "version": Incident.objects.get().version,
            "began_from": began_from,
            "narrative": text,
            "possible_crime": "yes",
            "conduct": "public",
            "minutes": 30,
        }
        return client.post(f"{url}account/", content)

    return mark, autosave, save


def saved():
    return CaseFile.objects.get().narrative


def test_each_autosave_goes_on_from_the_one_before(account):
    mark, autosave, _ = account

    first = autosave("One.", mark())
    second = autosave("One. Two.", first["X-Began-From"])

    assert (first.status_code, second.status_code) == (204, 204)
    assert saved() == "One. Two."


def test_an_old_tab_does_not_overwrite_what_was_saved_elsewhere(account):
    mark, autosave, save = account
    of_the_desk = mark()
    autosave("From the phone.", of_the_desk)

    late = autosave("From the desk.", of_the_desk)
    button = save("From the desk.", of_the_desk)

    assert (late.status_code, button.status_code) == (409, 409)
    assert saved() == "From the phone."
    assert "By now it says: From the phone." in button.text
    assert "From the desk." in button.text


def test_who_has_seen_both_texts_saves_what_is_to_stay(account):
    mark, autosave, save = account
    of_the_desk = mark()
    autosave("From the phone.", of_the_desk)
    shown = save("From the desk.", of_the_desk).text
    renewed = re.search(r'name="began_from" value="([0-9a-f]{64})"', shown).group(1)

    assert save("From both.", renewed).status_code == 302
    assert saved() == "From both."


def test_the_same_text_twice_is_no_conflict(account):
    mark, autosave, _ = account
    begun = mark()
    autosave("Once.", begun)

    assert autosave("Once.", begun).status_code == 204


def test_what_was_sent_and_never_answered_is_no_other_text(account):
    """The connection broke behind the first; the second goes on from it."""
    mark, autosave, _ = account
    begun = mark()
    autosave("One.", begun)

    unknown = autosave("One. Two.", begun, unheard=mark_of("Something else."))
    own = autosave("One. Two.", begun, unheard=f"{mark_of('')} {mark_of('One.')}")

    assert (unknown.status_code, own.status_code) == (409, 204)
    assert saved() == "One. Two."


def test_a_stale_form_says_what_stands_there_by_now(sign_in, incident, officer):
    """Also where nothing was typed: else the button would put the old words back."""
    client = sign_in(officer.user)
    url = f"{incident.get_absolute_url()}change/"
    form = client.get(url).context["form"]
    typed = {
        name: value
        for name in form.fields
        if (value := form[name].value()) not in (None, False, "")
    }
    typed |= {"initiated_by": "parent", "place": ""}
    for name in ("occurred_from", "reported_at"):
        typed[name] = f"{typed[name]:%Y-%m-%dT%H:%M}"
    actions.change_header(
        incident, by=officer.user, school_report="Said on the phone.", on_bus=True
    )

    late = client.post(url, typed)

    assert late.status_code == 409
    assert "By now it says: Said on the phone." in late.text
    assert "By now it says: A teacher" in late.text
    assert Incident.objects.get().school_report == "Said on the phone."


def test_a_stale_form_names_no_juvenile(sign_in, incident, officer, add_person):
    child, other = add_person(incident), add_person(incident, family_name="Other")
    search = {"kind": "search", "at": BEGAN, "standard": "suspicion"}
    measure = actions.add_measure(
        incident, by=officer.user, record_id=uuid7(), about=child, **search
    )
    url = f"{incident.get_absolute_url()}measures/{measure.pk}/"
    client = sign_in(officer.user)
    actions.change_measure(measure, by=officer.user, found="A pouch")

    sent = {"about": other.pk, "at": "2026-10-06T09:30", "standard": "suspicion"}
    late = client.post(url, {**sent, "done_by": "sro", "version": 1})

    assert late.status_code == 409
    assert "By now it says: Juvenile, grade 9" in late.text
    assert "Family-token" not in late.text
