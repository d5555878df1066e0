"""How soon new words and files are looked at while a clock stands still, set for each service."""

from typing import Any

import pytest

from services.models import Service, Staff


@pytest.fixture
def form(layanan: Service) -> dict[str, Any]:
    return {
        "name": layanan.name,
        "short_name": layanan.short_name,
        "slug": layanan.slug,
        "kind": layanan.kind,
        "group": layanan.group,
        "order": layanan.order,
        "is_active": "on",
    }


def save(client: Any, service: Service, form: dict[str, Any]) -> Any:
    answer = client.post(f"/kelola/services/service/{service.pk}/change/", form)
    service.refresh_from_db()
    return answer


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"look_amount": "2", "look_basis": "office_hours"}, (2, "office_hours")),
        ({"look_amount": "", "look_basis": ""}, (1, "working_days")),
        ({"look_amount": "", "look_basis": "office_hours"}, (1, "working_days")),
        ({"look_amount": "3", "look_basis": ""}, (3, "working_days")),
        ({}, (1, "working_days")),
    ],
)
def test_it_is_set_or_the_usual_one(
    masuk: Any,
    admin_opd: Staff,
    layanan: Service,
    form: dict[str, Any],
    asked: dict[str, str],
    kept: tuple[int, str],
) -> None:
    admin_opd.is_staff = True
    admin_opd.save(update_fields=["is_staff"])
    assert save(masuk(admin_opd), layanan, form | asked).status_code == 302
    assert (layanan.look_amount, layanan.look_basis) == kept


@pytest.mark.parametrize("amount", ["0", "-1", "241", "dua", "99999999999999999999"])
def test_nonsense_is_refused_at_its_field(
    masuk: Any, admin_opd: Staff, layanan: Service, form: dict[str, Any], amount: str
) -> None:
    admin_opd.is_staff = True
    admin_opd.save(update_fields=["is_staff"])
    asked = {"look_amount": amount, "look_basis": "working_days"}
    answer = save(masuk(admin_opd), layanan, form | asked)
    assert answer.status_code == 200
    assert "look_amount" in answer.context["adminform"].form.errors
    assert layanan.look_amount == 1
