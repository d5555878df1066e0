"""Questions that no standard answers: a person reads them, also where the standard was told meanwhile."""

from tickets.intake.acts import Act
from tickets.intake.frames import is_said
from tickets.intake.hearing_acts import COURTESY
from tickets.intake.normal import NUMBER, VOCABULARY, words_of
from tickets.intake.normal import asks as ends_asking
from tickets.intake.scene import Scene, asking_words, weak_words
from tickets.intake.values import ServiceInfo

# What the standard, the calendar and the office's data answer.
_ANSWERED = (Act.FEE, Act.DURATION, Act.HOURS, Act.PLACE, Act.CONTACT)
# Groups of frames.toml with which the standard itself is asked for.
_STANDARD = ("cara_saja", "syarat", "perlu_apa", "berkas_apa")


def asks(scene: Scene) -> bool:
    """Whether something is asked, with or without a question mark: "KTP harus asli atau fotokopi"."""
    reading = scene.reading
    whether = words_of(reading.text)[-1:] == ("tidak",) or scene.heard(Act.REQUIREMENTS)
    return bool(reading.texts) and (reading.is_question or ends_asking(reading.text) or whether)


def is_left(scene: Scene, service: ServiceInfo) -> bool:
    """Whether a person has to read it though the standard is told: a question of its own, or trouble with
    what one has ("barcode KK tidak terbaca", "IKD tidak bisa login").
    """
    troubled = is_said("gangguan", words_of(scene.reading.text))
    return troubled or asks_more(scene, service)


def asks_more(scene: Scene, service: ServiceInfo) -> bool:
    """Whether a wish that is put as a question asks something of its own: "yang urus KIS boleh diwakilkan?",
    and not only whether one may begin ("bisa bikin SKCK di sini?").
    """
    reading, words = scene.reading, words_of(scene.reading.text)
    if not (asks(scene) or is_said("bolehkah", words)) or scene.heard(*_ANSWERED):
        return False
    named = (service.name, service.short_name, *service.keywords)
    alike = (each.by for each in reading.services if each.service_id == service.id)
    polite = (each.by for one in reading.heard for each in one.near if each.name in COURTESY)
    told = (*named, *alike, *polite, *service.requirements)
    known = {word for text in told for word in words_of(text)}
    known |= VOCABULARY.questions | VOCABULARY.wishes | asking_words() | weak_words() | {NUMBER}
    # "Syarate opo ae": one strange word beside the question for the standard itself is a way to speak.
    standard = any(is_said(group, words) for group in _STANDARD)
    return len(set(words) - known) > standard
