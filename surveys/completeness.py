"""What is missing from an instrument's elements before it can be used. Pure."""

from collections.abc import Iterable, Sequence

from surveys.instrument import Element

ANSWERS = 4
# Other fields of the citizen's form, and of a paper one that an officer types in.
TAKEN = {"gender", "education", "occupation", "occupation_other", "comment"} | {
    "service", "once", "begun", "filled_on",
}  # fmt: skip


def faults_of(elements: Sequence[Element]) -> list[str]:
    """Every fault in plain Indonesian; none where the elements can be used."""
    if not elements:
        return ["belum ada unsur"]
    faults = [fault for element in elements for fault in _faults_of_one(element)]
    kinds = {
        "kode": [element.code.lower() for element in elements],
        "nama kunci": [element.key.lower() for element in elements],
        "urutan": [str(element.order) for element in elements],
        "nomor pertanyaan": [str(element.question_number) for element in elements],
    }
    return faults + [
        f"{kind} {one} dipakai dua kali" for kind in kinds for one in _twice(kinds[kind])
    ]


def _faults_of_one(element: Element) -> list[str]:
    name = element.code or f"nomor {element.question_number}"
    faults = []
    if not element.code.strip() or element.code.lower() in TAKEN:
        faults.append(f"kode unsur {name} tidak dapat dipakai")
    if not element.question.strip():
        faults.append(f"unsur {name} belum mempunyai pertanyaan")
    if len(element.answers) != ANSWERS:
        faults.append(f"unsur {name} belum mempunyai empat pilihan bernilai 1 sampai 4")
    if not all(label.strip() for label in element.answers):
        faults.append(f"unsur {name} mempunyai pilihan tanpa kata")
    return faults


def _twice(values: Iterable[str]) -> list[str]:
    listed = list(values)
    return sorted({one for one in listed if listed.count(one) > 1})
