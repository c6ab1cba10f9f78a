"""What the clock is told to do, it can do."""

import pytest

from sro_program.celery import app
from sro_program.settings.schedule import BEAT


@pytest.mark.parametrize("name", BEAT)
def test_every_task_of_the_clock_is_known_to_the_workers(name):
    app.loader.import_default_modules()

    assert BEAT[name]["task"] in app.tasks
