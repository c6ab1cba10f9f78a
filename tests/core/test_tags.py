"""The tags and filters of the shell, and the style guide's own guard."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from sro_program.core import styleguide
from sro_program.core.errors import NotAllowed
from sro_program.core.templatetags import sro
from tests.factories.accounts import AdministratorFactory


@pytest.mark.parametrize(
    ("name", "mark"),
    [("Dana Whitlow", "DW"), ("Bo", "B"), ("Jo van der Reed", "JR"), ("", ""), (7, "")],
)
def test_a_name_becomes_at_most_two_letters(name: object, mark: str) -> None:
    assert sro.initials(name) == mark


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; like Mac OS X) Version/19 Safari/604",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Firefox/145", "Firefox on Mac"),
        ("curl/8", "A browser"),
        (None, "A browser"),
    ],
)
def test_a_browsers_signature_becomes_words(user_agent: object, words: str) -> None:
    assert sro.device(user_agent) == words


def test_an_icon_is_hidden_from_screen_readers() -> None:
    svg = Template('{% load sro %}{% icon "house" 24 %}').render(Context())

    assert svg.startswith('<svg aria-hidden="true" focusable="false" width="24" ')


def test_a_range_is_read_on_the_clock_of_the_person_who_looks() -> None:
    start = datetime(2026, 11, 24, 14, tzinfo=UTC)
    tags = "{% from_to start end %}|{% on_from_to start end %}"
    times = {"start": start, "end": start + timedelta(hours=8)}

    words = Template(f"{{% load sro %}}{tags}").render(Context(times))

    assert words == "8:00 AM – 4:00 PM|Tue, Nov 24, 8:00 AM – 4:00 PM"


def test_a_bell_is_a_time_without_a_date() -> None:
    bell = {"start": time(11, 30), "end": time(12, 20)}

    words = Template("{% load sro %}{% from_to start end %}").render(Context(bell))

    assert words == "11:30 AM – 12:20 PM"


def test_an_address_breaks_before_its_at_and_is_escaped() -> None:
    assert sro.address("a<b@example.org") == "a&lt;b<wbr>@example.org"


def test_the_page_knows_when_an_idle_session_ends() -> None:
    assert Template("{% load sro %}{% idle_seconds %}").render(Context()) == "1800"


def test_only_administrators_open_the_style_guide() -> None:
    request = RequestFactory().get("/styleguide/")
    request.user = AnonymousUser()

    with pytest.raises(NotAllowed, match="Only administrators"):
        styleguide.index(request)


def test_the_style_guide_shows_each_status_and_a_refused_form(
    client: Client, db: None
) -> None:
    client.force_login(AdministratorFactory())

    page = client.get("/styleguide/").content.decode()

    words = [status.get_status_display() for status in styleguide.samples()["statuses"]]
    assert len(words) == 9
    assert [word for word in words if word not in page] == []
    assert "This field is required." in page


@pytest.mark.parametrize("sent", [{"grade": "2"}, {}])
def test_the_filter_bar_shows_what_is_chosen(sent: dict[str, str]) -> None:
    class Filter(forms.Form):
        grade = forms.TypedChoiceField(choices=[(1, "First"), (2, "Second")])

    form = Filter(sent) if sent else Filter(initial={"grade": 2})

    bar = render_to_string("components/filter_bar.html", {"form": form})

    assert '<label for="id_grade">' in bar
    assert '<select id="id_grade" name="grade">' in bar
    assert re.findall(r'value="(\d)"( selected)?', bar) == [
        ("1", ""),
        ("2", " selected"),
    ]


def test_a_refused_choice_is_marked_in_the_filter_bar() -> None:
    class Filter(forms.Form):
        grade = forms.ChoiceField(choices=[("1", "First")])

    bar = render_to_string(
        "components/filter_bar.html", {"form": Filter({"grade": "9"})}
    )

    assert 'aria-invalid="true"' in bar
