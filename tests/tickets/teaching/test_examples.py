"""Sentences become examples by a person's click, and the bot hears them the next time."""

import datetime as dt
from typing import Any

import pytest

from services import sentences
from services.models import Agency, Service, ServiceExample, ServiceStandard, Staff
from tests import factories
from tickets import desk
from tickets.act_words import ACT_WORDS, TEACHABLE
from tickets.inbound.catalogue import catalogue_of
from tickets.inbound.trying import try_sentence
from tickets.intake.acts import Act
from tickets.intake.hearing import hear
from tickets.intake.knowledge import Knowledge
from tickets.intake.policy import TABLE, Move, Sign, Situation
from tickets.models import ActExample, Channel, Ticket, UnmatchedSentence
from tickets.policy_words import MOVE_WORDS, SIGN_WORDS, SITUATION_WORDS, cell_words

pytestmark = pytest.mark.django_db
SENTENCE = "tolong cetakkan kertas sakti dong"


def _said(channel: Channel, now: dt.datetime, text: str = SENTENCE, **more: Any) -> Any:
    return desk.not_understood(text, channel=channel, ticket=more.get("ticket"), now=now).first()


def test_every_act_has_a_name() -> None:
    assert set(ACT_WORDS) == set(Act)
    assert Act.TELL not in dict(TEACHABLE)


def test_every_cell_of_the_policy_is_said_in_words() -> None:
    assert set(SIGN_WORDS) == set(Sign)
    assert set(SITUATION_WORDS) == set(Situation)
    assert set(MOVE_WORDS) == set(Move)
    for what, row in TABLE.items():
        for situation, move in row.items():
            assert "_" not in cell_words(what, situation, move)


def test_the_page_that_tells_why_speaks_no_code(kanal: Channel, now: dt.datetime) -> None:
    tried = try_sentence("sktm buat bpjs", channel=kanal, situation=Situation.NO_TICKET, now=now)
    near = [each.value for each in tried.why if each.label == "Yang terdekat"]
    assert any("(tidak di nomor ini)" in each for each in near)
    assert not any("_" in each or "nilai 0,0" in each for each in near)


def test_a_taught_sentence_is_understood(
    kanal: Channel,
    standar: ServiceStandard,
    layanan_lain: Service,
    penyelia: Staff,
    now: dt.datetime,
) -> None:
    factories.StandardFactory(service=layanan_lain)
    kanal.services.add(layanan_lain)
    before = Knowledge.of(catalogue_of(kanal, now))
    assert hear("cetakkan kertas sakti", knowledge=before).service is None
    said = _said(kanal, now)
    desk.teach_service(SENTENCE, service=standar.service, by=penyelia, now=now, said=said)
    after = Knowledge.of(catalogue_of(kanal, now))
    assert hear("cetakkan kertas sakti", knowledge=after).service == standar.service_id
    assert not UnmatchedSentence.objects.unsettled().exists()


def test_a_taught_act_is_heard_at_its_office_only(
    kanal: Channel, penyelia: Staff, now: dt.datetime, dinas_wita: Agency
) -> None:
    desk.teach_act("gaskeun bossku", act=Act.THANKS, by=penyelia, now=now, said=_said(kanal, now))
    other = factories.ChannelFactory(agency=dinas_wita)
    assert catalogue_of(kanal, now).act_examples == ((Act.THANKS, "gaskeun bossku"),)
    assert catalogue_of(other, now).act_examples == ()


def test_an_act_of_another_version_is_left_out(
    kanal: Channel, dinas: Agency, now: dt.datetime
) -> None:
    ActExample.objects.create(agency=dinas, act="dancing", text="mari menari")
    assert catalogue_of(kanal, now).act_examples == ()


def test_a_catalogue_costs_the_same_for_many_services_and_examples(
    kanal: Channel, standar: ServiceStandard, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    ServiceExample.objects.create(service=standar.service, text="mau surat")
    with django_assert_num_queries(8):
        catalogue_of(kanal, now)
    for standard in factories.StandardFactory.create_batch(30, service__agency=kanal.agency):
        factories.RequirementFactory(standard=standard)
        factories.StepFactory(standard=standard)
        kanal.services.add(standard.service)
        for number in range(5):
            text = f"kalimat {number} {standard.pk}"
            ServiceExample.objects.create(service=standard.service, text=text)
    with django_assert_num_queries(8):
        found = catalogue_of(kanal, now)
    assert sum(len(service.examples) for service in found.services) == 151


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "masih kosong"),
        (" ?! ", "masih kosong"),
        ("x" * 201, "terlalu panjang"),
        ("nik saya 3515080101900001 mau ktp", "nomor milik seseorang"),
        ("hub 0812-3456-7890 ya", "nomor milik seseorang"),
        ("hub +62812••••1234 ya", "nomor milik seseorang"),
    ],
)
def test_what_is_no_example_is_refused_with_its_reason(
    text: str, words: str, layanan: Service, penyelia: Staff, now: dt.datetime
) -> None:
    with pytest.raises(desk.Refused, match=words):
        desk.teach_service(text, service=layanan, by=penyelia, now=now, said=None)
    assert not ServiceExample.objects.exists()


