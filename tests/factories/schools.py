"""Schools and what is on them. Each text field carries a token of its own."""

from datetime import UTC, date, datetime, time, timedelta

import factory
from django.core.files.base import ContentFile
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from schools.models import (
    AccessNotice,
    Agreement,
    AgreementClause,
    AgreementReview,
    AgreementSignatory,
    BellSchedule,
    Campus,
    Checklist,
    District,
    Drill,
    DrillNote,
    FeedReading,
    Finding,
    FloorPlan,
    Namesakes,
    OneRosterImport,
    Period,
    Person,
    Pin,
    Place,
    PlaceNote,
    School,
    SchoolClass,
    SchoolDay,
    SchoolEvent,
    SchoolFeed,
    SchoolYear,
    SpotKind,
    WalkAnswer,
    Walkthrough,
)
from schools.models.events import series_of
from sro_program.accounts.models import PoliceAgency


class PoliceAgencyFactory(DjangoModelFactory):
    class Meta:
        model = PoliceAgency

    name = factory.Sequence(lambda n: f"agency-token-{n}")
    short_name = factory.Sequence(lambda n: f"agency-short-token-{n}")


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = District

    name = factory.Sequence(lambda n: f"district-token-{n}")
    police_agency = factory.SubFactory(PoliceAgencyFactory)


class AgreementFactory(DjangoModelFactory):
    """Holds since long ago, until further notice."""

    class Meta:
        model = Agreement

    district = factory.SubFactory(DistrictFactory)
    police_agency = factory.SelfAttribute("district.police_agency")
    title = factory.Sequence(lambda n: f"agreement-title-token-{n}")
    valid_from = date(2020, 7, 1)
    clause_number = factory.Sequence(lambda n: f"clause-token-{n}")
    discipline_clause = factory.Sequence(lambda n: f"agreement-clause-token-{n}")
    document = factory.Sequence(lambda n: f"agreement-paper-token-{n}")


class AgreementClauseFactory(DjangoModelFactory):
    class Meta:
        model = AgreementClause

    agreement = factory.SubFactory(AgreementFactory)
    subject = "training"
    text = factory.Sequence(lambda n: f"clause-text-token-{n}")


class AgreementSignatoryFactory(DjangoModelFactory):
    class Meta:
        model = AgreementSignatory

    agreement = factory.SubFactory(AgreementFactory)
    side = "agency"
    name = factory.Sequence(lambda n: f"signatory-token-{n}")
    office = "Sheriff"


class AgreementReviewFactory(DjangoModelFactory):
    """Say who reviewed it."""

    class Meta:
        model = AgreementReview

    agreement = factory.SubFactory(AgreementFactory)
    version = 1
    outcome = factory.Sequence(lambda n: f"agreement-outcome-token-{n}")
    next_on = date(2027, 7, 1)


class CampusFactory(DjangoModelFactory):
    class Meta:
        model = Campus

    district = factory.SubFactory(DistrictFactory)
    name = factory.Sequence(lambda n: f"campus-token-{n}")


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = School

    campus = factory.SubFactory(CampusFactory)
    district = factory.SelfAttribute("campus.district")
    name = factory.Sequence(lambda n: f"school-token-{n}")
    level = School.Level.HIGH
    grade_low = 9
    grade_high = 12


class SchoolYearFactory(DjangoModelFactory):
    class Meta:
        model = SchoolYear

    district = factory.SubFactory(DistrictFactory)
    name = "2026-2027"
    starts_on = date(2026, 8, 12)
    ends_on = date(2027, 5, 26)


class SchoolDayFactory(DjangoModelFactory):
    """A day of one school; give `school=None` and a district for all of it."""

    class Meta:
        model = SchoolDay

    school = factory.SubFactory(SchoolFactory)
    district = factory.SelfAttribute("school.district")
    on = date(2026, 11, 25)
    kind = SchoolDay.Kind.CLOSED
    label = factory.Sequence(lambda n: f"day-token-{n}")


