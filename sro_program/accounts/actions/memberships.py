"""Giving and ending roles."""

from datetime import date

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from sro_program.accounts import policy
from sro_program.accounts.models import Membership, User
from sro_program.accounts.places import field_for
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import WrongState
from sro_program.core.policy import require
from sro_program.notifications.outbox import notify, notify_all
from sro_program.workflow import lock

ENDED = "This role has ended already; someone may have been faster."


@transaction.atomic
def give_role(
    user: User, *, role: str, place: models.Model, by: Actor | None
) -> Membership:
    """Let someone hold a role at a place from today.

    `by` is None when they accept what they were invited to.
    Raises NotAllowed; RuleBroken when they hold it already or it cannot hold there.
    """
    if by is not None:
        require(policy.can_give(by, user, role, place))
    membership = Membership(user=user, role=role, starts_on=localdate())
    setattr(membership, field_for(role), place)
    with constraints_as_rules(Membership):
        membership.save()
    record(by, "give_role", membership, role=role, user=user.pk)
    if by is not None:
        tell_leads(membership, by=by)
    return membership


def tell_leads(membership: Membership, *, by: Actor) -> None:
    """The others who may give this role there learn that it was given."""
    others = policy.givers(membership.role, membership.holds_for)
    notify_all(
        others.exclude(pk__in=[membership.user_id, by.pk]),
        "role_given_here",
        url=reverse("accounts:people"),
        in_app=True,
        name=membership.user.name,
        role=membership.get_role_display(),
        place=str(membership.holds_for),
    )


@transaction.atomic
def end_membership(membership: Membership, *, by: Actor) -> None:
    """Take a role away: today is the first day without it.

    A role that began today never was. Raises NotAllowed, or WrongState if it ended.
    """
    require(policy.can_end(by, membership))  # only they may lock its row
    membership, today = lock(membership), localdate()
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
