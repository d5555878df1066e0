"""The survey: its instrument, who was invited, what was answered."""

from surveys.models.added_question import AddedAnswer, AddedQuestion
from surveys.models.comment_theme import CommentThemes
from surveys.models.evidence import EvidenceFile, EvidenceLook
from surveys.models.instrument_choice import InstrumentChoice
from surveys.models.invitation import Invitation
from surveys.models.link import LinkUse, SurveyLink
from surveys.models.own_questions import Substitution
from surveys.models.paper import PaperEntry
from surveys.models.period import PeriodStep, SurveyPeriod
from surveys.models.quality import QualityFlag
from surveys.models.questionnaire import Choice, Element, ProfileOption, Questionnaire
from surveys.models.recommendation import (
    FollowUpPlan,
    ProgressReport,
    Recommendation,
    ResultsOpened,
)
from surveys.models.response import Answer, Response
from surveys.models.review import PeriodReview
from surveys.models.snapshot import PeriodSnapshot
from surveys.models.submission import Submission
from surveys.models.sums import AnswerSum, Facet, FunnelCount, SummedUpTo

__all__ = [
    "AddedAnswer",
    "AddedQuestion",
    "Answer",
    "AnswerSum",
    "Choice",
    "CommentThemes",
    "Element",
    "EvidenceFile",
    "EvidenceLook",
    "Facet",
    "FollowUpPlan",
    "FunnelCount",
    "InstrumentChoice",
    "Invitation",
    "LinkUse",
    "PaperEntry",
    "PeriodReview",
    "PeriodSnapshot",
    "PeriodStep",
    "ProfileOption",
    "ProgressReport",
    "QualityFlag",
    "Questionnaire",
    "Recommendation",
    "Response",
    "ResultsOpened",
    "Submission",
    "Substitution",
    "SummedUpTo",
    "SurveyLink",
    "SurveyPeriod",
]
