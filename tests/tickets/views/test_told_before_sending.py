"""What is told of a change before an update is sent."""

from typing import Any

import pytest

from services.models import Staff
from tests.reading import flat
from tickets.models import Ticket

KEY = "kunci-contoh-1"


WORDS = "KK Ibu sudah terbit, silakan ambil di loket 2."


@pytest.mark.parametrize(
    ("holder", "now_held_by", "said"),
    [
        ("petugas", "petugas", ""),
        ("petugas", "", "kembali di antrean"),
        ("", "petugas_lain", "dipegang Budi Petugas"),
        ("petugas_lain", "petugas", ""),  # it came to me
        ("petugas_lain", "petugas_lain", ""),
    ],
)
def test_only_what_changed_is_told(
    masuk: Any,
    petugas: Staff,
    petugas_lain: Staff,
    tiket: Ticket,
    holder: str,
    now_held_by: str,
    said: str,
) -> None:
    people: dict[str, Staff] = {"petugas": petugas, "petugas_lain": petugas_lain}
    drawn = people[holder].pk if holder else 0
    Ticket.objects.update(assignee=people.get(now_held_by), state="in_progress")
    data = {"text": WORDS, "form_key": KEY, "holder": drawn}
    answer = masuk(petugas).post(f"{tiket.get_absolute_url()}balas/", data)
    assert answer.status_code == (422 if said else 302)
    assert said in flat(answer)
