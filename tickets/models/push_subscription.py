"""The browsers that a person let us reach while no page of ours is open (RFC 8030)."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models


class PushSubscription(models.Model):
    """One browser of one person, as its push service knows it. The address alone lets nobody send:
    the service asks for our signature as well (RFC 8292).
    """

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_subscriptions"
    )
    endpoint = models.TextField()
    endpoint_hash = models.CharField(
        max_length=64, unique=True
    )  # a long address makes a poor index
    public_key = models.CharField(max_length=120)  # "p256dh", base64url
    auth_secret = models.CharField(max_length=40)  # "auth", base64url
    device = models.CharField(max_length=60)  # what the person calls it by: "Chrome di Windows"
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "peramban yang diberi tahu"
        verbose_name_plural = "peramban yang diberi tahu"
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.device


def hash_of(endpoint: str) -> str:
    """The look-up key of an endpoint: 64 hex digits."""
    return hashlib.sha256(endpoint.encode()).hexdigest()
