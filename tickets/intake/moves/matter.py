"""A matter in intake: opened, its service chosen, its files and story taken, handed in."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tickets.intake import memory as steps
from tickets.intake import saying
from tickets.intake.acts import Act
from tickets.intake.beyond import asks, is_left
from tickets.intake.entities import documents
from tickets.intake.frames import is_said
from tickets.intake.moves.elsewhere import also_elsewhere
from tickets.intake.normal import VOCABULARY, words_of
from tickets.intake.requirements import asked, is_named, said_of_papers
from tickets.intake.rows import service_rows
from tickets.intake.scene import Scene, Turn, asking_words, weak_words
from tickets.intake.values import (
    ChooseService,
    Enqueue,
    OpenTicket,
    Reply,
    ServiceInfo,
    Unmatched,
)

_KEPT = 40  # captions that the state keeps
# Groups of frames.toml, all of one of which ask for the requirements as a whole.
_AS_A_WHOLE = (("syarat",), ("perlu_apa",), ("berkas_apa", "apa"))


def on_intake(scene: Scene, go: Callable[[Scene], Turn], *, moves: tuple[int, ...] = ()) -> Turn:
    """The move on the ticket in intake; where there is none, on a new one.

    `moves`: earlier messages that belong to the new one.
    """
    if scene.in_intake_now:
        return go(scene)
    context = replace(scene.context, ticket=None)
    fresh = replace(scene, state=scene.state.for_new_ticket(), context=context, opens=True)
    turn = go(absorbed(fresh))
    return replace(turn, effects=(OpenTicket(moves=moves), *turn.effects))


def beside_this(scene: Scene, go: Callable[[Scene], Turn]) -> Turn:
    """Another matter begins; what was given for the present one goes to the officers as it is."""
    apart = replace(scene, context=replace(scene.context, ticket=None))
    opened = on_intake(apart, go)
    return replace(opened, effects=(Enqueue("other_matter"), *opened.effects))


def absorbed(scene: Scene) -> Scene:
    """The scene whose state has the files and the place that came. What was told beside a tapped row
    decides nothing: a person has to read it.
    """
    state, reading = scene.state, scene.reading
    files = list(reading.files)
    spoken = _said_beside(scene)
    if files and spoken:
        files[-1] = f"{files[-1]}\n{spoken}"  # "ini ktp dan kk" beside two photos
    unheard = "contacts" in scene.kinds or (bool(reading.tap) and scene.tells)
    return scene.with_state(
        files=(*state.files, *(each[:300] for each in files))[:_KEPT],
        photo=state.photo or reading.photo,
        location=state.location or reading.location,
        text=state.text or reading.voice or reading.strange or unheard,
    )


def credited(scene: Scene) -> Scene:
    """The scene whose state also knows the files that came for the matter that it took in last, now with
    the officers: whoever asks what is missing is not told of what came after the acknowledgement.
    """
    open_ones = scene.with_officers
    is_that = len(open_ones) == 1 and open_ones[0].service_id == scene.state.service_id
    if not (scene.reading.files and is_that):
        return scene
    return scene.with_state(files=absorbed(scene).state.files)


def _said_beside(scene: Scene) -> str:
    """What the words beside files say of papers; those that name the matter itself say nothing."""
    reading, awaited = scene.reading, scene.state.service_id
    captions = "\n".join(reading.files)
    said = []
    for each in reading.heard:
        if each.text not in reading.texts or each.text[:200] in captions:
            continue
        meant = each.service is not None and each.service == (awaited or reading.service)
        names = meant and not (awaited and each.names_documents)
        said.append(said_of_papers(each.text, names_service=names))
    return "\n".join(each for each in said if documents(each))


def noted(scene: Scene, service: ServiceInfo | None) -> Scene:
    """The scene whose state says that something was told; a wish for an application is answered by
    its standard, and "mau tanya" or a number alone tells nothing yet.
    """
    wish = service is not None and service.kind == "application" and service.requirements
    bare = scene.heard(Act.APPLY, Act.CONSULT) and not scene.tells
    silent = not scene.reading.texts or bool(scene.reading.entities.number)
    state = scene.state
    if silent:
        return scene
    if wish and service is not None and not went_wrong(scene):
        return scene.with_state(text=state.text or is_left(scene, service))
    return scene.with_state(told=state.told or scene.tells, text=state.text or not bare)


def the_only_one(scene: Scene) -> ServiceInfo | None:
    """A number of one service is written to for that service; one for complaints also about what went
    wrong with another one.
    """
    only = scene.only_service
    return None if scene.reading.elsewhere and not complains_of_it(scene) else only


def complains_of_it(scene: Scene) -> bool:
    """ "KTP saya dua bulan belum jadi", on a number that is there for complaints alone."""
    only, words = scene.only_service, words_of(scene.reading.text)
    wrong = scene.heard(Act.UNFINISHED, Act.COMPLAINT) or is_said("belum_selesai", words)
    return only is not None and only.kind == "complaint" and wrong


def went_wrong(scene: Scene) -> bool:
    """Whether something that was asked for did not come out right: no wish, and a person's to read."""
    return scene.reading.acts[:1] in ((Act.UNFINISHED,), (Act.COMPLAINT,))


