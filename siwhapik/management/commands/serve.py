"""`manage.py serve`: the whole product under one supervisor (siwhapik/supervisor)."""

import argparse
import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from siwhapik.supervisor import options


class Command(BaseCommand):
    """For `manage.py help`; manage.py itself starts the supervisor without loading Django."""

    help = options.HELP
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The options of the supervisor."""
        options.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Start again without Django, because its settings depend on what the supervisor decides."""
        words = [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve", *sys.argv[2:]]
        os.execv(sys.executable, words)  # noqa: S606 - ourselves, no shell
