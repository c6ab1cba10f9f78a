"""The directory: who helps with what, kept by those who turn to it."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from referrals import actions, directory, policy
from referrals.crisis import path_for
from referrals.models import Agency, DirectoryRule
from schools.models import School
from sro_program.audit.models import AuditEvent
from sro_program.core.errors import NotAllowed, RuleBroken, Stale
from tests.factories.referrals import AgencyFactory

ENTRY = {
    "kind": "legal",
    "name": "Kentucky Legal Aid",
    "services": "Free help in family matters.",
    "topics": ["law"],
    "phone": "270-555-0100",
}
INDEX = "/referrals/directory/"


def add(by, district, **content):
    return actions.add_agency(by=by, district=district, **{**ENTRY, **content})


def names(user, **wanted):
    return [row.name for row in directory.found(user, directory.Wanted(**wanted))]


@pytest.mark.parametrize("who", ["officer", "commander", "office", "counselor"])
def test_those_who_turn_to_it_keep_it(request, who, school, district):
    person = request.getfixturevalue(who)
    person = getattr(person, "user", person)

    added = add(person, district)

    assert (added.verified_on, added.verified_by) == (localdate(), person)
    assert AuditEvent.objects.filter(verb="add", by=person).exists()


@pytest.mark.parametrize("who", ["principal", "teacher", "district_user"])
def test_others_read_it_only(request, who, school, district, agency_entry):
    person = request.getfixturevalue(who)

    assert names(person) == ["Four Rivers"]
    with pytest.raises(NotAllowed, match="keep the directory"):
        add(person, district)


def test_nobody_keeps_the_directory_of_another_district(counselor, other_school):
    with pytest.raises(NotAllowed, match="do not serve"):
        add(counselor, other_school.district)


def test_a_teacher_there_keeps_nothing_there(counselor, other_school):
    """Counselor at one school, teacher in another district."""
    counselor.memberships.create(role="teacher", school=other_school)

    with pytest.raises(NotAllowed, match="do not serve"):
        add(counselor, other_school.district)


@pytest.mark.parametrize(
    ("phone", "dial"),
    [
        ("270-555-0100 ext 12", "2705550100"),
        ("270-555-0100 / 270-555-0101", "2705550100"),
        ("+1 (270) 555-0100", "+12705550100"),
    ],
)
def test_a_button_dials_the_first_number(phone, dial):
    assert Agency(phone=phone).phone_link == dial


def test_what_is_for_everybody_is_an_administrators(counselor, stranger):
    line = AgencyFactory(district=None, kind="crisis", name="988")

    assert names(counselor) == names(stranger) == ["988"]
    assert policy.can_keep(counselor, line).reason == policy.FOR_EVERYONE


def test_an_entry_of_another_district_is_not_seen(counselor):
    AgencyFactory()

    assert names(counselor) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"phone": ""}, "Give a phone number"),
        ({"kind": "school"}, "Choose the school"),
        ({"name": "FOUR RIVERS"}, "already an entry"),
    ],
)
def test_what_makes_no_sense_is_refused(
    counselor, district, agency_entry, content, sentence
):
    with pytest.raises(RuleBroken, match=sentence):
        add(counselor, district, **content)


def test_a_change_is_also_a_check(counselor, agency_entry):
    Agency.objects.update(verified_on=localdate() - timedelta(days=900))

    changed = actions.change_agency(
        agency_entry, by=counselor, version=1, hours="Mon–Fri 8–4"
    )

    assert (changed.hours, changed.verified_by) == ("Mon–Fri 8–4", counselor)
    assert changed.verified_on == localdate()
    with pytest.raises(Stale):
        actions.change_agency(agency_entry, by=counselor, version=1, hours="")


def test_an_entry_grows_stale_as_the_district_wants(counselor, district, agency_entry):
    Agency.objects.update(verified_on=localdate() - timedelta(days=100))
    assert names(counselor, stale=True) == []

    DirectoryRule.objects.create(district=district, verify_after_days=90)
    assert names(counselor, stale=True) == ["Four Rivers"]
    entry = Agency.objects.for_list().get()
    assert entry.is_stale

    checked = actions.check_agency(entry, by=counselor, version=1)
    assert not checked.is_stale
    assert names(counselor, stale=True) == []


def test_without_a_wish_of_the_district_it_is_a_year(counselor, agency_entry):
    Agency.objects.update(verified_on=localdate() - timedelta(days=365))

    assert names(counselor, stale=True) == ["Four Rivers"]
    assert Agency.objects.for_list().get().is_stale


def test_switched_off_it_is_read_and_not_listed(counselor, agency_entry, sign_in):
    off = actions.switch_agency(agency_entry, by=counselor, version=1)

    assert names(counselor) == []
    assert names(counselor, off=True) == ["Four Rivers"]
    page = sign_in(counselor).get(off.get_absolute_url())
    assert "switched off" in page.text
    assert actions.switch_agency(off, by=counselor).is_active


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [
        ({"q": "rivers"}, True),
        ({"q": "RIVERS counseling"}, True),
        ({"q": "rivers legal"}, False),
        ({"q": "vaping"}, True),
        ({"q": "100%"}, False),
        ({"topic": "vaping"}, True),
        ({"topic": "law"}, False),
        ({"kind": "counseling"}, True),
        ({"kind": "crisis"}, False),
    ],
)
def test_it_is_searched_by_service_and_topic(counselor, agency_entry, wanted, is_found):
    Agency.objects.update(topics=["vaping"])

    assert names(counselor, **wanted) == (["Four Rivers"] if is_found else [])


def test_pages_follow_each_other_by_name(counselor, district, monkeypatch):
    monkeypatch.setattr(directory, "SIZE", 2)
    for name in ("Delta", "alpha", "Beta", "Gamma"):
        AgencyFactory(district=district, name=name)
    rows = directory.found(counselor, directory.Wanted())

    first = directory.page_of(rows, after=None)
    second = directory.page_of(rows, after=first.after)

    shown = [one.name for one in [*first.agencies, *second.agencies]]
    assert shown == ["alpha", "Beta", "Delta", "Gamma"]
    assert second.after is None


# The way out of a crisis


def test_the_way_out_names_people_and_lines_of_the_school(
    school, district, principal, counselor
):
    counselor.phone = "270-555-0199"
    counselor.save()
    AgencyFactory(district=district, kind="crisis", name="Near line", phone="1-800-1")
    AgencyFactory(kind="crisis", name="Far line")
    AgencyFactory(district=None, kind="crisis", name="988 again", phone="988")
    AgencyFactory(district=district, kind="crisis", name="Off", is_active=False)

    path = path_for(School.objects.get(pk=school.pk))

    assert [one.name for one in path] == [
        "911",
        "988 Suicide and Crisis Lifeline",
        counselor.name,
        principal.name,
        "Near line",
    ]
    assert path[2].dial == "2705550199"


@pytest.mark.parametrize("who", ["teacher", "counselor", "principal", "officer"])
def test_everybody_of_the_school_opens_it(request, sign_in, who, school):
    person = request.getfixturevalue(who)
    person = getattr(person, "user", person)

    page = sign_in(person).get(f"/referrals/crisis/{school.pk}/").text

    assert 'href="tel:911"' in page
    assert "1-877-KYSAFE1" in page


# The pages


def test_an_entry_is_added_and_found(sign_in, counselor, district):
    client = sign_in(counselor)
    sent = {**ENTRY, "district": district.pk}

    page = client.post(f"{INDEX}add/", sent, follow=True)

    assert "is in the directory" in page.text
    assert 'href="tel:2705550100"' in page.text
    assert "Kentucky Legal Aid" in client.get(INDEX, {"q": "legal"}).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Fill this in."),
        ({"phone": "call me"}, "Give a phone number, with digits."),
        ({"phone": ""}, "Give a phone number, an e-mail, a website or an address."),
        ({"website": "not a site"}, "Give the address of a page, such as"),
        ({"website": f"https://example.org/{'x' * 200}"}, "Write at most 200"),
        ({"email": f"x@{'.'.join(['y' * 60] * 5)}.org"}, "Write at most 254"),
        ({"kind": "school"}, "Choose the school."),
        ({"name": "Four Rivers"}, "already an entry"),
    ],
)
def test_a_wrong_entry_says_so(
    sign_in, counselor, district, agency_entry, wrong, sentence
):
    sent = {**ENTRY, "district": district.pk, "hours": "By appointment", **wrong}

    page = sign_in(counselor).post(f"{INDEX}add/", sent)

    assert page.status_code == 422
    assert sentence in page.text
    assert "By appointment" in page.text


def test_a_school_s_own_entry_names_it(sign_in, counselor, district, school):
    sent = {**ENTRY, "district": district.pk, "school": school.pk}
    client = sign_in(counselor)

    wrong = client.post(f"{INDEX}add/", sent)
    right = client.post(f"{INDEX}add/", {**sent, "kind": "school"})

    assert "Only what is in a school names one" in wrong.text
    assert right.status_code == 302
    assert Agency.objects.get().school == school


def test_an_entry_is_changed_checked_and_switched_by_button(
    sign_in, counselor, agency_entry
):
    client, address = sign_in(counselor), agency_entry.get_absolute_url()
    shown = client.get(f"{address}change/").context["form"].initial
    sent = {name: value for name, value in shown.items() if value}

    client.post(f"{address}change/", {**sent, "district": 0, "hours": "Always"})
    client.post(
        f"{address}change/",
        {**sent, "district": agency_entry.district_id, "hours": "Always"},
    )
    client.post(f"{address}check/", {"version": 2})
    client.post(f"{address}switch/", {"version": 3})

    agency_entry.refresh_from_db()
    assert (agency_entry.hours, agency_entry.version) == ("Always", 4)
    assert not agency_entry.is_active


def test_an_old_button_is_refused(sign_in, counselor, agency_entry):
    address = f"{agency_entry.get_absolute_url()}check/"
    client = sign_in(counselor)
    client.post(address, {"version": 1})

    assert client.post(address, {"version": 1}).status_code == 409
    assert client.post(address, {"version": "x"}).status_code == 302


def test_a_name_that_is_taken_is_refused_when_changing(
    sign_in, counselor, district, agency_entry
):
    other = AgencyFactory(district=district, name="Second")
    sent = {**ENTRY, "district": district.pk, "name": "four rivers", "version": 1}

    page = sign_in(counselor).post(f"{other.get_absolute_url()}change/", sent)

    assert page.status_code == 422
    assert "already an entry" in page.text


def test_the_page_asks_as_much_for_many_as_for_one(
    sign_in, queries_of, counselor, district, agency_entry
):
    client = sign_in(counselor)
    few = queries_of(client, INDEX)
    for _ in range(5):
        AgencyFactory(district=district)

    assert queries_of(client, INDEX) == few


def test_an_empty_directory_says_what_to_do(sign_in, counselor, teacher):
    assert "The directory is empty" in sign_in(teacher).get(INDEX).text
    assert "Nobody fits" in sign_in(counselor).get(INDEX, {"q": "nobody"}).text
    assert "Add an entry" in sign_in(counselor).get(INDEX).text


def test_an_administrators_change_makes_an_open_form_stale(
    confirmed, counselor, agency_entry, django_user_model
):
    administrator = django_user_model.objects.create_user(
        "admin@example.org", "Ada Admin", password="a-long-password", is_staff=True
    )
    address = f"/admin/referrals/agency/{agency_entry.pk}/change/"
    client = confirmed(administrator)
    shown = client.get(address).context["adminform"].form.initial
    said = {name: value for name, value in shown.items() if value not in (None, "")}

    client.post(address, {**said, "hours": "Always"})

    agency_entry.refresh_from_db()
    assert (agency_entry.hours, agency_entry.version) == ("Always", 2)
    with pytest.raises(Stale):
        actions.check_agency(agency_entry, by=counselor, version=1)
