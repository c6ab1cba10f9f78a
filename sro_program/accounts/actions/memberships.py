"""Giving and ending roles."""

from datetime import date

from django.db import models, transaction
from django.utils.timezone import localdate

from sro_program.accounts import policy
from sro_program.accounts.models import Membership, User
from sro_program.accounts.places import field_for
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import WrongState
from sro_program.core.policy import require
from sro_program.notifications.outbox import notify
from sro_program.workflow import lock

ENDED = "This role has ended already; someone may have been faster."


@transaction.atomic
def give_role(
    user: User, *, role: str, place: models.Model, by: Actor | None
) -> Membership:
    """Let someone hold a role at a place from today; `by` is None for a clock.

    Raises NotAllowed; RuleBroken when they hold it already or it cannot hold there.
    """
    if by is not None:
        require(policy.can_invite(by, role, place))
    membership = Membership(user=user, role=role, starts_on=localdate())
    setattr(membership, field_for(role), place)
    with constraints_as_rules(Membership):
        membership.save()
    record(by, "give_role", membership, role=role, user=user.pk)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Actor) -> None:
    """Take a role away: today is the first day without it.

    A role that began today never was. Raises NotAllowed, or WrongState if it ended.
    """
    membership, today = lock(membership), localdate()
    require(policy.can_end(by, membership))
    if membership.ends_on and membership.ends_on <= today:
        raise WrongState(ENDED)

    record(by, "end_role", membership, role=membership.role, user=membership.user_id)
    _end(membership, today)
    notify(
        membership.user,
        "role_ended",
        role=membership.get_role_display(),
        place=str(membership.holds_for),
    )


def _end(membership: Membership, today: date) -> None:
    if membership.starts_on >= today:
        membership.delete()
    else:
        membership.ends_on = today
        membership.save(update_fields=["ends_on"])
