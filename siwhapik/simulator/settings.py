"""Django settings of the simulator's own process: no apps, no ORM, loopback hosts only."""

import secrets
from pathlib import Path

HERE = Path(__file__).resolve().parent

DEBUG = False
# Nothing here is signed for longer than this process lives.
SECRET_KEY = secrets.token_urlsafe(32)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "siwhapik.simulator.urls"
INSTALLED_APPS: list[str] = []
MIDDLEWARE = ["siwhapik.simulator.http.guard"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
    }
]
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
LANGUAGE_CODE = "id"
APPEND_SLASH = False
# Meta takes documents up to 100 MB; files go to disk while they arrive.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"httpx": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
