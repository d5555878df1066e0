"""Two offices whose figures are counted."""

import pytest

from services.models import Agency, Membership, Staff
from tests import factories


@pytest.fixture
def offices(dinas: Agency, dinas_wita: Agency, super_admin: Staff) -> list[Agency]:
    """Each with a number and two services, one of which counts from complete files."""
    for office in (dinas, dinas_wita):
        for start in ("received", "complete"):
            service = factories.ServiceFactory(agency=office)
            factories.StandardFactory(service=service, clock_start=start)
            factories.ChannelFactory(agency=office, services=[service])
        factories.MembershipFactory(staff=super_admin, agency=office, role="supervisor")
    Membership.objects.filter(staff=super_admin, agency=None).delete()
    return [dinas, dinas_wita]
