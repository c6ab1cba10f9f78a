"""After sealing, a raw dump and the files hold no trace of the name."""

import shutil
import subprocess
from io import StringIO

import psycopg
import pytest
from django.core.management import call_command

from incidents import actions
from incidents.findings import look
from incidents.models import SealingOrder, Supplement
from referrals.models import MandatoryReport
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.embedded.postgres import binary
from tests.conftest import make_member
from tests.incidents import sealing_scene as scene
from tests.threads import as_, together

pytestmark = pytest.mark.django_db(transaction=True)
NEEDED = ("agency", "school", "officer", "counselor", "commander")


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A folder of files of this test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        },
    }
    return tmp_path


@pytest.fixture
def county(transactional_db, request):
    """Everybody, and an approved report that names the child, as all else does."""
    with acting_as_clock():
        people = {name: request.getfixturevalue(name) for name in NEEDED}
        people["second"] = make_member("commander", people["agency"], "Second")
        incident = scene.police.IncidentFactory(
            school=people["school"],
            police_agency=people["agency"],
            written_by=people["officer"].user,
            status="submitted",
        )
        who = {name: people[name] for name in ("school", "officer", "counselor")}
        rows = scene.write_everywhere(incident, **who)
        scene.add_files(incident)
        scene.police.end(incident, "approved", approved_by=people["commander"])
        return {**people, **rows, "incident": incident}


def dump(service_urls):
    """All that Postgres holds, as a backup would write it down."""
    url = service_urls.audit
    done = subprocess.run(  # noqa: S603  # our own program
        [binary("pg_dump"), url, "--data-only"], capture_output=True, check=True
    )
    return done.stdout.decode()


def restore(service_urls, saved):
    """Put back what an older dump holds, as somebody does who lost the server."""
    with psycopg.connect(service_urls.superuser, autocommit=True) as server:
        rows = server.execute(
            "SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables"
            " WHERE schemaname = 'public'"
        )
        server.execute(f"TRUNCATE {rows.fetchone()[0]} CASCADE")
    load = [binary("psql"), "-q", "-v", "ON_ERROR_STOP=1", service_urls.superuser]
    quiet = "SET session_replication_role = replica;\n"
    subprocess.run(load, input=(quiet + saved).encode(), check=True)  # noqa: S603  # our own program


def rows_of(saved):
    """The lines of a dump, in an order of their own."""
    return sorted(
        line
        for line in saved.splitlines()
        if not line.startswith(("\\restrict", "\\unrestrict"))
    )


def told(text):
    """Which tokens stand in which table."""
    found, table = set(), ""
    for line in text.splitlines():
        if line.startswith("COPY "):
            table = line.split()[1]
        named = {token for token in scene.TOKENS if token.lower() in line.lower()}
        found |= {(table, token) for token in named}
    return found


def seal(county):
    first, second = county["commander"], county["second"]
    with acting_as(first):
        order = scene.begin(first, county["agency"])
        order = scene.choose_all(order, first)
        order = scene.confirm(order, first)
    with acting_as(second):
        return actions.seal(order, by=second)


def test_a_dump_and_the_files_hold_no_token(county, service_urls, files):
    before = told(dump(service_urls))
    assert {token for _, token in before} == set(scene.TOKENS)

    order = seal(county)

    assert told(dump(service_urls)) == set()
    kept = [path.read_bytes() for path in files.rglob("*") if path.is_file()]
    assert kept == [scene.pdf("A plan")]
    assert order.counts["Files"] == 3
    with acting_as_clock():
        report = MandatoryReport.objects.get()
    assert [report.child, report.parents] == ["[sealed]", "[sealed]"]


def replayed(ledger, *also):
    """What the command says while it forgets again."""
    said = StringIO()
    call_command("replay_sealing", str(ledger), *also, stdout=said)
    return said.getvalue()


def test_a_restored_backup_finds_and_hides_the_same_words(county, service_urls):
    saved = dump(service_urls)

    restore(service_urls, saved)

    assert rows_of(dump(service_urls)) == rows_of(saved)


def test_a_restored_older_backup_forgets_again(county, service_urls, files, tmp_path):
    older, older_files = dump(service_urls), tmp_path.parent / "older"
    shutil.copytree(files, older_files)
    seal(county)
    ledger = tmp_path.parent / "ledger"
    with ledger.open("w") as printed:
        call_command("sealing_ledger", stdout=printed)
    restore(service_urls, older)
    shutil.copytree(older_files, files, dirs_exist_ok=True)
    assert told(dump(service_urls)) == told(older)

    said = replayed(ledger, f"--also={scene.NICKNAME}")

    assert "26-J-00123: sealed again." in said
    assert "Look at it" not in said
    assert told(ledger.read_text()) == set()
    assert told(dump(service_urls)) == set()
    kept = [path.read_bytes() for path in files.rglob("*") if path.is_file()]
    assert kept == [scene.pdf("A plan")]


def test_a_form_that_only_the_paper_has_is_asked_for(county, service_urls, tmp_path):
    with acting_as_clock():
        Supplement.objects.update(text=f"It was {scene.NICKNAME}.")
    older = dump(service_urls)
    seal(county)
    ledger = tmp_path / "ledger"
    with ledger.open("w") as printed:
        call_command("sealing_ledger", stdout=printed)
    restore(service_urls, older)

    assert "give --also: Incidents: supplements" in replayed(ledger)
    assert ("public.incidents_supplement", scene.NICKNAME) in told(dump(service_urls))


def test_of_four_second_signatures_at_once_one_counts(county):
    first = county["commander"]
    with acting_as_clock():
        others = [make_member("commander", county["agency"], f"C{n}") for n in range(4)]
    with acting_as(first):
        order = scene.confirm(
            scene.choose_all(scene.begin(first, county["agency"]), first), first
        )

    refused = together([as_(other, actions.seal, order) for other in others])

    assert sorted(filter(None, refused)) == ["This order is: carried out."] * 3
    with acting_as_clock():
        assert AuditEvent.objects.filter(verb="seal").count() == 1


def test_of_two_first_signatures_at_once_one_counts(county):
    first, second = county["commander"], county["second"]
    with acting_as(first):
        order = scene.choose_all(scene.begin(first, county["agency"]), first)
        mark = look(order).mark

    refused = together(
        [as_(one, actions.confirm_sealing, order, mark=mark) for one in (first, second)]
    )

    assert len([sentence for sentence in refused if sentence]) == 1
    with acting_as_clock():
        order = SealingOrder.objects.get()
        assert order.status == "confirmed"
        assert not order.sealed_by_id
