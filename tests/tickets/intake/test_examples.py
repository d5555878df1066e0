"""The example sentences are usable, and a topic finds the services that it means."""

from collections import Counter

import pytest

from tests.tickets.intake.offices import offices
from tickets.intake.acts import Act
from tickets.intake.examples import act_examples, closeness, topic_of, topics
from tickets.intake.normal import words_of
from tickets.intake.values import ServiceInfo


def test_every_act_has_examples():
    assert Counter(each.act for each in act_examples()) == Counter(Act)
    assert all(len(each.sentences) >= 15 for each in act_examples())


def test_no_sentence_belongs_to_two_acts():
    said = Counter(text for each in act_examples() for text in each.sentences)
    assert [text for text, count in said.items() if count > 1] == []


def test_no_sentence_belongs_to_two_topics():
    said = Counter(text for topic in topics() for text in topic.sentences)
    assert [text for text, count in said.items() if count > 1] == []


def test_every_topic_is_recognised_by_its_names():
    keys = [topic.key for topic in topics()]
    assert len(set(keys)) == len(keys)
    assert all(words_of(name) for topic in topics() for name in topic.names)


@pytest.mark.parametrize(
    ("service", "topic"),
    [
        ("ktp", "ktp"),
        ("kk", "kk"),
        ("kia", "kia"),
        ("lahir", "akta_kelahiran"),
        ("mati", "akta_kematian"),
        ("kawin", "akta_perkawinan"),
        ("pindah", "pindah"),
        ("nik", "nik"),
        ("sktm", "sktm"),
        ("domisili", "domisili"),
        ("usaha", "usaha"),
        ("pengantar", "skck"),
        ("pengantar", "pengantar_nikah"),
        ("legalisasi", "legalisasi"),
        ("lingkungan", "lingkungan"),
        ("aduan-sosial", "pengaduan_layanan"),
        ("aduan-dukcapil", "pengaduan_layanan"),
        ("dtsen", "bansos"),
        ("pbi", "reaktivasi_kis"),
        ("jkmm", "jaminan_kesehatan"),
        ("standar", "standar_pelayanan"),
        ("skm", "skm"),
    ],
)
def test_the_services_of_the_example_offices_have_their_topics(service, topic):
    infos = [each for found in offices().catalogues.values() for each in found.services]
    info = next(each for each in infos if offices().keys[each.id] == service)
    assert closeness(info, topic_of(topic))


def test_complaints_about_streets_are_not_complaints_about_an_office():
    streets = ServiceInfo(id=1, name="Pengaduan lingkungan", kind="complaint")
    assert closeness(streets, topic_of("pengaduan_layanan")) == 0