def test_a_sentence_means_one_service_of_an_office(
    layanan: Service, layanan_lain: Service, penyelia: Staff, now: dt.datetime
) -> None:
    desk.teach_service("mau bikin surat cap", service=layanan, by=penyelia, now=now, said=None)
    for service in (layanan, layanan_lain):
        with pytest.raises(desk.Refused, match="sudah menjadi contoh untuk Surat Keterangan"):
            desk.teach_service(
                "MAU bikin  surat cap!", service=service, by=penyelia, now=now, said=None
            )
    assert ServiceExample.objects.count() == 1


def test_other_people_teach_nothing(
    kanal: Channel, layanan: Service, petugas: Staff, orang_luar: Staff, now: dt.datetime
) -> None:
    said = _said(kanal, now)
    for person in (petugas, orang_luar):
        with pytest.raises(desk.Refused):
            desk.teach_service(SENTENCE, service=layanan, by=person, now=now, said=said)
        with pytest.raises(desk.Refused):
            desk.teach_act(SENTENCE, act=Act.MENU, by=person, now=now, said=said)
        with pytest.raises(desk.Refused):
            desk.dismiss_sentence(said, by=person, now=now)
    assert UnmatchedSentence.objects.unsettled().count() == 1
    assert not ServiceExample.objects.exists()


def test_the_same_sentence_is_counted_and_its_numbers_are_masked(
    kanal: Channel, now: dt.datetime
) -> None:
    for at in (now, now + dt.timedelta(days=1)):
        _said(kanal, at, "NIK saya 3515080101900001, hp 081234567890. Piye iki?")
    row = UnmatchedSentence.objects.get()
    assert (row.count, row.said_at) == (2, now + dt.timedelta(days=1))
    assert "3515080101900001" not in row.text + row.folded
    assert "81234567890" not in row.text + row.folded


def test_old_sentences_are_forgotten(kanal: Channel, now: dt.datetime) -> None:
    _said(kanal, now)
    assert desk.forget_sentences(now + dt.timedelta(days=55)) == 0
    assert desk.forget_sentences(now + dt.timedelta(days=57)) == 1


def test_what_an_officer_chose_is_offered_and_not_stored_as_an_example(
    tiket: Ticket, layanan_lain: Service, penyelia: Staff, now: dt.datetime
) -> None:
    Ticket.objects.update(subject="stempelkan ijazah saya, hp 081234567890")
    tiket.refresh_from_db()
    desk.choose_service(tiket, service=layanan_lain, by=penyelia, now=now)
    row = UnmatchedSentence.objects.get()
    assert (row.service, row.ticket) == (layanan_lain, tiket)
    assert row.text == "stempelkan ijazah saya, hp +62812••••7890"
    assert not ServiceExample.objects.exists()


def test_what_was_passed_on_within_the_office_is_offered(
    tiket: Ticket, layanan_lain: Service, penyelia: Staff, now: dt.datetime
) -> None:
    desk.transfer(tiket, by=penyelia, now=now, reason="Salah layanan", to_service=layanan_lain)
    assert UnmatchedSentence.objects.get().service == layanan_lain


def test_the_bots_own_choice_and_another_offices_are_not_offered(
    tiket: Ticket, layanan_lain: Service, penyelia: Staff, dinas_wita: Agency, now: dt.datetime
) -> None:
    desk.choose_service(tiket, service=layanan_lain, now=now)
    elsewhere = factories.ServiceFactory(agency=dinas_wita)
    desk.transfer(tiket, by=penyelia, now=now, reason="Bukan kami", to_service=elsewhere)
    assert not UnmatchedSentence.objects.exists()


def test_a_masked_number_is_not_proposed() -> None:
    shown = sentences.without_numbers("mau pindah, hp 081234567890 nik 3515080101900001 ya")
    assert sentences.without_masks(shown) == "mau pindah, hp nik ya"
    assert not sentences.why_no_example(sentences.without_masks(shown))


def test_folding_and_masking_stay_within_the_column() -> None:
    assert len(sentences.folded("ß" * 200)) <= sentences.LONGEST
    assert len(sentences.without_numbers("kata " * 100)) <= sentences.LONGEST


def test_an_anonymous_matter_is_never_offered(
    tiket: Ticket, kanal: Channel, layanan_lain: Service, penyelia: Staff, now: dt.datetime
) -> None:
    said = _said(kanal, now, ticket=tiket)
    assert UnmatchedSentence.objects.visible_to(penyelia).get() == said
    desk.keep_anonymous(tiket, now=now)
    assert not UnmatchedSentence.objects.visible_to(penyelia).exists()
    said.delete()
    desk.choose_service(tiket, service=layanan_lain, by=penyelia, now=now)
    assert _said(kanal, now, ticket=tiket) is None
    assert not UnmatchedSentence.objects.exists()
