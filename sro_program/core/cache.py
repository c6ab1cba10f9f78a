"""A cache that may vanish: when Redis is away, pages go on without it."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Redis; a cache that cannot be reached is an empty cache (trust.md §14)."""

    def get(self, key: str, default: object = None, version: int | None = None) -> Any:  # noqa: ANN401  # whatever was cached
        read = super().get
        return attempt(lambda: read(key, default, version), default)

    def set(
        self,
        key: str,
        value: object,
        timeout: Any = DEFAULT_TIMEOUT,  # noqa: ANN401  # Django's sentinel
        version: int | None = None,
    ) -> None:
        write = super().set
        attempt(lambda: write(key, value, timeout, version), None)

    def add(
        self,
        key: str,
        value: object,
        timeout: Any = DEFAULT_TIMEOUT,  # noqa: ANN401  # Django's sentinel
        version: int | None = None,
    ) -> bool:
        write = super().add
        return bool(attempt(lambda: write(key, value, timeout, version), True))

    def delete(self, key: str, version: int | None = None) -> bool:
        remove = super().delete
        return bool(attempt(lambda: remove(key, version), False))


def attempt(call: Callable[[], object], otherwise: object) -> object:
    """What the cache answers; `otherwise` when nobody answers."""
    try:
        return call()
    except RedisError:
        logger.warning("cache_unavailable")
        return otherwise
