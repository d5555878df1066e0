"""The product speaks Indonesian, whatever language a browser asks for."""

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


def test_there_is_one_language() -> None:
    assert settings.LANGUAGES == [("id", "Bahasa Indonesia")]


@pytest.mark.parametrize("path", ["/masuk/", "/kelola/login/", "/layanan/tidak-ada/"])
def test_pages_answer_in_it_to_browsers_of_other_languages(path: str, client: Client) -> None:
    page = client.get(path, headers={"accept-language": "en-US,en;q=0.9"}, follow=True)
    assert '<html lang="id"' in page.content.decode()
