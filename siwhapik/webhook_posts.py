"""WhatsApp's posts as granian's side hands them over: several at once, past everything that pages need."""

from collections.abc import Sequence

from django.db import close_old_connections

from siwhapik.server.batches import Reply
from siwhapik.server.environ import Environ
from tickets import webhook


def answer_together(environs: Sequence[Environ]) -> list[Reply]:
    """The replies to whole posts, by the same rule as tickets.webhook's view."""
    close_old_connections()  # no request of Django's begins here, which would look after them
    posts = [
        webhook.Posted(body=environ["wsgi.input"].read(), signature=environ.get(webhook.SIGNATURE))
        for environ in environs
    ]
    return [_reply(answer) for answer in webhook.take(posts)]


def _reply(answer: webhook.Answer) -> Reply:
    headers = [(name.lower(), value) for name, value in answer.headers.items()]
    return Reply(status=answer.status, headers=headers, body=answer.text.encode())
