"""Rows that migrations and `prepare` leave are there again after a test that empties every table."""

import pytest

from services.models import OfferMark
from surveys.instrument_files import read_all
from surveys.models import Choice, Element, ProfileOption, Questionnaire


def _begins_whole() -> None:
    known = {one.code: len(one.elements) for one in read_all()}
    loaded = Questionnaire.objects.in_bulk(field_name="pk").values()
    assert {one.code: one.elements.count() for one in loaded} == known
    assert Choice.objects.count() == 4 * Element.objects.count()
    assert ProfileOption.objects.exists()
    assert OfferMark.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_transactional_test_begins_whole_after_another(turn: int) -> None:
    _begins_whole()
    Questionnaire.objects.filter(code="si-putri").delete()


@pytest.mark.django_db
def test_an_ordinary_test_does_too() -> None:
    _begins_whole()
