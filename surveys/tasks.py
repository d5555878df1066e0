"""The survey's sweeps, which beat or `manage.py sweep` runs."""

from surveys.freezing import freeze_due
from surveys.funnels import keep_due
from surveys.invitations import invite_again_due, invite_due
from surveys.late_plans import tell_late_plans
from surveys.summing import sum_due

SWEEPS = {
    "surveys.invite": invite_due,
    "surveys.invite_again": (invite_again_due, 60.0),
    "surveys.freeze": (freeze_due, 3600.0),
    "surveys.tell_late_plans": (tell_late_plans, 3600.0),
    "surveys.sum": (sum_due, 60.0),
    "surveys.funnels": (keep_due, 300.0),
}
