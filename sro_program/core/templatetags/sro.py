"""Tags and filters that the shell and the components share."""

from datetime import datetime, time
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from sro_program.core import times

register = template.Library()

STANDARD_SIZE = 20
# In this order: each browser also names the ones that came before it.
BROWSERS = {"Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: int = STANDARD_SIZE) -> SafeString:
    """An inline Bootstrap icon, hidden from screen readers: words come first."""
    svg = render_to_string(f"bs_icon/{name}.svg", {"height": size})
    opening = f'<svg aria-hidden="true" focusable="false" width="{size}" '
    return mark_safe(svg.replace("<svg ", opening, 1))  # noqa: S308  # our own package's file


@register.simple_tag
def idle_seconds() -> int:
    """After how many idle seconds a session ends; the page warns before that."""
    return int(settings.SESSION_IDLE.total_seconds())


@register.simple_tag
def from_to(start: datetime | time, end: datetime | time) -> str:
    """Two times of one day, on the clock of the person who looks."""
    return times.from_to(_local(start), _local(end))


@register.simple_tag
def on_from_to(start: datetime, end: datetime, day: str = "%a, %b %-d") -> str:
    """The same with its day, or its days."""
    return times.on_from_to(localtime(start), localtime(end), day)


def _local(moment: datetime | time) -> datetime:
    """A bell has no date and no zone; any day will do."""
    if isinstance(moment, time):
        return datetime.combine(times.EARLIEST, moment)
    return localtime(moment)


@register.filter
def address(email: str) -> SafeString:
    """An e-mail address that breaks before its @, if it must."""
    name, _, domain = email.rpartition("@")
    return format_html("{}<wbr>@{}", name, domain)


@register.filter
def initials(name: object) -> str:
    """At most two capital letters for a person's name, for the round mark."""
    words = [word for word in str(name).split() if word[:1].isalpha()]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper()


@register.filter
def device(user_agent: object) -> str:
    """A browser's long signature in the words that a person knows it by."""
    text = str(user_agent)
    browser = first_named(BROWSERS, text) or "A browser"
    system = first_named(SYSTEMS, text)
    return f"{browser} on {system}" if system else browser


def first_named(names: dict[str, str], text: str) -> str:
    """The word for the first mark that occurs in the text, or nothing."""
    return next((word for mark, word in names.items() if mark in text), "")
