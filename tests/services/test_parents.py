"""An office under another: no circles, four levels at most, and who is below whom."""

import pytest
from django.core.exceptions import ValidationError

from services.models import Agency
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def levels(db: None) -> list[Agency]:
    """Province, regency, kecamatan and kelurahan, each under the one before."""
    found: list[Agency] = []
    for name in ("Provinsi", "Kabupaten", "Kecamatan", "Kelurahan"):
        parent = found[-1] if found else None
        found.append(factories.AgencyFactory(name=f"{name} Contoh", parent=parent))
    return found


def test_those_below_at_every_level(levels: list[Agency]) -> None:
    other = factories.AgencyFactory()
    for n, office in enumerate(levels):
        assert set(Agency.objects.below([office])) == {*levels[n + 1 :]}
    assert set(Agency.objects.below([levels[1], other])) == {*levels[2:]}
    assert not Agency.objects.below([]).exists()


@pytest.mark.parametrize(("low", "high"), [(0, 0), (0, 1), (0, 3), (1, 3)])
def test_no_circles(levels: list[Agency], low: int, high: int) -> None:
    levels[low].parent = levels[high]
    with pytest.raises(ValidationError, match="di bawah kantor ini"):
        levels[low].clean()


def test_no_more_than_four_levels(levels: list[Agency]) -> None:
    fifth = factories.AgencyFactory(parent=levels[3])
    with pytest.raises(ValidationError, match="Paling banyak 4 tingkat"):
        fifth.clean()
    fifth.delete()
    factories.AgencyFactory().clean()
    above = factories.AgencyFactory()
    levels[0].parent = above  # four levels stand below already
    with pytest.raises(ValidationError, match="Paling banyak 4 tingkat"):
        levels[0].clean()
    levels[0].parent = None
    levels[3].clean()


def test_those_below_where_a_circle_was_made_at_once_are_found_without_end(
    levels: list[Agency],
) -> None:
    Agency.objects.filter(pk=levels[0].pk).update(parent=levels[3])
    assert levels[1] in Agency.objects.below([levels[0]])
