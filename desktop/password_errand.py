"""`main.py new-password`: an administrator whose password nobody knows any more gets a new one.

Whoever may open the database on the command line may do this: there is nobody else to ask.  It
stands in the journal, as a password set by nobody.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TextIO

from desktop import requests as r
from desktop.arguments import Arguments
from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.i18n import Translator, error_sentence
from desktop.use_cases.people import staff_code
from desktop.verifiers import new_verifier

_BYTES = 12


def run_new_password(
    open_desk: Callable[[str], Desk], arguments: Arguments, words: Translator, out: TextIO
) -> int:
    """Give the administrator a generated password and show it once; returns the exit status."""
    password = secrets.token_urlsafe(_BYTES)
    try:
        code = staff_code(arguments.staff)
        desk = open_desk(arguments.database)
        try:
            desk.do(r.ResetPassword(code, new_verifier(password)))
        finally:
            desk.close()
    except DeskError as error:
        print(error_sentence(words, error), file=out)
        return 1
    print(words.text("new_password.shown", staff=code, password=password), file=out)
    print(words.text("new_password.then"), file=out)
    return 0
