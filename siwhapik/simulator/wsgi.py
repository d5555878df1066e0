"""The simulator's entry point for a WSGI server: one process, several threads."""

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise  # type: ignore[import-untyped]  # ships no types

os.environ["DJANGO_SETTINGS_MODULE"] = "siwhapik.simulator.settings"

from siwhapik.simulator import numbers, registry, seed, store, webhooks
from siwhapik.simulator.config import CONFIG

store.prepare()
numbers.register(CONFIG.numbers)
if path := os.environ.get("SIMULATOR_SEED"):
    seed.plant(Path(path))
registry.prepare([number["waba_id"] for number in numbers.every()])
webhooks.start()

application = WhiteNoise(
    get_wsgi_application(),
    root=Path(__file__).resolve().parent / "static",
    prefix="simulator/static",
    max_age=60,
)
