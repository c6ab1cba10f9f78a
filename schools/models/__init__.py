from schools.models.agreements import Agreement
from schools.models.calendar import BellSchedule, Period, SchoolDay, SchoolYear
from schools.models.imports import OneRosterImport
from schools.models.people import Person, SchoolClass
from schools.models.places import Place
from schools.models.territory import Campus, District, School

__all__ = [
    "Agreement",
    "BellSchedule",
    "Campus",
    "District",
    "OneRosterImport",
    "Period",
    "Person",
    "Place",
    "School",
    "SchoolClass",
    "SchoolDay",
    "SchoolYear",
]
