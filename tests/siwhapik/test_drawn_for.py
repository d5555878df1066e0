"""A page says for whom it was drawn; no person acts from a page that was drawn for another."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template import engines
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from services.models import Service, Staff
from siwhapik.drawn_for import FIELD, FOR_ANYBODY, HEADER
from tests.conftest import PASSWORD
from tickets.models import Draft, Message, Notification, Ticket

SAID = "Anda sekarang masuk sebagai Budi Petugas. Muat ulang."
TYPED = "Berkas Ibu sudah lengkap, silakan datang."


class Forms(HTMLParser):
    """The fields of each form that is posted: (action, {name: value})."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.found.append((given.get("action", ""), {}))
        elif tag == "input" and self.found and "name" in given:
            self.found[-1][1][given["name"]] = given.get("value", "")


def everything() -> list[Any]:
    models = (Ticket, Message, Draft, Notification, Service)
    return [list(model.objects.order_by("pk").values()) for model in models]


def drawn_for(staff: Staff) -> dict[str, Any]:
    """What a request of a script of that person's page carries."""
    return {f"HTTP_{HEADER.upper().replace('-', '_')}": str(staff.pk), "HTTP_HX_REQUEST": "true"}


@pytest.fixture
def hendra(petugas_lain: Staff, masuk: Any) -> Client:
    """The browser, now that Budi is logged in."""
    return masuk(petugas_lain)


@pytest.fixture
def formulir(masuk: Any, petugas: Staff, tiket: Ticket) -> dict[str, str]:
    """The answer form as Rina's page has it, filled in."""
    Ticket.objects.filter(pk=tiket.pk).update(assignee=petugas, state="in_progress")
    page = masuk(petugas).get(tiket.get_absolute_url()).content.decode()
    [fields] = [one for action, one in Forms(page).found if action.endswith("/balas/")]
    return {**fields, "text": TYPED}


def test_an_answer_from_a_colleagues_page_is_refused_and_comes_back(
    hendra: Client, formulir: dict[str, str], tiket: Ticket
) -> None:
    before = everything()
    answer = hendra.post(f"{tiket.get_absolute_url()}balas/", formulir)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert SAID in page
    assert TYPED in page
    assert everything() == before


def test_ones_own_page_is_taken(
    masuk: Any, petugas: Staff, formulir: dict[str, str], tiket: Ticket
) -> None:
    answer = masuk(petugas).post(f"{tiket.get_absolute_url()}balas/", formulir)
    assert answer.status_code == 302
    assert Message.objects.get(direction="out").text == TYPED


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "balas/"),
        ("post", "draf/"),
        ("post", "ambil/"),
        ("post", "nomor/"),
        ("post", "selesai/"),
        ("get", "selesai/"),
        ("get", "perubahan/?terlihat=1"),
        ("get", "balasan-cepat/"),
    ],
)
def test_a_script_of_a_colleagues_page_is_told_so(
    hendra: Client,
    petugas: Staff,
    petugas_lain: Staff,
    tiket: Ticket,
    method: str,
    path: str,
) -> None:
    """Its polls too: they would mark what the other person has not seen as read."""
    Ticket.objects.update(assignee=petugas_lain, unread_count=3, state="in_progress")
    before = everything()
    send = getattr(hendra, method)
    answer = send(
        f"{tiket.get_absolute_url()}{path}",
        {"text": TYPED} if method == "post" else {},
        **drawn_for(petugas),
    )
    assert answer.status_code == 409
    assert answer.content.decode() == SAID
    assert everything() == before


def test_a_form_of_ones_own_within_a_colleagues_page_is_refused(
    masuk: Any, petugas: Staff, petugas_lain: Staff, tiket: Ticket
) -> None:
    client, page = masuk(petugas_lain), tiket.get_absolute_url()
    own = {FIELD: str(petugas_lain.pk)}
    assert client.post(f"{page}ambil/", own, **drawn_for(petugas)).status_code == 409
    assert client.post(f"{page}ambil/", own, **drawn_for(petugas_lain)).status_code == 204


@pytest.mark.parametrize("mark", ["", "0", "-1", "x", "१", "1 ", "\x00", "9" * 400])
def test_whatever_else_the_mark_holds_is_refused(hendra: Client, tiket: Ticket, mark: str) -> None:
    before = everything()
    answer = hendra.post(f"{tiket.get_absolute_url()}ambil/", {FIELD: mark})
    assert answer.status_code == 409
    assert everything() == before


def test_of_two_marks_both_count(hendra: Client, petugas: Staff, petugas_lain: Staff) -> None:
    marks = [str(petugas_lain.pk), str(petugas.pk)]
    assert hendra.post("/pemberitahuan/dibaca/", {FIELD: marks}).status_code == 409


def test_secrets_do_not_come_back(hendra: Client, petugas: Staff) -> None:
    form = {
        FIELD: str(petugas.pk),
        "oldpassword": "kambing makan rumput",
        "password1": "sapi makan jagung",
        "access_token": "rahasia sekali",
        "reason": "Salah.",
    }
    page = hendra.post("/akun/kata-sandi/", form).content.decode()
    assert SAID in page
    assert "Salah." in page
    assert not re.search("kambing|sapi|rahasia", page)


def _filled_in(place: re.Match[str]) -> str:
    """A value that the place takes."""
    return {"span": "2026-06", "signed": "ditandatangani"}.get(place[1] or "", "1")


