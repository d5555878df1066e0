"""How many sentences the bot may be taught, and that a full list locks no page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from services import sentences
from services.models import Service, ServiceExample, Staff
from tests.reading import flat
from tickets import desk
from tickets.desk.base import Refused
from tickets.models import ActExample, Channel

pytestmark = pytest.mark.django_db
LogIn = Callable[[Staff], Client]


@pytest.fixture
def full(layanan: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.setattr(sentences, "MOST", 2)
    for text in ("mau surat cap", "surat cap dong", "surat cap lagi"):
        ServiceExample.objects.create(service=layanan, text=text)
    return layanan


def _save(page: Client, service: Service, *texts: str) -> Any:
    shown = "\n".join(service.examples.values_list("text", flat=True))
    form = {"examples": "\n".join(texts), "initial-examples": shown}
    return page.post(f"/kelola/services/service/{service.pk}/change/", form)


def test_a_full_list_can_be_saved_and_shortened_but_not_lengthened(
    masuk: LogIn, penyelia: Staff, full: Service
) -> None:
    page, known = masuk(penyelia), [row.text for row in full.examples.all()]
    assert _save(page, full, *known).status_code == 302
    refused = _save(page, full, *known, "cap basah surat")
    assert "paling banyak 2" in flat(refused)
    assert _save(page, full, *known[:2]).status_code == 302
    assert full.examples.count() == 2


def test_one_click_teaches_no_more_than_that(
    full: Service, penyelia: Staff, kanal: Channel
) -> None:
    said = desk.not_understood("cap basah", channel=kanal, ticket=None, now=timezone.now()).get()
    with pytest.raises(Refused, match="Hapus dulu"):
        desk.teach_service(
            "cap basah surat", service=full, by=penyelia, now=timezone.now(), said=said
        )
    for text in ("nuwun sanget", "tampiasih pisan"):
        ActExample.objects.create(agency=kanal.agency, act="thanks", text=text)
    with pytest.raises(Refused, match="Hapus dulu"):
        desk.teach_act("cap basah jempol", act="thanks", by=penyelia, now=timezone.now(), said=said)
