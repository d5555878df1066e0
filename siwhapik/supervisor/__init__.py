"""What `manage.py serve` becomes: one small process that owns all others.

Standard library only, so that the supervisor costs a dozen megabytes and not a second Django.
"""
