"""`manage.py sealing_ledger`: what was sealed, to be kept apart from the backups."""

import json

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from incidents.models import SealingOrder
from incidents.replaying import entry_of
from incidents.states import SealingStatus
from sro_program.core.db import acting_as_clock


class Command(BaseCommand):
    """Print the ledger, one order a line, without a name."""

    help = __doc__ or ""

    def handle(self, **options: object) -> None:
        """Oldest first."""
        with acting_as_clock():
            sealed = SealingOrder.objects.filter(status=SealingStatus.SEALED)
            for order in sealed.order_by("sealed_at"):
                self.stdout.write(json.dumps(entry_of(order), cls=DjangoJSONEncoder))
