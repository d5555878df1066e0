"""The ground under /kelola/: offices, catalogue, people, time."""

from services.admin import calendar, catalogue, offices, people

__all__ = ["calendar", "catalogue", "offices", "people"]
