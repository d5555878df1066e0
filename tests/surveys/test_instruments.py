"""Instruments are files: what a file must say, and how it becomes a version that stays."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from surveys import instrument_files, loading
from surveys.instrument import Instrument
from surveys.instrument_files import BadInstrument, read
from surveys.loading import STANDARD, load, questionnaire_in_use
from surveys.models import Choice, Element, ProfileOption, Questionnaire, SurveyPeriod
from tests.reading import flat
from tests.surveys.conftest import NATIONAL, everything, token_in

SOURCE = (instrument_files.FOLDER / f"{STANDARD}.toml").read_text(encoding="utf-8")


def file_with(folder: Path, old: str = "", new: str = "", *, name: str = STANDARD) -> Path:
    """The national instrument's file with one thing changed."""
    assert old in SOURCE
    path = folder / f"{name}.toml"
    path.write_text(SOURCE.replace(old, new, 1) if old else SOURCE, encoding="utf-8")
    return path


def changed(folder: Path) -> Instrument:
    """The same instrument after a question was changed."""
    return read(file_with(folder, "kecepatan waktu dalam memberikan", "cepatnya"))


def test_the_national_instrument_is_the_regulations_and_swaps_two_questions(db: None) -> None:
    questionnaire = questionnaire_in_use()
    assert questionnaire.code == STANDARD
    rows = {e.code: (e.key, e.question_number) for e in questionnaire.elements.all()}
    assert len(rows) == 9
    assert rows["U8"] == ("complaint", 9)
    assert rows["U9"] == ("facility", 8)
    fee = questionnaire.elements.get(code="U4").choices.values_list("value", "label")
    assert dict(fee) == {1: "Sangat mahal", 2: "Cukup mahal", 3: "Murah", 4: "Gratis"}
    assert questionnaire.asks() == list(NATIONAL.elements)
    assert questionnaire.scoring("0.11") == NATIONAL.scoring("0.11")
    options = questionnaire.profile_options.filter(field=ProfileOption.Field.EDUCATION)
    assert [o.label for o in options] == ["SD", "SMP", "SMA", "S1", "S2", "S3"]


def test_si_putri_names_the_regulations_of_its_survey_and_of_itself() -> None:
    basis = read(instrument_files.FOLDER / "si-putri.toml").legal_basis
    assert basis == "Peraturan Bupati Ogan Komering Ilir Nomor 9 Tahun 2019 dan Nomor 91 Tahun 2021"


