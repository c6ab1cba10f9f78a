"""What the person who starts the server is told."""

from sro_program.embedded.server import greet


def test_without_the_demo_one_reads_how_the_first_administrator_is_made(capsys):
    greet("http://localhost:8000", "")

    said = capsys.readouterr().out
    assert "manage.py createsuperuser" in said
    assert ". var/services.env" in said


def test_with_the_demo_one_reads_who_can_sign_in(capsys):
    greet("http://localhost:8000", "Sign in as teacher@demo.example\n")

    said = capsys.readouterr().out
    assert "Sign in as teacher@demo.example" in said
    assert "createsuperuser" not in said
