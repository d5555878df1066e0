from collections.abc import Callable, Iterator
from typing import Any

import pytest

from services.models import Staff
from tests.tickets.pushing.push_service import Browser, PushService
from tickets import push_sign_up
from tickets.models import PushSubscription


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.PUSH_SERVICES = ["127.0.0.1"]
    one = PushService()
    yield one
    one.close()


@pytest.fixture
def signed_up(service: PushService, now: Any) -> Callable[..., PushSubscription]:
    """`signed_up(staff, "dua")`: a browser of that person."""

    def sign_up(staff: Staff, name: str = "satu") -> PushSubscription:
        browser: Browser = service.browser(name)
        return push_sign_up.sign_up(browser.keys, staff=staff, device="Chrome di Windows", now=now)

    return sign_up
