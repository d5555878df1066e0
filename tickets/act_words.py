"""What each act of the bot is called under /kelola/. Pure."""

from collections.abc import Mapping

from tickets.intake.acts import Act

ACT_WORDS: Mapping[Act, str] = {
    Act.GREETING: "Menyapa",
    Act.THANKS: "Berterima kasih, memuji",
    Act.STATUS: "Menanyakan perkembangan",
    Act.HOURS: "Menanyakan jam layanan",
    Act.PLACE: "Menanyakan alamat kantor",
    Act.CONTACT: "Menanyakan telepon, email, situs",
    Act.WHO: "Menanyakan siapa yang menjawab",
    Act.FEE: "Menanyakan biaya",
    Act.DURATION: "Menanyakan lamanya",
    Act.REQUIREMENTS: "Menanyakan persyaratan",
    Act.APPLY: "Mengajukan permohonan",
    Act.CONSULT: "Bertanya, berkonsultasi",
    Act.COMPLAINT: "Mengadu",
    Act.COMPLAINT_STAFF: "Mengadukan petugas",
    Act.ANONYMITY: "Minta dirahasiakan",
    Act.EMERGENCY: "Keadaan darurat",
    Act.CANCEL: "Membatalkan",
    Act.RESUME: "Jadi lagi setelah batal",
    Act.UNFINISHED: "Mengatakan belum beres",
    Act.WRONG_RECIPIENT: "Salah kirim",
    Act.OTHER_LINE: "Mencari kantor atau nomor lain",
    Act.SURVEY: "Menanyakan survei kepuasan",
    Act.STOP: "Minta tidak dihubungi lagi",
    Act.OTHER_LANGUAGE: "Menulis dalam bahasa asing",
    Act.CHITCHAT: "Mengobrol, spam",
    Act.MENU: "Minta menu",
    Act.PERSON: "Minta petugas",
    Act.SKIP: "Melewati pertanyaan",
    Act.YES: "Mengiyakan",
    Act.NO: "Menolak",
    Act.TELL: "Menceritakan sesuatu",
}
# TELL is what is left when no example fits.
TEACHABLE = tuple((act.value, words) for act, words in ACT_WORDS.items() if act != Act.TELL)


def act_words(act: str) -> str:
    """The name of an act; its code where this version does not know it."""
    return ACT_WORDS[Act(act)] if act in {*Act} else act