# --- What a file must say -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('code = "perm', 'code = "lain', f'"code" harus sama dengan nama berkas, yaitu {STANDARD}'),
        ('code = "perm', 'code = "Perm', '"code" hanya huruf kecil, angka, dan tanda hubung'),
        ('"1/9"', '"1/10"', '"weight" harus "1/9", karena ada 9 unsur'),
        ('"0.111"]', '"0.1"]', 'bobot "0.1" dalam "legacy_weights" bukan bobot 9 unsur'),
        ('"0.111"]', '"sembilan"]', 'bobot "sembilan" dalam "legacy_weights" bukan bobot 9 unsur'),
        ('"88.31"', '"70"', 'kategori ke-2: "from" harus lebih kecil daripada kategori'),
        ('"88.31"', "88.31", 'kategori ke-1: "from" belum diisi'),
        ('"88.31"', '"a"', 'kategori ke-1: "from" harus bilangan dalam tanda kutip'),
        ('"25.00"', '"26"', "kategori terakhir harus mulai dari 25"),
        ('key = "time"', 'key = "fee"', "nama kunci fee dipakai dua kali"),
        ('code = "U3"', 'code = "comment"', "kode unsur comment tidak dapat dipakai"),
        ("question_number = 3", "question_number = 0", 'unsur ke-3: "question_number" harus'),
        ("question_number = 3", "question_number = 2", "nomor pertanyaan 2 dipakai dua kali"),
        (', "Sangat sesuai"]', "]", "unsur U1 belum mempunyai empat pilihan"),
        ('["Prosedur"]', '"Prosedur"', 'unsur ke-2: "also_called" harus daftar kata'),
        ('definition = "Syarat', 'pengertian = "Syarat', 'isian "pengertian" tidak dikenal'),
        ('name = "Waktu Penyelesaian"', 'name = ""', 'unsur ke-3: "name" belum diisi'),
        ("Waktu Penyelesaian", "x" * 101, '"name" terlalu panjang, paling banyak 100 huruf'),
        ('field = "gender"', 'field = "umur"', 'profil ke-1: "field" harus salah satu dari'),
        ("[profile.options]", "[profile.pilihan]", "belum ada pilihan dalam [profile.options]"),
        ("[[categories]]", "[[lain]]", 'isian "lain" tidak dikenal'),
        ('name = "Survei', "name = Survei", "bukan TOML yang sah, lihat baris 5"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    with pytest.raises(BadInstrument) as refused:
        read(file_with(tmp_path, old, new))
    assert any(fault in one for one in refused.value.faults), refused.value.faults
    assert f"Berkas {STANDARD}.toml" in str(refused.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = file_with(tmp_path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(BadInstrument, match="bukan teks UTF-8"):
        read(path)


def test_what_is_missing_altogether_is_named(tmp_path: Path) -> None:
    path = tmp_path / "kosong.toml"
    path.write_text('code = "kosong"\n')
    with pytest.raises(BadInstrument) as refused:
        read(path)
    for part in ("categories", "elements", "profile"):
        assert f"belum ada bagian [[{part}]]" in refused.value.faults


# --- Versions -----------------------------------------------------------------------------------


def everything_stored() -> list[Any]:
    models = (Questionnaire, Element, Choice, ProfileOption)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_loading_twice_changes_nothing(db: None, tmp_path: Path) -> None:
    before = everything_stored()
    assert load() == loading.Loaded()
    commented = read(file_with(tmp_path, "code =", "# A remark.\n\ncode ="))
    assert load([commented]) == loading.Loaded()
    assert everything_stored() == before


def test_a_changed_file_is_a_new_version_and_the_one_before_stays(db: None, tmp_path: Path) -> None:
    used = questionnaire_in_use()
    before = used.asks()
    used.profile_options.create(field="education", code="d3", label="Diploma 3")
    (second,) = load([changed(tmp_path)]).added
    assert (second.version, second.reference) == (2, f"{STANDARD}.2")
    assert str(second) == f"{used.name} (versi 2)"
    assert "cepatnya" in second.elements.get(code="U3").question
    assert second.profile_options.get(code="d3").is_added, "what offices added is taken over"
    used.refresh_from_db()
    assert (used.asks(), used.is_default, second.is_default) == (before, True, False)
    assert load([changed(tmp_path)]) == loading.Loaded()
    assert load() == loading.Loaded(), "the file as it was is known still"


def test_it_comes_back_when_it_is_gone(db: None) -> None:
    Questionnaire.objects.all().delete()
    assert questionnaire_in_use().elements.count() == 9
    Questionnaire.objects.update(is_default=False)
    assert questionnaire_in_use().code == STANDARD


def test_the_command_says_what_came_in(db: None, monkeypatch: Any, tmp_path: Path) -> None:
    def said() -> str:
        out = io.StringIO()
        call_command("load_instruments", stdout=out)
        return out.getvalue()

    assert said() == "Instrumen survei: tidak ada yang baru.\n"
    monkeypatch.setattr(instrument_files, "FOLDER", tmp_path)
    changed(tmp_path)
    assert said() == f"Instrumen baru: {NATIONAL.name} (versi 2).\n"
    file_with(tmp_path, '"1/9"', '"1/8"')
    with pytest.raises(CommandError, match='"weight" harus "1/9"'):
        said()


def published_index() -> bool:
    page = Client().get("/ikm/").content.decode()
    return "Semester lama" in page and "75,00" in page and "Waktu Penyelesaian" in page


@pytest.fixture
def diumumkan(client: Client, tautan: str, dinas: Any, now: Any, jawab: Any) -> SurveyPeriod:
    """A published period with five answers of all threes: of fewer nothing is published."""
    client.post(tautan, everything(3))
    for _ in range(4):
        jawab(dinas, [3] * 9)
    return SurveyPeriod.objects.create(
        state="published",
        published_at=timezone.now(),
        agency=dinas,
        questionnaire=questionnaire_in_use(),
        name="Semester lama",
        starts_on=now.date(),
        ends_on=now.date(),
    )


def test_what_was_published_stays_when_a_newer_version_is_asked(
    diumumkan: SurveyPeriod, tmp_path: Path, jawab: Any, dinas: Any, masuk: Any, penyelia: Any
) -> None:
    (second,) = load([changed(tmp_path)]).added
    Questionnaire.objects.update(is_default=False)
    Questionnaire.objects.filter(pk=second.pk).update(is_default=True)
    for _ in range(6):
        jawab(dinas, [4] * 9)
    assert published_index()
    staff = masuk(penyelia)
    assert "75,00" in staff.get("/dasbor/ikm/").content.decode()
    page = flat(staff.get("/dasbor/ikm/?periode=2026"))
    assert "100,00" in page, "six answered the newer one"
    assert "5 responden menjawab kuesioner lain" in page
    older = staff.get(f"/dasbor/ikm/?periode=2026&kuesioner={STANDARD}").content.decode()
    assert "75,00" in older
    assert f"kuesioner={STANDARD}.2" in older


# --- Old databases ------------------------------------------------------------------------------


def test_old_rows_that_the_file_describes_are_recognised(db: None) -> None:
    """They keep their key, so that answers and periods still point at them."""
    used = questionnaire_in_use()
    Questionnaire.objects.update(digest="", grades=[], legacy_weights=[])
    ProfileOption.objects.update(is_added=True)
    done = load([NATIONAL])
    assert (done.added, done.recognised) == ((), (used,))
    used.refresh_from_db()
    assert (used.digest, used.version) == (NATIONAL.digest, 1)
    assert used.scoring("0.111") == NATIONAL.scoring("0.111")
    assert not used.profile_options.filter(is_added=True).exists()


def test_old_rows_that_the_file_does_not_describe_stay_beside_it(db: None, tmp_path: Path) -> None:
    used = questionnaire_in_use()
    Questionnaire.objects.update(digest="")
    (second,) = load([changed(tmp_path)]).added
    used.refresh_from_db()
    assert (used.digest, used.version, second.version) == ("", 1, 2)


@pytest.mark.django_db(transaction=True)
def test_an_old_database_keeps_its_answers_and_what_it_published(
    diumumkan: SurveyPeriod, undangan: Any
) -> None:
    Questionnaire.objects.exclude(code=STANDARD).delete()
    drafted = Questionnaire.objects.create(code="rancangan", name="Rancangan")
    assert published_index()
    call_command("migrate", "surveys", "0006", verbosity=0)
    call_command("migrate", "surveys", verbosity=0)
    kept = Questionnaire.objects.get(code=STANDARD)
    assert (kept.digest, kept.legacy_weights) == ("", ["0.11", "0.111"])
    assert kept.scoring() == NATIONAL.scoring("exact")
    drafted.refresh_from_db()
    assert (drafted.legacy_weights, len(drafted.grades)) == ([], 4)
    assert published_index(), "before anything is loaded"
    assert load().recognised == (kept,)
    assert published_index()
    assert Client().get(f"/survei/{token_in(undangan.message)}/").status_code == 200
