"""Who stands behind a matter beside the citizen who writes; a part of the model in ticket.py."""

from __future__ import annotations

from django.db import models

from services.name_fields import ShownNameField


class BehindMatter(models.Model):
    """`citizen` is who writes or came. The applicant is the citizen, unless `applicant_name` says for
    whom an RT or a neighbour writes; who brought a matter of the counter is `proxy_name`.
    """

    applicant_name = ShownNameField(
        "pemohon yang diwakili", max_length=200, blank=True, default="", db_default=""
    )
    proxy_name = ShownNameField("penyampai", max_length=200, blank=True)

    class Meta:
        abstract = True
