"""Signed links: one person, one record, one purpose, not for ever."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing

from sro_program.core.errors import LinkUnusable
from sro_program.core.ids import uuid7
from sro_program.core.links import SignedLink, make_token, read_token

WEEK = timedelta(days=7)
LINK = SignedLink(user_id=7, record_id=uuid7(), version=3)


def test_a_link_says_what_it_was_made_for():
    assert read_token("decide", make_token("decide", LINK), max_age=WEEK) == LINK


def test_a_link_for_one_purpose_is_none_for_another():
    token = make_token("decide", LINK)

    with pytest.raises(LinkUnusable, match="incomplete"):
        read_token("feedback", token, max_age=WEEK)


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: ""])
def test_a_damaged_link_is_refused(change):
    with pytest.raises(LinkUnusable, match="incomplete"):
        read_token("decide", change(make_token("decide", LINK)), max_age=WEEK)


@pytest.mark.parametrize("content", [[1], [1, "no-uuid", 2], "words", None])
def test_a_well_signed_link_with_other_content_is_refused(content):
    token = signing.dumps(content, salt="sro_program.links.decide")

    with pytest.raises(LinkUnusable, match="incomplete"):
        read_token("decide", token, max_age=WEEK)


def test_a_link_expires():
    with time_machine.travel(0, tick=False):
        token = make_token("decide", LINK)

    with (
        time_machine.travel(WEEK.total_seconds() + 1),
        pytest.raises(LinkUnusable, match="expired"),
    ):
        read_token("decide", token, max_age=WEEK)
