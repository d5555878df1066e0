"""The next ticket by itself, as each person has chosen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.models import Staff
from services.models.staff import GoesOn
from tickets.models import Ticket
from tickets.views.guard import staff_of, staff_page
from tickets.views.verbs import done


def goes_on(staff: Staff, least: GoesOn) -> bool:
    """Whether this person wants the next ticket after what needs `least`."""
    return GoesOn(staff.goes_on).follows(least)


def go_on(request: HttpRequest, ticket: Ticket, words: str) -> HttpResponse:
    """To the next ticket in this person's hands, else back to the queue."""
    staff = staff_of(request)
    mine = Ticket.objects.visible_to(staff).next_for(staff, timezone.now())
    following = mine.exclude(pk=ticket.pk).first()
    if following is None:
        after, words = reverse("tickets:queue"), f"{words} Tidak ada lagi yang menunggu Anda."
    else:
        after, words = following.get_absolute_url(), f"{words} Ini tiket Anda yang berikutnya."
    return done(request, ticket, words=words, after=after)


@staff_page
@require_http_methods(["GET", "POST"])
def choice(request: HttpRequest) -> HttpResponse:
    """The page /akun/tiket-berikutnya/."""
    staff = staff_of(request)
    if request.method == "POST" and request.POST.get("sesudah") in GoesOn.values:
        Staff.objects.filter(pk=staff.pk).update(goes_on=request.POST["sesudah"])
        messages.success(request, "Pilihan disimpan.")
        return redirect("tickets:going-on")
    context = {"choices": GoesOn.choices, "chosen": staff.goes_on}
    return render(request, "tickets/going_on.html", context)
