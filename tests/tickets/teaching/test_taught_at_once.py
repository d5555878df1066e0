"""One sentence taught by two people in the same moment stands once, and the later one is told so."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client

from services.models import Agency, Service, ServiceExample, Staff
from tests import factories
from tests.reading import flat
from tickets import desk
from tickets.models import ActExample, Channel, UnmatchedSentence

LogIn = Callable[[Staff], Client]
TEXT = "cetakkan kertas sakti"
needs_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """What each returned, or how it was refused; each with a connection of its own."""
    ready = threading.Barrier(len(jobs))

    def one(job: Callable[[], Any]) -> Any:
        try:
            ready.wait()
            return job()
        except desk.Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(one, jobs))


@pytest.mark.django_db
def test_the_database_keeps_a_sentence_once_in_an_office(
    layanan: Service, layanan_lain: Service, dinas_wita: Agency
) -> None:
    ServiceExample.objects.create(service=layanan, text=TEXT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceExample.objects.create(service=layanan_lain, text=f"  {TEXT.upper()}!")
    elsewhere = factories.ServiceFactory(agency=dinas_wita)
    assert ServiceExample.objects.create(service=elsewhere, text=TEXT).agency == dinas_wita


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@needs_postgresql
def test_of_two_officers_at_once_one_teaches_and_one_is_told(
    layanan: Service, layanan_lain: Service, penyelia: Staff, now: dt.datetime
) -> None:
    for number in range(5):
        text = f"{TEXT} {number}"
        how: dict[str, Any] = {"by": penyelia, "now": now, "said": None}
        told = at_once(
            *(
                partial(desk.teach_service, text, service=service, **how)
                for service in (layanan, layanan_lain)
            )
        )
        (refused,) = [each for each in told if isinstance(each, desk.Refused)]
        (kept,) = [each for each in told if isinstance(each, ServiceExample)]
        assert str(refused) == f"Kalimat itu sudah menjadi contoh untuk {kept.service}."
        assert ServiceExample.objects.filter(folded=text).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@needs_postgresql
def test_of_two_acts_at_once_one_is_kept(kanal: Channel, penyelia: Staff, now: dt.datetime) -> None:
    said = desk.not_understood(TEXT, channel=kanal, ticket=None, now=now).get()
    told = at_once(
        *(
            lambda act=act: desk.teach_act(TEXT, act=act, by=penyelia, now=now, said=said)
            for act in ("thanks", "menu")
        )
    )
    (refused,) = [each for each in told if isinstance(each, desk.Refused)]
    assert "sudah menjadi contoh maksud" in str(refused)
    assert ActExample.objects.count() == 1
    assert UnmatchedSentence.objects.get().settled_at is not None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@needs_postgresql
def test_of_two_pages_at_once_one_says_why(
    masuk: LogIn, penyelia: Staff, layanan: Service, layanan_lain: Service
) -> None:
    """Two supervisors save the pages of two services with the same sentence in them."""
    pages = [(masuk(penyelia), service) for service in (layanan, layanan_lain)]
    told = at_once(*(lambda page=page, of=of: _save(page, of) for page, of in pages))
    assert sorted(answer.status_code for answer in told) == [200, 302]
    assert ServiceExample.objects.count() == 1
    kept = ServiceExample.objects.get().service
    (said_why,) = [flat(answer) for answer in told if answer.status_code == 200]
    assert f"sudah menjadi contoh untuk {kept.name}" in said_why


def _save(page: Client, service: Service) -> Any:
    url = f"/kelola/services/service/{service.pk}/change/"
    return page.post(url, {"examples": TEXT, "initial-examples": ""})
