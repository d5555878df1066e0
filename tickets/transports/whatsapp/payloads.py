"""A webhook's JSON as a stream of items: nothing is left out, nothing raises."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from tickets.content import FILES
from tickets.parking import Parked
from tickets.transports.items import (
    AccountError,
    Broken,
    Foreign,
    IdentityChange,
    InboundMessage,
    Item,
    OfficeEcho,
    Problem,
    StatusUpdate,
    System,
)
from tickets.transports.whatsapp.bodies import RENAMED, read_body
from tickets.transports.whatsapp.news import NOT_TAKEN, read_news
from tickets.transports.whatsapp.received import received
from tickets.transports.whatsapp.senders import ids_of, sender_of
from tickets.transports.whatsapp.values import (
    identifier,
    listing,
    mapping,
    moment,
    scrub_json,
    string,
    whole,
)
from tickets.transports.whatsapp.wamids import unwrap

OBJECT = "whatsapp_business_account"
# The lists of a change that we work, by its field, and nothing else that a change may hold.
_LISTS = ("messages", "statuses", "errors", "user_id_update")
WORKED = {
    "messages": _LISTS,
    "user_id_update": _LISTS,
    "calls": ("calls",),
    "smb_message_echoes": ("message_echoes",),
}
_NOT_FETCHED = 131052  # the code of a file that WhatsApp could not hand over
Raw = dict[str, Any]


@dataclass(frozen=True)
class Account:
    """Whose entry it is, and the entry's own time as it was written."""

    waba_id: str
    at: object


def parse(envelope: object) -> Iterator[Item]:
    """Every item of a webhook's JSON in the order of the POST; never raises on any JSON value."""
    if not isinstance(envelope, dict):
        yield Broken(path="", raw=scrub_json(envelope), reason=Parked.NO_OBJECT)
        return
    if envelope.get("object") != OBJECT:
        kind = string(envelope.get("object"))[:40]
        yield Foreign(path="object", raw=scrub_json(envelope), field=kind)
        return
    entries = envelope.get("entry")
    if not isinstance(entries, list) or not entries:
        yield Broken(path="entry", raw=scrub_json(envelope), reason=Parked.NO_ENTRIES)
        return
    for number, entry in enumerate(entries):
        yield from _entry(entry, f"entry[{number}]")


def _entry(entry: object, path: str) -> Iterator[Item]:
    changes = mapping(entry).get("changes")
    if not isinstance(changes, list):
        yield Broken(path=path, raw=scrub_json(entry), reason=Parked.NO_CHANGES)
        return
    account = Account(identifier(mapping(entry).get("id")), mapping(entry).get("time"))
    for number, change in enumerate(changes):
        yield from _change(change, f"{path}.changes[{number}]", account=account)


def _change(change: object, path: str, *, account: Account) -> Iterator[Item]:
    if not isinstance(change, dict) or not isinstance(change.get("value"), dict):
        yield Broken(path=path, raw=scrub_json(change), reason=Parked.NO_VALUE)
        return
    value = change["value"]
    number_id = identifier(mapping(value.get("metadata")).get("phone_number_id"))
    field = string(change.get("field"))
    told = read_news(field, value, waba_id=account.waba_id, at=account.at, path=path)
    if told is not None:
        yield told
        return
    worked = WORKED.get(field, ())
    if not any(name in value for name in worked):
        yield Foreign(
            path=path,
            channel_address=number_id,
            raw=scrub_json(change),
            field=field[:40],
            reason=NOT_TAKEN.get(field, Parked.FOREIGN),
        )
        return
    contacts = [contact for contact in listing(value.get("contacts")) if isinstance(contact, dict)]
    for name in worked:
        if name not in value:
            continue
        yield from _list(value[name], f"{path}.{name}", name=name, found=(number_id, contacts))


def _list(items: object, path: str, *, name: str, found: tuple[str, list[Raw]]) -> Iterator[Item]:
    number_id, contacts = found
    if not isinstance(items, list):
        reason = Parked.NO_LIST
        yield Broken(path=path, channel_address=number_id, raw=scrub_json(items), reason=reason)
        return
    for number, raw in enumerate(items):
        where = f"{path}[{number}]"
        if not isinstance(raw, dict):
            reason = Parked.ITEM_NO_OBJECT
            yield Broken(path=where, channel_address=number_id, raw=scrub_json(raw), reason=reason)
        elif name in _SAID:
            yield _SAID[name](raw, path=where, number_id=number_id, contacts=contacts)
        elif name == "statuses":
            yield _status(raw, path=where, number_id=number_id)
        elif name == "errors":
            yield AccountError(
                path=where,
                channel_address=number_id,
                raw=scrub_json(raw),
                problem=_problems([raw])[0],
            )
        else:
            yield _identity_change(raw, path=where, number_id=number_id)


