"""What somebody wants of the desk, under one id until it is answered: tried again, it is the same.

command = self._intent.command(request)   # the id of this very request
…
self._intent.answered()                   # the next one is another wish, even if it says the same
"""

from __future__ import annotations

from desktop.desk import new_command
from desktop.requests import Request


class Intent:
    """The last request that was not answered yet, and its id.

    A double press, or a try after a lost answer, has the same content and so the same id; the
    desk then does it once.  A request with other content is another wish.
    """

    def __init__(self) -> None:
        self._request: Request | None = None
        self._command = ""

    def command(self, request: Request) -> str:
        """Return the id under which this request is given."""
        if request != self._request:
            self._request, self._command = request, new_command()
        return self._command

    def answered(self) -> None:
        """Forget it: it was done."""
        self._request = None
