"""A page of a PDF is drawn by a program of its own, within little time and memory."""

import io
import resource
import runpy
import sys

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import File
from PIL import Image

from sro_program.core.files import CheckedFile, drawn_page, pages


def pdf(*colours):
    sheets = [Image.new("RGB", (300, 200), colour) for colour in colours]
    content = io.BytesIO()
    sheets[0].save(content, "PDF", save_all=True, append_images=sheets[1:])
    return content.getvalue()


def sent(content):
    file = File(io.BytesIO(content), name="plan.pdf")
    return CheckedFile(file, "application/pdf", len(content), "0" * 64)


def test_the_page_that_was_asked_for_is_drawn():
    picture = drawn_page(sent(pdf("red", "blue")), 2)

    with Image.open(picture.content) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (2400, 1600))
    assert picture.media_type == "image/png"
    assert picture.name.endswith(".png")


@pytest.mark.parametrize(
    ("content", "page", "sentence"),
    [
        (pdf("red"), 2, "no page 2; it has 1"),
        (b"%PDF-1.7\n%%EOF\n", 1, "cannot be drawn"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(content, page, sentence):
    with pytest.raises(ValidationError, match=sentence):
        drawn_page(sent(content), page)


def test_what_takes_too_long_is_stopped(monkeypatch, tmp_path):
    program = tmp_path / "slow.py"
    program.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(pages, "PROGRAM", program)
    monkeypatch.setattr(pages, "SECONDS", 0.2)

    with pytest.raises(ValidationError, match="cannot be drawn"):
        drawn_page(sent(pdf("red")), 1)


def test_what_comes_back_is_looked_at_too(monkeypatch, tmp_path):
    program = tmp_path / "odd.py"
    program.write_text("print('no picture')")
    monkeypatch.setattr(pages, "PROGRAM", program)

    with pytest.raises(ValidationError, match="cannot be drawn"):
        drawn_page(sent(pdf("red")), 1)


class Pipe:
    """Standard input or output, as bytes."""

    def __init__(self, content=b""):
        self.buffer = io.BytesIO(content)
        self.said = ""

    def write(self, words):
        self.said += words


@pytest.mark.parametrize(("page", "code"), [("1", 0), ("7", 3)])
def test_the_program_limits_itself_first(monkeypatch, page, code):
    limits, out, errors = {}, Pipe(), Pipe()
    monkeypatch.setattr(resource, "setrlimit", limits.__setitem__)
    for name, value in (("stdin", Pipe(pdf("red"))), ("stdout", out)):
        monkeypatch.setattr(sys, name, value)
    monkeypatch.setattr(sys, "stderr", errors)
    monkeypatch.setattr(sys, "argv", ["pdf_page.py", page])

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(pages.PROGRAM), run_name="__main__")

    assert ended.value.code == code
    assert limits[resource.RLIMIT_CPU] == (15, 15)
    assert limits[resource.RLIMIT_AS] == (2 * 1024**3,) * 2
    assert out.buffer.getvalue().startswith(b"\x89PNG") is (code == 0)
    assert errors.said == ("" if code == 0 else "1")
