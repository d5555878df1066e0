"""The survey of a matter of the counter: whoever has its code opens it from the tracking page.

Nobody could be invited where there is no conversation (invitations.py); the paper's QR code leads there.
"""

import datetime as dt
import secrets

from django.db import transaction

from surveys.invitations import VALID, NotInvited, hash_of, invite
from surveys.models import Invitation
from tickets.event_reasons import Why
from tickets.models import Ticket, TicketEvent

# Why nobody was invited where the citizen may answer all the same: they only could not be reached.
_UNREACHED = (
    Why.NO_CHAT,
    Why.NUMBER_OFF,
    Why.NO_MORE_MESSAGES,
    Why.WINDOW_CLOSED,
    Why.TEMPLATE_UNUSABLE,
)


def can_answer(ticket: Ticket, *, now: dt.datetime) -> bool:
    """Whether the survey about how this matter ended can be opened with its code."""
    resolution = _resolution(ticket, now)
    if resolution is None:
        return False
    invitation = Invitation.objects.filter(resolution=resolution).first()
    return invitation is None or _is_openable(invitation)


def open_survey(ticket: Ticket, *, now: dt.datetime) -> str:
    """A new token of the one survey about the last end of this matter; an earlier one of it ends.

    Raises NotInvited where it is answered, was sent to WhatsApp, or is not asked about.
    """
    resolution = _resolution(ticket, now)
    if resolution is None:
        raise NotInvited(Why.NOT_A_REQUEST)
    invite(resolution.pk, now=now)  # decides what the sweep has not decided yet
    with transaction.atomic():
        found = Invitation.objects.select_for_update(of=("self",), no_key=True)
        invitation = found.filter(resolution=resolution).first()
        if invitation is None or not _is_openable(invitation):
            raise NotInvited(Why.NO_CHAT)
        return _open(invitation, resolution, now)


def _open(invitation: Invitation, resolution: TicketEvent, now: dt.datetime) -> str:
    token = secrets.token_urlsafe(24)
    is_first = invitation.state != Invitation.State.SENT
    invitation.state, invitation.why = Invitation.State.SENT, ""
    invitation.token_hash = hash_of(token)
    invitation.expires_at = resolution.at + VALID
    invitation.save(update_fields=["state", "why", "token_hash", "expires_at"])
    if is_first:
        TicketEvent.objects.create(
            ticket_id=invitation.ticket_id,
            verb=TicketEvent.Verb.SURVEY_INVITED,
            at=now,
            data={"by": "citizen", "why": Why.SURVEY_BY_RECEIPT},
        )
    return token


def _resolution(ticket: Ticket, now: dt.datetime) -> TicketEvent | None:
    """The last end of a matter of the counter, while it can be asked about."""
    asked = ticket.registered_at is not None and ticket.outcome not in Ticket.SETTLING_OUTCOMES
    if not (asked and ticket.is_from_counter) or ticket.is_open:
        return None
    ended = ticket.events.filter(verb=TicketEvent.Verb.RESOLVED).order_by("at", "pk").last()
    return ended if ended is not None and ended.at + VALID > now else None


def _is_openable(invitation: Invitation) -> bool:
    """Not once it is answered; nor where its link is in a chat, which a second one would end."""
    if invitation.answered_at is not None or invitation.message_id is not None:
        return False
    return invitation.state == Invitation.State.SENT or invitation.why in _UNREACHED
