"""Whether the citizen was told what a line of the history says: the words for officers. Pure."""

from collections.abc import Mapping
from typing import Any

_TOLD = {
    "text": " dan memberi tahu pemohon",
    "template": " dan memberi tahu pemohon dengan templat",
    "number_off": "; pemohon belum diberi tahu, nomor kantor tidak aktif",
    "no_template": "; pemohon belum diberi tahu, belum ada templat kabar",
    "window_closed": "; pemohon belum diberi tahu, waktu 24 jam sudah lewat",
}
# What became of the message afterwards: the statuses that say that it did not, or may not have, come.
LOST = {
    "failed": "; kabarnya belum sampai kepada pemohon, WhatsApp menolaknya",
    "unknown": "; belum pasti kabarnya sampai kepada pemohon",
}


def told_words(data: Mapping[str, Any], *, otherwise: str = "") -> str:
    """How the sentence goes on; `otherwise` where nothing was sent for a reason without words."""
    return LOST.get(str(data.get("became")), "") or _TOLD.get(str(data.get("told")), otherwise)
