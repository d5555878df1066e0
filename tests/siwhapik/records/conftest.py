"""A supervisor who writes records down."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, OfficeRecord, Service, Staff
from services.record_kinds import KINDS, Type

Masuk = Callable[[Staff], Client]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
# What is typed for each type of field, and how it is kept.
TYPED: dict[Type, tuple[dict[str, Any], Any]] = {
    Type.LINE: ({"": "Balai RW 05"}, "Balai RW 05"),
    Type.TEXT: ({"": "Baris satu\r\nbaris dua"}, "Baris satu\r\nbaris dua"),
    Type.NUMBER: ({"": "40"}, 40),
    Type.DAY: ({"": "2026-03-01"}, "2026-03-01"),
    Type.TARGETS: (
        {
            "_0_aim": "speed", "_0_name": "Waktu tunggu", "_0_unit": "menit", "_0_before": "90", "_0_target": "15",
            "_0_after": "",
        },
        [
            {
                "aim": "speed", "name": "Waktu tunggu", "unit": "menit", "before": "90", "target": "15", "after": "",
            }
        ],
    ),
}  # fmt: skip


def typed(kind: str, **more: Any) -> dict[str, Any]:
    """A whole form of a kind, the first choice of each list."""
    found: dict[str, Any] = {
        "day": "2026-06-05", "title": f"Contoh {kind}", "form_key": f"kunci-{kind}",
    }  # fmt: skip
    for name, field in KINDS[kind].fields.items():
        if field.type in TYPED:
            found |= {f"v_{name}{end}": value for end, value in TYPED[field.type][0].items()}
        elif field.choices:
            found[f"v_{name}"] = next(iter(field.choices))
    return {**found, **more}


@pytest.fixture
def tambah(
    masuk: Masuk, penyelia: Staff, dinas: Agency, layanan: Service
) -> Callable[..., OfficeRecord]:
    """Write one down as the supervisor does."""

    def add(kind: str, **more: Any) -> OfficeRecord:
        given = {"service": layanan.pk} if KINDS[kind].needs_service else {}
        answer = masuk(penyelia).post(
            f"/catatan/kantor/{dinas.pk}/{kind}/", {**typed(kind), **given, **more}
        )
        assert answer.status_code == 302, answer.content.decode()[:3000]
        return OfficeRecord.objects.latest("pk")

    return add
