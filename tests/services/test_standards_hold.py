"""Until when a standard holds: its last day ends at midnight where its office is."""

import datetime as dt

import pytest

from services.models import Agency, Service, ServiceStandard
from tests import factories

pytestmark = pytest.mark.django_db
LAST = dt.date(2026, 6, 9)


@pytest.mark.parametrize("zone", Agency.Zone.values)
def test_it_holds_until_midnight_of_its_own_zone(zone: str) -> None:
    standard = factories.StandardFactory(service__agency__timezone=zone, valid_until=LAST)
    open_end = factories.StandardFactory(service__agency__timezone=zone)
    midnight = dt.datetime.combine(
        LAST + dt.timedelta(days=1), dt.time(), tzinfo=standard.service.agency.zone
    )
    for minutes in (-600, -121, -120, -61, -60, -1, 0, 1, 59, 60, 61, 119, 120, 600):
        now = midnight + dt.timedelta(minutes=minutes)
        held = {open_end, standard} if minutes < 0 else {open_end}
        assert set(ServiceStandard.objects.holding(now)) == held, minutes
        assert set(Service.objects.offered(now)) == {each.service for each in held}, minutes
