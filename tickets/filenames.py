"""File names that say what a file is and with an ending that opens it.

Pure: a name from outside and the file's real type in, a clean name out. Citizens' programs send
names without an ending, or none at all; a computer then does not know what to open the file with.
"""

import re

from services import names

# The endings that a file of this type may have; the first is added where there is none.
ENDINGS: dict[str, tuple[str, ...]] = {
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
    "image/heic": (".heic", ".heif"),
    "image/bmp": (".bmp",),
    "image/tiff": (".tif", ".tiff"),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a", ".mp4"),
    "audio/aac": (".aac",),
    "audio/amr": (".amr",),
    "audio/wav": (".wav",),
    "video/mp4": (".mp4", ".m4v"),
    "video/3gpp": (".3gp", ".3gpp"),
    "video/quicktime": (".mov", ".qt"),
    "application/pdf": (".pdf",),
    "application/rtf": (".rtf",),
    "text/rtf": (".rtf",),
    "text/plain": (".txt", ".text", ".csv", ".tsv", ".log", ".md", ".json", ".vcf", ".ics"),
    "text/csv": (".csv",),
    "application/msword": (".doc", ".dot"),
    "application/vnd.ms-excel": (".xls", ".xlt"),
    "application/vnd.ms-powerpoint": (".ppt", ".pps"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "application/zip": (".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".kmz", ".apk"),
    "application/x-rar": (".rar",),
    "application/x-rar-compressed": (".rar",),
    "application/x-7z-compressed": (".7z",),
    "application/gzip": (".gz", ".tgz"),
}
KNOWN = frozenset(ending for endings in ENDINGS.values() for ending in endings)
LONGEST = 200  # characters of a name with its ending
_FOLDERS = re.compile(r"^.*[/\\]")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def file_name(given: str, mime_type: str, *, fallback: str = "berkas") -> str:
    """The name with an ending of the file's real type; `fallback` where there is no name.

    Removes a known ending of another type; any other text after a dot is part of the name. A file
    of unknown type keeps the ending that it came with.
    """
    clean = _clean(given)
    allowed = ENDINGS.get(mime_type.partition(";")[0].strip().lower(), ())
    ending = _ending_of(clean)
    stem = clean[: len(clean) - len(ending)]
    if allowed and ending.lower() not in allowed:
        stem = stem if ending.lower() in KNOWN else clean
        ending = allowed[0]
    stem = stem.strip(" .") or fallback
    return stem[: LONGEST - len(ending)].rstrip(" .") + ending


def _clean(given: str) -> str:
    """The name without folders, invisible signs, doubled blanks, and dots at its beginning or end."""
    seen = names.shown(_FOLDERS.sub("", given.replace("\n", " ")))
    plain = " ".join(seen.split()).rstrip(" .")
    return plain if _ending_of(plain) == plain else plain.lstrip(" .")


def _ending_of(name: str) -> str:
    found = _ENDING.search(name)
    return found[0] if found else ""
