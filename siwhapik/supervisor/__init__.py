"""What `manage.py serve` is: one process that owns all others.

Until it loads Django, once, for its children (`preload`), it is standard library only.
"""
