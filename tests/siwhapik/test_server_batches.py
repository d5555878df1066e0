"""Requests that come while others are worked are answered with the next ones, each its own reply."""

import asyncio
import threading

import pytest

from siwhapik.server.application import Application
from siwhapik.server.batches import MOST_AT_ONCE, Reply
from siwhapik.server.limits import Limit, Table
from tests.siwhapik.test_server_application import Protocol, Scope, echo

PATH = "/pintu/"
TABLE = Table({PATH: Limit(most=3_000_000)})


class Together:
    """Repeats each body, once it may; keeps how many came at once."""

    def __init__(self):
        self.sizes, self.may_go = [], threading.Event()
        self.may_go.set()

    def __call__(self, environs):
        self.may_go.wait(10)
        self.sizes.append(len(environs))
        bodies = [environ["wsgi.input"].read() for environ in environs]
        if b"rusak" in bodies:
            raise ValueError
        return [Reply(status=200, headers=[("a", "b")], body=body) for body in bodies]


def posted(*bodies, together, path=PATH, method="POST"):
    """What each sender heard; all come at once."""

    async def serve():
        application = Application(
            echo, table=TABLE, is_staff=lambda _: False, together={PATH: together}
        )
        application.__rsgi_init__(asyncio.get_running_loop())
        protocols = [Protocol(body) for body in bodies]
        requests = [
            asyncio.ensure_future(
                application.__rsgi__(
                    Scope(path, method, **{"content-length": str(len(body))}), protocol
                )
            )
            for body, protocol in zip(bodies, protocols, strict=True)
        ]
        await asyncio.sleep(0.05)
        together.may_go.set()
        await asyncio.gather(*requests)
        return [protocol.said for protocol in protocols]

    return asyncio.run(serve())


def test_each_gets_its_own_reply():
    together = Together()
    together.may_go.clear()
    bodies = [f"kiriman {n}".encode() for n in range(200)]
    said = posted(*bodies, together=together)
    assert said == [(200, [("a", "b")], body) for body in bodies]
    assert sum(together.sizes) == 200
    assert together.sizes[-1] > 1, "the others gathered while the first was worked"
    assert max(together.sizes) <= MOST_AT_ONCE


def test_a_failure_is_an_answer_and_the_next_is_worked():
    together = Together()
    assert posted(b"rusak", together=together) == [(500, [], b"")]
    assert posted(b"rusak", b"baik", together=together)[1][0] in (200, 500)

    async def one_after_the_other():
        application = Application(
            echo, table=TABLE, is_staff=lambda _: False, together={PATH: together}
        )
        application.__rsgi_init__(asyncio.get_running_loop())
        heard = []
        for body in (b"rusak", b"baik"):
            protocol = Protocol(body)
            head = {"content-length": str(len(body))}
            await application.__rsgi__(Scope(PATH, **head), protocol)
            heard.append(protocol.said[0])
        return heard

    assert asyncio.run(one_after_the_other()) == [500, 200]


@pytest.mark.parametrize(
    ("path", "method", "size"),
    [("/lain/", "POST", 10), (PATH, "PUT", 10), (PATH, "POST", 70_000), (PATH, "POST", 3_100_000)],
)
def test_what_is_not_a_whole_small_post_goes_the_way_of_every_page(path, method, size):
    together = Together()
    ((_, headers, _),) = posted(b"x" * size, together=together, path=path, method=method)
    assert "x-length" in dict(headers), "Django answered"
    assert together.sizes == []


class Gone(Protocol):
    """A sender who hung up before the reply."""

    def response_bytes(self, status, headers, body):
        raise RuntimeError


def test_a_sender_who_is_gone_keeps_no_reply_from_the_others():
    together = Together()
    together.may_go.clear()
    protocols = [Protocol(b"1"), Gone(b"2"), Protocol(b"3")]

    async def serve():
        application = Application(
            echo, table=TABLE, is_staff=lambda _: False, together={PATH: together}
        )
        application.__rsgi_init__(asyncio.get_running_loop())
        head = {"content-length": "1"}
        requests = [
            asyncio.ensure_future(application.__rsgi__(Scope(PATH, **head), one))
            for one in protocols
        ]
        await asyncio.sleep(0.05)
        together.may_go.set()
        await asyncio.gather(*requests)
        late = Protocol(b"4")
        await application.__rsgi__(Scope(PATH, **head), late)
        return late.said

    assert asyncio.run(serve())[2] == b"4"
    assert [one.said and one.said[2] for one in protocols] == [b"1", None, b"3"]
