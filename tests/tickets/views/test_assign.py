"""Whom a ticket can be given to."""

from typing import Any

from services.models import Agency, Service, Staff
from tests import factories
from tests.reading import flat
from tickets.models import Ticket


def test_only_those_who_work_the_service_are_offered_by_name(
    masuk: Any, penyelia: Staff, petugas: Staff, layanan_lain: Service, tiket: Ticket, dinas: Agency
) -> None:
    other = factories.MembershipFactory(agency=dinas, role="operator").staff
    early = factories.MembershipFactory(
        agency=dinas, role="supervisor", staff__full_name="Abdi Penyelia"
    ).staff
    gone = factories.MembershipFactory(agency=dinas, role="supervisor", is_active=False).staff
    client, path = masuk(penyelia), f"{tiket.get_absolute_url()}tugaskan/"

    def offered() -> list[Staff]:
        return list(client.get(path).context["form"].fields["to"].queryset)

    assert offered() == sorted([early, penyelia, petugas], key=str)
    answer = client.post(path, {"to": other.pk})
    assert "tidak mengerjakan layanan ini" in flat(answer)
    Ticket.objects.update(service=layanan_lain)
    assert petugas not in offered()
    Ticket.objects.update(service=None)
    assert petugas in offered()
    assert other not in offered()  # the number is that of a service which they do not work
    tiket.channel.services.clear()
    assert {petugas, other} < set(offered())
    assert gone not in offered()
