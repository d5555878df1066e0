"""Requirements that are written, shown at the counter, or sent."""

import pytest

from tickets.intake import IntakeState
from tickets.intake.requirements import asked, missing
from tickets.intake.values import ServiceInfo

REFUSED = "Nama lembaga yang menolak dan pesannya"
SERVICE = ServiceInfo(id=1, name="NIK", kind="consultation", requirements=("KTP-el", REFUSED))


@pytest.mark.parametrize(("told", "left"), [(True, ("KTP-el",)), (False, ("KTP-el", REFUSED))])
def test_what_is_written_is_asked_for_until_something_is_told(told, left):
    assert missing(IntakeState(told=told), SERVICE) == left


@pytest.mark.parametrize(
    ("requirement", "is_condition"),
    [
        ("Dokumen asli dan fotokopi", True),
        ("Berkas asli", True),
        ("Fotokopi KTP", False),
        ("Surat keterangan dokter", False),
    ],
)
def test_what_is_shown_at_the_counter_is_a_condition(requirement, is_condition):
    assert (requirement in asked((requirement,)).conditions) is is_condition


def test_a_letter_is_no_words():
    service = ServiceInfo(id=1, name="X", requirements=("Keterangan lahir dari bidan (surat)",))
    assert missing(IntakeState(told=True), service) == service.requirements
