"""A folder for the files of the world."""

import pytest


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    location = {"location": tmp_path, "base_url": None}
    default = {**settings.STORAGES["default"], "OPTIONS": location}
    settings.STORAGES = {**settings.STORAGES, "default": default}
