"""Numbers for those who read no referral; small ones are hidden outside the unit."""

import pytest

from referrals import actions, counts
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as

PAGE = "/referrals/counts/"


def cells(user, title):
    with acting_as(user):
        found = counts.counts_of(counts.this_year())
    [table] = [one for one in found.tables if one.title == title]
    return {cell.label: cell.total for cell in table.cells}


@pytest.fixture
def many(refer, counselor):
    """Seven for grief, two for peers, one for needs; three were accepted."""
    reasons = ["grief"] * 7 + ["peers"] * 2 + ["needs"]
    sent = [refer(reason=reason) for reason in reasons]
    for referral in sent[:3]:
        actions.accept(referral, by=counselor)
    return sent


def test_the_unit_reads_every_number(many, commander, office):
    for person in (commander, office):
        assert cells(person, "Reason") == {
            "Grief": "7",
            "Conflict with others": "2",
            "Home, food or clothing": "1",
        }


def test_outside_the_unit_small_numbers_are_hidden_and_never_told_by_the_rest(
    many, principal, district_user
):
    """1 and 2 are hidden; together they are 3, so 7 is hidden with them."""
    for person in (principal, district_user):
        assert set(cells(person, "Reason").values()) == {counts.HIDDEN}
        assert cells(person, "School") == {"Calloway County High School": "10"}


def test_what_is_hidden_together_is_no_small_number(many, refer, principal):
    for reason in ["peers"] * 2 + ["bullying"] * 6:
        refer(reason=reason)

    assert cells(principal, "Reason") == {
        "Grief": "7",
        "Bullying and cyberbullying": "6",
        "Conflict with others": counts.HIDDEN,
        "Home, food or clothing": counts.HIDDEN,
    }


def test_times_are_the_usual_ones(many, commander):
    with acting_as(commander):
        total = counts.counts_of(counts.this_year()).total

    assert (total.total, total.to_accepted, total.to_closed) == ("10", "1 min", "–")


@pytest.mark.parametrize("who", ["commander", "principal"])
def test_the_page_and_the_files_show_the_same(request, client, many, who):
    client.force_login(request.getfixturevalue(who))
    shown = "7" if who == "commander" else counts.HIDDEN

    text = client.get(PAGE).text
    csv = client.get(f"{PAGE}csv/").content.decode("utf-8-sig")

    assert f'<td data-label="Referrals">{shown}</td>' in text
    assert f'"Reason","Grief","{shown}"' in csv
    assert "Family-token" not in text + csv
    assert AuditEvent.objects.filter(verb="export_referral_counts").count() == 1
    assert client.get(f"{PAGE}xlsx/").status_code == 200


def test_a_year_without_referrals_says_so(client, principal):
    client.force_login(principal)

    assert "No referrals in this school year" in client.get(PAGE).text
    assert client.get(PAGE, {"year": "1999"}).status_code == 200


@pytest.mark.parametrize("who", ["teacher", "counselor"])
def test_others_read_no_numbers(request, client, many, who):
    client.force_login(request.getfixturevalue(who))

    answer = client.get(PAGE)

    assert answer.status_code == 403
    assert "Numbers are for" in answer.text
