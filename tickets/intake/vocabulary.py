"""The words that the bot knows: greetings, thanks, commands, fillers, synonyms."""

import re
import unicodedata

GREETINGS = frozenset(
    [
        "halo",
        "hallo",
        "hello",
        "helo",
        "hai",
        "hay",
        "hi",
        "hei",
        "hey",
        "p",
        "ping",
        "permisi",
        "punten",
        "tes",
        "test",
        "assalamualaikum",
        "asalamualaikum",
        "assalamu'alaikum",
        "assalamualaikm",
        "ass",
        "aslm",
        "salam",
        "selamat",
        "met",
        "pagi",
        "siang",
        "sore",
        "malam",
        "petang",
        "kulonuwun",
        "sampurasun",
        "mulai",
        "start",
    ]
)
FILLERS = frozenset(
    [
        "pak",
        "bapak",
        "bu",
        "ibu",
        "mas",
        "mbak",
        "kak",
        "kakak",
        "min",
        "admin",
        "om",
        "bang",
        "gan",
        "sis",
        "ya",
        "yaa",
        "nih",
        "dong",
        "deh",
        "kok",
        "sih",
        "wr",
        "wb",
        "warahmatullahi",
        "wabarakatuh",
        "waalaikumsalam",
        "alaikum",
        "dan",
    ]
)
THANKS = frozenset(
    [
        "terima",
        "terimakasih",
        "kasih",
        "makasih",
        "makasi",
        "trims",
        "trimakasih",
        "tks",
        "thx",
        "thanks",
        "thank",
        "you",
        "tq",
        "nuhun",
        "hatur",
        "suwun",
        "nuwun",
        "matur",
        "ok",
        "oke",
        "okey",
        "okay",
        "okk",
        "siap",
        "baik",
        "sip",
        "sipp",
        "mantap",
        "mantab",
        "alhamdulillah",
        "syukur",
        "ya",
        "iya",
        "iyaa",
        "yes",
        "amin",
        "aamiin",
        "sama-sama",
        "samasama",
    ]
)
_THANKS_AROUND = frozenset(
    [
        "banyak",
        "sangat",
        "sekali",
        "atas",
        "bantuan",
        "bantuannya",
        "informasi",
        "informasinya",
        "infonya",
        "info",
        "pelayanan",
        "pelayanannya",
        "sudah",
        "dibantu",
        "membantu",
        "responnya",
        "jawaban",
        "jawabannya",
        "semoga",
        "sehat",
        "selalu",
        "sukses",
        "berkah",
        "ke",
        "untuk",
        "nya",
        "saya",
        "terima",
        "mengerti",
        "paham",
        "kami",
    ]
)
PETUGAS = frozenset(
    ["petugas", "operator", "admin", "cs", "manusia", "staf", "staff", "pegawai", "customer"]
)
MENU = frozenset(["menu", "layanan"])
# To an offer a denial says "skip it"; of a finished matter it is an objection.
DENIALS = frozenset(["tidak", "gak", "ga", "nggak", "tdk"])
SKIP = DENIALS | {"lewati", "skip", "lewat", "selesai", "cukup", "sudah"}
CHECK = frozenset(["cek", "check", "chek", "cekk", "status", "lacak"])
NUMBERS = {
    word: number
    for number, word in enumerate(
        ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"],
        start=1,
    )
}
UNFINISHED = re.compile(
    r"\b(belum|blm|blum|tidak|tdk|gak|ga|nggak)\s+(\w+\s+)?"
    r"(beres|selesai|tuntas|kelar|diperbaiki|ditangani|teratasi|jadi)\b"
)
STOP = (
    frozenset(
        [
            "saya",
            "aku",
            "kami",
            "mau",
            "ingin",
            "pengen",
            "pingin",
            "minta",
            "mohon",
            "tolong",
            "bisa",
            "buat",
            "bikin",
            "membuat",
            "urus",
            "mengurus",
            "ngurus",
            "cara",
            "gimana",
            "bagaimana",
            "apa",
            "apakah",
            "syarat",
            "persyaratan",
            "di",
            "ke",
            "dari",
            "untuk",
            "yang",
            "dan",
            "atau",
            "ini",
            "itu",
            "dengan",
            "tentang",
            "soal",
            "info",
            "jadwal",
            "berapa",
            "biaya",
            "lama",
            "nya",
            "anak-anak",
            "baru",
            "lagi",
            "nomor",
            "no",
            "pilih",
            "pilihan",
            "layanan",
            "perlu",
            "butuh",
            "tanya",
            "bertanya",
            "mengajukan",
            "ajukan",
            "daftar",
        ]
    )
    | GREETINGS
    | FILLERS
)
SYNONYMS = {
    "meninggal": "mati",
    "wafat": "mati",
    "nikah": "kawin",
    "menikah": "kawin",
    "pernikahan": "kawin",
    "lapor": "adu",
    "pengadu": "adu",
    "adukan": "adu",
    "laporan": "adu",
    "laporkan": "adu",
    "keluhan": "adu",
    "komplain": "adu",
    "mengadu": "adu",
    "info": "informasi",
    "tanya": "informasi",
    "bpjs": "jaminan",
    "kis": "pbi",
}


def plain(text: str) -> str:
    """Lower case, without accents, emoji and punctuation; letters drawn out are shortened."""
    folded = unicodedata.normalize("NFKC", text[:2000]).casefold()
    spelled = "".join(char if char.isalnum() or char in "'-" else " " for char in folded)
    return re.sub(r"([a-z])\1{2,}", r"\1", " ".join(spelled.split()))


def tokens(text: str) -> list[str]:
    """The words of a text; a hyphenated word also counts as a whole."""
    found: list[str] = []
    for word in plain(text).split():
        bare = word.strip("'-")
        found += [bare] if "-" not in bare else [bare.replace("-", ""), *bare.split("-")]
    return [word for word in found if word]


def stem(word: str) -> str:
    """A word without common prefixes and suffixes; rough, but the same for both texts compared."""
    word = SYNONYMS.get(word, word)
    for suffix in ("nya", "lah", "kah", "kan", "an"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word.removesuffix(suffix)
    word = SYNONYMS.get(word, word)
    for prefix in ("meng", "peng", "men", "pen", "mem", "pem", "ber", "per", "ter", "ke", "di"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 4:
            word = word.removeprefix(prefix)
            break
    return SYNONYMS.get(word, word)


def is_greeting(text: str) -> bool:
    """Nothing but a greeting."""
    words = plain(text).split()
    return bool(words) and all(word in GREETINGS | FILLERS for word in words)


def is_thanks(text: str) -> bool:
    """Nothing but thanks, an "ok", emoji or punctuation; a question mark asks."""
    words = plain(text).split()
    if not words:
        return "?" not in unicodedata.normalize("NFKC", text)
    allowed = THANKS | FILLERS | _THANKS_AROUND
    return any(word in THANKS for word in words) and all(word in allowed for word in words)
