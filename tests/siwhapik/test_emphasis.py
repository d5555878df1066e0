"""Bold in officers' bubbles as the citizen reads it, and nothing else as HTML."""

import pytest
from django.template import engines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Nomor: *KIM-1*.", "Nomor: <strong>KIM-1</strong>."),
        ("*A* dan *B c*", "<strong>A</strong> dan <strong>B c</strong>"),
        ("2*3*4 dan * lepas *", "2*3*4 dan * lepas *"),
        ("*baris\nlain*", "*baris\nlain*"),
        ("*<b onclick=x>*", "<strong>&lt;b onclick=x&gt;</strong>"),
        ("<script>*x*</script>", "&lt;script&gt;<strong>x</strong>&lt;/script&gt;"),
        ("", ""),
    ],
)
def test_only_the_stars_become_bold(text: str, shown: str) -> None:
    page = engines["django"].from_string("{{ text|emphasised }}")
    assert page.render({"text": text}) == shown
