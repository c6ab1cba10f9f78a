"""How loudly a district wants to hear of conflicts."""

from collections.abc import Mapping

from django.db import transaction

from presentations import policy
from presentations.conflicts import levels_of
from presentations.models import ConflictRule
from schools.models import District
from sro_program.audit.log import record
from sro_program.core.db import Actor
from sro_program.core.errors import Stale
from sro_program.core.marks import mark_of
from sro_program.core.policy import require
from sro_program.workflow import CHANGED


@transaction.atomic
def set_levels(
    district: District,
    *,
    by: Actor,
    levels: Mapping[str, str],
    seen: str | None = None,
) -> None:
    """Set the district's level for each kind of conflict that is given.

    Raises Stale when they were set otherwise since the form was `seen`.
    """
    district = District.objects.select_for_update(of=("self",)).get(pk=district.pk)
    require(policy.can_set_levels_of(by, district))
    was = levels_of(district)
    if seen is not None and mark_of(was) not in {seen, mark_of(levels)}:
        raise Stale(CHANGED)
    changed = {kind: level for kind, level in levels.items() if was[kind] != level}
    for kind, level in changed.items():
        ConflictRule.objects.update_or_create(
            district=district, kind=kind, defaults={"level": level}
        )
    if changed:
        record(by, "set_conflict_levels", district, levels=changed)
