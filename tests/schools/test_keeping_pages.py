"""What somebody typed about a school is never lost, and never overwrites another's."""

from datetime import date, time

import pytest

from schools.actions import keeping
from schools.models import Period, Place, SchoolDay
from sro_program.core.errors import WrongState
from tests.factories.schools import (
    BellScheduleFactory,
    PeriodFactory,
    PlaceFactory,
    SchoolDayFactory,
)
from tests.schools.pages import seen, text, url

MONDAY = date(2026, 12, 21)
BELLS = {"starts_at": "07:11", "ends_at": "08:12"}
MOVED_ON = "This has changed since you opened it."


@pytest.fixture
def kept(school):
    """A day that is marked, two periods and two rooms: addresses by page."""
    day = SchoolDayFactory(school=school, on=MONDAY, kind="closed", label="Snow")
    bells = BellScheduleFactory(school=school)
    period = PeriodFactory(bell_schedule=bells, name="1st")
    PeriodFactory(bell_schedule=bells, name="2nd")
    room = PlaceFactory(school=school, label="Gym")
    PlaceFactory(school=school, label="Room 7")
    about = {"change_day": day, "change_period": period, "rename_place": room}
    pages = {name: url(name, school.pk, row.pk) for name, row in about.items()}
    adding = ("add_days", "add_period", "add_place")
    return pages | {name: url(name, school.pk) for name in adding}


@pytest.mark.parametrize(
    ("form", "typed", "sentence"),
    [
        ("add_days", {"first": "2026-12-21", "label": "Ice"}, "already marked so."),
        ("add_period", {"name": "2nd", **BELLS}, "already has a period so named."),
        ("change_period", {"name": "2nd", **BELLS}, "already has a period so named."),
        ("add_place", {"label": "Room 7", "capacity": "17"}, "place so labelled here."),
        ("rename_place", {"label": "Room 7", "capacity": "17"}, "so labelled here."),
    ],
)
def test_what_is_taken_is_said_over_what_was_typed(
    sign_in, principal, kept, form, typed, sentence
):
    client = sign_in(principal)
    kinds = {"add_days": {"kind": "closed"}, "add_place": {"kind": "room"}}
    sent = {**kinds.get(form, {}), **typed, **seen(client.get(kept[form]))}

    response = client.post(kept[form], sent)

    assert response.status_code == 422
    assert sentence in text(response)
    for value in typed.values():
        assert f'value="{value}"' in text(response)


@pytest.mark.parametrize(
    ("form", "theirs", "ours", "said"),
    [
        (
            "change_day",
            {"kind": "special", "label": "Fair"},
            {"kind": "closed", "label": "Ice"},
            "By now it says: Fair",
        ),
        (
            "change_period",
            {"name": "First", **BELLS},
            {"name": "Homeroom", **BELLS},
            "By now it says: First",
        ),
        (
            "rename_place",
            {"label": "Sports hall", "capacity": "300"},
            {"label": "Gymnasium", "capacity": "300"},
            "By now it says: Sports hall",
        ),
    ],
)
def test_the_slower_of_two_reads_what_stands_there_by_now(
    sign_in, principal, district_user, kept, form, theirs, ours, said
):
    mine, other = sign_in(principal), sign_in(district_user)
    ours |= seen(mine.get(kept[form]))
    other.post(kept[form], theirs | seen(other.get(kept[form])))

    refused = mine.post(kept[form], ours)

    assert refused.status_code == 409
    assert MOVED_ON in text(refused)
    assert said in text(refused)
    words = ours.get("label") or ours["name"]
    assert f'value="{words}"' in text(refused)
    assert mine.post(kept[form], ours | seen(refused)).status_code == 302
    texts = [*SchoolDay.objects.all(), *Period.objects.all(), *Place.objects.all()]
    assert words in " ".join(map(str, texts))


def test_a_double_click_on_a_change_is_no_conflict(sign_in, principal, kept):
    client = sign_in(principal)
    sent = {"label": "Hall", "capacity": ""} | seen(client.get(kept["rename_place"]))

    both = [client.post(kept["rename_place"], sent).status_code for _ in range(2)]

    assert both == [302, 302]


def test_the_second_who_removes_the_same_is_told(kept, principal):
    day, period = SchoolDay.objects.get(), Period.objects.get(name="1st")
    keeping.remove_day(day, by=principal)
    keeping.remove_period(period, by=principal)

    for again in (
        lambda: keeping.remove_day(day, by=principal),
        lambda: keeping.remove_period(period, by=principal),
        lambda: keeping.change_period(
            period, by=principal, name="x", starts_at=time(8), ends_at=time(9)
        ),
    ):
        with pytest.raises(WrongState, match="removed this"):
            again()
