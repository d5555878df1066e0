"""manage.py ikm: what spreadsheets really look like, and what is refused."""

import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command

from surveys.csv_import import BadFile, read_answers
from tests.surveys.conftest import NATIONAL

HEADER = "U1,U2,U3,U4,U5,U6,U7,U8,U9"
ROW = "3,3,4,4,3,3,4,2,3"


def counted(text, encoding="utf-8"):
    return read_answers(text.encode(encoding), NATIONAL)


def refused(text):
    with pytest.raises(BadFile) as caught:
        counted(text)
    return caught.value.errors


def ikm(path, *options):
    out = io.StringIO()
    call_command("ikm", "--from-csv", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "jawaban.csv"
    path.write_text(f"{HEADER}\n{ROW}\n4,4,4,4,4,4,4,4,4\n")
    return path


def test_json_has_the_agreed_keys(answers):
    result = json.loads(ikm(answers, "--json"))
    assert list(result) == ["n", "weight", "elements", "index", "converted", "grade"]
    assert (result["n"], result["weight"]) == (2, "exact")
    assert list(result["elements"]) == [f"U{i}" for i in range(1, 10)]
    assert result["elements"]["U8"] == {
        "sum": 6,
        "mean": "3.000",
        "converted": "75.00",
        "grade": "C",
    }
    assert (result["index"], result["converted"], result["grade"]) == ("3.6111", "90.28", "A")


def test_the_weight_of_old_reports_can_be_asked_for(answers):
    result = json.loads(ikm(answers, "--json", "--weight", "0.11"))
    assert (result["weight"], result["index"], result["converted"]) == ("0.11", "3.5750", "89.38")
    with pytest.raises(CommandError):
        ikm(answers, "--weight", "0.12")


def test_the_printed_table_names_everything(answers):
    printed = ikm(answers)
    for part in ("Responden (n): 2", "Bobot: exact", "U8 complaint", "90.28", "A (Sangat baik)"):
        assert part in printed


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{HEADER}\r\n{ROW}\r\n\r\n\r\n",
        f"{HEADER};No;Saran\n{ROW};1;\"bagus; 'cepat'\"\n;;;;;;;;;;\n".replace(",", ";"),
        f"{HEADER}\n{ROW}".replace(",", "\t"),
        f'No,{HEADER},Saran\n1,{ROW},"dua\nbaris"\n',
        " u9 , u8,U7,U6,U5,U4,U3,U2,U1\n" + ROW[::-1] + "\n",
        f"{HEADER}\n{ROW},,,\n",
        f"{HEADER}\r{ROW}\r",
    ],
)
def test_the_files_that_spreadsheets_write_are_read(text):
    result = counted(text)
    assert result.respondents == 1
    assert list(result.sums.values()) == [3, 3, 4, 4, 3, 3, 4, 2, 3]


@pytest.mark.parametrize(
    "header",
    [
        "Requirements,procedure,TIME,fee,product,competence,conduct,complaint,facility",
        'Persyaratan,"Sistem, Mekanisme, dan Prosedur",Waktu Penyelesaian,Biaya/Tarif,'
        "Produk Spesifikasi Jenis Pelayanan,Kompetensi Pelaksana,perilaku pelaksana,"
        '"Penanganan Pengaduan, Saran dan Masukan",SARANA DAN PRASARANA',
    ],
)
def test_columns_may_carry_the_names_of_the_elements(header):
    assert list(counted(f"{header}\n{ROW}\n").sums.values()) == [3, 3, 4, 4, 3, 3, 4, 2, 3]


def test_the_order_of_columns_does_not_matter_their_names_do():
    swapped = "U1,U2,U3,U4,U5,U6,U7,facility,complaint"
    sums = counted(f"{swapped}\n{ROW}\n").sums
    assert (sums["U8"], sums["U9"]) == (3, 2)


@pytest.mark.parametrize("further", ["Waktu", "Biaya", "time", "Kompetensi Pelaksana"])
def test_beside_the_codes_the_name_of_an_element_is_a_further_column(further):
    for header, row in (
        (f"{HEADER},{further}", f"{ROW},2026-07-01 08:30"),
        (f"{further},{HEADER}", f"08:30,{ROW}"),
        (f"{HEADER},{further},{further}", f"{ROW},1,2"),
    ):
        sums = counted(f"{header}\n{row}\n").sums
        assert list(sums.values()) == [3, 3, 4, 4, 3, 3, 4, 2, 3]


