"""Settings: one file, everything from the environment, safe defaults, runs as cloned."""

import logging
import os
from urllib.parse import urlsplit

import environ

from siwhapik import content_security, environment, forwarded
from siwhapik.admin_theme import admin_theme
from siwhapik.cache_table import cache_table
from siwhapik.data_dir import BASE_DIR, data_dir, stored_secret
from siwhapik.database_table import database_table
from siwhapik.logs import json_logging, report_without_tokens

env = environ.Env()
environment.require_sound(os.environ)

DATA_DIR = data_dir()

# --- Identity and safety ---------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = stored_secret("SECRET_KEY", DATA_DIR)
# Comma separated: the first encrypts, all decrypt, so that a key can be changed without a stop.
FIELD_ENCRYPTION_KEYS = stored_secret("FIELD_ENCRYPTION_KEY", DATA_DIR).split(",")
PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
_public_host = urlsplit(PUBLIC_BASE_URL).hostname or "127.0.0.1"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_public_host, "127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
_secure = PUBLIC_BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _secure else None
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
# A promise for every name below ours, in the browsers' own list, and slow to take back: only by
# choice. Django's advice to make it always is silenced therefore.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _secure and env.bool(
    "HSTS_PRELOAD", default=False
)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_SSL_REDIRECT = _secure and env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# The address of a visitor is the last one that our own proxy noted.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
# From other addresses X-Forwarded-* is dropped (siwhapik.forwarded).
PROXY_NETWORKS = forwarded.networks(env.list("PROXY_ADDRESSES", default=list(forwarded.DEFAULT)))
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- WhatsApp --------------------------------------------------------------------------------
WHATSAPP_API_BASE_URL = env.str(
    "WHATSAPP_API_BASE_URL", default="https://graph.facebook.com"
).rstrip("/")
WHATSAPP_API_VERSION = env.str("WHATSAPP_API_VERSION", default="v25.0")
# Comma separated while a secret is being changed; any of them may have signed.
WHATSAPP_APP_SECRETS = stored_secret("WHATSAPP_APP_SECRET", DATA_DIR).split(",")
WHATSAPP_VERIFY_TOKEN = stored_secret("WHATSAPP_VERIFY_TOKEN", DATA_DIR)
WHATSAPP_MEDIA_HOSTS = env.list(
    "WHATSAPP_MEDIA_HOSTS", default=["lookaside.fbsbx.com", ".fbcdn.net"]
)
# How many recipients are written to side by side by one process.
DELIVERY_PARALLEL = env.int("DELIVERY_PARALLEL", default=8)
# How many files one process fetches side by side. A file has so many seconds, and more for what
# has come of it: bytes a second below which a download is a trickle (docs/decisions/0033).
MEDIA_PARALLEL = env.int("MEDIA_PARALLEL", default=8)
MEDIA_PATIENCE_SECONDS = env.float("MEDIA_PATIENCE_SECONDS", default=20.0)
MEDIA_SLOWEST = 32 * 1024
# Set by `serve` when the simulator runs beside it; then no send may leave this machine.
SIMULATOR_URL = env.str("SIMULATOR_URL", default="")

# --- Another SKM system (docs/skm.md) ----------------------------------------------------------
# Empty: nothing is sent.
NATIONAL_SKM_URL = env.str("NATIONAL_SKM_URL", default="")
NATIONAL_SKM_TOKEN = env.str("NATIONAL_SKM_TOKEN", default="")
NATIONAL_SKM_ANSWERS = env.bool("NATIONAL_SKM_ANSWERS", default=False)

# --- Applications ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "siwhapik.apps.SiwhapikConfig",
    "services",
    "tickets",
    "surveys",
    "unfold.apps.BasicAppConfig",
    "siwhapik.apps.KelolaConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "django_htmx",
    "heroicons",
]
MIDDLEWARE = [
    "siwhapik.middleware.request_id",
    "siwhapik.refusals.within_limits",
    "siwhapik.middleware.webhook_first",
    "tickets.views.quiet_polls.quiet_polls",
    "siwhapik.middleware.read_to_the_end",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "siwhapik.middleware.no_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "siwhapik.middleware.private_pages",
    "django.middleware.common.CommonMiddleware",
    "siwhapik.drawn_for.DrawnForMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "siwhapik.middleware.office_time",
]
ROOT_URLCONF = "siwhapik.urls"
WSGI_APPLICATION = "siwhapik.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "siwhapik.drawn_for.form_marks",
                "siwhapik.shell.shell",
            ],
            "builtins": [
                *(
                    f"siwhapik.templatetags.{name}"
                    for name in (
                        "addresses",
                        "components",
                        "drawing",
                        "drawn_for",
                        "emphasis",
                        "fields",
                        "icons",
                        "moments",
                    )
                ),
            ],
        },
    }
]

