"""Rows of the lists, each with what the reader may do with it."""

from dataclasses import dataclass

from django.db.models import Q

from sro_program.accounts import policy
from sro_program.accounts.models import Invitation, Membership
from sro_program.accounts.models.places import MembershipQuerySet
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict

SIZE = 50
LATEST = 100
"""Invitations are few and short-lived; older ones are in the admin."""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Someone's role, and whether the reader may end it."""

    membership: Membership
    may_end: Verdict


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """An invitation, and whether the reader may still do something about it."""

    invitation: Invitation
    may_revoke: Verdict

    @property
    def is_open(self) -> bool:
        return self.invitation.state == "open"

    @property
    def may_repeat(self) -> bool:
        return bool(self.may_revoke) and self.invitation.state != "accepted"


def people_page(user: Actor, *, after: int | None) -> tuple[list[PersonLine], str]:
    """People by name, and the address of the next page."""
    rights = policy.rights(user)
    rows = Membership.objects.not_ended().for_list()
    if not rights.is_administrator:
        rows = rows.visible_to(user)
    found = list(_after(rows, after)[: SIZE + 1])
    lines = [PersonLine(row, rights.end(row)) for row in found[:SIZE]]
    return lines, f"?after={found[SIZE - 1].pk}" if len(found) > SIZE else ""


def _after(rows: MembershipQuerySet, key: int | None) -> MembershipQuerySet:
    last = rows.filter(pk=key).first() if key else None
    if last is None:
        return rows
    same = Q(user__name=last.user.name, pk__gt=last.pk)
    return rows.filter(Q(user__name__gt=last.user.name) | same)


def invitation_lines(user: Actor) -> list[InvitationLine]:
    """The latest invitations that this person may know of."""
    rights = policy.rights(user)
    rows = Invitation.objects.for_list()
    if not rights.is_administrator:
        rows = rows.visible_to(user)
    return [InvitationLine(row, rights.revoke(row)) for row in rows[:LATEST]]
