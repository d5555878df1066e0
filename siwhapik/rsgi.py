"""The entry that granian serves (RSGI): siwhapik.server reads the bodies, Django makes the pages."""

from importlib import import_module

from siwhapik.server.application import Application
from siwhapik.wsgi import application as django

# Not at the top: it imports models, and Django is ready only when siwhapik.wsgi was loaded.
_refusals = import_module("siwhapik.refusals")

application = Application(
    django, table=_refusals.table(), is_staff=_refusals.is_logged_in_between_requests
)
