"""What WhatsApp says of the account, a number or a template, and what each event means.

Pure. Fields and events of Meta's webhook reference. What
is not in these tables is not guessed: it is parked by its name for the super admin.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tickets.parking import Parked
from tickets.transports.items import AccountChange, AccountNews, Foreign, TemplateNews
from tickets.transports.whatsapp.values import (
    identifier,
    listing,
    mapping,
    moment,
    scrub_json,
    string,
)

Raw = dict[str, Any]
News = AccountNews | TemplateNews | Foreign
# (field, event) -> (kind, whether it begins); None: known, and no action is needed.
_EVENTS: dict[tuple[str, str], tuple[str, bool] | None] = {
    ("account_update", "ACCOUNT_VIOLATION"): ("violation", True),
    ("account_update", "ACCOUNT_DELETED"): ("removed", True),
    ("account_update", "PARTNER_REMOVED"): ("removed", True),
    ("account_update", "PARTNER_APP_UNINSTALLED"): ("removed", True),
    ("account_update", "PARTNER_ADDED"): ("removed", False),
    ("account_update", "PARTNER_APP_INSTALLED"): ("removed", False),
    ("account_update", "VERIFIED_ACCOUNT"): None,
    ("account_update", "PHONE_NUMBER_ADDED"): None,
    ("account_review_update", "REJECTED"): ("review", True),
    ("account_review_update", "APPROVED"): ("review", False),
    ("account_review_update", "PENDING"): None,
    ("phone_number_quality_update", "FLAGGED"): ("quality", True),
    ("phone_number_quality_update", "UNFLAGGED"): ("quality", False),
    ("phone_number_quality_update", "DOWNGRADE"): ("limit", True),
    ("phone_number_quality_update", "UPGRADE"): ("limit", False),
    ("phone_number_quality_update", "ONBOARDING"): None,
    ("phone_number_quality_update", "THROUGHPUT_UPGRADE"): None,
    ("phone_number_name_update", "REJECTED"): ("name", True),
    ("phone_number_name_update", "APPROVED"): ("name", False),
    ("phone_number_name_update", "DEFERRED"): None,
}
_BANS = {"SCHEDULE_FOR_DISABLE": True, "DISABLE": True, "REINSTATE": False}
# Event of a template -> its status here; None: still sent, but it may end soon.
TEMPLATE_STATUS: dict[str, str | None] = {
    "APPROVED": "approved",
    "REINSTATED": "approved",
    "UNPAUSED": "approved",
    "PAUSED": "paused",
    "PENDING": "pending",
    "IN_APPEAL": "pending",
    "REJECTED": "rejected",
    "DISABLED": "disabled",
    "ARCHIVED": "disabled",
    "PENDING_DELETION": "disabled",
    "DELETED": "disabled",
    "FLAGGED": None,
    "LIMIT_EXCEEDED": None,
    "QUALITY_GREEN": None,
    "QUALITY_YELLOW": None,
    "QUALITY_RED": None,
    "QUALITY_UNKNOWN": None,
}
# After these there is no notice about a template that is sent.
SETTLED = ("", "APPROVED", "REINSTATED", "UNPAUSED", "QUALITY_GREEN", "QUALITY_UNKNOWN")
# What is brought by a number's own phone and is not taken over, by its name.
NOT_TAKEN = {
    "history": Parked.HISTORY,
    "smb_app_state_sync": Parked.CONTACTS,
}
_CODE, _WORDS = 60, 300
_NOT_DIGITS = re.compile(r"\D+")


def read_news(field: str, value: Raw, *, waba_id: str, at: object, path: str) -> News | None:
    """The news in one change of a webhook; None where the field is no news. Raises nothing.

    `at` is the entry's own time (epoch seconds); without it the arrival counts.
    """
    read = READERS.get(field)
    if read is None:
        return None
    told = read(field, value)
    if isinstance(told, str):
        return Foreign(path=path, raw=scrub_json(value), field=field, event=told)
    located = replace(
        told, path=path, raw=scrub_json(value), account_id=waba_id, timestamp=moment(at)
    )
    if isinstance(located, TemplateNews):
        return located
    number = _NOT_DIGITS.sub("", _number(value))
    return replace(located, channel_address=_number_id(value), number=number)


# What a reader found; a text is the name of an event that it does not know.
_Told = AccountNews | TemplateNews | str


def _news(*notices: AccountChange, replaces: frozenset[str] = frozenset()) -> AccountNews:
    return AccountNews(path="", account_id="", notices=notices, replaces=replaces)


def _account(field: str, value: Raw) -> _Told:
    event = _word(value.get("event")) or _word(value.get("decision"))
    if event == "ACCOUNT_RESTRICTION":
        return _news(*_restrictions(value), replaces=frozenset({"restriction"}))
    if event == "DISABLED_UPDATE":
        return _ban(value)
    if (field, event) not in _EVENTS:
        return event
    meaning = _EVENTS[field, event]
    if meaning is None:
        return _news()
    kind, begins = meaning
    code, details = _more_of(kind, event, value)
    return _news(AccountChange(kind=kind, begins=begins, code=code, details=details))


def _more_of(kind: str, event: str, value: Raw) -> tuple[str, str]:
    """The code and the details of an event: more than that it is so, where WhatsApp tells more."""
    if kind == "violation":
        told = mapping(value.get("violation_info"))
        return _word(told.get("violation_type")) or event, ""
    if kind in ("quality", "limit"):
        limit = value.get("current_limit") or value.get("max_daily_conversations_per_business")
        return event, _word(limit)
    if kind == "name":
        return event, string(value.get("requested_verified_name"))[:_WORDS]
    return event, ""


def _restrictions(value: Raw) -> tuple[AccountChange, ...]:
    """What is forbidden now, all of it; an empty list: nothing any more."""
    found = (mapping(one) for one in listing(value.get("restriction_info")))
    return tuple(
        AccountChange(
            kind="restriction",
            begins=True,
            code=_word(one.get("restriction_type")) or "RESTRICTED",
            until=moment(one.get("expiration")),
        )
        for one in found
    )


def _ban(value: Raw) -> _Told:
    told = mapping(value.get("ban_info"))
    state = _word(told.get("waba_ban_state"))
    if state not in _BANS:
        return f"DISABLED_UPDATE {state}"
    date = string(told.get("waba_ban_date"))[:_WORDS]
    return _news(AccountChange(kind="ban", begins=_BANS[state], code=state, details=date))


def _alert(field: str, value: Raw) -> _Told:
    told = mapping(value.get("alert_info")) or value
    severity, kind = _word(told.get("alert_severity")), _word(told.get("alert_type"))
    if _word(told.get("alert_status")) == "RESOLVED":
        return _news(AccountChange(kind="alert", begins=False, code=kind))
    if severity == "INFORMATIONAL":
        return _news()
    if not kind:
        return severity
    words = string(told.get("alert_description"))[:_WORDS]
    return _news(AccountChange(kind="alert", begins=True, code=kind, details=words))


def _template(field: str, value: Raw) -> _Told:
    if field == "message_template_quality_update":
        event = f"QUALITY_{_word(value.get('new_quality_score'))}"
    else:
        event = _word(value.get("event"))
    name = string(value.get("message_template_name"))[:512]
    if event not in TEMPLATE_STATUS or not name:
        return event
    reason = _word(value.get("reason"))
    return TemplateNews(
        path="",
        account_id="",
        name=name,
        language=string(value.get("message_template_language"))[:10],
        event=event,
        status=TEMPLATE_STATUS[event] or "",
        reason="" if reason == "NONE" else reason,
    )


READERS: dict[str, Callable[[str, Raw], _Told]] = {
    "account_update": _account,
    "account_review_update": _account,
    "phone_number_quality_update": _account,
    "phone_number_name_update": _account,
    "account_alerts": _alert,
    "message_template_status_update": _template,
    "message_template_quality_update": _template,
}


def _word(value: object) -> str:
    return string(value).strip().upper()[:_CODE]


def _number(value: Raw) -> str:
    return string(value.get("phone_number")) or string(value.get("display_phone_number"))


def _number_id(value: Raw) -> str:
    """An alert may name the number by its id."""
    if _word(value.get("entity_type")) == "PHONE_NUMBER":
        return identifier(value.get("entity_id"))
    return ""
