"""Why something in a webhook was parked: codes that its row keeps, and their sentences.

A parked item is `{"path": where in the webhook, "code": ..., values}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from tickets.coded import said

Why = dict[str, Any]


class Parked(StrEnum):
    """What each says stands in SENTENCES."""

    NOT_JSON = "not_json"
    NO_OBJECT = "no_object"
    NO_ENTRIES = "no_entries"
    NO_CHANGES = "no_changes"
    NO_VALUE = "no_value"
    NO_LIST = "no_list"
    ITEM_NO_OBJECT = "item_no_object"
    NO_MESSAGE_ID = "no_message_id"
    NO_STATUS = "no_status"
    NO_USER_ID = "no_user_id"
    NO_SENDER = "no_sender"
    GROUP = "group"
    FOREIGN = "foreign"
    HISTORY = "history"
    CONTACTS = "contacts"
    NUMBER_UNKNOWN = "number_unknown"
    ACCOUNT_UNKNOWN = "account_unknown"
    TEMPLATE_UNKNOWN = "template_unknown"
    ACCOUNT_ERROR = "account_error"
    NOT_STORED = "not_stored"
    UNFORESEEN = "unforeseen"


SENTENCES: dict[str, str] = {
    Parked.NOT_JSON: "Isi kiriman bukan JSON.",
    Parked.NO_OBJECT: "Kiriman bukan objek JSON.",
    Parked.NO_ENTRIES: "Kiriman tanpa isi (entry).",
    Parked.NO_CHANGES: "Bagian tanpa daftar perubahan.",
    Parked.NO_VALUE: "Perubahan tanpa isi (value).",
    Parked.NO_LIST: "Bagian {part} bukan daftar.",
    Parked.ITEM_NO_OBJECT: "Isi daftar bukan objek.",
    Parked.NO_MESSAGE_ID: "Pesan tanpa nomor pesan (id).",
    Parked.NO_STATUS: "Status tanpa nomor pesan atau tanpa keadaan.",
    Parked.NO_USER_ID: "Perubahan ID pengguna tanpa ID yang baru.",
    Parked.NO_SENDER: "Pesan tanpa pengirim.",
    Parked.GROUP: "Pesan grup tidak dilayani.",
    Parked.FOREIGN: "Bukan pesan: {name}.",
    Parked.HISTORY: "Riwayat obrolan lama dari aplikasi WhatsApp Business tidak diambil.",
    Parked.CONTACTS: "Daftar kontak dari aplikasi WhatsApp Business tidak diambil.",
    Parked.NUMBER_UNKNOWN: "Nomor {number} tidak terdaftar di sini.",
    Parked.ACCOUNT_UNKNOWN: "Kabar akun WhatsApp yang nomornya tidak terdaftar di sini.",
    Parked.TEMPLATE_UNKNOWN: "Templat {name} tidak terdaftar di sini.",
    Parked.ACCOUNT_ERROR: "Galat akun {told}",
    Parked.NOT_STORED: "Tidak dapat disimpan: {error}.",
    Parked.UNFORESEEN: "Galat tak terduga: {error}.",
}


def why(code: str, **values: Any) -> Why:
    """What the row keeps of it, beside the path."""
    return {"code": code, **values}


def parked_words(item: Mapping[str, Any]) -> str:
    """Where and why, as the super admin reads it."""
    path = str(item.get("path", ""))
    blanks = {"name": "tanpa nama", "number": "(kosong)"}
    values = {**blanks, **{name: value for name, value in item.items() if value != ""}}
    values["part"] = path.rpartition(".")[2]
    return f"{path}: {said(SENTENCES, str(item.get('code', '')), values)}"
