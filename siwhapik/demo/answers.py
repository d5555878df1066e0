"""Survey invitations and answers of the example data, enough for an index."""

import datetime as dt
import random
import secrets
from dataclasses import replace

from services.models import Agency, Membership, Role, Staff
from siwhapik.demo.ground import Office
from siwhapik.demo.past import KOBER
from siwhapik.demo.people import COMMENTS
from siwhapik.demo.thread import Thread
from surveys import adding, answering, papering, period_steps, recommending, reviewing
from surveys.invitations import VALID, hash_of
from surveys.loading import questionnaire_in_use
from surveys.models import AddedQuestion, Element, Invitation, ProfileOption, SurveyPeriod
from surveys.paper_import import PaperForm
from tickets import last_message
from tickets.models import Message, Ticket, TicketEvent

# The share of invited citizens who answer.
ANSWERING = 0.72
# Forms on paper in the ended period of each office: with them there are enough to be published.
PAPER = 11
# How people judge, by element: weights of 1 to 4. Fees are free; the room is the weakest.
USUAL = (1, 6, 52, 41)
JUDGED = {"fee": (0, 0, 4, 96), "time": (2, 14, 54, 30), "facility": (3, 18, 56, 23)}
# How the ready questions are answered at the one office that asks them, by choice.
BESIDES = {adding.SOLVED: (78, 14, 8), adding.NEEDS: (26, 34, 22, 8, 6, 4)}

# What who evaluates finds of a finished period, in turn.
REVIEWS = (
    ("recommend", "Unsur terendah perlu rencana perbaikan dengan tenggat (contoh)."),
    ("adequate", "Sampel dan sebarannya wajar (contoh)."),
)


class Survey:
    """Invites for resolved tickets as the sweep would have done, and answers for most."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now
        self._chance = random.Random("survei")  # noqa: S311 - example data, not a secret
        self._besides_chance = random.Random("tambahan")  # noqa: S311 - example data, not a secret
        self._added: list[AddedQuestion] | None = None
        self._questionnaire = questionnaire_in_use()
        self._elements = list(self._questionnaire.elements.all())
        self._options = list(self._questionnaire.profile_options.all())

    def ask(self, ticket: Ticket) -> None:
        """One invitation for the resolution of this ticket."""
        resolution = ticket.events.filter(verb=TicketEvent.Verb.RESOLVED).last()
        if resolution is None or ticket.outcome in Ticket.SETTLING_OUTCOMES:
            return
        at = resolution.at + dt.timedelta(minutes=2)
        invitation = Invitation.objects.create(
            resolution=resolution,
            ticket=ticket,
            agency=ticket.agency,
            service=ticket.service,
            standard=ticket.standard,
            officer=resolution.actor,
            questionnaire=self._questionnaire,
            state=Invitation.State.SENT,
            message=self._letter(ticket, at),
            token_hash=hash_of(secrets.token_urlsafe(24)),
            created_at=at,
            expires_at=at + VALID,
        )
        TicketEvent.objects.create(
            ticket=ticket, verb=TicketEvent.Verb.SURVEY_INVITED, at=at, data={"by": "system"}
        )
        answered = at + dt.timedelta(minutes=self._chance.randint(3, 900))
        if answered < self.now and self._chance.random() < ANSWERING:
            form = replace(self._form(), added=self._besides(ticket.agency))
            answering.submit(invitation, form=form, now=answered)

    def bring_paper(self, office: Office) -> None:
        """Forms that citizens filled in at the counter, typed in by the supervisor before the ended period was closed."""
        if office.supervisor is None:
            return
        ended = office.agency.survey_periods.filter(ends_on__lt=self.now.date()).get()
        forms = [
            PaperForm(
                service=self._chance.choice(list(office.services.values())),
                filled_on=ended.ends_on - dt.timedelta(days=self._chance.randint(0, 20)),
                values={one.code: self._value(one) for one in self._elements},
                profile={field: self._option(field) for field in ProfileOption.Field.values},
                comment=self._chance.choice(COMMENTS) if not number % 3 else "",
            )
            for number in range(PAPER)
        ]
        source = papering.Source(filename="formulir-loket-contoh.csv")
        papering.enter(
            office.agency, forms=forms, source=source, by=office.supervisor, now=self.now
        )

    def _letter(self, ticket: Ticket, at: dt.datetime) -> Message | None:
        if ticket.conversation is None:
            return None
        message = Thread.survey_letter(ticket.conversation, at)
        message.ticket = ticket
        message.save()
        Ticket.objects.filter(pk=ticket.pk).update(
            message_count=ticket.messages.exclude(direction=Message.Direction.NOTE).count(),
            **last_message.copy_of(message),
        )
        return message

    def _form(self) -> answering.Form:
        leaves_words = self._chance.random() < 0.4
        return answering.Form(
            values={element: self._value(element) for element in self._elements},
            profile={field: self._option(field) for field in ProfileOption.Field.values},
            comment=self._chance.choice(COMMENTS) if leaves_words else "",
        )

    def _besides(self, agency: Agency) -> dict[AddedQuestion, int]:
        """What is answered to the ready questions, which one office asks."""
        if agency.code != KOBER:
            return {}
        if self._added is None:
            admin = agency.memberships.filter(role=Role.AGENCY_ADMIN).select_related("staff").get()
            self._added = [
                adding.ask_ready(agency, one.code, by=admin.staff) for one in adding.READY
            ]
        return {
            one: self._besides_chance.choices(range(1, len(one.choices) + 1), BESIDES[one.ready])[0]
            for one in self._added
        }

    def _value(self, element: Element) -> int:
        return self._chance.choices((1, 2, 3, 4), JUDGED.get(element.key, USUAL))[0]

    def _option(self, field: str) -> str:
        codes = [one.code for one in self._options if one.field == field]
        return self._chance.choice(codes) if codes else ""


def publish_what_has_ended(now: dt.datetime) -> None:
    """Close and publish the periods that are over, as each office's admin would."""
    for period in SurveyPeriod.objects.select_related("agency").filter(ends_on__lt=now.date()):
        held = period.agency.memberships.filter(role=Role.AGENCY_ADMIN).select_related("staff")
        admin = held.get().staff
        period_steps.close(period, by=admin, now=now)
        period_steps.publish(period, by=admin, now=now, knows_few=True)


def review_what_has_ended() -> None:
    """Who evaluates has reviewed all finished periods but the last office's: that one waits."""
    evaluator = _evaluator()
    done = SurveyPeriod.objects.filter(frozen__isnull=False).order_by("agency__name", "pk")
    for number, period in enumerate(list(done)[:-1]):
        recommending.note_opened(period, by=evaluator)
        outcome, note = REVIEWS[number % len(REVIEWS)]
        found = reviewing.Review(snapshot_id=period.frozen_id or 0, outcome=outcome, note=note)
        reviewing.review(period, found=found, by=evaluator)


def _evaluator() -> Staff:
    held = Membership.objects.filter(role=Role.EVALUATOR, agency=None).select_related("staff")
    return held.get().staff
