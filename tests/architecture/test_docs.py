"""What is written about the product is true of it."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from sro_program.accounts.models import Role

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
ROLE = re.compile(r"^\| \[(\w+)\]\((docs/roles/\w+\.md)\) \|", re.MULTILINE)
COPIED = re.compile(r"^COPY (.+) \S+$", re.MULTILINE)
RUN_BY_PEOPLE = [
    path.name for path in sorted((ROOT / "script").iterdir()) if not path.suffix
]


def test_the_readme_lists_each_role_and_its_page():
    listed = dict(ROLE.findall(README))

    assert set(listed) == {*Role.values, "administrator"}
    assert all((ROOT / page).is_file() for page in listed.values())


@pytest.mark.parametrize("name", RUN_BY_PEOPLE)
def test_the_readme_names_what_a_person_runs(name):
    assert f"script/{name}" in README


def test_the_image_holds_every_app():
    lines = COPIED.findall((ROOT / "Dockerfile").read_text())
    copied = {name for line in lines for name in line.split()}

    ours = {app.partition(".")[0] for app in settings.INSTALLED_APPS}
    ours = {name for name in ours if (ROOT / name).is_dir()}
    assert ours | {"manage.py", "templates", "static"} <= copied


def test_compose_runs_one_clock_and_gives_the_owner_to_migrations_alone():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]

    commands = {name: service.get("command", []) for name, service in services.items()}
    assert [name for name in commands if "beat" in commands[name]] == ["beat"]
    assert {"postgres", "valkey", "migrate", "web", "worker"} < set(services)
    owners = [name for name in services if "environment.owner" in str(services[name])]
    assert owners == ["migrate"]
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert "ports" not in services["postgres"]
    assert "ports" not in services["valkey"]


def test_each_variable_of_the_example_is_explained():
    example = (ROOT / "deploy" / "environment.example").read_text()
    operations = (ROOT / "docs" / "operations.md").read_text()

    for name in re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE):
        assert f"`{name}`" in operations