class BellScheduleFactory(DjangoModelFactory):
    class Meta:
        model = BellSchedule

    school = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda n: f"bell-token-{n}")
    is_default = True


class PeriodFactory(DjangoModelFactory):
    class Meta:
        model = Period

    bell_schedule = factory.SubFactory(BellScheduleFactory)
    name = factory.Sequence(lambda n: f"period-token-{n}")
    starts_at = time(8, 0)
    ends_at = time(8, 50)


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    school = factory.SubFactory(SchoolFactory)
    kind = Place.Kind.ROOM
    label = factory.Sequence(lambda n: f"place-token-{n}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    school = factory.SubFactory(SchoolFactory)
    kind = Person.Kind.STUDENT
    given_name = factory.Sequence(lambda n: f"given-token-{n}")
    family_name = factory.Sequence(lambda n: f"family-token-{n}")
    grade = 9


class SchoolClassFactory(DjangoModelFactory):
    class Meta:
        model = SchoolClass

    school = factory.SubFactory(SchoolFactory)
    title = factory.Sequence(lambda n: f"class-token-{n}")
    size = 24


class OneRosterImportFactory(DjangoModelFactory):
    """An upload that was checked and waits to be applied."""

    class Meta:
        model = OneRosterImport

    district = factory.SubFactory(DistrictFactory)
    status = "checked"
    file_name = factory.Sequence(lambda n: f"package-token-{n}.zip")
    file_size = 1000


class FloorPlanFactory(DjangoModelFactory):
    """A picture twice as wide as it is high."""

    class Meta:
        model = FloorPlan

    school = factory.SubFactory(SchoolFactory)
    title = factory.Sequence(lambda n: f"plan-title-token-{n}")
    picture = factory.django.ImageField(width=8, height=4, format="PNG")
    media_type = "image/png"
    sha256 = "0" * 64


class PinFactory(DjangoModelFactory):
    class Meta:
        model = Pin

    plan = factory.SubFactory(FloorPlanFactory)
    school = factory.SelfAttribute("plan.school")
    place = factory.SubFactory(
        PlaceFactory, school=factory.SelfAttribute("..plan.school")
    )
    x, y = 250, 500


class DrillFactory(DjangoModelFactory):
    """One that was held; give `status="planned", held_at=None` for one to come."""

    class Meta:
        model = Drill

    school = factory.SubFactory(SchoolFactory)
    kind = "fire"
    on = date(2026, 9, 2)
    begins, ends = time(9, 0), time(9, 12)
    students, staff = 400, 30
    doors_missed = factory.Sequence(lambda n: f"drill-doors-token-{n}")
    problems = factory.Sequence(lambda n: f"drill-problems-token-{n}")
    status = "held"
    held_at = datetime(2026, 9, 2, 15, 0, tzinfo=UTC)


class DrillNoteFactory(DjangoModelFactory):
    class Meta:
        model = DrillNote

    drill = factory.SubFactory(DrillFactory)
    school = factory.SelfAttribute("drill.school")
    reaction = factory.Sequence(lambda n: f"drill-reaction-token-{n}")
    needs = factory.Sequence(lambda n: f"drill-needs-token-{n}")


class WalkthroughFactory(DjangoModelFactory):
    """A round by the list that everybody has; say where, and who walked."""

    class Meta:
        model = Walkthrough

    school = factory.SubFactory(SchoolFactory)
    checklist = factory.LazyFunction(
        lambda: Checklist.objects.get(district=None, scale="round", edition=1)
    )
    on = date(2026, 9, 3)
    begins = time(9, 0)
    route = factory.Sequence(lambda n: f"walk-route-token-{n}")
    note = factory.Sequence(lambda n: f"walk-note-token-{n}")
    digest = "0" * 64


class WalkAnswerFactory(DjangoModelFactory):
    class Meta:
        model = WalkAnswer

    walkthrough = factory.SubFactory(WalkthroughFactory)
    school = factory.SelfAttribute("walkthrough.school")
    item = factory.LazyAttribute(lambda one: one.walkthrough.checklist.items.first())
    answer = "ok"
    note = factory.Sequence(lambda n: f"walk-answer-token-{n}")


class SpotFactory(DjangoModelFactory):
    """Something that stands at a spot."""

    class Meta:
        model = Place

    school = factory.SubFactory(SchoolFactory)
    kind = Place.Kind.SPOT
    spot = factory.LazyFunction(lambda: SpotKind.objects.get(name="AED"))
    label = factory.Sequence(lambda n: f"AED {n}")


class PlaceNoteFactory(DjangoModelFactory):
    """Of the campus as a whole; say who wrote it."""

    class Meta:
        model = PlaceNote

    school = factory.SubFactory(SchoolFactory)
    text = factory.Sequence(lambda n: f"place-note-token-{n}")
    confirmed_by = factory.SelfAttribute("written_by")


class FindingFactory(DjangoModelFactory):
    """After a drill; without one, say where, and who wrote it."""

    class Meta:
        model = Finding

    drill = None
    school = factory.LazyAttribute(lambda finding: finding.drill.school)
    written_by = factory.LazyAttribute(lambda finding: finding.drill.written_by)
    what = factory.Sequence(lambda n: f"finding-token-{n}")
    owner = "school"
    due_on = factory.LazyFunction(lambda: date.today() + timedelta(days=7))


class NamesakesFactory(DjangoModelFactory):
    """Two people of one school; say who said so."""

    class Meta:
        model = Namesakes

    one = factory.SubFactory(PersonFactory)
    school = factory.SelfAttribute("one.school")
    other = factory.SubFactory(
        PersonFactory, school=factory.SelfAttribute("..one.school")
    )


class AccessNoticeFactory(DjangoModelFactory):
    """A ban of somebody on no roster, since yesterday; say who wrote it."""

    class Meta:
        model = AccessNotice

    person = factory.SubFactory(
        PersonFactory, kind="visitor", grade=None, retention_class="record"
    )
    school = factory.SelfAttribute("person.school")
    given_name = factory.SelfAttribute("person.given_name")
    family_name = factory.SelfAttribute("person.family_name")
    kind = "trespass"
    basis = factory.Sequence(lambda n: f"basis-token-{n}")
    what_to_do = factory.Sequence(lambda n: f"what-to-do-token-{n}")
    pick_up = factory.Sequence(lambda n: f"pick-up-token-{n}")
    document = factory.LazyFunction(
        lambda: ContentFile(b"%PDF-1.7\n%%EOF\n", name="paper.pdf")
    )
    document_type = "application/pdf"
    starts_on = factory.LazyFunction(lambda: date.today() - timedelta(days=1))
    ends_on = factory.LazyFunction(lambda: date.today() + timedelta(days=100))
    reviewer = factory.SelfAttribute("written_by")


class SchoolFeedFactory(DjangoModelFactory):
    """Say at which school, and who let it in."""

    class Meta:
        model = SchoolFeed

    name = factory.Sequence(lambda n: f"feed-token-{n}")
    address = factory.Sequence(
        lambda n: f"https://feed-address-token-{n}.example/a.ics"
    )


class SchoolEventFactory(DjangoModelFactory):
    """This evening, unless told otherwise; say at which school, and who added it."""

    class Meta:
        model = SchoolEvent

    title = factory.Sequence(lambda n: f"event-token-{n}")
    series = factory.LazyAttribute(lambda event: series_of(event.title))
    place_text = factory.Sequence(lambda n: f"event-place-token-{n}")
    starts_at = factory.LazyFunction(lambda: now() + timedelta(hours=6))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=2))


class FeedReadingFactory(DjangoModelFactory):
    """A checked one of a feed, with nothing in it."""

    class Meta:
        model = FeedReading

    school = factory.LazyAttribute(lambda reading: reading.feed.school)
    status = "checked"
    file_name = factory.Sequence(lambda n: f"reading-token-{n}.ics")
    about = factory.LazyFunction(
        lambda: {"first": "2026-07-01", "last": "2028-06-30", "broken": []}
    )
