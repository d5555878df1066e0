"""Files: the row comes with the message, the bytes by their own retried task.

fetching    claim -> ask for an address -> stream to disk -> ready | failed
checking    hash, and what a file really is
previewing  a ready file -> its preview, or none after two attempts
preview     a small picture of images and of a document's first page
decoder     what draws it: a program of its own, with limits
leftovers   what a killed download left on the disk
"""

from tickets.media.fetching import fetch, fetch_pending, retry
from tickets.media.leftovers import remove_leftovers
from tickets.media.preview import MIME_TYPE as PREVIEW_TYPE
from tickets.media.preview import DecoderDied, make_preview
from tickets.media.previewing import draw, draw_pending

__all__ = [
    "PREVIEW_TYPE",
    "DecoderDied",
    "draw",
    "draw_pending",
    "fetch",
    "fetch_pending",
    "make_preview",
    "remove_leftovers",
    "retry",
]
