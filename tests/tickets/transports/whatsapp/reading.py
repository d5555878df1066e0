"""What tests read from webhooks."""

from tests.tickets.transports.whatsapp import samples
from tickets.transports.whatsapp.payloads import parse


def only(*messages, **kinds):
    [item] = parse(samples.posted(*messages, **kinds))
    return item
