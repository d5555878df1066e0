"""Open forms of one office that are sent at the same moment, at two of its links."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from services.models import Agency, Service, Staff
from surveys import linking
from surveys.models import Response, SurveyLink
from surveys.ways import Way
from tests.surveys.conftest import everything

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.usefixtures("clock"),
]
BROWSER = "b" * 22


@pytest.fixture
def links(dinas: Agency, layanan: Service, admin_opd: Staff, now: Any) -> list[SurveyLink]:
    """One for the whole office, one for its service."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time")
    return [
        linking.make(dinas, service=service, way=Way.OPEN, by=admin_opd, now=now)
        for service in (None, layanan)
    ]


def send_at_once(links: list[SurveyLink], forms: list[dict[str, str]]) -> set[int]:
    gate, codes = Barrier(len(forms)), set[int]()

    def post(link: SurveyLink, form: dict[str, str]) -> None:
        client = Client(raise_request_exception=False)
        client.cookies["survei"] = BROWSER
        gate.wait()
        try:
            codes.add(client.post(f"/s/{link.code}/", form).status_code)
        finally:
            connection.close()

    pairs = zip(links, forms, strict=True)
    threads = [Thread(target=post, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return codes


def test_one_form_is_written_once_at_whichever_link(
    links: list[SurveyLink], layanan: Service
) -> None:
    for n in range(4):
        form = everything(4, once=f"{n}" * 32, service=layanan.pk)
        assert send_at_once(links, [form, form]) == {302}
        assert Response.objects.count() == n + 1


def test_two_answers_of_one_browser_find_each_other_at_two_links(
    links: list[SurveyLink], layanan: Service
) -> None:
    forms = [everything(4, once=mark * 32, service=layanan.pk) for mark in "ab"]
    assert send_at_once(links, forms) == {302}
    assert sorted(Response.objects.values_list("is_repeat", flat=True)) == [False, True]
