"""What a page says about an incident: on each side of the wall (domain.md §2.3)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.timezone import localtime

from incidents.juveniles import shown
from incidents.models import CaseFile, Incident, Interview, Involvement, Measure
from sro_program.core.times import clock, on_from_to

type Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a section: what it is, what is known of it, and its addresses."""

    title: str
    facts: list[Fact] = field(default_factory=list)
    text: str = ""
    key: str = ""
    kind: str = ""


def when(incident: Incident) -> str:
    """Its time as people at the school say it."""
    zone = incident.school.district.zone
    start = localtime(incident.occurred_from, zone)
    if incident.occurred_to:
        end = localtime(incident.occurred_to, zone)
        return on_from_to(start, end, "%a, %b %-d, %Y")
    return f"{start:%a, %b %-d, %Y}, {clock(start)}"


def header_facts(incident: Incident) -> list[Fact]:
    """What the school may know: where, when, who turned to whom, the category."""
    circumstances = [
        words
        for holds, words in (
            (incident.in_school_hours, "during school hours"),
            (incident.at_function, "at a school-sponsored function"),
            (incident.on_bus, "on a bus"),
        )
        if holds
    ]
    found = [
        ("When", when(incident)),
        ("Where", where(incident)),
        ("Circumstances", ", ".join(circumstances).capitalize()),
        ("Police asked by", incident.get_initiated_by_display()),
        ("The school reported", incident.school_report),
        ("Outcome", incident.get_outcome_display()),
    ]
    return [(term, value) for term, value in found if value]


def where(incident: Incident) -> str:
    """The place by name, and its kind."""
    kind = incident.get_sub_place_display()
    return f"{incident.place} ({kind.lower()})" if incident.place else kind


def line_facts(case_file: CaseFile) -> list[Fact]:
    """The answers to the four questions, and what they made of it."""
    returned = ": it returns to the school" if case_file.is_discipline else ""
    asked = f"Yes{returned}" if case_file.asked_to_discipline else "No"
    return [
        ("Possibly a crime?", case_file.get_possible_crime_display()),
        ("Could the school handle it alone?", case_file.get_school_alone_display()),
        ("Asked to discipline?", asked),
        ("Who decided?", case_file.get_decided_by_display()),
        ("Class", case_file.get_conduct_display()),
    ]


def account_facts(case_file: CaseFile, incident: Incident) -> list[Fact]:
    """How it was dealt with; the police side alone."""
    found = [
        ("Disposition", case_file.get_disposition_display() or "Not said yet"),
        ("Number of the court form", case_file.form_number),
        ("RMS case number", case_file.rms_case_number),
        ("School told", at(case_file.school_told_at, incident)),
        (
            "Learned of",
            f"{at(incident.reported_at, incident)}, "
            f"{incident.get_discovered_display().lower()}",
        ),
        ("Minutes spent", str(case_file.minutes)),
    ]
    return [(term, value) for term, value in found if value]


def people_entries(
    people: Iterable[Involvement], incident: Incident, *, unmasked: bool
) -> list[Entry]:
    """The people, juveniles masked unless this viewing shows them."""
    return [_person(one, incident, unmasked=unmasked) for one in people]


def _person(one: Involvement, incident: Incident, *, unmasked: bool) -> Entry:
    is_hidden = one.is_juvenile and not unmasked
    born = "" if is_hidden or one.birth_date is None else f"{one.birth_date:%b %-d, %Y}"
    known = one.Sex.UNKNOWN
    told = at(one.parent_told_at, incident)
    by = one.parent_told_by if not is_hidden else ""
    found = [
        ("Part", one.get_role_display()),
        ("Born", born),
        ("Sex", "" if one.sex == known else one.get_sex_display()),
        ("Race", "" if one.race == one.Race.UNKNOWN else one.get_race_display()),
        ("Injury", "" if one.injury == one.Injury.NONE else one.get_injury_display()),
        ("Parent told", " by ".join(filter(None, [told, by]))),
    ]
    return Entry(
        title=shown(one, unmasked=unmasked),
        facts=[(term, value) for term, value in found if value],
        text="" if is_hidden else one.statement,
        key=str(one.pk),
        kind="people",
    )


