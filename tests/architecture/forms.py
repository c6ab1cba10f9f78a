"""The forms of a page, as a browser would send them back unchanged."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

NOT_SENT = {"submit", "file", "button"}
TICKED = {"checkbox", "radio"}


@dataclass
class Form:
    """Where it goes, how, and what stands in its fields."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Reader(HTMLParser):
    """Collects the forms of a page; an empty required field gets a word."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select = ""

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = given.get("method", "get").lower()
            self.form = Form(given.get("action", ""), method)
            self.forms.append(self.form)
        elif self.form and tag == "option" and self.select:
            self._option(self.form, given)
        elif self.form and given.get("name"):
            self._field(self.form, tag, given)

    def _option(self, form, given):
        if given.get("value") and ("selected" in given or not form.fields[self.select]):
            form.fields[self.select] = given["value"]

    def _field(self, form, tag, given):
        name, kind = given["name"], given.get("type", "text")
        if tag == "select":
            self.select = name
            form.fields.setdefault(name, "")
        elif tag == "textarea":
            form.fields[name] = "words"
        elif tag == "input" and kind in TICKED:
            if "checked" in given or (kind == "radio" and name not in form.fields):
                form.fields[name] = given.get("value", "on")
        elif tag == "input" and kind not in NOT_SENT:
            empty = "words" if "required" in given and kind == "text" else ""
            form.fields[name] = given.get("value") or empty

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""


def forms_of(html: str) -> list[Form]:
    reader = Reader()
    reader.feed(html)
    return reader.forms
