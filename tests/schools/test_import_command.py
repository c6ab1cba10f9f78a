"""The import at a prompt."""

import pytest
from django.core.management import CommandError, call_command

from schools.models import Person, SchoolYear


def test_the_command_shows_and_changes_nothing(package, district, tmp_path, capsys):
    path = package.write(tmp_path / "p.zip")

    call_command("import_oneroster", str(path), district=district.pk)

    out = capsys.readouterr().out
    assert "People: 77 new, 0 changed, 0 end, 0 as they are" in out
    assert "Bad rows: 0" in out
    assert Person.objects.count() == 0


def test_the_command_applies(package, district, tmp_path, capsys):
    path = package.write(tmp_path / "p.zip")

    call_command("import_oneroster", str(path), district=district.pk, apply=True)

    assert "Written: 105 changes." in capsys.readouterr().out
    assert SchoolYear.objects.count() == 1


def test_the_command_refuses_bad_rows_unless_told(package, district, tmp_path, capsys):
    package.cell("users", 4, "familyName", "")
    path = str(package.write(tmp_path / "p.zip"))

    with pytest.raises(CommandError, match="--good-rows-only"):
        call_command("import_oneroster", path, district=district.pk, apply=True)
    assert "users.csv, line 5, familyName: is empty" in capsys.readouterr().out
    call_command(
        "import_oneroster",
        path,
        district=district.pk,
        apply=True,
        good_rows_only=True,
    )

    assert Person.objects.count() == 76


def test_the_command_names_what_it_cannot_use(district, tmp_path):
    with pytest.raises(CommandError, match="no such file"):
        call_command("import_oneroster", str(tmp_path / "no"), district=district.pk)
    with pytest.raises(CommandError, match="no district 0"):
        call_command("import_oneroster", str(tmp_path), district=0)
