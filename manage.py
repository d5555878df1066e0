#!/usr/bin/env python
"""Django's command line."""

import os
import sys
from importlib import import_module

from django.core.management import execute_from_command_line

from siwhapik.supervisor.main import main as serve

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siwhapik.settings")
    if sys.argv[1:2] == ["serve"]:  # decides the environment that Django then reads
        sys.exit(serve(sys.argv[2:]))
    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        # Not at the top: it needs the settings, and `serve` goes without Django.
        errors = import_module("siwhapik.errors")
        if not errors.is_database_away(error):
            raise
        sys.stderr.write(f"{errors.DATABASE_AWAY}\n")
        sys.exit(2)
