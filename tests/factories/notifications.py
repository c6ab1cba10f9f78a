"""Messages that are owed."""

import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from sro_program.notifications.models import Notification
from tests.factories.accounts import UserFactory


class NotificationFactory(DjangoModelFactory[Notification]):
    """A message whose mail is due now; `account_released` needs no context."""

    recipient = factory.SubFactory(UserFactory)
    template = "account_released"
    summary = factory.Sequence(lambda n: f"Message Token-Message-{n}")
    mail_due_at = factory.LazyFunction(now)

    class Meta:
        model = Notification
