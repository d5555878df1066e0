"""What beat runs of the survey; `manage.py sweep` calls the same functions without a broker."""

from surveys.invitations import invite_again_due, invite_due

SWEEPS = {"surveys.invite": invite_due, "surveys.invite_again": (invite_again_due, 60.0)}
