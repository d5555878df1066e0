"""What a signature freezes: the report as JSON and as PDF, with the checksums of both."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from services.evaluating import Papers
from services.models import EvaluationDraft
from siwhapik.evaluation import reaching
from siwhapik.evaluation.chapters import chapters
from siwhapik.evaluation.composing import Wanted, content_of, with_signature
from siwhapik.evaluation.printing import report_of
from siwhapik.evaluation.typesetting import pdf_of
from surveys.frozen import checksum_of


def papers_of(
    wanted: Wanted,
    draft: EvaluationDraft,
    *,
    signature: Mapping[str, str],
    reason: str = "",
    revision: int = 1,
) -> Papers:
    """Counted and set before anything is locked. Raises NotSet."""
    letterhead = reaching.letterhead_of(wanted.agency)
    counted = content_of(wanted, draft, chapters(wanted), letterhead=letterhead)
    more = {"day": wanted.today.isoformat(), "reason": reason}
    content = with_signature(counted, {**signature, **more})
    checksum = checksum_of(content)
    logo = bytes(letterhead.logo) if letterhead else b""
    pdf = pdf_of(report_of(content, logo=logo, checksum=checksum, revision=revision))
    return Papers(
        content=content, checksum=checksum, pdf=pdf, pdf_checksum=hashlib.sha256(pdf).hexdigest()
    )
