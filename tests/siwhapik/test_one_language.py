"""The product speaks Indonesian, whatever language a browser asks for, with one word for one thing."""

import re

import pytest
from django.conf import settings
from django.test import Client

from siwhapik.data_dir import BASE_DIR

pytestmark = pytest.mark.django_db


def test_there_is_one_language() -> None:
    assert settings.LANGUAGES == [("id", "Bahasa Indonesia")]


@pytest.mark.parametrize("path", ["/masuk/", "/kelola/login/", "/layanan/tidak-ada/"])
def test_pages_answer_in_it_to_browsers_of_other_languages(path: str, client: Client) -> None:
    page = client.get(path, headers={"accept-language": "en-US,en;q=0.9"}, follow=True)
    assert '<html lang="id"' in page.content.decode()


def test_what_answers_by_itself_is_called_bot_everywhere() -> None:
    texts = [
        *(BASE_DIR / "templates").rglob("*.*"),
        *(
            path
            for app in ("siwhapik", "services", "tickets", "surveys")
            for path in (BASE_DIR / app).rglob("*.py")
        ),
    ]
    computer = "alamat mesin ini"  # of this computer in its network
    found = [
        f"{path.name}: {line.strip()}"
        for path in texts
        for line in path.read_text().splitlines()
        if re.search(r"\bmesin\b", line.replace(computer, ""), re.IGNORECASE)
    ]
    assert len(texts) > 500
    assert found == []
