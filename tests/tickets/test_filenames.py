"""File names say what a file is, by its type and not by its ending."""

import pytest

from tickets.filenames import ENDINGS, LONGEST, file_name

JPEG, PDF, TEXT = "image/jpeg", "application/pdf", "text/plain"


@pytest.mark.parametrize(
    ("given", "mime_type", "name"),
    [
        ("surat", PDF, "surat.pdf"),
        ("Surat Kuasa No. 12", PDF, "Surat Kuasa No. 12.pdf"),
        ("Berkas.Sari Contoh", PDF, "Berkas.Sari Contoh.pdf"),
        ("surat.pdf", PDF, "surat.pdf"),
        ("SURAT.PDF", PDF, "SURAT.PDF"),
        ("foto.jpeg", JPEG, "foto.jpeg"),
        ("foto.png", JPEG, "foto.jpg"),
        ("surat.exe", PDF, "surat.exe.pdf"),
        ("surat.pdf.", PDF, "surat.pdf"),
        ("data.csv", TEXT, "data.csv"),
        ("catatan", "text/plain; charset=utf-8", "catatan.txt"),
        ("", JPEG, "Foto.jpg"),
        (" . ", JPEG, "Foto.jpg"),
        (".pdf", PDF, "Foto.pdf"),
        (".tersembunyi", PDF, "tersembunyi.pdf"),
        ("../../etc/passwd", TEXT, "passwd.txt"),
        ("C:\\Users\\Sari\\surat", PDF, "surat.pdf"),
        ("surat\u202efdp.exe", PDF, "suratfdp.exe.pdf"),
        ("KTP\u200b \t  Sari\n", JPEG, "KTP Sari.jpg"),
        ("suara", "audio/ogg; codecs=opus", "suara.ogg"),
        ("suara.opus", "audio/ogg", "suara.opus"),
        ("arsip.docx", "application/zip", "arsip.docx"),
        ("apa saja.xyz", "application/octet-stream", "apa saja.xyz"),
        ("apa saja", "application/octet-stream", "apa saja"),
        ("", "", "Foto"),
        ("\U0001f4c4", PDF, "\U0001f4c4.pdf"),
    ],
)
def test_a_name_has_the_ending_of_what_the_file_is(given, mime_type, name):
    assert file_name(given, mime_type, fallback="Foto") == name
    assert file_name(name, mime_type, fallback="Foto") == name, "said twice it stays"


def test_a_long_name_keeps_its_ending():
    name = file_name("a" * 500 + ".docx", next(t for t, e in ENDINGS.items() if ".docx" in e))
    assert len(name) == LONGEST
    assert name.endswith("a.docx")
