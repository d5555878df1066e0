"""What makes an answer doubtful: it is marked and can be left out to compare, and always counts.

Sources: less than two seconds for an item cannot have been read (Huang and others, Journal of
Business and Psychology 27, 2012); one value for all items may be an honest citizen. How many
answers of one poster in how many minutes are remarkable is ours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import models

# A form is no straight line where it has fewer elements than this.
FEWEST_ELEMENTS = 5
SECONDS_AN_ELEMENT = 2
# So many answers at one poster within so long came in a burst; a counter's screen has its queue.
BURST_ANSWERS, BURST_SPAN = 8, dt.timedelta(minutes=10)


class Flag(models.TextChoices):
    """Why an answer is marked, as a row keeps it and as results name it."""

    STRAIGHT = "straight", "Semua unsur dijawab sama"
    FAST = "fast", "Lebih cepat daripada membaca pertanyaannya"
    BURST = "burst", "Beruntun di satu tautan"


def flags_of(values: Collection[int], *, took: dt.timedelta | None = None) -> list[Flag]:
    """The marks of one form. `took`: from when its page was opened; None where that is not known."""
    found = []
    if len(values) >= FEWEST_ELEMENTS and len(set(values)) == 1:
        found.append(Flag.STRAIGHT)
    if took is not None and took < dt.timedelta(seconds=SECONDS_AN_ELEMENT * len(values)):
        found.append(Flag.FAST)
    return found
