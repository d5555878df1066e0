"""The officers' verbs, each on some ticket by some person: done, or Refused and nothing changed."""

from typing import TYPE_CHECKING, Any

from services.models import Staff
from tests.tickets.conversing.anyhow.posting import Post, arrive
from tickets import desk
from tickets.models import Message, Ticket, TicketEvent

if TYPE_CHECKING:
    from tests.tickets.conversing.anyhow.town import Town

_OUTCOMES = ("fulfilled", "answered", "rejected", "no_request")
_BODY = "Badan Contoh Provinsi"


def act(town: "Town", verb: str, ticket: Ticket, *, by: Staff, choice: int) -> None:
    """Do it; what is refused must have changed nothing."""
    if verb in ("phone", "refused"):
        _FROM_OUTSIDE[verb](town, ticket)
        return
    before = _picture(ticket)
    try:
        _verbs(town, ticket, choice)[verb](by=by, now=town.now)
    except desk.FollowedByNothing:
        return  # the answer itself is on its way
    except desk.Refused:
        assert _picture(ticket) == before, verb


def _picture(ticket: Ticket) -> tuple[Any, ...]:
    row = Ticket.objects.filter(pk=ticket.pk).values().get()
    said = Message.objects.filter(conversation=ticket.conversation_id).count()
    return row, said, TicketEvent.objects.filter(ticket=ticket).count()


def _verbs(town: "Town", ticket: Ticket, choice: int) -> dict[str, Any]:
    return {
        name: lambda do=do, given=given, **who: do(ticket, **given, **who)
        for name, (do, given) in _table(town, ticket, choice).items()
    }


def _table(town: "Town", ticket: Ticket, choice: int) -> dict[str, tuple[Any, dict[str, Any]]]:
    """Each verb with what is chosen for it."""
    service = town.services[choice % len(town.services)]
    letter = desk.Reply(text=f"Baik, kami periksa ({town.now:%H.%M.%S}).")
    day = desk.days_offered(ticket.agency, town.now)[choice % 3].day
    moment = desk.moments_offered(ticket.agency, town.now)[choice % 3].at
    to = town.staff[choice % len(town.staff)]
    ends = desk.Then.FULFILLED if choice % 2 else desk.Then.WAIT
    why = {"reason": "Contoh"}
    return {
        "take": (desk.take, {}),
        "reply": (desk.reply, {"reply": letter}),
        "reply_and_end": (desk.reply_then, {"letter": letter, "then": ends}),
        "resolve": (desk.resolve, {"outcome": _OUTCOMES[choice], "summary": "Selesai."}),
        "wait": (desk.wait_for_citizen, {"reason": "Kirim KK."}),
        "wait_until": (desk.wait_for_citizen, {"reason": "Kirim KK.", "until": day}),
        "wait_other": (desk.wait_for_other, {**why, "outage": choice == 3}),
        "resume": (desk.resume, why),
        "no_reply": (desk.no_reply_needed, {}),
        "reopen": (desk.reopen, why),
        "choose": (desk.choose_service, {"service": service}),
        "correct": (desk.correct, {"to": desk.Correction(subject="Contoh", kind="complaint")}),
        "transfer": (desk.transfer, {**why, "to_service": service}),
        "pass_on": (desk.transfer, {**why, "to_agency": town.offices[choice % 2]}),
        "refer": (desk.refer_elsewhere, {**why, "target": _BODY}),
        "hand_over": (desk.hand_over, {"to": to, "note": "Contoh"}),
        "assign": (desk.assign, {"to": to}),
        "release": (desk.release, why),
        "ask_over": (desk.ask_over, {}),
        "agree_over": (desk.agree_over, {}),
        "undo_take": (desk.undo_take, {}),
        "snooze": (desk.snooze, {"until": moment}),
        "note": (desk.note, {"text": "Catatan contoh"}),
        "urgent": (desk.mark_urgent, {}),
        "not_urgent": (desk.unmark_urgent, {}),
        "keep_anonymous": (desk.keep_anonymous, {}),
        "about_staff": (desk.mark_about_staff, {}),
        "complete": (desk.completed_files, {}),
        "seen": (_seen, {}),
    }


def _seen(ticket: Ticket, **who: Any) -> None:
    desk.mark_seen(ticket, **who)


def _post_of(ticket: Ticket) -> Post | None:
    conversation = ticket.conversation
    if conversation is None:
        return None
    number = conversation.channel.phone_number_id
    return Post(wa_id=conversation.citizen.phone.lstrip("+"), number_id=number)


def _phone(town: "Town", ticket: Ticket) -> None:
    """The office answers on its own phone."""
    if (post := _post_of(ticket)) is not None:
        arrive(post.echoed("Baik, besok kami kabari.", town.now), town.now)


def _refused(town: "Town", ticket: Ticket) -> None:
    """WhatsApp refuses the last answer after all."""
    sent = Message.objects.filter(ticket=ticket, external_id__startswith="wamid.OUT")
    last = sent.answers().order_by("-pk").first()
    if last is not None and (post := _post_of(ticket)) is not None:
        arrive(post.refused(last, town.now), town.now)


_FROM_OUTSIDE = {"phone": _phone, "refused": _refused}
