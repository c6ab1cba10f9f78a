"""Fills the topic library with the topics that come with the product."""

from typing import Any

from django.core.management.base import BaseCommand

from presentations.demo_topics import make_topics
from sro_program.core.db import acting_as_clock


class Command(BaseCommand):
    help = "Add the topics that come with the product; leaves existing ones alone."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  # Django's signature
        with acting_as_clock():
            added = make_topics()
        self.stdout.write(f"{added} topics added to the library.")
