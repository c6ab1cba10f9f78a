"""A name is found in each of its forms, by Python and by Postgres alike."""

import unicodedata
import zipfile
import zlib
from datetime import date
from io import BytesIO

import pytest
from django.db import connection

from sro_program.audit.names import is_named_in, names_of, redact

BORN = date(2011, 5, 6)
FORMS = [
    "Will O’Neil-Brown was there.",
    "WILL O'NEIL-BROWN was there.",
    "O'Neil-Brown, Will",
    "Will T. O'Neil Brown",
    "will_oneil is an account of o'neil-brown",
    "will.o'neil-brown@example.org",
    "q=will+o'neil-brown",
    "born 5/6/2011",
    "born 05-06-11",
    "born May 6, 2011",
    "called Billy",
    "WILL said so, and Will's friend",
]
OTHERS = ["They will go.", "O'Neil-Browning", "Willard", "15/6/2011", "He was brown."]
WORDS = ("o'neil", "o’neil", "billy", "2011", "WILL", "Will")


@pytest.fixture(scope="module")
def names():
    return names_of("Will", "O'Neil-Brown", BORN, ["Billy", "Willy Brown"])


def by_postgres(text, pattern):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT regexp_replace(%s, %s, '[sealed]', 'g')", [text, pattern]
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize("text", FORMS)
def test_every_form_of_the_name_goes(names, text):
    left = redact(text, names.nearby)

    assert "[sealed]" in left
    assert by_postgres(text, names.nearby) == left


@pytest.mark.django_db
@pytest.mark.parametrize("text", OTHERS)
def test_words_that_only_look_like_it_stay(names, text):
    assert redact(text, names.nearby) == text
    assert by_postgres(text, names.nearby) == text


def test_far_from_the_person_only_the_full_name_counts(names):
    assert redact("Mr. O'Neil-Brown; Will; Billy", names.anywhere) == (
        "Mr. O'Neil-Brown; Will; Billy"
    )
    assert redact("Willy Brown", names.anywhere) == "[sealed]"
    assert redact("Will O'Neil-Brown", names.anywhere) == "[sealed]"


@pytest.mark.django_db
def test_letters_of_other_alphabets_are_found_in_both_cases():
    pattern = names_of("José", "Müller").nearby

    assert redact("JOSÉ MÜLLER", pattern) == "[sealed]"
    assert by_postgres("JOSÉ MÜLLER", pattern) == "[sealed]"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "Jose Nunez",
        "José Nuñez",
        unicodedata.normalize("NFD", "José Nuñez"),
        "JOSÉ",
        "nunez",
    ],
)
@pytest.mark.parametrize(
    "given", ["José", "Jose", unicodedata.normalize("NFD", "José")]
)
def test_an_accent_more_or_less_is_the_same_name(text, given):
    pattern = names_of(given, "Nuñez").nearby

    assert redact(text, pattern) == "[sealed]"
    assert by_postgres(text, pattern) == "[sealed]"


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["D'Andre", "D’Andre", "d‘andre", "DʼANDRE"])
def test_a_phone_writes_another_apostrophe(text):
    pattern = names_of("D’Andre", "Lee").nearby

    assert redact(text, pattern) == "[sealed]"
    assert by_postgres(text, pattern) == "[sealed]"


def test_a_name_that_is_a_word_counts_with_its_capital():
    pattern = names_of("Hope", "Do").nearby

    assert redact("They do; we hope. Hope; HOPE; Mr. Do", pattern) == (
        "They do; we hope. [sealed]; [sealed]; Mr. [sealed]"
    )
    assert redact("jordan", names_of("Jordan", "Lee").nearby) == "[sealed]"


def test_a_placeholder_is_no_name():
    names = names_of("Unknown", "unknown")

    assert names.nearby == ""
    assert redact("unknown", names.nearby) == "unknown"


def test_a_single_letter_is_not_looked_for_alone():
    assert redact("Plan X", names_of("X", "Li").nearby) == "Plan X"


def packed(text):
    stream = zlib.compress(text.encode())
    return b"%PDF-1.7\nstream\r\n" + stream + b"\r\nendstream\n"


def zipped(text):
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.csv", text)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"Dear Will O'Neil-Brown",
        "Will O'Neil-Brown".encode("utf-16-be"),
        packed("(Will O'Neil-Brown) Tj"),
        zipped('"Will","O\'Neil-Brown"'),
    ],
    ids=["plain", "wide", "pdf", "zip"],
)
def test_a_file_that_says_the_name_is_found(names, content):
    assert is_named_in(content, names.nearby)


@pytest.mark.parametrize("content", [b"", b"stream\nnot packed\nendstream"])
def test_a_file_that_says_nothing_is_not(names, content):
    assert not is_named_in(content, names.nearby)
    assert not is_named_in(b"Will O'Neil-Brown", "")
