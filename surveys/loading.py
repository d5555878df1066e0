"""Loads the instruments' files into the database: each version once, never changed after that.

A changed file becomes the next version of its code. The super admin chooses under /kelola/ which
version citizens are asked.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max

from surveys.instrument import Instrument
from surveys.instrument_files import read_all
from surveys.models import Choice, Element, ProfileOption, Questionnaire

# The national survey: used unless the super admin has chosen another.
STANDARD = "permenpanrb-14-2017"


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What loading changed: new versions, and earlier rows that were matched to a file."""

    added: tuple[Questionnaire, ...] = ()
    recognised: tuple[Questionnaire, ...] = ()


def load(instruments: list[Instrument] | None = None) -> Loaded:
    """Write the versions that the database lacks; loading twice changes nothing.

    Reads the product's own files where none are given. Raises BadInstrument, and nothing changed.
    """
    try:
        return _load(instruments)
    except IntegrityError:  # another process has added the same first version meanwhile
        return _load(instruments)


@transaction.atomic
def _load(instruments: list[Instrument] | None) -> Loaded:
    added, recognised = [], []
    for instrument in read_all() if instruments is None else instruments:
        # Of two processes that load a known code at once, the second waits here and finds it done.
        known = list(Questionnaire.objects.select_for_update().filter(code=instrument.code))
        if any(one.digest == instrument.digest for one in known):
            continue
        same = next((one for one in known if _is_described_by(one, instrument)), None)
        if same is not None:
            recognised.append(_recognise(same, instrument))
        else:
            added.append(_add(instrument))
    _use_the_standard_where_nothing_is_chosen()
    return Loaded(added=tuple(added), recognised=tuple(recognised))


def questionnaire_in_use() -> Questionnaire:
    """The version that citizens are asked now.

    The standard one, loaded if need be, where none was chosen or the chosen one is incomplete.
    """
    chosen = Questionnaire.objects.filter(is_default=True).first()
    if chosen is not None and not chosen.faults():
        return chosen
    load()
    return Questionnaire.objects.filter(code=STANDARD).latest("version")


def _is_described_by(questionnaire: Questionnaire, instrument: Instrument) -> bool:
    """Whether rows from before instruments were files equal the file, word for word."""
    return not questionnaire.digest and questionnaire.asks() == list(instrument.elements)


def _recognise(questionnaire: Questionnaire, instrument: Instrument) -> Questionnaire:
    for name, value in _columns(instrument).items():
        setattr(questionnaire, name, value)
    questionnaire.save(update_fields=list(_columns(instrument)))
    for listed in instrument.profile:
        rows = questionnaire.profile_options.filter(field=listed.field)
        rows.filter(code__in=[code for code, _ in listed.options]).update(is_added=False)
    return questionnaire


def _add(instrument: Instrument) -> Questionnaire:
    before = Questionnaire.objects.filter(code=instrument.code)
    latest = before.aggregate(latest=Max("version"))["latest"] or 0
    questionnaire = Questionnaire.objects.create(
        code=instrument.code, version=latest + 1, **_columns(instrument)
    )
    for element in instrument.elements:
        row = Element.objects.create(
            questionnaire=questionnaire,
            code=element.code,
            key=element.key,
            order=element.order,
            question_number=element.question_number,
            name=element.name,
            definition=element.definition,
            question=element.question,
        )
        Choice.objects.bulk_create(
            Choice(element=row, value=value, label=label)
            for value, label in enumerate(element.answers, start=1)
        )
    _add_profile(questionnaire, instrument)
    _take_over_added_options(questionnaire, before.filter(version=latest).first())
    return questionnaire


def _columns(instrument: Instrument) -> dict[str, object]:
    return {
        "name": instrument.name,
        "legal_basis": instrument.legal_basis,
        "digest": instrument.digest,
        "legacy_weights": list(instrument.legacy_weights),
        "grades": [[one.letter, one.label, str(one.lower)] for one in instrument.grades],
        "unconfirmed": list(instrument.unconfirmed),
    }


def _add_profile(questionnaire: Questionnaire, instrument: Instrument) -> None:
    ProfileOption.objects.bulk_create(
        ProfileOption(
            questionnaire=questionnaire,
            field=listed.field,
            code=code,
            label=label,
            order=order,
            is_added=False,
        )
        for listed in instrument.profile
        for order, (code, label) in enumerate(listed.options, start=1)
    )


def _take_over_added_options(new: Questionnaire, before: Questionnaire | None) -> None:
    """Copy the options that offices added to the version before into the new one."""
    if before is None:
        return
    known = set(new.profile_options.values_list("field", "code"))
    for option in before.profile_options.filter(is_added=True):
        if (option.field, option.code) not in known:
            option.pk, option.questionnaire = None, new
            option.save(force_insert=True)


def _use_the_standard_where_nothing_is_chosen() -> None:
    if not Questionnaire.objects.filter(is_default=True).exists():
        standard = Questionnaire.objects.filter(code=STANDARD).order_by("-version").first()
        if standard is not None:
            standard.is_default = True
            standard.save(update_fields=["is_default"])
