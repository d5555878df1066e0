"""What an innovation aims at, as offices of the five source systems say it. Pure.

An aim has no text of its own: it is named by an indicator that measures it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

AIMS: Mapping[str, str] = {
    "simplify": "Menyederhanakan",
    "ease": "Memudahkan",
    "quality": "Meningkatkan mutu",
    "speed": "Mempercepat",
    "shorten": "Mempersingkat",
    "relieve": "Memperingan",
    "efficient": "Efisien",
    "effective": "Efektif",
    "professional": "Profesional",
    "transparent": "Transparan",
    "adaptive": "Adaptif",
    "innovative": "Inovatif",
}
TARGET_PARTS: Mapping[str, str] = {
    "aim": "Tujuan", "name": "Indikator", "unit": "Satuan", "before": "Sebelum", "target": "Sasaran", "after": "Sesudah",
}  # fmt: skip


def target_part(target: Mapping[str, str], part: str) -> str:
    """One cell of a target as people read it; those of before aims were asked for have none."""
    value = target.get(part, "")
    return AIMS.get(value, value) if part == "aim" else value


def aims_of(targets: Sequence[Mapping[str, str]]) -> list[str]:
    """Which aims have an indicator, in the order of the table of aims."""
    measured = {target.get("aim", "") for target in targets}
    return [name for code, name in AIMS.items() if code in measured]


def target_words(target: Mapping[str, str]) -> str:
    """A target in one line: "Waktu tunggu (mempercepat): sebelum 90 menit, sasaran 15 menit"."""
    unit = f" {target['unit']}" if target["unit"] else ""
    parts = [
        f"{label.lower()} {target[key]}{unit}"
        for key, label in TARGET_PARTS.items()
        if key not in ("aim", "name", "unit") and target[key]
    ]
    aim = target_part(target, "aim")
    told = f"{target['name']} ({aim.lower()})" if aim else target["name"]
    return f"{told}: {', '.join(parts)}" if parts else told
