"""Addresses and words of pages."""

from django.http import HttpResponse
from django.urls import reverse


def url(name: str, *args: object) -> str:
    return reverse(f"schools:{name}", args=args)


def text(response: HttpResponse) -> str:
    """The page with each run of white space as one blank."""
    return " ".join(response.content.decode().split())
