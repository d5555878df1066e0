"""Answers that do not fit their questionnaire: never an error, never in an index, always said."""

from collections import Counter

from django.db.models import Count, Q

from surveys.models import Answer


def fitting(within: Q) -> tuple[Q, int]:
    """The answers of those who answered the same questions as most, and how many others there are.

    `within` is a condition on answers; so is what is returned. Reads each response once, which
    happens only where a question was added or taken away between two answers.
    """
    asked: dict[int, list[int]] = {}
    rows = Answer.objects.filter(within).order_by("response", "element")
    for response, element in rows.values_list("response", "element").iterator():
        asked.setdefault(response, []).append(element)
    forms = Counter(tuple(elements) for elements in asked.values())
    if not forms:
        return Q(pk__in=[]), 0
    most = max(forms, key=lambda form: (forms[form], len(form)))
    some = Answer.objects.filter(within, element__in=most).values("response")
    whole = some.annotate(n=Count("pk")).filter(n=len(most)).values("response")
    others = Answer.objects.filter(within).exclude(element__in=most).values("response")
    same = Q(response__in=whole) & ~Q(response__in=others)
    return within & same, len(asked) - forms[most]
