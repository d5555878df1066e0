"""The foot of a page of the PDF."""

from typing import Any

import pypdfium2
import pytest
from pypdfium2 import raw

from services.models import Staff
from tests.siwhapik.evaluation.conftest import JUNI
from tests.siwhapik.evaluation.tools import body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("juli")]
FOOT = 62  # points from the lower edge of the sheet: its margin


def test_the_rule_lies_above_the_letters(admin_opd: Staff, masuk: Any) -> None:
    document = pypdfium2.PdfDocument(body(masuk(admin_opd).get(f"{JUNI}naskah/pdf/")))
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars())]
        tops = [top for _, _, _, top in boxes if 0 < top < FOOT]
        drawn = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
        rules = [y for one in drawn if (y := one.get_bounds()[1]) < FOOT]
        assert tops
        assert rules
        assert max(tops) < min(rules)
