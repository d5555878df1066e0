"""The bot's policy in words, for the page on which a sentence is tried. Pure."""

from collections.abc import Mapping

from tickets.act_words import ACT_WORDS
from tickets.intake.acts import Act
from tickets.intake.policy import Move, Sign, Situation, What

SIGN_WORDS: Mapping[Sign, str] = {
    Sign.PICKED: "Memilih dari menu",
    Sign.LOOKUP: "Mengetik CEK",
    Sign.NUMBER: "Angka yang tidak menjawab apa pun",
    Sign.MARK: "Stiker, emoji, atau tanda baca tanpa kata",
    Sign.FILES: "Mengirim foto, berkas, atau lokasi",
    Sign.VOICE: "Mengirim suara atau menelepon",
    Sign.STRANGE: "Kiriman yang tidak dapat dibuka",
}
SITUATION_WORDS: Mapping[Situation, str] = {
    Situation.NO_TICKET: "baru menulis",
    Situation.CHOOSING: "layanan belum dipilih",
    Situation.DOCUMENTS: "berkas atau cerita ditunggu",
    Situation.WITH_OFFICER: "urusan di petugas",
    Situation.TWO_OPEN: "beberapa urusan terbuka",
    Situation.RESOLVED: "urusan selesai",
    Situation.CLOSED: "urusan ditutup",
}
MOVE_WORDS: Mapping[Move, str] = {
    Move.QUIET: "diam, petugas yang membacanya",
    Move.GREET: "menyapa dan menunjukkan menu",
    Move.GREET_AGAIN: "menyapa singkat",
    Move.GREET_BACK: "membalas salam",
    Move.THANK_BACK: "membalas terima kasih",
    Move.LET_GO: "tidak dicatat sebagai urusan",
    Move.LOOK_UP: "mencari urusan dari nomornya",
    Move.TELL_STATUS: "memberitahukan perkembangan",
    Move.TELL_OFFICE: "memberitahukan jam atau alamat kantor",
    Move.TELL_SURVEY: "menjelaskan survei kepuasan",
    Move.TELL_STANDARD: "menjawab dari standar pelayanan",
    Move.SAY_WHAT_IS_AWAITED: "mengatakan apa yang ditunggu",
    Move.POINT: "menunjukkan nomor atau kantor yang tepat",
    Move.BEGIN: "memulai urusan, atau menanyakan layanannya",
    Move.BEGIN_COMPLAINT: "memulai pengaduan",
    Move.TAKE_IN: "menerimanya untuk layanan yang dipilih",
    Move.CORRECT: "memakai layanan yang dimaksud",
    Move.SKIP: "meneruskan tanpa yang diminta",
    Move.SHOW_MENU: "menunjukkan menu",
    Move.SHOW_MENU_BESIDE: "menunjukkan menu tanpa mengganggu urusan yang berjalan",
    Move.CHOOSE_ROW: "mengikuti pilihan",
    Move.TO_PERSON: "meneruskan ke petugas",
    Move.ASSURE: "mengatakan bahwa pesannya sudah di petugas",
    Move.CANNOT_READ: "mengatakan sekali bahwa kiriman tidak dapat dibuka",
    Move.STAY_UNNAMED: "merahasiakan nama dan nomor",
    Move.RAISE_ALARM: "memberi nomor darurat dan menandai darurat",
    Move.WITHDRAW: "membatalkan urusan",
    Move.NOTHING_TO_CANCEL: "mengatakan tidak ada yang dibatalkan",
    Move.GO_ON: "melanjutkan yang dibatalkan",
    Move.REOPEN: "membuka kembali urusan",
    Move.TAKE_ANOTHER: "menanyakan apakah ini urusan lain",
    Move.WITHDRAW_ONE: "membatalkan yang disebut atau semuanya, atau menanyakan yang mana",
    Move.ASK_WHICH: "menanyakan urusan yang mana",
    Move.ASK_IF_IT_GOES_ON: "menanyakan lanjutan atau baru",
    Move.STOP: "tidak mengirim pesan lagi",
    Move.IN_ENGLISH: "menjawab dalam bahasa Inggris",
}


def cell_words(what: What, situation: Situation, move: Move) -> str:
    """ "Menanyakan jam layanan, baru menulis: memberitahukan jam atau alamat kantor"."""
    said = ACT_WORDS[what] if isinstance(what, Act) else SIGN_WORDS[what]
    return f"{said}, {SITUATION_WORDS[situation]}: {MOVE_WORDS[move]}"
