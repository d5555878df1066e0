"""Answers WhatsApp's posts for siwhapik.server: several at once, without Django's middleware."""

from collections.abc import Sequence

from django.db import close_old_connections

from siwhapik.server.batches import Reply
from siwhapik.server.environ import Environ
from tickets import webhook


def answer_together(environs: Sequence[Environ]) -> list[Reply]:
    """The replies to complete posts, by the same rule as the view in tickets.webhook."""
    close_old_connections()  # Django does it only at the start of its own requests
    posts = [
        webhook.Posted(body=environ["wsgi.input"].read(), signature=environ.get(webhook.SIGNATURE))
        for environ in environs
    ]
    return [_reply(answer) for answer in webhook.take(posts)]


def _reply(answer: webhook.Answer) -> Reply:
    headers = [(name.lower(), value) for name, value in answer.headers.items()]
    return Reply(status=answer.status, headers=headers, body=answer.text.encode())