def measure_entries(
    measures: Iterable[Measure], incident: Incident, *, unmasked: bool
) -> list[Entry]:
    """What was done, each with the facts of its kind."""
    return [
        Entry(
            title=one.get_kind_display(),
            facts=_measure_facts(one, incident, unmasked=unmasked),
            text=one.note,
            key=str(one.pk),
            kind="measures",
        )
        for one in measures
    ]


def _measure_facts(one: Measure, incident: Incident, *, unmasked: bool) -> list[Fact]:
    found = [
        ("When", at(one.at, incident)),
        ("About", shown(one.about, unmasked=unmasked) if one.about else ""),
        ("By", "" if one.done_by == one.Doer.SRO else one.get_done_by_display()),
        ("Standard", one.get_standard_display()),
        ("Consent by", one.consent_by),
        ("Found", one.found),
        ("Evidence number", one.evidence_number),
        ("Force", one.get_force_type_display()),
        ("Power", one.get_power_display()),
        ("Why", one.reason),
        ("Injury", "Someone was injured" if one.has_injury else ""),
        ("Supervisor told", at(one.supervisor_told_at, incident)),
        ("Until", at(one.ended_at, incident)),
        ("Taken to", one.taken_to),
        ("School told", at(one.school_told_at, incident)),
    ]
    return [(term, value) for term, value in found if value]


def interview_entries(
    interviews: Iterable[Interview], incident: Incident, *, unmasked: bool
) -> list[Entry]:
    """Each interview with every field of its record (domain.md §3.6)."""
    return [
        Entry(
            title=f"Interview: {one.get_purpose_display().lower()}",
            facts=interview_facts(one, incident, unmasked=unmasked),
            key=str(one.pk),
            kind="interviews",
        )
        for one in interviews
    ]


def interview_facts(
    one: Interview, incident: Incident, *, unmasked: bool
) -> list[Fact]:
    """What is known of one interview."""
    found = interview_record(one, incident, unmasked=unmasked)
    return [(term, value) for term, value in found if value]


def interview_record(
    one: Interview, incident: Incident, *, unmasked: bool
) -> list[Fact]:
    """Every field of its record, also what was not said, in the order of its sheet."""
    told = one.parent_reason if one.parent_contacted == one.Parent.NOT else ""
    return [
        (
            "When",
            " – ".join(
                filter(None, [at(one.at, incident), at(one.ended_at, incident)])
            ),
        ),
        ("Where", f"{one.where}, door {'open' if one.door_open else 'closed'}"),
        ("Who was asked", shown(one.about, unmasked=unmasked) if one.about else ""),
        ("Led by", one.get_led_by_display()),
        ("Officer present", yes(one.sro_present)),
        ("Others present", one.present),
        ("Free to leave, and told so", one.get_free_to_leave_display()),
        ("Warning of rights", one.get_rights_read_display()),
        ("Read by", one.rights_by),
        ("Read at", at(one.rights_at, incident)),
        ("Rights waived", yes(one.rights_waived)),
        ("Words that fit the age", yes(one.plain_words)),
        ("Parent contacted", one.get_parent_contacted_display()),
        ("Why not", told),
        ("Recorded", yes(one.is_recorded)),
        ("Officer joined later", yes(one.joined_late)),
        ("Officer left when discipline only", yes(one.left_early)),
        ("Why it went on", one.guard_reason),
    ]


def at(moment: datetime | None, incident: Incident) -> str:
    """A moment at the school; nothing when there is none."""
    if moment is None:
        return ""
    local = localtime(moment, incident.school.district.zone)
    return f"{local:%b %-d, %Y}, {clock(local)}"


def yes(holds: bool) -> str:
    return "Yes" if holds else "No"
