"""The survey instruments that come with the product, each a frozen file under `instruments/`.

A file is never edited once it was released: other words are another version with another code,
because results of two versions are not to be compared.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps

from surveys.models import Questionnaire

NINE_ELEMENTS = "permenpanrb-14-2017"
_FOLDER = Path(__file__).parent / "instruments"


def install(code: str, *, model: Callable[[str, str], Any]) -> None:
    """Write an instrument's rows; does nothing where its code exists (a migration calls it too).

    `model` finds a model by app and name: the migration's own or today's.
    """
    data = json.loads((_FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    questionnaires = model("surveys", "Questionnaire").objects
    questionnaire, is_new = questionnaires.get_or_create(
        code=data["code"],
        defaults={
            "name": data["name"],
            "legal_basis": data["legal_basis"],
            "is_default": not questionnaires.filter(is_default=True).exists(),
        },
    )
    if not is_new:
        return
    for row in data["elements"]:
        choices = row.pop("choices")
        element = model("surveys", "Element").objects.create(questionnaire=questionnaire, **row)
        model("surveys", "Choice").objects.bulk_create(
            model("surveys", "Choice")(element=element, value=value, label=label)
            for value, label in enumerate(choices, start=1)
        )
    options = model("surveys", "ProfileOption")
    options.objects.bulk_create(
        options(questionnaire=questionnaire, order=order, **row)
        for order, row in enumerate(data["profile_options"], start=1)
    )


def questionnaire_in_use() -> Questionnaire:
    """The version that citizens are asked now.

    The regulation's, installed if need be, where none was chosen or the chosen one is incomplete:
    nobody can answer an empty form.
    """
    chosen = Questionnaire.objects.filter(is_default=True).first()
    if chosen is not None and not chosen.faults():
        return chosen
    install(NINE_ELEMENTS, model=apps.get_model)
    return Questionnaire.objects.get(code=NINE_ELEMENTS)
