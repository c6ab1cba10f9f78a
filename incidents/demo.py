"""A school year of incidents for the demo programme, most of them minor; all invented.

They are made through the actions, so that the demo obeys every rule. What returned to
the school has no names, as in life.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import cycle, islice

from django.utils.timezone import now

from incidents import actions
from incidents.actions.writing import Answers
from incidents.demo_scene import Scene
from incidents.models import HandBack, Incident
from officers.coverage import officers_serving
from schools.calendar import SchoolCalendar
from schools.models import District, School
from sro_program.accounts.models import Role
from sro_program.accounts.roles import holders
from sro_program.core.ids import uuid7

LOOK_BACK = timedelta(days=150)
EVERY = 7
"""School days between two incidents at one school."""
CRIME: Answers = {
    "possible_crime": "yes",
    "school_alone": "no",
    "asked_to_discipline": False,
    "decided_by": "both",
}
MAYBE: Answers = {**CRIME, "possible_crime": "unsure", "school_alone": "joint"}
RULE: Answers = {**CRIME, "possible_crime": "no", "school_alone": "yes"}
ASKED: Answers = {**RULE, "asked_to_discipline": True}


def make_incidents(district: District) -> None:
    """Incidents at each school with an officer; run again it makes nothing new."""
    if Incident.objects.filter(school__district=district).exists():
        return
    command = holders(Role.COMMANDER, police_agency=district.police_agency_id)
    commander = command.order_by("pk").first()
    for school in School.objects.filter(district=district).open().for_list():
        today = now().astimezone(district.zone).date()
        officer = officers_serving(school, today).first()
        if officer and commander and officer.user != commander:
            _Year(school, officer.user, commander).play()


class _Year(Scene):
    """One school with its officer and the command."""

    def play(self) -> None:
        """The past first, then what is in work today."""
        past: list[Callable[[datetime], object]] = [
            *(self._fight, self._phone, self._vandalism, self._medical),
            *(self._fight, self._drugs, self._asked, self._theft),
        ]
        days = self._days()
        turn = self.school.pk % len(past)
        told = islice(cycle(past), turn, None)
        for at, story in zip(days[:-3], told, strict=False):
            story(at)
        if len(days) > len(past):
            self._weapon(days[-4])
            self._interview(days[-3])
            self._drugs(days[-2], in_review=True)
            if self.school.level == School.Level.HIGH:
                self.begin(days[-1], MAYBE, school_report="A vape was handed in.")

    def _fight(self, at: datetime) -> None:
        """Two pushed each other: the school’s matter, with facts and no names."""
        incident = self.begin(
            at,
            RULE,
            sub_place="cafeteria",
            school_report="Two students pushed each other.",
        )
        self.person(incident)
        self.measure(incident, "separated", note="Stood between them until staff came.")
        self._hand_back(incident, "Two students pushed each other; nobody was hurt.")

    def _phone(self, at: datetime) -> None:
        incident = self.begin(
            at, RULE, sub_place="classroom", school_report="A phone was taken."
        )
        self._hand_back(incident, "A student would not give up a phone in class.")

    def _asked(self, at: datetime) -> None:
        """The officer was asked to discipline: it is the school’s again."""
        incident = self.begin(
            at, ASKED, initiated_by="administrator", school_report="Dress code."
        )
        self._hand_back(incident, "I was asked to enforce the dress code.")

    def _hand_back(self, incident: Incident, facts: str) -> None:
        actions.hand_back(incident, by=self.officer, facts=facts)
        principal = holders(Role.PRINCIPAL, school=self.school).order_by("pk").first()
        is_old = now() - incident.occurred_from > timedelta(days=14)
        if principal and is_old:
            actions.sign_slip(HandBack.objects.get(pk=incident.pk), by=principal)
        self.read(incident)

    def _vandalism(self, at: datetime) -> None:
        incident = self.begin(
            at, MAYBE, sub_place="restroom", school_report="A mirror was broken."
        )
        self.person(incident)
        self.measure(incident, "advice", note="Explained what damage costs.")
        self.finish(
            incident,
            narrative="A mirror in the restroom was found broken. One student said at "
            "once that a door had hit it. The custodian agreed.",
            conduct="status",
            disposition="school",
        )

    def _medical(self, at: datetime) -> None:
        incident = self.begin(
            at, MAYBE, initiated_by="staff", school_report="A fall on the stairs."
        )
        self.person(incident, role="victim", injury="minor")
        self.finish(
            incident,
            narrative="A student fell on the stairs. The nurse came; a parent was "
            "called. Nobody had pushed.",
            conduct="status",
            disposition="unfounded",
        )

    def _theft(self, at: datetime) -> None:
        incident = self.begin(
            at, CRIME, sub_place="gym", school_report="A pair of shoes is missing."
        )
        person = self.person(incident, role="victim")
        self.offence(incident, "23D", person)
        self.finish(
            incident,
            narrative="Shoes were taken from an open locker during practice. No "
            "camera there.",
            conduct="public",
            disposition="none",
        )

    def _drugs(self, at: datetime, *, in_review: bool = False) -> None:
        """A search on the school’s suspicion, a citation, a return, a supplement."""
        incident = self.begin(
            at,
            CRIME,
            initiated_by="administrator",
            sub_place="parking",
            school_report="An administrator smelled marijuana at a car.",
        )
        self._search(incident, at)
        self.finish(
            incident,
            narrative="The assistant principal searched the car and handed me the "
            "pouch. I read the citation to the student in front of a parent.",
            conduct="public",
            disposition="citation",
            form_number="C-118204",
            school_told_at=at,
            approve=False,
        )
        if not in_review:
            self._mended(incident)

    def _search(self, incident: Incident, at: datetime) -> None:
        person = self.person(incident, parent_told_at=at + timedelta(minutes=30))
        self.measure(
            incident,
            "search",
            about=person,
            done_by="school",
            standard="suspicion",
            found="A pouch with green leaf, under 8 ounces",
            school_told_at=at,
        )
        self.measure(
            incident, "seizure", found="The pouch", evidence_number="SRO-26-014"
        )
        self.offence(incident, "35A", person)

    def _mended(self, incident: Incident) -> None:
        """Returned with a remark, mended, approved, and added to later."""
        incident.refresh_from_db()
        actions.return_report(
            incident, by=self.commander, remark="Say who was present at the search."
        )
        actions.change_case_file(
            incident,
            by=self.officer,
            narrative=incident.case_file.narrative + " The librarian was present.",
        )
        actions.submit(incident, by=self.officer)
        actions.approve(incident, by=self.commander)
        actions.add_supplement(
            incident,
            by=self.officer,
            record_id=uuid7(),
            text="The laboratory’s paper came: marijuana.",
        )
        self.read(incident)

    def _weapon(self, at: datetime) -> None:
        """What staff had to report (KRS 158.155) becomes a report of the police."""
        report = actions.take_report(
            by=self.officer,
            school=self.school,
            record_id=uuid7(),
            category="weapon",
            reporter="Morgan Dale, assistant principal",
            known_at=at,
            reported_at=at + timedelta(minutes=9),
            summary="A folding knife was found on the floor of the gym.",
        )
        incident = self.begin(
            at,
            CRIME,
            received=report,
            initiated_by="administrator",
            sub_place="gym",
            school_report="A folding knife was found.",
        )
        self.measure(incident, "seizure", found="A folding knife")
        self.offence(incident, "520", None)
        self.finish(
            incident,
            narrative="The knife lay under the bleachers. Nobody was seen with it.",
            conduct="public",
            disposition="none",
        )
        self.read(report)

    def _interview(self, at: datetime) -> None:
        """A joint interview about a crime, without a warning: the command is told."""
        incident = self.begin(
            at,
            CRIME,
            initiated_by="administrator",
            sub_place="office",
            school_report="A threat was written on a wall.",
        )
        person = self.person(incident)
        actions.add_interview(
            incident,
            by=self.officer,
            record_id=uuid7(),
            about=person,
            at=at,
            where="Assistant principal’s office",
            led_by="school",
            sro_present=True,
            purpose="crime",
            free_to_leave="no",
            rights_read="no",
            parent_contacted="after",
            joined_late=True,
            guard_reason="It had begun when I came in; I left as soon as I heard it.",
        )
        self.offence(incident, "13C", person)
        self.finish(
            incident,
            narrative="I came into the office when the questions had begun, and left.",
            conduct="public",
            disposition="school",
            approve=False,
        )

    def _days(self) -> list[datetime]:
        """Every seventh school day until yesterday, at an hour of the school's own."""
        zone = self.school.district.zone
        today = now().astimezone(zone).date()
        first, last = today - LOOK_BACK, today - timedelta(days=1)
        calendar = SchoolCalendar.load(self.school, first, last)
        days = calendar.instructional_days(first, last)
        at = time(8 + self.school.pk % 6, 10 * (self.school.pk % 5))
        return [
            datetime.combine(on, at, zone)
            for on in islice(days, self.school.pk % 3, None, EVERY)
        ]
