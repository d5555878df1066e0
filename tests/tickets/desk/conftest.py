"""A service that asks for a second pair of eyes."""

import pytest

from services.models import Service, Staff


@pytest.fixture
def diperiksa(layanan: Service, penyelia: Staff) -> Service:
    """`layanan`, whose replies are checked first."""
    Service.objects.filter(pk=layanan.pk).update(checks_replies=True)
    layanan.refresh_from_db()
    return layanan
