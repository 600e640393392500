"""Credit codes: what a typed one is, in words."""

from __future__ import annotations

from desktop.i18n import Translator
from desktop.identifiers import check_uscc
from desktop.requests import CheckCode
from desktop.snapshots import CodeAnswer, CodeReason


def code_answer(request: CheckCode, translator: Translator) -> CodeAnswer:
    """Return what a 统一社会信用代码 is; an invalid one is no error."""
    check = check_uscc(request.text)
    reason = None
    if check.reason is not None:
        text = translator.text(f"uscc.{check.reason.code}", position=check.reason.position)
        reason = CodeReason(check.reason.code, text, check.reason.position)
    return CodeAnswer(check.valid, check.normalised, reason, check.suggestions)
