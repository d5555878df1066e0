"""The pages under /kelola/ for offices, catalogue, people and opening times."""

from services.admin import calendar, catalogue, offices, people

__all__ = ["calendar", "catalogue", "offices", "people"]
