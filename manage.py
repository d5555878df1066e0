#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from django.core.management import execute_from_command_line

from siwhapik.supervisor.main import main as serve

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siwhapik.settings")
    if sys.argv[1:2] == ["serve"]:  # decides the environment that Django then reads
        sys.exit(serve(sys.argv[2:]))
    execute_from_command_line(sys.argv)
