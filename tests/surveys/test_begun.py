"""When a citizen who was invited chose a first answer, sent or not."""

import pytest

from tests.surveys.conftest import everything


def test_the_first_choice_is_noted_once(client, tautan, undangan, clock, now):
    for _ in range(2):
        assert client.post(f"{tautan}mulai/").status_code == 204
        clock.shift(60)
    undangan.refresh_from_db()
    assert (undangan.begun_at, undangan.answered_at) == (now, None)
    client.post(tautan, everything(4))
    undangan.refresh_from_db()
    assert undangan.begun_at == now
    assert client.post("/survei/tidak-ada/mulai/").status_code == 204


@pytest.mark.parametrize("posted", [{}, everything(4)])
def test_without_the_script_a_form_is_begun_when_it_is_sent(client, tautan, undangan, now, posted):
    client.post(tautan, posted)
    undangan.refresh_from_db()
    assert undangan.begun_at == now
