"""The seventeen goals of sustainable development (SDGs), by their codes. Pure."""

from __future__ import annotations

from collections.abc import Mapping

GOALS: Mapping[str, str] = {
    str(number): f"{number}. {name}"
    for number, name in enumerate(
        (
            "Tanpa kemiskinan", "Tanpa kelaparan", "Kehidupan sehat dan sejahtera", "Pendidikan berkualitas",
            "Kesetaraan gender", "Air bersih dan sanitasi layak", "Energi bersih dan terjangkau",
            "Pekerjaan layak dan pertumbuhan ekonomi", "Industri, inovasi dan infrastruktur",
            "Berkurangnya kesenjangan", "Kota dan permukiman berkelanjutan",
            "Konsumsi dan produksi yang bertanggung jawab", "Penanganan perubahan iklim",
            "Ekosistem lautan", "Ekosistem daratan", "Perdamaian, keadilan dan kelembagaan yang tangguh",
            "Kemitraan untuk mencapai tujuan",
        ),
        start=1,
    )
}  # fmt: skip
