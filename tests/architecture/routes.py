"""Every address of the product, flattened from the URL configuration."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

LIBRARIES = ("allauth.", "django.")


@dataclass(frozen=True)
class Route:
    """One address: its full name, its pattern, and the view behind it."""

    name: str
    pattern: str
    view: Any
    parameters: tuple[str, ...]

    @property
    def is_ours(self) -> bool:
        """Not the sign-in library's, not the administration's (they have own tests)."""
        is_borrowed = self.view.__module__.startswith(LIBRARIES)
        return not (is_borrowed or self.name.startswith("admin:"))

    @property
    def is_public(self) -> bool:
        return not getattr(self.view, "login_required", True)

    @property
    def is_about_a_record(self) -> bool:
        return bool(self.parameters)


def routes() -> list[Route]:
    return sorted(_walk(get_resolver().url_patterns), key=lambda route: route.name)


def our_routes() -> list[Route]:
    """Without the sign-in library and the administration, which have own tests."""
    return [route for route in routes() if route.is_ours]


def _walk(
    patterns: list[URLPattern | URLResolver], prefix: str = "", space: str = ""
) -> Iterator[Route]:
    for pattern in patterns:
        full = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [space, pattern.namespace]))
            yield from _walk(pattern.url_patterns, full, inner)
        else:
            name = ":".join(filter(None, [space, pattern.name or full]))
            parameters = tuple(pattern.pattern.converters)
            yield Route(name, full, pattern.callback, parameters)
