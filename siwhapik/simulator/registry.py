"""Message templates: what is registered, and whether a send fits what was registered."""

import re
from typing import Any

from siwhapik.simulator import store
from siwhapik.simulator.config import CONFIG, Json
from siwhapik.simulator.errors import GraphError
from siwhapik.simulator.numbers import DEFAULT_WABA

BODY_LIMIT = 1024
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
STATUSES = {"APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED"}


def prepare(waba_ids: list[str]) -> None:
    """Register what the product sends outside the window, for each business account."""
    invitation: list[Json] = [
        {"type": "BODY", "text": INVITATION},
        {
            "type": "BUTTONS",
            "buttons": [
                {"type": "URL", "text": "Isi survei", "url": CONFIG.survey_prefix + "{{1}}"}
            ],
        },
    ]
    for waba_id in {DEFAULT_WABA, *waba_ids}:
        _put(waba_id, name="pembaruan_tiket", components=[{"type": "BODY", "text": UPDATE}])
        _put(waba_id, name="undangan_survei", components=invitation)


UPDATE = "Kabar untuk permohonan Anda nomor {{1}}:\n\n{{2}}\n\nBalas pesan ini bila ada pertanyaan."
INVITATION = (
    "Permohonan Anda nomor {{1}} sudah selesai kami layani. "
    "Mohon luangkan dua menit untuk menilai layanan kami melalui tombol di bawah ini."
)


def add(waba_id: str, given: Json) -> Json:
    """Register a template as POST message_templates does; approved at once unless told."""
    name, components = str(given.get("name") or ""), given.get("components")
    if not re.fullmatch(r"[a-z0-9_]{1,512}", name):
        raise GraphError(100, "Param name must be 1 to 512 of a-z, 0-9 and _")
    if not isinstance(components, list) or not all(isinstance(one, dict) for one in components):
        raise GraphError(100, "Param components must be an array of objects")
    _check_body(_text(components))
    status = str(given.get("status") or "APPROVED").upper()
    if status not in STATUSES:
        raise GraphError(100, f"Param status must be one of {', '.join(sorted(STATUSES))}")
    _put(
        waba_id,
        name=name,
        components=components,
        language=str(given.get("language") or "id"),
        category=str(given.get("category") or "UTILITY").upper(),
        status=status,
    )
    return next(one for one in every(waba_id) if one["name"] == name)


def _check_body(text: str) -> None:
    if not text or len(text) > BODY_LIMIT:
        raise GraphError(100, f"A template needs a BODY of 1 to {BODY_LIMIT} characters")
    if re.match(r"\s*\{\{", text) or re.search(r"\}\}\s*$", text):
        raise GraphError(100, "Variables can't be at the start or end of the template")


def every(waba_id: str) -> list[Json]:
    """The templates of a business account as GET message_templates lists them."""
    found = store.rows("SELECT * FROM template WHERE waba_id = ? ORDER BY name, language", waba_id)
    return [
        {
            "id": str(row["id"]),
            "name": row["name"],
            "language": row["language"],
            "status": row["status"],
            "category": row["category"],
            "components": store.load(row["components"]),
        }
        for row in found
    ]


def check(waba_id: str, template: Json) -> Json:
    """The registered template that a send names; raises GraphError when the two do not fit."""
    name, language = str(template.get("name")), _language(template)
    known = [one for one in every(waba_id) if one["name"] == name]
    found = next((one for one in known if one["language"] == language), None)
    if found is None:
        raise GraphError(132001, f"template name ({name}) does not exist in {language}")
    if found["status"] == "PAUSED":
        raise GraphError(132015, "Template is paused due to low quality")
    if found["status"] != "APPROVED":
        raise GraphError(132016 if found["status"] == "DISABLED" else 132001, found["status"])
    values = _values(template, "body")
    text = _text(found["components"])
    _check_count("body", expected=len(set(VARIABLE.findall(text))), given=len(values))
    if len(fill(text, values)) > BODY_LIMIT:
        raise GraphError(132005, f"Translated text is longer than {BODY_LIMIT} characters")
    prefix = _url_prefix(found["components"])
    expected = len(VARIABLE.findall(prefix))
    _check_count("button", expected=expected, given=len(_values(template, "button")))
    return found


def shown(waba_id: str, template: Json) -> Json:
    """What the citizen sees: {text, link: {label, url} or None}."""
    name, language = template.get("name"), _language(template)
    for one in every(waba_id):
        if one["name"] == name and one["language"] == language:
            text = fill(_text(one["components"]), _values(template, "body"))
            link = _url_button(one["components"])
            url = fill(link["url"], _values(template, "button")) if link else ""
            return {"text": text, "link": {"label": link["text"], "url": url} if link else None}
    return {"text": f"[{name}]", "link": None}


def fill(text: str, values: list[tuple[str, str]]) -> str:
    """Put parameters into `{{1}}` or `{{name}}`."""
    named = dict(values)
    return VARIABLE.sub(lambda match: named.get(match[1], match[0]), text)


def _values(template: Json, kind: str) -> list[tuple[str, str]]:
    for component in template.get("components") or []:
        if str(component.get("type", "")).lower() == kind and component.get("sub_type") in (
            None,
            "url",
        ):
            given = component.get("parameters") or []
            return [_value(index, one, kind) for index, one in enumerate(given, 1)]
    return []


def _value(index: int, given: Any, kind: str) -> tuple[str, str]:
    if not isinstance(given, dict) or given.get("type") != "text":
        raise GraphError(132012, f"{kind}: parameter {index} must be of type text")
    text = given.get("text")
    if not isinstance(text, str) or not text:
        raise GraphError(131008, f"{kind}: parameter {index} of type text is missing text value")
    if kind == "body" and re.search(r"[\n\t]| {5,}", text):
        raise GraphError(
            132012, "Param text cannot have new-line/tab characters or more than 4 spaces in a row"
        )
    return str(given.get("parameter_name") or index), text


def _check_count(where: str, *, expected: int, given: int) -> None:
    if expected != given:
        raise GraphError(
            132000, f"{where}: number of parameters ({given}) does not match ({expected})"
        )


def _language(template: Json) -> str:
    language = template.get("language")
    return str(language.get("code")) if isinstance(language, dict) else ""


def _text(components: list[Json]) -> str:
    return next((str(one.get("text") or "") for one in components if one.get("type") == "BODY"), "")


def _url_button(components: list[Json]) -> Json | None:
    for one in components:
        for button in one.get("buttons") or []:
            if button.get("type") == "URL":
                return dict(button)
    return None


def _url_prefix(components: list[Json]) -> str:
    button = _url_button(components)
    return str(button["url"]) if button else ""


def _put(waba_id: str, name: str, components: list[Json], **more: str) -> None:
    """`more`: language (id), category (UTILITY), status (APPROVED)."""
    chosen = {"language": "id", "category": "UTILITY", "status": "APPROVED"} | more
    store.write(
        "INSERT INTO template (waba_id, name, components, language, category, status) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (waba_id, name, language) DO UPDATE SET "
        "category = excluded.category, status = excluded.status, components = excluded.components",
        waba_id,
        name,
        store.dump(components),
        *(chosen[key] for key in ("language", "category", "status")),
    )
