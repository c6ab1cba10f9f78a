"""A code is good once, and wrong ones are counted like wrong passwords."""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt

LAST_COUNTER = "last_counter"


def spend(authenticator: Authenticator, code: str) -> bool:
    """Use up a time-based code: neither it nor an older one is good again.

    RFC 6238 §5.2; kept in Postgres, because the cache may be away. The code that set
    the app up was used by that. Recovery codes are spent by allauth itself.
    """
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    counter = _counter_of(decrypt(authenticator.data["secret"]), code)
    set_up_with = int(authenticator.created_at.timestamp()) // app_settings.TOTP_PERIOD
    if counter is None or counter <= authenticator.data.get(LAST_COUNTER, set_up_with):
        return False
    authenticator.data[LAST_COUNTER] = counter
    authenticator.save(update_fields=["data"])
    return True


def _counter_of(secret: str, code: str) -> int | None:
    for counter in yield_hotp_counters_from_time():
        expected = format_hotp_value(hotp_value(secret, counter))
        if compare_user_code(actual=code, expected=expected):
            return int(counter)
    return None
