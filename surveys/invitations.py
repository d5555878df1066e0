"""Finds resolutions without an invitation, and asks the citizen once.

Who is not asked (no messages wanted, number off, reopened, withdrawn): `_reachable` and
`_refuse_what_is_not_asked`. The token is only in the sealed letter and in the citizen's chat; the database has its hash.
"""

import datetime as dt
import hashlib
import secrets

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from surveys.asking import asked_by
from surveys.models import Invitation
from tickets import outbox, states
from tickets.content import InvalidContent, LinkButton, Template
from tickets.event_reasons import Why
from tickets.models import Conversation, Message, MessageTemplate, Ticket, TicketEvent
from tickets.models.message_queryset import HELD_BACK
from tickets.transports.registry import transport_of

log = structlog.get_logger(__name__)

# A resolution found later than this is not asked about any more: the citizen would not remember it.
RECENT = dt.timedelta(days=3)
# They could not be reached; the invitation waits until the citizen writes, or a template is there.
_MISSED = (Why.WINDOW_CLOSED, Why.TEMPLATE_UNUSABLE)
VALID = dt.timedelta(days=14)
MAX_PARAMETERS = 3


class NotInvited(Exception):
    """There is no invitation for this resolution."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def invite_due(now: dt.datetime, limit: int = 200) -> int:
    """Decide about each recent resolution without an invitation; returns how many were decided."""
    waiting = (
        TicketEvent.objects.filter(
            verb=TicketEvent.Verb.RESOLVED, at__gte=now - RECENT, survey_invitation__isnull=True
        )
        .order_by("at", "pk")
        .values_list("pk", flat=True)[:limit]
    )
    return sum(invite(pk, now=now) for pk in list(waiting))


@transaction.atomic
def invite(resolution_id: int, *, now: dt.datetime) -> bool:
    """Invite for one resolution, or record why not. False: another process was first."""
    resolution = TicketEvent.objects.select_related("ticket").get(pk=resolution_id)
    conversation, ticket = _locked(resolution.ticket)
    if _has_moved(ticket, conversation):
        return False
    if Invitation.objects.filter(resolution=resolution).exists():
        return False
    invitation = Invitation(
        resolution=resolution,
        ticket=ticket,
        agency=ticket.agency,
        service=ticket.service,
        standard_id=ticket.standard_id,
        officer_id=resolution.actor_id or ticket.resolved_by_id or ticket.assignee_id,
        questionnaire=asked_by(ticket.agency, day=_day(ticket, now)),
        created_at=now,
    )
    try:
        _refuse_what_is_not_asked(ticket, resolution)
        if invitation.questionnaire.faults():
            raise NotInvited(Why.INCOMPLETE)
        _send(invitation, _reachable(conversation), now)
    except NotInvited as refused:
        invitation.state = Invitation.State.NOT_INVITED
        invitation.why = refused.why
    invitation.save()
    _write_history(invitation, now)
    return True


def invite_again_due(now: dt.datetime, limit: int = 200) -> int:
    """Send invitations that the closed window kept back; returns how many.

    They wait for some days for an approved template, and as long as a link holds for the citizen to
    write: then the window is open again.
    """
    waiting = [
        pk
        for some in (_came_too_late(), _never_sent())
        for pk in _sendable(some, now).order_by("pk").values_list("pk", flat=True)[:limit]
    ]
    return sum(invite_again(pk, now=now) for pk in waiting)


@transaction.atomic
def invite_again(invitation_id: int, *, now: dt.datetime) -> bool:
    """Send the invitation with a new link. False: it must not be sent, or not yet."""
    conversation, ticket = _locked(Ticket.objects.get(survey_invitations=invitation_id))
    related = ("ticket__agency", "ticket__service", "resolution", "message")
    kept_back = _came_too_late() | _never_sent()
    # Held, for who opens the survey with a receipt gives it a link at the same moment (receipts.py).
    rows = _sendable(kept_back, now).select_for_update(of=("self",), no_key=True)
    found = rows.select_related(*related).filter(pk=invitation_id).first()
    if found is None or _has_moved(ticket, conversation):
        return False
    # Nobody has seen its questions yet: another period may have begun since.
    found.questionnaire = asked_by(ticket.agency, day=_day(ticket, now))
    try:
        _refuse_what_is_not_asked(found.ticket, found.resolution)
        if found.questionnaire.faults():
            raise NotInvited(Why.INCOMPLETE)
        reached = _reachable(conversation)
        told = Why.INVITED_ON_WRITING if outbox.window_is_open(reached, now) else Why.INVITED_AGAIN
        _send(found, reached, now)
    except NotInvited:
        return False
    found.why = ""
    found.save(
        update_fields=["questionnaire", "state", "why", "token_hash", "expires_at", "message"]
    )
    TicketEvent.objects.create(
        ticket=found.ticket,
        verb=TicketEvent.Verb.SURVEY_INVITED,
        at=now,
        data={"by": "system", "why": told},
    )
    return True


def hash_of(token: str) -> str:
    """The hash by which a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def _locked(ticket: Ticket) -> tuple[Conversation | None, Ticket]:
    """In the order of locks: conversation, then ticket; so two sweeps never invite for one resolution."""
    conversation = None
    if ticket.conversation_id is not None:
        rows = Conversation.objects.select_for_update(of=("self",), no_key=True)
        conversation = rows.select_related("channel").get(pk=ticket.conversation_id)
    locked = Ticket.objects.select_for_update(of=("self",), no_key=True)
    return conversation, locked.select_related("agency", "service", "channel").get(pk=ticket.pk)


