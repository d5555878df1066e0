"""The survey's sweeps, which beat or `manage.py sweep` runs."""

from surveys.freezing import freeze_due
from surveys.invitations import invite_again_due, invite_due

SWEEPS = {
    "surveys.invite": invite_due,
    "surveys.invite_again": (invite_again_due, 60.0),
    "surveys.freeze": (freeze_due, 3600.0),
}
