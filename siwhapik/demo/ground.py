"""Offices, catalogue, numbers and words of the example data."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import count

from django.utils.text import slugify

from services.models import (
    Agency,
    OfficeHours,
    Requirement,
    Service,
    ServiceStandard,
    Staff,
    Step,
)
from siwhapik.demo import civil, district, social, village
from siwhapik.demo.kinds import OfficeData, ServiceData
from surveys.loading import questionnaire_in_use
from surveys.models import SurveyPeriod
from tickets.models import Channel, MessageTemplate, QuickReply

OFFICES = (*social.OFFICES, *civil.OFFICES, *village.OFFICES, *district.OFFICES)
COMPLAINTS = (
    "Sampaikan lewat WhatsApp ini dengan menulis “pengaduan”, atau datang ke kantor. "
    "Pengaduan dijawab paling lambat 14 hari kerja. (contoh)"
)
# Perpres 21/2023 leaves the details to each agency; these are 37.5 hours a week.
WEEK = {
    **dict.fromkeys(range(4), (("07:30", "12:00"), ("13:00", "16:00"))),
    4: (("07:30", "11:30"), ("13:00", "16:30")),
}
FIRST_NUMBER_ID = 100_000_000_000_001
WABA = "100000000000001"
TEMPLATES = (
    {
        "name": "pembaruan_tiket",
        "purpose": MessageTemplate.Purpose.UPDATE,
        "body": "Kabar untuk permohonan Anda nomor {{1}}:\n\n{{2}}\n\n"
        "Balas pesan ini bila ada pertanyaan.",
        "parameter_count": 2,
    },
    {
        "name": "undangan_survei",
        "purpose": MessageTemplate.Purpose.SURVEY,
        "body": "Permohonan Anda nomor {{1}} sudah selesai kami layani. Mohon luangkan dua menit "
        "untuk menilai layanan kami melalui tombol di bawah ini.",
        "parameter_count": 1,
        "has_url_suffix": True,
    },
)
QUICK_REPLIES = (
    ("salam", "Sapaan", "Selamat datang, Bapak/Ibu {nama}. Saya bantu prosesnya, mohon ditunggu."),
    (
        "foto-buram",
        "Foto tidak terbaca",
        "Mohon maaf, foto berkasnya belum terbaca jelas. Mohon difoto ulang di tempat terang, "
        "seluruh tepi berkas terlihat, lalu dikirim kembali ke sini.",
    ),
    (
        "kurang-berkas",
        "Berkas kurang",
        "Terima kasih, berkasnya sudah kami terima. Yang masih kurang: {kurang}. Mohon dikirim ke sini "
        "agar dapat segera kami proses.",
    ),
    (
        "cara-kirim",
        "Cara mengirim foto",
        "Ketuk gambar klip kertas di sebelah tempat mengetik, pilih Kamera, foto berkasnya, lalu "
        "ketuk tanda kirim. Bila kesulitan, keluarga atau pengurus RT boleh membantu.",
    ),
    (
        "selesai",
        "Sudah selesai",
        "Permohonan Bapak/Ibu sudah selesai. Terima kasih sudah memakai layanan kami. Layanan ini "
        "gratis, tidak dipungut biaya.",
    ),
)


@dataclass
class Office:
    """An office as it was made: what the rest of the example data needs of it."""

    data: OfficeData
    agency: Agency
    services: dict[str, Service]
    channels: list[Channel]
    operators: list[Staff] = field(default_factory=list)
    supervisor: Staff | None = None


def make_offices(*, token: str, today: dt.date) -> list[Office]:
    """All of them, with catalogue, hours, numbers (using `token`), words and two survey periods."""
    numbers = count()
    made = [_make(data, token=token, today=today, numbers=numbers) for data in OFFICES]
    for office in made:
        Agency.objects.filter(code__in=office.data.above).update(parent=office.agency)
    return made


def _make(data: OfficeData, *, token: str, today: dt.date, numbers: "count[int]") -> Office:
    latitude, longitude = data.point or (None, None)
    agency = Agency.objects.create(
        latitude=latitude,
        longitude=longitude,
        code=data.code,
        name=data.name,
        short_name=data.short_name,
        slug=data.slug,
        timezone=data.timezone,
        address=data.address,
        head_title=data.head_title,
        inhabitants=data.inhabitants,
        is_example=True,
    )
    OfficeHours.objects.bulk_create(_hours(agency))
    services = {
        row.key: _service(row, agency, order, today) for order, row in enumerate(data.services, 1)
    }
    channels = [_channel(agency, line.name, next(numbers), token) for line in data.lines]
    for channel, line in zip(channels, data.lines, strict=True):
        channel.services.set([services[key] for key in line.services])
    QuickReply.objects.bulk_create(
        QuickReply(agency=agency, shortcut=shortcut, title=title, text=text)
        for shortcut, title, text in QUICK_REPLIES
    )
    SurveyPeriod.objects.bulk_create(_periods(agency, today))
    return Office(data=data, agency=agency, services=services, channels=channels)


def _periods(agency: Agency, today: dt.date) -> list[SurveyPeriod]:
    """One that ended a week ago, and one that runs; both open until the answers are in."""
    ended = today - dt.timedelta(days=7)
    begins = ended + dt.timedelta(days=1)
    spans = (dt.date(ended.year, 1, 1), ended), (begins, dt.date(begins.year, 12, 31))
    return [
        SurveyPeriod(
            agency=agency,
            questionnaire=questionnaire_in_use(),
            name=f"Periode {number} (contoh)",
            starts_on=starts,
            ends_on=max(ends, today) if number == 2 else ends,
            state=SurveyPeriod.State.OPEN,
        )
        for number, (starts, ends) in enumerate(spans, start=1)
    ]


def _hours(agency: Agency) -> list[OfficeHours]:
    clock = dt.time.fromisoformat
    return [
        OfficeHours(agency=agency, weekday=day, opens=clock(opens), closes=clock(closes))
        for day, spans in WEEK.items()
        for opens, closes in spans
    ]


def _channel(agency: Agency, name: str, number: int, token: str) -> Channel:
    channel = Channel.objects.create(
        agency=agency,
        name=name,
        phone_number_id=str(FIRST_NUMBER_ID + number),
        display_phone_number=f"+62 811-0000-{9001 + number}",
        waba_id=WABA,
        access_token=token,
        is_simulated=True,
    )
    MessageTemplate.objects.bulk_create(
        MessageTemplate(channel=channel, **values) for values in TEMPLATES
    )
    return channel


def _service(data: ServiceData, agency: Agency, order: int, today: dt.date) -> Service:
    service = Service.objects.create(
        agency=agency,
        name=data.name,
        short_name=data.short_name,
        slug=slugify(f"{agency.slug}-{data.short_name}"),
        summary=data.summary,
        kind=data.kind,
        group=data.group,
        keywords=data.keywords,
        is_sensitive=data.is_sensitive,
        wants_location=data.wants_location,
        legal_basis=data.legal_basis,
        order=order * 10,
    )
    _standard(service, data, today)
    return service


def _standard(service: Service, data: ServiceData, today: dt.date) -> None:
    """The standard of this service, in force since the new year."""
    complete = data.counts_from_complete
    clock_start = ServiceStandard.ClockStart.COMPLETE if complete else None
    standard = ServiceStandard.objects.create(
        service=service,
        status=ServiceStandard.Status.IN_FORCE,
        decree_number=f"contoh/{service.order // 10}/{today.year}",
        decreed_by=f"{service.agency.head_title} (contoh)",
        decree_date=dt.date(today.year, 1, 2),
        valid_from=dt.date(today.year, 1, 2),
        turnaround=data.turnaround,
        product=data.product or "Jawaban",
        complaint_handling=COMPLAINTS,
        first_response_basis="office_hours",
        first_response_amount=4,
        deadline_basis=data.basis,
        deadline_amount=data.amount,
        clock_start=clock_start or ServiceStandard.ClockStart.RECEIVED,
    )
    Requirement.objects.bulk_create(
        Requirement(standard=standard, order=number, name=name)
        for number, name in enumerate(data.requirements, 1)
    )
    Step.objects.bulk_create(
        Step(standard=standard, order=number, text=text)
        for number, text in enumerate(data.steps, 1)
    )
