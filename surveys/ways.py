"""The ways in which an answer reaches us, as they are stored and as results name them."""

from django.db import models


class Way(models.TextChoices):
    """How a respondent came to the questions."""

    WHATSAPP = "wa", "WhatsApp"
    RECEIPT = "receipt", "Tanda terima"
    OPEN = "qr", "Tautan dan QR"
    KIOSK = "kiosk", "Loket"
    PAPER = "paper", "Formulir kertas"