def _day(ticket: Ticket, now: dt.datetime) -> dt.date:
    return now.astimezone(ticket.agency.zone).date()


def _has_moved(ticket: Ticket, conversation: Conversation | None) -> bool:
    """Whether two citizens have just turned out to be one: the next sweep asks where it is now."""
    return ticket.conversation_id != (conversation.pk if conversation is not None else None)


def _refuse_what_is_not_asked(ticket: Ticket, resolution: TicketEvent) -> None:
    if ticket.is_open:
        raise NotInvited(Why.REOPENED_FIRST)
    later = Q(at__gt=resolution.at) | Q(at=resolution.at, pk__gt=resolution.pk)
    resolved = ticket.events.filter(later, verb=TicketEvent.Verb.RESOLVED)
    if resolved.exists():
        raise NotInvited(Why.LATER_RESOLUTION)
    if ticket.outcome in Ticket.UNASKED_OUTCOMES or ticket.registered_at is None:
        raise NotInvited(Why.NOT_A_REQUEST)
    if ticket.outcome == Ticket.Outcome.WITHDRAWN:
        raise NotInvited(Why.WITHDRAWN)


def _came_too_late() -> QuerySet[Invitation]:
    """Letters that were refused because the window had closed."""
    kept_back = Message.objects.filter(HELD_BACK, retry_of__isnull=True).exclude(type=Template.type)
    return Invitation.objects.filter(
        Exists(kept_back.filter(pk=OuterRef("message"))), answered_at__isnull=True
    )


def _never_sent() -> QuerySet[Invitation]:
    """Those for which the window was closed, and no template could be used."""
    return Invitation.objects.filter(state=Invitation.State.NOT_INVITED, why__in=_MISSED)


