"""Advice and a directory for the demo programme; every local name is invented."""

from datetime import datetime, time, timedelta
from itertools import cycle, islice

from django.utils.timezone import localdate, make_aware

from officers.coverage import officers_serving
from referrals import actions
from referrals.models import Advice, Agency, Topic
from schools.calendar import SchoolCalendar
from schools.models import District, School
from sro_program.accounts.models import Membership, Role, User
from sro_program.core.ids import uuid7

LOOK_BACK = timedelta(days=150)
EVERY = 5
"""School days between two sessions of an officer at one school."""
FOR_EVERYBODY = [
    {
        "kind": Agency.Kind.CRISIS,
        "name": "988 Suicide and Crisis Lifeline",
        "services": "Talks with people in a crisis, by phone, text or chat.",
        "topics": [Topic.SELF_HARM, Topic.MENTAL_HEALTH],
        "phone": "988",
        "hours": "Day and night",
        "website": "https://988lifeline.org/",
    },
    {
        "kind": Agency.Kind.PROTECTION,
        "name": "Kentucky child abuse hotline",
        "services": "Takes reports of abuse, neglect and dependency (KRS 620.030).",
        "topics": [Topic.CHILD_ABUSE],
        "phone": "1-877-597-2331",
        "hours": "Day and night",
    },
    {
        "kind": Agency.Kind.CRISIS,
        "name": "S.T.O.P. tip line",
        "services": "Takes tips about violence, drugs and bullying at schools.",
        "topics": [Topic.VIOLENCE, Topic.BULLYING, Topic.THREAT],
        "phone": "866-393-6659",
        "hours": "Day and night",
    },
]
NEARBY = [
    {
        "kind": Agency.Kind.COUNSELING,
        "name": "Lakeside Family Counseling",
        "services": "Talks with children and parents; first visit within two weeks.",
        "topics": [Topic.FAMILY, Topic.MENTAL_HEALTH, Topic.BULLYING],
        "phone": "270-555-0151",
        "email": "intake@lakeside.demo.example",
        "hours": "Mon–Fri 8–5",
        "languages": "English, Spanish",
        "eligibility": "Families of the county; fees by income",
    },
    {
        "kind": Agency.Kind.HEALTH,
        "name": "Purchase Youth Clinic",
        "services": "Vaping and substance use, for students from 12 years on.",
        "topics": [Topic.VAPING, Topic.SUBSTANCES],
        "phone": "270-555-0152",
        "email": "front.desk@clinic.demo.example",
        "hours": "Tue and Thu 1–6",
        "area": "Calloway and Marshall counties",
    },
    {
        "kind": Agency.Kind.LEGAL,
        "name": "West Kentucky Legal Help",
        "services": "Free advice on custody, housing and protective orders.",
        "topics": [Topic.LAW, Topic.FAMILY, Topic.DATING],
        "phone": "270-555-0153",
        "hours": "Mon–Thu 9–4",
    },
    {
        "kind": Agency.Kind.VICTIMS,
        "name": "Safe Harbor",
        "services": "Shelter and support after violence at home or in dating.",
        "topics": [Topic.VIOLENCE, Topic.DATING],
        "phone": "270-555-0154",
        "hours": "Day and night",
    },
]
SESSIONS = [
    ("student", 9, [Topic.LAW, Topic.DRIVING], 15, "Asked what a permit allows."),
    ("parent", None, [Topic.ONLINE], 20, "Wanted to know what can be traced."),
    ("student", 10, [Topic.VAPING], 10, ""),
    ("teacher", None, [Topic.BULLYING], 30, "Two students of the same class."),
    ("student", 11, [Topic.DATING], 20, "Knows where to get help."),
    ("staff", None, [Topic.WEAPONS], 10, "What to do when something is found."),
]


def make_directory(district: District) -> None:
    """Entries for everybody and for this district; again: nothing new."""
    for content in FOR_EVERYBODY:
        Agency.objects.get_or_create(
            name=content["name"],
            district=None,
            defaults={**content, "verified_on": localdate()},
        )
    for number, content in enumerate(NEARBY):
        Agency.objects.get_or_create(
            name=content["name"],
            district=district,
            defaults={
                **content,
                "verified_on": localdate() - timedelta(days=400 * (number % 2)),
            },
        )
    for school in School.objects.filter(district=district).open().for_list()[:3]:
        Agency.objects.get_or_create(
            name="Counselors' office",
            school=school,
            district=district,
            defaults={
                "kind": Agency.Kind.SCHOOL,
                "services": "A first talk on the same day, for every student.",
                "topics": [Topic.FAMILY, Topic.MENTAL_HEALTH, Topic.BULLYING],
                "phone": "270-555-0160",
                "hours": "School days 7:45–3:15",
                "verified_on": localdate(),
            },
        )


def make_advice(district: District) -> None:
    """Sessions of the last weeks at each school that has an officer."""
    if Advice.objects.filter(school__district=district).exists():
        return
    for school in School.objects.filter(district=district).open().for_list():
        has_people = Membership.objects.filter(school=school, role=Role.PRINCIPAL)
        officer = officers_serving(school, localdate()).first()
        if officer and has_people.exists():
            _advise(school, officer.user)


def _advise(school: School, by: User) -> None:
    """Sessions over the school year, the latest first; two are to be followed up."""
    today = localdate()
    calendar = SchoolCalendar.load(school, today - LOOK_BACK, today)
    past = (today - timedelta(days=n) for n in range(1, LOOK_BACK.days))
    school_days = (on for on in past if calendar.status(on).is_instructional)
    days = islice(school_days, 0, None, EVERY)
    for number, (on, session) in enumerate(zip(days, cycle(SESSIONS), strict=False)):
        with_whom, grade, topics, minutes, note = session
        owed = number in {0, 3}
        actions.record_advice(
            by=by,
            school=school,
            given_at=make_aware(datetime.combine(on, time(10, 20))),
            record_id=uuid7(),
            with_whom=with_whom,
            grade=grade,
            topics=list(topics),
            minutes=minutes,
            place_text="Hallway" if number % 2 else "Office",
            note=note,
            outcome="follow_up" if owed else "advice",
            follow_up_on=today + timedelta(days=number) if owed else None,
        )