def _addresses(patterns: Any, begins: str = "") -> list[tuple[str, str]]:
    """(address, view name) of everything that can be asked for, with any values filled in."""
    found = []
    for one in patterns:
        path = begins + re.sub(r"<(?:(\w+):)?\w+>", _filled_in, str(one.pattern))
        if isinstance(one, URLResolver):
            found += _addresses(one.url_patterns, path)
        elif isinstance(one, URLPattern) and "^" not in path and "(" not in path:
            found.append((f"/{path}", one.name or ""))
    return found


def test_there_is_no_address_that_does_not_ask(hendra: Client, petugas: Staff) -> None:
    open_to_all = {name.rpartition(":")[2] for name in FOR_ANYBODY}
    asked = [
        path
        for path, name in _addresses(get_resolver().url_patterns)
        if name not in open_to_all and not path.startswith("/webhooks/")
    ]
    assert len(asked) > 120  # those under /kelola/ too
    before = everything()
    for path in asked:
        assert hendra.post(path, {FIELD: str(petugas.pk)}).status_code == 409, path
    assert everything() == before


@pytest.mark.parametrize(
    "path",
    [
        "/antrean/",
        "/antrean/baru/",
        "/pemberitahuan/",
        "/dasbor/",
        "/dasbor/ikm/",
        "/keluar/",
        "/akun/kata-sandi/",
        "/kelola/",
        "/kelola/services/officehours/",
        "/kelola/services/officehours/add/",
        "TIKET",
        "TIKETcatatan/",
        "TIKETselesai/",
        "TIKETteruskan/",
        "TIKETtunggu-pemohon/",
    ],
)
def test_every_form_says_for_whom_it_was_drawn(
    masuk: Any, penyelia: Staff, tiket: Ticket, path: str
) -> None:
    answer = masuk(penyelia).get(path.replace("TIKET", tiket.get_absolute_url()))
    assert answer.status_code == 200
    forms = Forms(answer.content.decode()).found
    assert forms
    assert {fields.get(FIELD) for _, fields in forms} == {str(penyelia.pk)}


def test_a_page_of_citizens_is_for_anybody(hendra: Client, petugas: Staff, tiket: Ticket) -> None:
    form = {"kode": tiket.tracking_code, FIELD: str(petugas.pk)}
    assert hendra.post("/lacak/", form).status_code != 409


def test_the_log_in_form_of_an_old_tab_does_not_pass_for_the_one_logged_in(
    client: Client, hendra: Client, petugas: Staff
) -> None:
    [(_, fields), *_] = Forms(client.get("/masuk/").content.decode()).found
    filled = {**fields, "login": "petugas", "password": PASSWORD}
    answer = hendra.post("/masuk/", filled)
    assert answer.status_code == 409
    assert SAID in answer.content.decode()
    assert PASSWORD not in answer.content.decode()
    assert client.post("/masuk/", filled).status_code == 302


def test_whoever_is_logged_out_is_asked_to_log_in(
    client: Client, petugas: Staff, tiket: Ticket
) -> None:
    page = tiket.get_absolute_url()
    assert client.post(f"{page}draf/", {"text": TYPED}, **drawn_for(petugas)).status_code == 401
    plain = client.post(f"{page}ambil/", {FIELD: str(petugas.pk)})
    assert plain["Location"].startswith("/masuk/")


def test_without_a_mark_the_token_of_an_earlier_log_in_is_refused(
    petugas: Staff, petugas_lain: Staff, tiket: Ticket
) -> None:
    """Django makes new tokens at every log-in, so no old page gets by with leaving the mark out."""
    browser = Client(enforce_csrf_checks=True)

    def log_in(name: str) -> None:
        [(_, fields), *_] = Forms(browser.get("/masuk/").content.decode()).found
        filled = {**fields, "login": name, "password": PASSWORD}
        assert browser.post("/masuk/", filled).status_code == 302

    def take_form() -> dict[str, str]:
        page = browser.get(tiket.get_absolute_url()).content.decode()
        [fields] = [one for action, one in Forms(page).found if action.endswith("/ambil/")]
        return fields

    log_in("petugas")
    old = take_form()
    [(_, leaving), *_] = Forms(browser.get("/keluar/").content.decode()).found
    assert browser.post("/keluar/", leaving).status_code == 302
    log_in("petugas_lain")
    before = everything()
    address = f"{tiket.get_absolute_url()}ambil/"
    assert browser.post(address, old).status_code == 409
    del old[FIELD]
    assert browser.post(address, old).status_code == 403
    assert everything() == before
    assert browser.post(address, take_form()).status_code == 302


def test_a_form_of_a_part_without_the_pages_context_has_its_token_and_an_empty_mark() -> None:
    form = engines["django"].from_string("{% csrf_token %}")
    fields = Forms(f"<form method=post>{form.render({'csrf_token': 'contoh'})}</form>").found[0][1]
    assert fields == {"csrfmiddlewaretoken": "contoh", FIELD: ""}


def test_the_forms_of_a_page_share_one_token(hendra: Client, tiket: Ticket) -> None:
    forms = [
        fields for _, fields in Forms(hendra.get(tiket.get_absolute_url()).content.decode()).found
    ]
    assert len(forms) > 3
    assert len({fields["csrfmiddlewaretoken"] for fields in forms}) == 1
