"""Agencies, their services, their staff and their opening times."""

from services.models.agency import Agency
from services.models.article import Article
from services.models.calendar import Holiday, OfficeHours
from services.models.coordination import (
    CoordinationFile,
    CoordinationLook,
    CoordinationPost,
    CoordinationThread,
)
from services.models.evaluation import (
    EvaluationDraft,
    Letterhead,
    SignedEvaluation,
    VisitAssumption,
)
from services.models.example import ServiceExample
from services.models.offer_mark import OfferMark
from services.models.recognition import RecognitionChoice
from services.models.record import OfficeRecord, RecordChange, RecordFile, RecordFileLook
from services.models.roster import Absence, DutyShift, Leave
from services.models.roster_change import RosterChange
from services.models.service import DeadlineBasis, Service
from services.models.staff import Membership, Role, Staff
from services.models.standard import Requirement, ServiceStandard, Step
from services.models.throttle import Throttle

__all__ = [
    "Absence",
    "Agency",
    "Article",
    "CoordinationFile",
    "CoordinationLook",
    "CoordinationPost",
    "CoordinationThread",
    "DeadlineBasis",
    "DutyShift",
    "EvaluationDraft",
    "Holiday",
    "Leave",
    "Letterhead",
    "Membership",
    "OfferMark",
    "OfficeHours",
    "OfficeRecord",
    "RecognitionChoice",
    "RecordChange",
    "RecordFile",
    "RecordFileLook",
    "Requirement",
    "Role",
    "RosterChange",
    "Service",
    "ServiceExample",
    "ServiceStandard",
    "SignedEvaluation",
    "Staff",
    "Step",
    "Throttle",
    "VisitAssumption",
]
