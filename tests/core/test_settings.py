"""What production runs with when its environment says only what it must."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TELL = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.utils.csp import build_policy
told = {name: getattr(settings, name) for name in sys.argv[1:]}
line = settings.LOGGING["formatters"]["line"]["processors"][-1]
told |= {"CSP": build_policy(settings.SECURE_CSP), "LINE": type(line).__name__}
print(json.dumps(told))
"""
SAFE = {
    "DEBUG": False,
    "DEMO": False,
    "MFA_REQUIRED": True,
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
    "CSRF_COOKIE_SECURE": True,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SECURE_CONTENT_TYPE_NOSNIFF": True,
    "SECURE_REFERRER_POLICY": "same-origin",
    "X_FRAME_OPTIONS": "DENY",
}
CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""No origin but our own, and no inline script or style."""


def in_production(
    repository: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(  # noqa: S603  # our own settings
        [sys.executable, "-c", TELL, *arguments],
        cwd=repository,
        env={
            **kept,
            "DJANGO_SETTINGS_MODULE": "sro_program.settings.base",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def told(repository: Path) -> dict:
    done = in_production(
        repository,
        *SAFE,
        SECRET_KEY="x" * 60,
        DATABASE_URL="postgres://sro_app:word@db/sro",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_production_is_safe_without_being_told(told: dict) -> None:
    assert {name: told[name] for name in SAFE} == SAFE


def test_a_page_loads_nothing_from_anybody_else(told: dict) -> None:
    assert told["CSP"] == CSP


def test_the_log_is_json(told: dict) -> None:
    assert told["LINE"] == "JSONRenderer"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL"])
def test_without_its_secrets_it_does_not_start(repository: Path, missing: str) -> None:
    given = {"SECRET_KEY": "x" * 60, "DATABASE_URL": "postgres://sro_app@db/sro"}
    given.pop(missing)

    done = in_production(repository, **given)

    assert done.returncode != 0
    assert missing in done.stderr


def test_the_tests_put_no_file_among_those_of_a_running_server(settings) -> None:
    written = Path(settings.STORAGES["default"]["OPTIONS"]["location"])

    assert not written.is_relative_to(settings.BASE_DIR)
