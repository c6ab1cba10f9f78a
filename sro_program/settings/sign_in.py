"""People and sign-in (trust.md §11; CJIS values in domain.md §2.5)."""

from datetime import timedelta

import environ

env = environ.Env()

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["sro_program.accounts.backends.CountingBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation"
        ".UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

MFA_REQUIRED = env.bool("MFA_REQUIRED", default=True)
SIGN_IN_TRIES = 5
SIGN_IN_WINDOW = timedelta(minutes=15)
SESSION_IDLE = timedelta(minutes=env.int("SESSION_IDLE_MINUTES", default=30))
SESSION_ABSOLUTE = timedelta(hours=12)
TAKEOVER_PAUSE = timedelta(hours=72)
INVITATION_LIFETIME = timedelta(days=7)
INVITATIONS_A_DAY = env.int("INVITATIONS_A_DAY", default=50)
LINK_LIFETIME = timedelta(days=7)
REFERRAL_LINK_LIFETIME = timedelta(days=60)  # an agency's work takes weeks
PASSWORD_RESET_TIMEOUT = 3600

ACCOUNT_ADAPTER = "sro_program.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "login": "sro_program.accounts.forms.SignInForm",
    "reset_password": "sro_program.accounts.forms.ResetForm",
    "reset_password_from_key": "sro_program.accounts.forms.NewPasswordForm",
    "change_password": "sro_program.accounts.forms.CurrentPasswordForm",
}
# Accounts are guarded in Postgres (accounts/actions/sign_in.py). This limit, in the
# cache, only slows down one address that tries many accounts; a school shares one.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "60/m/ip",
    "answer_by_link": "120/m/ip",
}
# How many reverse proxies add to X-Forwarded-For; the address is taken from there.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "sro_program.accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "sro_program.accounts.forms.CodeForm",
    "reauthenticate": "sro_program.accounts.forms.CodeAgainForm",
    "authenticate_webauthn": "sro_program.accounts.forms.KeyForm",
    "reauthenticate_webauthn": "sro_program.accounts.forms.KeyAgainForm",
    "activate_totp": "sro_program.accounts.forms.SetUpAppForm",
    "add_webauthn": "sro_program.accounts.forms.SetUpKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "SRO Program"
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation has verified it
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = True
CSRF_FAILURE_VIEW = "sro_program.core.errorpages.csrf_failure"