def choose(scene: Scene, service: ServiceInfo) -> Turn:
    """The service is known: tell its standard, or go on if the matter is known too."""
    chosen = scene.with_state(
        service_id=service.id,
        step=steps.MATTER,
        misunderstandings=0,
        options=(),
        asked_at=scene.now,
        also=_second(scene, service),
    )
    after = _with_service(chosen, service)
    wish = service.kind == "application" and bool(service.requirements)
    asked = listed_for_teachers(scene) if wish and is_left(scene, service) else ()
    return replace(after, effects=(ChooseService(service.id), *after.effects, *asked))


def named_together(scene: Scene) -> tuple[ServiceInfo, ...]:
    """Applications that are named in one breath, two at least; "mau tanya" beside a wish is no matter."""
    found = [scene.named, *map(scene.catalogue.get, scene.reading.also)]
    both = tuple(each for each in found if each is not None and each.kind == "application")
    return both if len(both) > 1 else ()


def ask_which_first(scene: Scene, both: Sequence[ServiceInfo]) -> Turn:
    """Both are named, one at a time."""
    reply = Reply("two_matters", {}, service_rows(both))
    return scene.with_state(also=both[1].id, text=True).asks(reply, step=steps.MENU)


def _second(scene: Scene, service: ServiceInfo) -> int | None:
    """The other application of two that were named together: it comes after this one."""
    asked = [int(each[4:]) for each in scene.state.options if each.startswith("svc:")]
    named = (*scene.reading.also, *(asked if scene.state.also is not None else ()))
    others = (scene.catalogue.get(each) for each in named if each != service.id)
    return next((each.id for each in others if each and each.kind == "application"), None)


def _with_service(scene: Scene, service: ServiceInfo) -> Turn:
    if scene.heard(Act.PERSON) or scene.reading.calls:
        return hand_in(scene, "petugas")
    if scene.reading.voice:
        return hand_in(scene, "voice")
    if service.kind == "complaint":
        return complaint(scene, service)
    if service.kind == "application" and service.requirements:
        return _application(scene, service)
    told = scene.state.told or scene.state.files
    return hand_in(scene, "complete") if told else tell_standard(scene, service)


def _application(scene: Scene, service: ServiceInfo) -> Turn:
    """Its files go to the officers, and so does what went wrong with it; a wish is answered by the
    standard.
    """
    if scene.state.files or went_wrong(scene):
        return hand_in(scene, "complete")
    return tell_standard(scene, service)


