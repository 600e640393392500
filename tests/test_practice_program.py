"""Practice as people start it: a whole program on a copy, and nothing left when it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from ui.program import READY

TELLING = """
import logging, sys
import main
logging.getLogger().addHandler(logging.StreamHandler(sys.stdout))
sys.exit(main.main(["--practice"]))
"""


def test_practice_opens_a_window_and_takes_everything_away_at_its_end(
    checkout: Path, tmp_path: Path
) -> None:
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    temporary.mkdir()
    environment = os.environ | {
        "YIMEN_HOME": str(home),
        "TMPDIR": str(temporary),
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, "-c", TELLING]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=checkout, env=environment, stdout=pipe, stderr=pipe, text=True
    ) as began:
        assert began.stdout is not None
        try:
            heard = next((line for line in began.stdout if READY in line), "")
            assert heard, "it ended by itself"
            (folder,) = temporary.iterdir()
            assert {"practice.db", "yimen.log"} <= {one.name for one in folder.iterdir()}
            began.send_signal(signal.SIGINT)
            _, errors = began.communicate(timeout=30)
        finally:
            began.kill()
    assert "Traceback" not in errors
    assert [*temporary.iterdir()] == []
    assert [*home.glob("*.db")] == []
