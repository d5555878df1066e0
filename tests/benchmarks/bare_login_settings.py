"""The bare Django behind log-in: sessions and the product's person, as Django does it itself."""

from tests.benchmarks.bare_settings import *  # noqa: F403 - the same but for what log-in needs

INSTALLED_APPS = [
    "services",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
AUTH_USER_MODEL = "services.Staff"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
