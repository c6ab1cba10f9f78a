"""What every incident of the demo programme is made of; all people are invented."""

from datetime import datetime, timedelta
from itertools import cycle
from typing import Any, Unpack

from django.utils.timezone import now

from incidents import actions
from incidents.actions.writing import Account, Answers
from incidents.models import Incident, Involvement, OffenceCode, ReceivedReport
from schools.models import School
from sro_program.accounts.models import User
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification

PUPILS = [
    ("Devon", "Ashby", 9, "male"),
    ("Harper", "Colson", 10, "female"),
    ("Rowan", "Tate", 11, "male"),
    ("Skyler", "Bowden", 9, "female"),
    ("Emerson", "Keane", 12, "male"),
    ("Reese", "Hollis", 10, "female"),
]

ROOMS = {"gym": "Gymnasium", "cafeteria": "Cafeteria", "classroom": "Room 104"}
"""Which room of a school each kind of place means."""


class Scene:
    """One school with its officer and the command, and how they write things down."""

    def __init__(self, school: School, officer: User, commander: User) -> None:
        self.school, self.officer, self.commander = school, officer, commander
        self.pupils = cycle(PUPILS)
        self.rooms = {place.label: place for place in school.places.all()}
        self.codes = {code.code: code for code in OffenceCode.objects.all()}

    def begin(
        self,
        at: datetime,
        answers: Answers,
        received: ReceivedReport | None = None,
        **said: Any,  # noqa: ANN401  # a header's fields
    ) -> Incident:
        """A draft; of what staff reported, if they did."""
        header: dict[str, Any] = {
            "occurred_from": at,
            "reported_at": at + timedelta(minutes=4),
            "initiated_by": "teacher",
            "discovered": "called",
            "sub_place": "hallway",
            **said,
        }
        header.setdefault("place", self.rooms.get(ROOMS.get(header["sub_place"], "")))
        header |= {"by": self.officer, "record_id": uuid7(), "answers": answers}
        if received:
            return actions.begin_from_received(received, **header)
        return actions.begin(school=self.school, **header)

    def person(self, incident: Incident, **said: object) -> Involvement:
        given, family, grade, sex = next(self.pupils)
        content = {
            "role": "subject",
            "given_name": given,
            "family_name": family,
            "is_student": True,
            "grade": grade,
            "sex": sex,
            "race": "white",
            **said,
        }
        return actions.add_person(
            incident, by=self.officer, record_id=uuid7(), **content
        )

    def measure(self, incident: Incident, kind: str, **said: Any) -> None:  # noqa: ANN401  # a measure's fields
        actions.add_measure(
            incident,
            by=self.officer,
            record_id=uuid7(),
            kind=kind,
            at=incident.occurred_from + timedelta(minutes=6),
            **said,
        )

    def offence(
        self, incident: Incident, code: str, person: Involvement | None
    ) -> None:
        actions.add_offence(
            incident,
            by=self.officer,
            record_id=uuid7(),
            code=self.codes[code],
            about=person,
        )

    def finish(
        self, incident: Incident, *, approve: bool = True, **said: Unpack[Account]
    ) -> None:
        actions.change_case_file(incident, by=self.officer, **said)
        actions.submit(incident, by=self.officer)
        if approve:
            actions.approve(incident, by=self.commander)
            self.read(incident)

    def read(self, record: Incident | ReceivedReport) -> None:
        """Old news: nobody is mailed a whole year at once."""
        Notification.objects.filter(url=record.get_absolute_url()).update(
            mail_due_at=None, read_at=now()
        )
