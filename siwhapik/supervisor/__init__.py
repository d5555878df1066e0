"""`manage.py serve`: one process that owns all others.

Until it loads Django, once, for its children (`preload`), it is standard library only.
"""