def _sendable(kept_back: QuerySet[Invitation], now: dt.datetime) -> QuerySet[Invitation]:
    """Of these, those that can be sent now: by a template, or because the citizen has written since.

    Without numbers that have no survey template: their invitations would fill every batch, and
    the others would wait. Who writes gets the bot's answer first, and no survey between its questions.
    """
    usable = _templates().filter(channel=OuterRef("ticket__conversation__channel"))
    by_template = Q(Exists(usable), ~Q(why=Why.TEMPLATE_UNUSABLE), created_at__gte=now - RECENT)
    # The window had closed, so an open one is of a later message; by its own clock that may be an earlier one,
    # for WhatsApp counts whole seconds and delivers late.
    has_written = Q(
        ticket__conversation__window_expires_at__gt=now,
        ticket__conversation__converse_at__isnull=True,
        ticket__conversation__silent_at__isnull=True,
    )
    return kept_back.filter(
        by_template | has_written,
        created_at__gt=now - VALID,
        ticket__conversation__channel__is_active=True,
        ticket__conversation__no_more_since__isnull=True,
        ticket__state__in=states.DONE,
    )


def _reachable(conversation: Conversation | None) -> Conversation:
    if conversation is None or not conversation.address:
        raise NotInvited(Why.NO_CHAT)
    if not conversation.channel.is_active:
        raise NotInvited(Why.NUMBER_OFF)
    if conversation.no_more_since is not None:
        raise NotInvited(Why.NO_MORE_MESSAGES)
    return conversation


def _send(invitation: Invitation, conversation: Conversation, now: dt.datetime) -> None:
    token = secrets.token_urlsafe(24)
    letter = outbox.Letter(
        content=_content(invitation, conversation, token, now),
        origin=Message.Origin.SURVEY,
        ticket=invitation.ticket,
        sealed=True,
        retry_of=invitation.message,
    )
    # Never two open invitations for one matter: a newer one ends the earlier link.
    Invitation.objects.filter(
        ticket=invitation.ticket, answered_at__isnull=True, expires_at__gt=now
    ).update(expires_at=now)
    invitation.state = Invitation.State.SENT
    invitation.token_hash = hash_of(token)
    invitation.expires_at = now + VALID
    invitation.message = outbox.queue(conversation, letter, now=now)


def _content(
    invitation: Invitation, conversation: Conversation, token: str, now: dt.datetime
) -> LinkButton | Template:
    ticket = invitation.ticket
    if outbox.window_is_open(conversation, now):
        return LinkButton(
            body=(
                f"Tiket {ticket.register_number} sudah selesai. Bagaimana pelayanan "
                f"{ticket.agency.short_name}? Mohon isi survei singkat ini, sekitar 2 menit. "
                "Jawaban Bapak/Ibu tidak diperlihatkan kepada petugas yang melayani."
            ),
            label="Isi survei",
            url=f"{settings.PUBLIC_BASE_URL}/survei/{token}/",
        )
    template = _template_of(conversation)
    service = ticket.service.name if ticket.service else "layanan kami"
    words = (ticket.register_number, service, ticket.agency.short_name)
    letter = Template(
        name=template.name,
        language=template.language,
        body_parameters=words[: template.parameter_count],
        url_suffix=f"{token}/",
    )
    try:
        transport_of(conversation.channel.kind).render(letter)
    except InvalidContent as error:
        log.warning("survey.template_unusable", template=template.pk, error=str(error))
        raise NotInvited(Why.TEMPLATE_UNUSABLE) from error
    return letter


def _templates() -> QuerySet[MessageTemplate]:
    """Approved survey templates: register number, service, office, in this order."""
    return MessageTemplate.objects.filter(
        purpose=MessageTemplate.Purpose.SURVEY,
        status=MessageTemplate.Status.APPROVED,
        has_url_suffix=True,
        parameter_count__lte=MAX_PARAMETERS,
    )


def _template_of(conversation: Conversation) -> MessageTemplate:
    template = _templates().filter(channel=conversation.channel).first()
    if template is None:
        raise NotInvited(Why.WINDOW_CLOSED)
    return template


def _write_history(invitation: Invitation, now: dt.datetime) -> None:
    TicketEvent.objects.create(
        ticket=invitation.ticket,
        verb=TicketEvent.Verb.SURVEY_INVITED,
        at=now,
        data={"by": "system", **({"why": invitation.why} if invitation.why else {})},
    )