# --- Database --------------------------------------------------------------------------------
_default_database = f"sqlite:///{DATA_DIR / 'siwhapik.sqlite3'}"
DATABASES = database_table(env.db_url("DATABASE_URL", default=_default_database))

# --- Broker, cache, sessions -----------------------------------------------------------------
# Empty: no broker; the sweeps alone work the rows off.
REDIS_URL = env.str("REDIS_URL", default="")
_broker = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_URL = _broker or "memory://"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 5.0,
    "socket_connect_timeout": 0.5,
    "visibility_timeout": 60,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False  # a task says "look at the rows"; a lost one is made up by the sweep
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_DB_REUSE_MAX = 10_000
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {}
SESSION_ENGINE = "siwhapik.sessions"
SESSION_COOKIE_AGE = 12 * 3600
CACHES = cache_table(REDIS_URL, DATA_DIR)

# --- Log-in ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "services.Staff"
AUTHENTICATION_BACKENDS = ["siwhapik.accounts.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "siwhapik.accounts.StaffAccountAdapter"
ACCOUNT_FORMS = {
    "login": "siwhapik.account_forms.LoginForm",
    "change_password": "siwhapik.account_forms.ChangePasswordForm",
    "reauthenticate": "siwhapik.account_forms.ReauthenticateForm",
}
MFA_ADAPTER = "siwhapik.accounts.StaffMFAAdapter"
MFA_FORMS = {
    "authenticate": "siwhapik.account_forms.AuthenticateForm",
    "reauthenticate": "siwhapik.account_forms.ReauthenticateCodeForm",
    "activate_totp": "siwhapik.account_forms.ActivateTOTPForm",
    "add_webauthn": "siwhapik.account_forms.AddKeyForm",
    "edit_webauthn": "siwhapik.account_forms.EditKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
# Counted by siwhapik.accounts in the database instead: a cache that fails open forgets.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _secure
MFA_TOTP_ISSUER = "Si Whapik"

# --- E-mail ----------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
globals().update(**EMAIL_CONFIG)
# The browsers' push services that may be asked: a name, or ".name" for all below it.
PUSH_SERVICES = env.list(
    "PUSH_SERVICES",
    default=[
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        ".push.apple.com",
        ".notify.windows.com",
    ],
)
EMAIL_TIMEOUT = 20  # seconds; without it a mail server that does not answer is waited for for ever
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Si Whapik <noreply@localhost>")

# --- Language, time --------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
LOCALE_PATHS = [BASE_DIR / "siwhapik" / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True

FILTERS_EMPTY_CHOICE_LABEL = "Semua"  # django-filter's own is a row of dashes

# --- Files -----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"  # private: served only through a view that checks and logs
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "siwhapik.static.StaticFiles"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# A lawful webhook has up to 3 MB; Django's own limit would refuse it and it would come back for days.
WEBHOOK_MAX_BYTES = 4 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = WEBHOOK_MAX_BYTES
ATTACHMENT_MAX_BYTES = 100 * 1024 * 1024
# One such file, or several smaller ones (siwhapik.refusals).
REPLY_MAX_BYTES = 104 * 1024 * 1024
# One file of an office's record (an SOP, a photo of an event).
RECORD_FILE_MAX_BYTES = 20 * 1024 * 1024
OFFICE_FILES_MAX_BYTES = 5 * RECORD_FILE_MAX_BYTES  # as evidence, or with what it writes
# A signed report that is compared with what was signed, and a letterhead's logo.
REPORT_MAX_BYTES = 30 * 1024 * 1024
LOGO_MAX_BYTES = 1024 * 1024

# --- Content-Security-Policy -----------------------------------------------------------------
CONTENT_SECURITY_POLICY = {"DIRECTIVES": content_security.POLICY}
KELOLA_CSP_EXCEPTION = content_security.KELOLA_EXCEPTION

# --- Logs ------------------------------------------------------------------------------------
# JSON lines with a request id. Message bodies, NIK, tokens and survey paths are never logged.
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = json_logging(LOG_LEVEL)
logging.captureWarnings(True)

if SENTRY_DSN := env.str("SENTRY_DSN", default=""):
    import sentry_sdk

    sentry_sdk.init(
        dsn=SENTRY_DSN,
        send_default_pii=False,
        include_local_variables=False,  # they hold what citizens wrote, and access tokens
        max_request_body_size="never",
        before_send=report_without_tokens,
        before_send_transaction=report_without_tokens,
    )

# --- Admin -----------------------------------------------------------------------------------
UNFOLD = admin_theme()
