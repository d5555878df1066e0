"""An article that two people write at once, its title, and the numbers that its answer may hold."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from services.articles import NotPublished, publish, take_back
from services.models import Agency, Article, Staff
from tests.reading import flat
from tickets.models import Channel

Login = Callable[[Staff], Client]
ANSWER = "Tersedia setiap hari kerja (contoh)."
NIK = "3671010101010001"


@pytest.fixture
def artikel(dinas: Agency, admin_opd: Staff) -> Article:
    return Article.objects.create(
        agency=dinas,
        question="Apakah blangko KTP tersedia?",
        answer=ANSWER,
        edited_by=admin_opd,
        edited_at=timezone.now(),
    )


def post(client: Client, article: Article, **more: str) -> int:
    form = {"question": article.question, "answer": ANSWER, "version": "1", **more}
    return client.post(f"/laporan/pertanyaan/artikel/{article.pk}/", form).status_code


def stored(article: Article) -> tuple[str, int, bool]:
    found = Article.objects.get(pk=article.pk)
    return found.answer, found.version, found.is_published


def test_words_of_a_colleague_are_not_written_over_without_a_look(
    artikel: Article, penyelia: Staff, admin_opd: Staff, masuk: Login
) -> None:
    address = f"/laporan/pertanyaan/artikel/{artikel.pk}/"
    client = masuk(admin_opd)
    assert 'name="version" value="1"' in client.get(address).content.decode()
    assert post(masuk(penyelia), artikel, answer="Habis (contoh).") == 302
    mine = {"question": artikel.question, "answer": "Ada lagi (contoh).", "version": "1"}
    answer = client.post(address, mine)
    page = flat(answer)
    assert answer.status_code == 422
    assert "sudah diubah rekan Anda" in page
    assert "Ada lagi (contoh)." in page
    assert stored(artikel) == ("Habis (contoh).", 2, False)
    assert 'name="version" value="2"' in answer.content.decode(), "saved over it on purpose"
    assert post(client, artikel, answer="Ada lagi (contoh).", version="2") == 302
    assert stored(artikel) == ("Ada lagi (contoh).", 3, False)


@pytest.mark.parametrize("version", ["", "0", "-1", "9" * 5000, "satu", "99"])
def test_a_form_that_was_made_from_no_version_of_it_changes_nothing(
    version: str, artikel: Article, admin_opd: Staff, masuk: Login
) -> None:
    assert post(masuk(admin_opd), artikel, answer="Lain (contoh).", version=version) == 422
    assert stored(artikel) == (ANSWER, 1, False)


def test_a_second_click_is_the_first(artikel: Article, admin_opd: Staff, masuk: Login) -> None:
    client = masuk(admin_opd)
    for _ in range(2):
        assert post(client, artikel, answer="Lain (contoh).", terbit="1") == 302
    assert stored(artikel) == ("Lain (contoh).", 3, True)
    for _ in range(2):
        take_back(artikel)
    assert stored(artikel) == ("Lain (contoh).", 4, False)


def test_a_publication_that_is_refused_saves_nothing(
    artikel: Article, admin_opd: Staff, penyelia: Staff, masuk: Login
) -> None:
    assert post(masuk(admin_opd), artikel, answer="", terbit="1") == 422
    assert post(masuk(penyelia), artikel, answer="Lain (contoh).", terbit="1") == 403
    assert stored(artikel) == (ANSWER, 1, False)


def test_an_answer_that_was_blanked_meanwhile_is_not_published(
    artikel: Article, admin_opd: Staff, masuk: Login
) -> None:
    Article.objects.filter(pk=artikel.pk).update(answer="", version=2)
    with pytest.raises(NotPublished, match="Tulis dahulu jawabannya"):
        publish(artikel, by=admin_opd, now=timezone.now())
    assert post(masuk(admin_opd), artikel, terbit="1") == 422
    assert stored(artikel) == ("", 2, False)


@pytest.mark.parametrize(
    "number", [NIK, "3671 0101 0101 0001", "0812-0000-1234", "+62 812 0000 1234", "6281200001234"]
)
def test_an_answer_holds_no_number_of_a_person(
    number: str, artikel: Article, admin_opd: Staff, masuk: Login
) -> None:
    address = f"/laporan/pertanyaan/artikel/{artikel.pk}/"
    form = {"question": artikel.question, "answer": f"Tanya Bu Contoh di {number}.", "version": "1"}
    answer = masuk(admin_opd).post(address, form)
    page = flat(answer)
    assert answer.status_code == 422
    assert f"nomor milik seseorang: {number}. Hapus nomornya." in page
    assert f"Tanya Bu Contoh di {number}." in page
    assert stored(artikel) == (ANSWER, 1, False)


@pytest.mark.parametrize(
    "answer",
    [
        "Telepon kami di 0812 9999 0000, atau 0380-821123.",
        "WhatsApp kantor: wa.me/6281100000001 atau 0811-0000-0001.",
        "Biayanya Rp1.500.000 dan 12-06-2026 sampai 13-06-2026 libur; darurat 112.",
    ],
)
def test_an_answer_may_hold_the_numbers_of_the_office_and_amounts(
    answer: str, artikel: Article, kanal: Channel, admin_opd: Staff, masuk: Login
) -> None:
    Agency.objects.filter(pk=artikel.agency_id).update(phone="+62 812-9999-0000")
    assert post(masuk(admin_opd), artikel, answer=answer) == 302
    assert stored(artikel) == (answer, 2, False)


def test_a_title_is_for_readers_and_the_page_says_what_the_bot_does_not_answer(
    artikel: Article, admin_opd: Staff, masuk: Login
) -> None:
    client, said = masuk(admin_opd), "bot tidak menjawabnya"
    address = f"/laporan/pertanyaan/artikel/{artikel.pk}/"
    assert said not in flat(client.get(address))
    assert post(client, artikel, question="Ke mana melapor jalan rusak?", terbit="1") == 302
    assert stored(artikel) == (ANSWER, 3, True)
    assert said in flat(client.get(address))
    assert post(client, artikel, question=f"NIK saya {NIK}?", version="3") == 422