def test_old_windows_and_unicode_spreadsheets_are_read():
    text = f"{HEADER},Saran\n{ROW},caf\u00e9 \u2013 bagus\n"
    assert counted(text, "cp1252").respondents == 1
    assert counted(text, "utf-16").respondents == 1


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("3,3,5,4,3,3,4,2,3", 'Baris 2, kolom U3: nilai "5" tidak dikenal; isi 1, 2, 3, atau 4.'),
        ("0,3,4,4,3,3,4,2,3", 'Baris 2, kolom U1: nilai "0" tidak dikenal; isi 1, 2, 3, atau 4.'),
        ("3,3,4,4,3,3,4,2,", "Baris 2, kolom U9: jawaban belum diisi; isi 1, 2, 3, atau 4."),
        ("3,3,4,4,3,3,4,2", "Baris 2, kolom U9: jawaban belum diisi; isi 1, 2, 3, atau 4."),
        ("3,-1,4,4,3,3,4,2,3", 'Baris 2, kolom U2: nilai "-1" tidak dikenal; isi 1, 2, 3, atau 4.'),
        (
            "3,3.5,4,4,3,3,4,2,3",
            'Baris 2, kolom U2: nilai "3.5" tidak dikenal; isi 1, 2, 3, atau 4.',
        ),
        (
            "3,\u0663,4,4,3,3,4,2,3",
            'Baris 2, kolom U2: nilai "\u0663" tidak dikenal; isi 1, 2, 3, atau 4.',
        ),
    ],
)
def test_a_wrong_or_missing_answer_is_named_by_line_and_column(row, error):
    assert refused(f"{HEADER}\n{row}\n") == (error,)


def test_all_errors_are_told_with_the_line_on_which_the_row_begins():
    text = f'{HEADER},Saran\n{ROW},"dua\nbaris"\nx,3,4,4,3,3,4,2,y,\n'
    assert [error.split(":")[0] for error in refused(text)] == [
        "Baris 4, kolom U1",
        "Baris 4, kolom U9",
    ]


def test_a_blank_line_between_respondents_is_not_passed_over():
    assert refused(f"{HEADER}\n{ROW}\n\n{ROW}\n") == ("Baris 3: kosong.",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Berkas kosong"),
        ("\n\n", "Kolom U1, U2, U3"),
        (HEADER + "\n", "Belum ada jawaban"),
        (HEADER, "Belum ada jawaban"),
        (HEADER + "\n\n;;;\n", "tidak dikenal"),
        (f"{HEADER},U3\n{ROW},4\n", "unsur U3 sudah ada"),
        (f"{HEADER},Waktu, u3 \n{ROW},x,4\n", "Kolom u3: unsur U3 sudah ada"),
        (f"U1,U2,Waktu,U4,U5,U6,U7,U8,U9,time\n{ROW},4\n", "Kolom time: unsur U3 sudah ada"),
        (f"U1,U2,U3\n{ROW}\n", "Kolom U4, U5, U6, U7, U8, U9 tidak ada"),
        (f"Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8,Q9\n{ROW}\n", "Kolom U1, U2"),
        (f"{HEADER}\n{ROW},lebih\n", "ada 10 kolom, padahal judulnya 9"),
        (f'{HEADER},Saran\n{ROW},"tidak ditutup\n{ROW},x\n', "tanda kutip tidak berpasangan"),
        (f"{HEADER}\n{ROW}\n\0", "bukan teks CSV"),
    ],
)
def test_a_file_that_cannot_be_counted_says_why(text, said):
    assert said in "\n".join(refused(text))


def test_bytes_that_are_no_text_are_refused():
    for junk in (b"\x81\x8d\xff", b"\xff\xfe\x00", b"PK\x03\x04\x00\x00\x81"):
        with pytest.raises(BadFile, match="bukan teks CSV"):
            read_answers(junk, NATIONAL)


def test_a_long_list_of_errors_is_cut_with_their_number(tmp_path):
    path = tmp_path / "buruk.csv"
    path.write_text(f"{HEADER}\n" + "9,9,9,9,9,9,9,9,9\n" * 5)
    with pytest.raises(CommandError) as caught:
        ikm(path)
    lines = str(caught.value).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "... dan 25 kesalahan lain."


def test_a_file_that_cannot_be_read_is_named_with_what_to_do(tmp_path, answers, monkeypatch):
    for path in (tmp_path / "tidak-ada.csv", answers / "tidak-ada.csv"):
        with pytest.raises(CommandError, match=r"tidak-ada\.csv tidak ditemukan\. Periksa"):
            ikm(path)
    with pytest.raises(CommandError, match=r"adalah folder, bukan berkas\. Tulis"):
        ikm(tmp_path)
    for error, said in (
        (PermissionError(13, "Permission denied"), "tidak boleh dibaca. Minta izin"),
        (OSError(5, "Input/output error"), "tidak dapat dibaca. Salin"),
    ):
        monkeypatch.setattr(Path, "read_bytes", Mock(side_effect=error))
        with pytest.raises(CommandError) as caught:
            ikm(answers)
        assert said in str(caught.value)
        assert error.strerror not in str(caught.value)


def test_answers_come_from_standard_input_too(monkeypatch):
    data = io.BytesIO(f"{HEADER}\n{ROW}\n".encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=data))
    assert json.loads(ikm("-", "--json"))["n"] == 1


def test_a_refused_file_ends_with_an_error_and_prints_no_result(tmp_path):
    path = tmp_path / "buruk.csv"
    path.write_text(f"{HEADER}\n{ROW}\n3,3,4,4,3,3,4,2,\n")
    done = subprocess.run(
        [sys.executable, "manage.py", "ikm", "--from-csv", str(path), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Baris 3, kolom U9" in done.stderr
