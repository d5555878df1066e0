"""Who reads and who writes each page of a draft; an outsider gets 404 and changes nothing."""

from collections.abc import Callable

import pytest
from django.test import Client

from services.models import EvaluationDraft
from siwhapik.evaluation.contents import FIRST, PAGES
from tests.siwhapik.evaluation.conftest import JUNI
from tickets.models import Ticket

ADDRESSES = {code: f"{JUNI}naskah/{'' if code == FIRST else code + '/'}" for code in PAGES}
# GET, POST of a page with text, POST of one without.
MAY = {
    "super_admin": (200, 403, 403),
    "evaluator": (404, 404, 404),
    "pejabat": (404, 404, 404),
    "admin_opd": (200, 302, 405),
    "penyelia": (200, 302, 405),
    "petugas": (404, 404, 404),
    "pengamat": (404, 404, 404),
    "orang_luar": (404, 404, 404),
}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", MAY)
def test_each_page_by_role(
    person: str, juli: list[Ticket], masuk: Callable[..., Client], request: pytest.FixtureRequest
) -> None:
    client = masuk(request.getfixturevalue(person))
    reads, writes, beside = MAY[person]
    for code, url in ADDRESSES.items():
        assert client.get(url).status_code == reads, url
        draft = EvaluationDraft.objects.filter(version__gt=0).first()
        version = draft.version if draft else 0
        given = {"version": version, "summary": code, "obstacles": code, "plans": code}
        may = writes if PAGES[code].texts else beside
        assert client.post(url, given).status_code == may, url
        quietly = client.post(url, given | {"version": version + 1}, headers={"HX-Request": "true"})
        assert quietly.status_code == (200 if may == 302 else may), url
    assert EvaluationDraft.objects.filter(version__gt=0).exists() == (writes == 302)


@pytest.mark.parametrize("code", PAGES)
def test_whoever_is_not_logged_in_is_asked_to(
    code: str, juli: list[Ticket], client: Client
) -> None:
    answer = client.get(ADDRESSES[code])
    assert (answer.status_code, "/masuk/" in answer["Location"]) == (302, True)
