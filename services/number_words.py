"""Numbers that every app shows, as Indonesian is written: 1.234 and 1,5 MB. Pure."""

_SHORT = 1000  # from here on with a dot
_STEP = 1024
_UNITS = ("B", "KB", "MB", "GB", "TB")


def count_words(count: int) -> str:
    """A whole number with dots: "1.234"."""
    return f"{count:,}".replace(",", ".") if abs(count) >= _SHORT else str(count)


def size_words(size: int) -> str:
    """Bytes as people read them: "512 B", "1,5 MB"; one decimal, half up."""
    power = 0
    while size >= _STEP ** (power + 1) and power < len(_UNITS) - 1:
        power += 1
    if not power:
        return f"{size} B"
    tenths = (size * 20 + _STEP**power) // (2 * _STEP**power)
    return f"{count_words(tenths // 10)},{tenths % 10} {_UNITS[power]}"