def _message(
    raw: Raw, *, path: str, number_id: str, contacts: list[Raw]
) -> InboundMessage | Broken:
    clean = scrub_json(raw)
    wamid = identifier(raw.get("id"))
    if not wamid:
        reason = Parked.NO_MESSAGE_ID
        return Broken(path=path, channel_address=number_id, raw=clean, reason=reason)
    kind = string(raw.get("type"))[:40]
    body = read_body(raw)
    kind = RENAMED.get(kind, kind)
    problems = _problems(raw.get("errors"))
    code = next((each.code for each in problems if each.code is not None), None)
    context = mapping(raw.get("context"))
    return InboundMessage(
        path=path,
        channel_address=number_id,
        raw=clean,
        external_id=wamid,
        type=kind,
        timestamp=moment(raw.get("timestamp")),
        sender=sender_of(raw, contacts, body.system),
        body=body,
        received=received(kind, text=body.text, raw=clean, code=code, body=body),
        quoted_external_id=identifier(context.get("id")),
        group_id=identifier(raw.get("group_id")),
        error_code=code,
        file_code=None if body.media or kind not in FILES else code or _NOT_FETCHED,
    )


def _call(
    raw: Raw, *, path: str, number_id: str, contacts: list[Raw]
) -> InboundMessage | Foreign | Broken:
    """A citizen's voice call as a message: it opens the window, and a
    person has to answer it. Its beginning and its end carry the same id and are one.
    """
    if string(raw.get("direction")) == "BUSINESS_INITIATED":
        return Foreign(path=path, channel_address=number_id, raw=scrub_json(raw), field="calls")
    told = {name: value for name, value in raw.items() if name != "session"}
    return _message({**told, "type": "call"}, path=path, number_id=number_id, contacts=contacts)


def _echo(raw: Raw, *, path: str, number_id: str, contacts: list[Raw]) -> OfficeEcho | Broken:
    """What the office wrote in the WhatsApp Business app: `from` is the office, `to` the citizen."""
    names_of_citizen = ("from", "from_user_id", "from_parent_user_id")
    told = {name: value for name, value in raw.items() if name not in names_of_citizen}
    told |= {
        "from": raw.get("to"),
        "from_user_id": raw.get("to_user_id"),
        "from_parent_user_id": raw.get("to_parent_user_id"),
    }
    found = _message(told, path=path, number_id=number_id, contacts=contacts)
    if isinstance(found, Broken):
        return found
    same = {one.name: getattr(found, one.name) for one in fields(found)}
    return OfficeEcho(**{**same, "raw": scrub_json(raw)})


_SAID: dict[str, Callable[..., Item]] = {
    "messages": _message,
    "calls": _call,
    "message_echoes": _echo,
}


def _status(raw: Raw, *, path: str, number_id: str) -> StatusUpdate | Broken:
    clean = scrub_json(raw)
    wamid, status = identifier(raw.get("id")), string(raw.get("status"))[:30]
    if not wamid or not status:
        reason = Parked.NO_STATUS
        return Broken(path=path, channel_address=number_id, raw=clean, reason=reason)
    number, user_id, parent_id = ids_of(
        raw.get("recipient_id"), raw.get("recipient_user_id"), raw.get("recipient_parent_user_id")
    )
    pricing = mapping(raw.get("pricing"))
    return StatusUpdate(
        path=path,
        channel_address=number_id,
        raw=clean,
        external_id=wamid,
        status=status,
        timestamp=moment(raw.get("timestamp")),
        recipient_number=number,
        recipient_user_id=user_id,
        recipient_parent_user_id=parent_id,
        scope=unwrap(wamid).scope,
        callback_data=string(raw.get("biz_opaque_callback_data"))[:512],
        errors=_problems(raw.get("errors")),
        pricing_category=string(pricing.get("category"))[:30],
        pricing_type=string(pricing.get("type"))[:30],
    )


def _problems(errors: object) -> tuple[Problem, ...]:
    problems = []
    for error in listing(errors):
        raw = mapping(error)
        details = string(mapping(raw.get("error_data")).get("details"))
        title = string(raw.get("title")) or string(raw.get("message"))
        problems.append(Problem(whole(raw.get("code")), title[:300], details[:1000]))
    return tuple(problems)


def _identity_change(raw: Raw, *, path: str, number_id: str) -> IdentityChange | Broken:
    user_id, parent_id = mapping(raw.get("user_id")), mapping(raw.get("parent_user_id"))
    number, _, _ = ids_of(raw.get("wa_id"))
    system = System(
        kind="user_changed_user_id",
        body=string(raw.get("detail")),
        new_number=number,
        new_user_id=identifier(user_id.get("current")),
        new_parent_user_id=identifier(parent_id.get("current")),
        previous_user_id=identifier(user_id.get("previous")),
        previous_parent_user_id=identifier(parent_id.get("previous")),
    )
    clean = scrub_json(raw)
    if not system.new_user_id:
        reason = Parked.NO_USER_ID
        return Broken(path=path, channel_address=number_id, raw=clean, reason=reason)
    return IdentityChange(
        path=path,
        channel_address=number_id,
        raw=clean,
        timestamp=moment(raw.get("timestamp")),
        system=system,
    )
