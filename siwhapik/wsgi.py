"""The WSGI entry that granian serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from siwhapik.forwarded import only_from_proxy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siwhapik.settings")

application = only_from_proxy(get_wsgi_application(), settings.PROXY_NETWORKS)