def tell_standard(scene: Scene, service: ServiceInfo) -> Turn:
    """Its requirements and promise, and what to send now."""
    return Turn(
        replace(scene.state, asked_at=scene.now, informed=True),
        (saying.standard(scene, service, also_elsewhere(scene)),),
    )


def complaint(scene: Scene, service: ServiceInfo) -> Turn:
    """Ask for the story, then for place and picture where they matter, each once; then hand in."""
    state = replace(scene.state, text=True)
    told = state.location or scene.reading.entities.address
    asked = replace(state, step=steps.EXTRA, asked_at=scene.now)
    if not state.told and not scene.reading.strange:
        return Turn(asked, (saying.about("ask_story", scene, **_after_it(scene)),))
    # What is told in words is not missing.
    done = replace(asked, misunderstandings=1, location=told)
    if state.misunderstandings or not service.wants_location:
        return hand_in(replace(scene, state=replace(state, location=told)), "complete")
    lacks_photo = service.wants_photo and not state.photo
    if not state.location and (lacks_photo or not told):
        reply = Reply("ask_location", {"photo": lacks_photo, **_after_it(scene)})
        return Turn(done, (reply,))
    if lacks_photo:
        return Turn(done, (saying.about("ask_photo", scene, **_after_it(scene)),))
    return hand_in(replace(scene, state=replace(state, location=told)), "complete")


def _after_it(scene: Scene) -> dict[str, str]:
    """The second of two matters: it comes after what is asked for now."""
    also = scene.catalogue.get(scene.state.also)
    return {"also": also.short_name or also.name if also else ""}


def hand_in(scene: Scene, reason: str) -> Turn:
    """Acknowledge the matter and hand the ticket over to the officers."""
    reply = saying.acknowledged(scene, reason)
    state = scene.done()
    if state.also is not None:  # the second of two matters, one at a time
        state = replace(state, step=steps.BESIDE, options=(f"svc:{state.also}",))
        state = replace(state, asked_at=scene.now)
    asked = listed_for_teachers(scene) if reason == "question" else ()
    return Turn(state, (reply,), (Enqueue(reason), *asked))


def listed_for_teachers(scene: Scene) -> tuple[Unmatched, ...]:
    """A question that a person has to answer: the weekly list counts how often it is asked."""
    return tuple(Unmatched(text) for text in scene.reading.texts)


def waiting(scene: Scene) -> Turn:
    """What the bot waits for, in one sentence."""
    service = scene.service
    kind, name = (service.kind, service.name) if service else ("", "")
    reply = saying.about("waiting", scene, kind=kind, service=name)
    return Turn(replace(scene.state, asked_at=scene.now), (reply,))


def names_paper(scene: Scene, service: ServiceInfo) -> bool:
    """Whether the words name one of the papers that the service asks for."""
    papers = asked(service.requirements).papers
    return any(is_named(scene.reading.text, paper) for paper in papers)


def beside_the_standard(scene: Scene) -> bool:
    """Whether a question is about a paper that is asked for, or another detail: "fotokopinya harus
    berwarna?", "boleh diwakilkan?". Who asks for the requirements is told them.
    """
    service, words = scene.service, words_of(scene.reading.text)
    if service is None or not asks(scene) or _asks_for_all(words):
        return False
    wishes = scene.reading.service == service.id and not names_paper(scene, service)
    return not wishes and not answered_by(service, words)


def _asks_for_all(words: Sequence[str]) -> bool:
    return any(all(is_said(group, words) for group in each) for each in _AS_A_WHOLE)


def answered_by(service: ServiceInfo, words: Sequence[str]) -> bool:
    """Whether the standard has every word of a question: "perlu buku nikah tidak?"."""
    told = (*service.requirements, *service.optional_requirements)
    papers = {word for each in told for word in words_of(each)}
    known = papers | VOCABULARY.questions | asking_words() | weak_words()
    return not papers.isdisjoint(words) and known.issuperset(words)
