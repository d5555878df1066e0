"""Invented people: first names with "Contoh" as their family name."""

FIRST_NAMES = (
    *("Siti", "Bagas", "Dewi", "Agus", "Rina", "Joko", "Wulan", "Hendra", "Maria", "Yohanes"),
    *("Ayu", "Fajar", "Lestari", "Bambang", "Ratna", "Dimas", "Sari", "Yusuf", "Nur", "Anita"),
    *("Petrus", "Marlina", "Rizky", "Indah", "Slamet", "Kartika", "Arif", "Tini", "Gita", "Umar"),
    *("Melati", "Surya", "Wahyu", "Intan", "Dodi", "Yanti", "Eko", "Laras", "Samuel", "Niken"),
    *(
        "Tono",
        "Ratih",
        "Galih",
        "Puspa",
        "Bayu",
        "Mira",
        "Adi",
        "Endah",
        "Guntur",
        "Lina",
        "Imam",
        "Wening",
        "Raka",
        "Utami",
        "Danang",
        "Prita",
        "Seno",
        "Tiara",
    ),
)
COMMENTS = (
    "Cepat dan ramah, terima kasih.",
    "Tidak perlu datang ke kantor, sangat membantu.",
    "Mohon jawabannya lebih cepat pada hari Jumat.",
    "Syaratnya sudah jelas dari awal.",
    "Sempat menunggu, tetapi diberi tahu alasannya.",
    "Petugasnya sabar menjelaskan kepada orang tua saya.",
    "Semoga bisa juga pada hari Sabtu.",
)
