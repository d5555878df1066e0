"""Files: the row comes with the message, the bytes by their own retried task.

fetching  claim -> ask for an address -> stream to disk -> ready | failed
checking  hash, and what a file really is
preview   a small picture of images and of a document's first page
"""

from tickets.media.fetching import fetch, fetch_pending, open_for, retry
from tickets.media.preview import make_preview

__all__ = ["fetch", "fetch_pending", "make_preview", "open_for", "retry"]
