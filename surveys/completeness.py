"""What a questionnaire lacks before citizens can be asked with it. Pure: plain rows in, words out."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

VALUES = [1, 2, 3, 4]
# Other fields of the citizen's form.
TAKEN = {"gender", "education", "occupation", "occupation_other", "comment"}


class Question(Protocol):
    """One element with its choices."""

    code: str
    key: str
    order: int
    question_number: int
    question: str

    @property
    def choices(self) -> Any: ...


def faults_of(elements: Sequence[Question]) -> list[str]:
    """Every fault in plain Indonesian; none where it can be used."""
    if not elements:
        return ["belum ada unsur"]
    faults = []
    for element in elements:
        name = element.code or f"nomor {element.question_number}"
        if not element.code.strip() or element.code.lower() in TAKEN:
            faults.append(f"kode unsur {name} tidak dapat dipakai")
        if not element.question.strip():
            faults.append(f"unsur {name} belum mempunyai pertanyaan")
        if sorted(choice.value for choice in element.choices.all()) != VALUES:
            faults.append(f"unsur {name} belum mempunyai empat pilihan bernilai 1 sampai 4")
        if not all(choice.label.strip() for choice in element.choices.all()):
            faults.append(f"unsur {name} mempunyai pilihan tanpa kata")
    kinds = {
        "kode": [element.code.lower() for element in elements],
        "nama kunci": [element.key.lower() for element in elements],
        "urutan": [str(element.order) for element in elements],
        "nomor pertanyaan": [str(element.question_number) for element in elements],
    }
    return faults + [
        f"{kind} {one} dipakai dua kali" for kind in kinds for one in _twice(kinds[kind])
    ]


def _twice(values: Iterable[str]) -> list[str]:
    listed = list(values)
    return sorted({one for one in listed if listed.count(one) > 1})
