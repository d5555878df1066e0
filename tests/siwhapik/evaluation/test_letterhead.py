"""What an office sets up for the head of its reports."""

from typing import Any

from django.utils import timezone

from services.models import Agency, Letterhead, Staff
from tests.reading import flat

PAGE = "/laporan/evaluasi/dinsos-contoh/kop/"


def test_a_logo_is_taken_away_only_where_there_is_one(
    dinas: Agency, admin_opd: Staff, masuk: Any
) -> None:
    client = masuk(admin_opd)
    assert "Hapus logo" not in flat(client.get(PAGE))
    assert client.post(PAGE, {"place": "Contoh"}).status_code == 302
    logo = {"logo": b"contoh", "edited_at": timezone.now()}
    Letterhead.objects.filter(agency=dinas).update(**logo)
    assert "Hapus logo" in flat(client.get(PAGE))
    assert client.post(PAGE, {"place": "Contoh", "removes_logo": "on"}).status_code == 302
    assert not Letterhead.objects.get(agency=dinas).logo
