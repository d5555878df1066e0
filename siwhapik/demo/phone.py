"""What the simulated phone has to know: the office numbers, and who wrote to them."""

import json
from pathlib import Path
from typing import Any

from tickets.models import Channel, Conversation, Message

MOST_CHATS = 60


def write_seed(path: Path) -> None:
    """Write numbers and the newest chats of simulated channels for the simulator's start."""
    channels = list(Channel.objects.filter(is_simulated=True).select_related("agency"))
    numbers = [
        {
            "phone_number_id": channel.phone_number_id,
            "display_phone_number": channel.display_phone_number,
            "name": f"{channel.agency.short_name} - {channel.name}",
            "waba_id": channel.waba_id,
        }
        for channel in channels
    ]
    seed = {"numbers": numbers, "chats": _chats(channels)}
    own = path.with_suffix(".new")
    own.write_text(json.dumps(seed))
    own.chmod(0o600)
    own.replace(path)


def _chats(channels: list[Channel]) -> list[dict[str, Any]]:
    """The newest conversations with example people; real ones are never copied out."""
    newest = (
        Conversation.objects.filter(
            channel__in=channels, citizen__agency__is_example=True, last_inbound_at__isnull=False
        )
        .select_related("channel", "citizen")
        .order_by("-last_inbound_at")[:MOST_CHATS]
    )
    chats = list(newest)
    said: dict[int, list[Message]] = {chat.pk: [] for chat in chats}
    rows = Message.objects.filter(conversation__in=chats, external_id__startswith="wamid.CONTOH")
    for message in rows.prefetch_related("attachments").in_order():
        if message.conversation_id:
            said[message.conversation_id].append(message)
    return [
        {
            "phone_number_id": chat.channel.phone_number_id,
            "name": chat.citizen.shown_name,
            "wa_id": chat.address,
            "last_inbound": chat.last_inbound_at.timestamp() if chat.last_inbound_at else 0,
            "messages": [_message(message) for message in said[chat.pk]],
        }
        for chat in chats
        if said[chat.pk]
    ]


def _message(message: Message) -> dict[str, Any]:
    names = ", ".join(file.filename for file in message.attachments.all())
    return {
        "wamid": message.external_id,
        "direction": message.direction,
        "at": message.occurred_at.timestamp(),
        "text": message.text or f"[Berkas: {names}]",
    }
