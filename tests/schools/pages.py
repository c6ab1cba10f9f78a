"""Addresses and words of pages."""

import re

from django.http import HttpResponse
from django.urls import reverse


def url(name: str, *args: object) -> str:
    return reverse(f"schools:{name}", args=args)


def text(response: HttpResponse) -> str:
    """The page with each run of white space as one blank."""
    return " ".join(response.content.decode().split())


def seen(response: HttpResponse) -> dict[str, str]:
    """The hidden field that says with which content the page's form was shown."""
    found = re.search(r'name="seen" value="(\w+)"', text(response))
    return {"seen": found[1]} if found else {}
