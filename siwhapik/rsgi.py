"""The entry point for granian (RSGI): siwhapik.server reads the bodies, Django makes the pages."""

import gc
from importlib import import_module

from siwhapik.server.application import Application
from siwhapik.wsgi import application as django

# Not at the top: they import models, and Django is ready only when siwhapik.wsgi was loaded.
_refusals = import_module("siwhapik.refusals")
_webhook_posts = import_module("siwhapik.webhook_posts")

application = Application(
    django,
    table=_refusals.table(),
    is_staff=_refusals.is_logged_in_between_requests,
    together={_webhook_posts.webhook.webhook_path(): _webhook_posts.answer_together},
)

# What every page needs is loaded before the first one, and then passed over by the garbage collector: to look through
# it takes as long as ten pages, in the middle of one. (`manage.py serve` does it before it forks.)
import_module("siwhapik.urls")
gc.collect()
gc.freeze()
