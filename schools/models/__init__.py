from schools.models.agreements import Agreement, AgreementReading
from schools.models.calendar import BellSchedule, Period, SchoolDay, SchoolYear
from schools.models.checklists import Checklist, ChecklistItem
from schools.models.clauses import (
    AgreementClause,
    AgreementReview,
    AgreementSignatory,
)
from schools.models.drill_parts import DrillNote, DrillRule
from schools.models.drills import Drill
from schools.models.events import SchoolEvent
from schools.models.feeds import FeedReading, SchoolFeed
from schools.models.findings import Finding
from schools.models.imports import OneRosterImport
from schools.models.memory import PlaceNote
from schools.models.notices import AccessNotice
from schools.models.people import Namesakes, Person, SchoolClass
from schools.models.places import Place, SpotKind
from schools.models.plans import FloorPlan, Pin
from schools.models.territory import Campus, District, School
from schools.models.walkthroughs import WalkAnswer, Walkthrough

__all__ = [
    "AccessNotice",
    "Agreement",
    "AgreementClause",
    "AgreementReading",
    "AgreementReview",
    "AgreementSignatory",
    "BellSchedule",
    "Campus",
    "Checklist",
    "ChecklistItem",
    "District",
    "Drill",
    "DrillNote",
    "DrillRule",
    "FeedReading",
    "Finding",
    "FloorPlan",
    "Namesakes",
    "OneRosterImport",
    "Period",
    "Person",
    "Pin",
    "Place",
    "PlaceNote",
    "School",
    "SchoolClass",
    "SchoolDay",
    "SchoolEvent",
    "SchoolFeed",
    "SchoolYear",
    "SpotKind",
    "WalkAnswer",
    "Walkthrough",
]
