"""Goals of the demo for the balance of work: agreed, and a change that waits."""

from datetime import date

from django.utils.timezone import localdate

from officers import actions
from officers.actions.balance import Shares
from officers.demo import SINCE
from officers.models import BalanceGoal, Officer
from schools.models import District, School
from sro_program.accounts.models import Role
from sro_program.accounts.roles import holders

AGREED: Shares = {
    "law_enforcement": 30,
    "presentation": 15,
    "advising": 20,
    "other": 35,
    "margin": 10,
}
CHANGED: Shares = {**AGREED, "law_enforcement": 25, "advising": 25}


def make_balance(district: District) -> None:
    """For the first officer, at the first school with a principal; once."""
    agency = district.police_agency_id
    officer = (
        Officer.objects.in_service().filter(police_agency=agency).order_by("pk")[0]
    )
    campuses = officer.assignments.values("campus")
    school = School.objects.filter(campus__in=campuses).order_by("pk")[0]
    commander = holders(Role.COMMANDER, police_agency=agency).first()
    principal = holders(Role.PRINCIPAL, school=school).first()
    is_made = BalanceGoal.objects.filter(school=school).exists()
    if is_made or commander is None or principal is None:
        return
    goal = actions.propose_goals(
        officer, by=commander, school=school, starts_on=SINCE, **AGREED
    )
    actions.agree_goals(goal, by=principal)
    today = localdate()
    actions.propose_goals(
        officer,
        by=principal,
        starts_on=date(today.year + today.month // 12, today.month % 12 + 1, 1),
        school=school,
        **CHANGED,
    )
