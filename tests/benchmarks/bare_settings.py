"""Django with nothing in it but the product's database."""

from siwhapik.settings import *  # noqa: F403 - the same database settings, by design

INSTALLED_APPS = ["django.contrib.contenttypes"]
MIDDLEWARE = []
ROOT_URLCONF = "tests.benchmarks.bare"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
AUTH_USER_MODEL = "auth.User"
