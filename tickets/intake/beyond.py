"""Questions that no standard answers: a person reads them, also where the standard was told meanwhile."""

from tickets.intake.acts import Act
from tickets.intake.frames import is_said
from tickets.intake.hearing_acts import COURTESY
from tickets.intake.normal import NUMBER, VOCABULARY, asks, words_of
from tickets.intake.scene import Scene, asking_words, weak_words
from tickets.intake.values import ServiceInfo

# What the standard, the calendar and the office's data answer.
_ANSWERED = (Act.FEE, Act.DURATION, Act.HOURS, Act.PLACE, Act.CONTACT)
# Groups of frames.toml with which the standard itself is asked for.
_STANDARD = ("cara_saja", "syarat", "perlu_apa", "berkas_apa")


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
    whether = words[-1:] == ("tidak",) or is_said("bolehkah", words)
    asked = reading.is_question or asks(reading.text) or whether
    if not asked or scene.heard(*_ANSWERED):
        return False
    if any(is_said(group, words) for group in _STANDARD):
        return False
    named = (service.name, service.short_name, *service.keywords)
    alike = (each.by for each in reading.services if each.service_id == service.id)
    polite = (each.by for one in reading.heard for each in one.near if each.name in COURTESY)
    told = (*named, *alike, *polite, *service.requirements)
    known = {word for text in told for word in words_of(text)}
    known |= VOCABULARY.questions | VOCABULARY.wishes | asking_words() | weak_words() | {NUMBER}
    return not known.issuperset(words)
