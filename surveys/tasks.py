"""What beat runs of the survey; `manage.py sweep` calls the same function without a broker."""

from surveys.invitations import invite_due

SWEEPS = {"surveys.invite": invite_due}
