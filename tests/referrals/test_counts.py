"""Numbers for those who read no referral; small ones are hidden outside the unit."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F

from referrals import actions, counts
from referrals.models import Referral
from schools.models import District
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as
from tests.conftest import make_member

PAGE = "/referrals/counts/"
LAST_YEAR = counts.this_year() - 1
LAST_MARCH = datetime(LAST_YEAR + 1, 3, 2, 15, tzinfo=UTC)
"""A day of the school year before this one: all its months are over."""


def tables(user, year=LAST_YEAR):
    with acting_as(user):
        found = counts.counts_of(year)
    return {table.title: table.cells for table in found.tables}


def cells(user, title, year=LAST_YEAR):
    return {cell.label: cell.total for cell in tables(user, year)[title]}


def shown(user, title):
    found = cells(user, title)
    return {key: n for key, n in found.items() if n != counts.HIDDEN}


def total(user, year=LAST_YEAR):
    with acting_as(user):
        found = counts.counts_of(year).total
    return found and found.total


@pytest.fixture
def refer_then(refer):
    """Refer someone in the school year before this one."""

    def send(**said):
        referral = refer(**said)
        Referral.objects.filter(pk=referral.pk).update(sent_at=LAST_MARCH)
        referral.refresh_from_db()
        return referral

    return send


def accept(referrals, counselor):
    """Each is received and accepted an hour after it was sent."""
    for referral in referrals:
        actions.accept(referral, by=counselor)
    later = F("sent_at") + timedelta(hours=1)
    accepted = Referral.objects.filter(pk__in=[one.pk for one in referrals])
    accepted.update(received_at=later, accepted_at=later)


def close(referrals, counselor, outcome):
    accept(referrals, counselor)
    for referral in referrals:
        actions.close(referral, by=counselor, outcome=outcome)
    closed = Referral.objects.filter(pk__in=[one.pk for one in referrals])
    closed.update(ended_at=F("sent_at") + timedelta(days=5))


@pytest.fixture
def many(refer_then, counselor):
    """Seven for grief, two for peers, one for needs; three were accepted."""
    reasons = ["grief"] * 7 + ["peers"] * 2 + ["needs"]
    sent = [refer_then(reason=reason) for reason in reasons]
    accept(sent[:3], counselor)
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


def test_what_is_hidden_together_is_no_small_number(many, refer_then, principal):
    for reason in ["peers"] * 2 + ["bullying"] * 6:
        refer_then(reason=reason)

    assert shown(principal, "Reason") == {
        "Grief": "7",
        "Bullying and cyberbullying": "6",
    }


def test_what_is_hidden_looks_like_what_there_is_none_of(many, refer_then, principal):
    """Every label has its line; those that are hidden stand in the usual order."""
    for reason in ["bullying"] * 6 + ["peers"] * 2:
        refer_then(reason=reason)

    lines = list(cells(principal, "Reason"))

    assert lines[:2] == ["Grief", "Bullying and cyberbullying"]
    usual = [str(label) for label in counts.LABELS["reason"].values()]
    assert lines[2:] == [label for label in usual if label not in lines[:2]]
    assert set(cells(principal, "State")) == set(counts.LABELS["status"].values())
    assert set(cells(principal, "How soon")) == set(counts.LABELS["urgency"].values())


def test_a_receiver_who_is_hidden_has_no_line(refer_then, helper, principal, commander):
    names = [refer_then().receiver for _ in range(5)]
    for _ in range(6):
        refer_then(to=helper)
    assert cells(principal, "Receiver") == {names[0]: "5", helper.name: "6"}

    Referral.objects.filter(to_agency=None).first().delete()

    assert "Receiver" not in tables(principal)
    assert cells(commander, "Receiver") == {names[0]: "4", helper.name: "6"}


def test_how_they_were_closed_does_not_tell_how_many_were(
    refer_then, counselor, principal, commander
):
    """6 closed and 3 declined are both hidden; "contact made: 6" would tell the 3."""
    sent = [refer_then() for _ in range(9)]
    close(sent[:6], counselor, "contact")
    for referral in sent[6:]:
        actions.decline(referral, by=counselor, reason="Full.")

    assert not shown(principal, "State")
    assert "Closed as" not in tables(principal)
    assert cells(commander, "Closed as") == {"Contact made": "6"}


def test_how_they_were_closed_is_shown_beside_how_many_were(
    refer_then, counselor, principal
):
    close([refer_then() for _ in range(6)], counselor, "contact")

    assert cells(principal, "State")["Closed"] == "6"
    assert cells(principal, "Closed as") == {
        str(label): "6" if key == "contact" else counts.HIDDEN
        for key, label in counts.LABELS["outcome"].items()
    }


def test_a_usual_time_is_made_of_five_or_more_outside_the_unit(
    many, refer_then, counselor, principal, commander
):
    def times(person):
        with acting_as(person):
            found = counts.counts_of(LAST_YEAR).total
        return found.to_received, found.to_accepted, found.to_closed

    close(many[3:4], counselor, "contact")
    assert times(commander) == ("1 h", "1 h", "5 days")
    assert times(principal) == ("–", "–", "–")

    close(many[4:8], counselor, "contact")

    assert times(principal) == ("1 h", "1 h", "5 days")


def test_this_month_is_counted_for_the_unit_alone(
    refer, refer_then, principal, commander
):
    """From yesterday's number and today's a single referral could be told."""
    sent = [refer() for _ in range(5)]
    year = counts.this_year()
    assert (total(commander, year), total(principal, year)) == ("5", counts.HIDDEN)

    Referral.objects.update(sent_at=LAST_MARCH)
    refer_then()
    assert (total(commander), total(principal)) == ("6", "6")
    Referral.objects.filter(pk=sent[0].pk).update(sent_at=datetime.now(UTC))

    assert (total(commander, year), total(principal)) == ("1", "5")


def test_a_school_year_begins_on_july_1_by_the_clock_of_the_district(
    refer, district, commander
):
    """Half past midnight in New York is still June in Chicago."""
    District.objects.update(time_zone="America/New_York")
    starts = datetime(LAST_YEAR, 7, 1, 4, tzinfo=UTC)
    for minutes in (-1, 30):
        referral = refer()
        sent_at = starts + timedelta(minutes=minutes)
        Referral.objects.filter(pk=referral.pk).update(sent_at=sent_at)

    assert (total(commander, LAST_YEAR - 1), total(commander)) == ("1", "1")


def test_two_receivers_of_one_name_are_two_lines(
    refer_then, school, counselor, commander
):
    namesake = make_member("counselor", school, counselor.name)
    for to in (counselor, counselor, namesake):
        refer_then(to=to)

    lines = [(cell.label, cell.total) for cell in tables(commander)["Receiver"]]

    assert lines == [(counselor.name, "2"), (counselor.name, "1")]


def test_times_are_the_usual_ones(many, commander):
    with acting_as(commander):
        found = counts.counts_of(LAST_YEAR).total

    assert (found.total, found.to_accepted, found.to_closed) == ("10", "1 h", "–")


@pytest.mark.parametrize("who", ["commander", "principal"])
def test_the_page_and_the_files_show_the_same(request, client, many, who):
    client.force_login(request.getfixturevalue(who))
    shown = "7" if who == "commander" else counts.HIDDEN
    year = {"year": LAST_YEAR}

    text = client.get(PAGE, year).text
    csv = client.get(f"{PAGE}csv/", year).content.decode("utf-8-sig")

    assert f'<td data-label="Referrals">{shown}</td>' in text
    assert f'"Reason","Grief","{shown}"' in csv
    assert "to the end of last month" in text
    assert "Family-token" not in text + csv
    assert AuditEvent.objects.filter(verb="export_referral_counts").count() == 1
    assert client.get(f"{PAGE}xlsx/", year).status_code == 200


@pytest.mark.parametrize("how_many", [0, 4])
def test_none_and_a_few_look_alike(client, refer_then, principal, how_many):
    for _ in range(how_many):
        refer_then()
    client.force_login(principal)

    text = client.get(PAGE, {"year": LAST_YEAR}).text

    assert "Fewer than 5 referrals in this school year" in text
    assert "data-label" not in text


def test_a_year_without_referrals_says_so(client, commander):
    client.force_login(commander)

    assert "No referrals in this school year" in client.get(PAGE).text
    assert client.get(PAGE, {"year": "1999"}).status_code == 200


@pytest.mark.parametrize("who", ["teacher", "counselor"])
def test_others_read_no_numbers(request, client, many, who):
    client.force_login(request.getfixturevalue(who))

    answer = client.get(PAGE)

    assert answer.status_code == 403
    assert "Numbers are for" in answer.text
