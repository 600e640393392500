"""The system's voice of Windows, asked through PowerShell; it has a Chinese one of its own.

Not tried on Windows yet: the tests run its process with a program that answers in its place.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from typing import Final

from desktop.i18n import Translator
from desktop.voice.decoding import decoded
from desktop.voice.ports import Sentence, VoiceProblem
from desktop.voice.sentence import text
from desktop.voice.sound import Sound

PROGRAM: Final = "powershell"
_CULTURES: Final = {"zh": "zh-CN", "en": "en-US"}
_PATIENCE_S: Final = 20.0
_TEXT, _CULTURE = "YIMEN_SAY", "YIMEN_CULTURE"
# The words come by the environment, so none of them is ever read as a command.
_SCRIPT: Final = f"""
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Speech
$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer
$culture = [Globalization.CultureInfo]::GetCultureInfo($env:{_CULTURE})
$have = $voice.GetInstalledVoices($culture) | Where-Object {{ $_.Enabled }}
if (-not $have) {{ exit 3 }}
$voice.SelectVoice($have[0].VoiceInfo.Name)
$voice.Rate = -1
$stream = New-Object System.IO.MemoryStream
$voice.SetOutputToWaveStream($stream)
$voice.Speak($env:{_TEXT})
$voice.SetOutputToNull()
[Console]::Out.Write([Convert]::ToBase64String($stream.ToArray()))
"""
_NO_VOICE: Final = 3


class WindowsVoice:
    """Speaks by one process a sentence; `program` is PowerShell."""

    name = "windows"

    def __init__(self, program: str = PROGRAM) -> None:
        self._program = program

    def check(self) -> None:
        """Raise `no_voice` where there is no PowerShell; whether it has a voice shows when used."""
        if shutil.which(self._program) is None:
            raise VoiceProblem("no_voice")

    def speak(self, sentence: Sentence) -> Sound:
        """Return the sentence as sound; `no_voice`, `voice_failed`."""
        self.check()
        said = text(Translator(sentence.language), sentence)
        around = {**os.environ, _TEXT: said, _CULTURE: _CULTURES[sentence.language]}
        order = [self._program, "-NoProfile", "-NonInteractive", "-Command", _SCRIPT]
        try:
            done = subprocess.run(
                order,
                capture_output=True,
                timeout=_PATIENCE_S,
                check=False,
                env=around,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise VoiceProblem("voice_failed", program=self._program) from error
        if done.returncode == _NO_VOICE:
            raise VoiceProblem("no_voice")
        try:
            return decoded(base64.b64decode(done.stdout, validate=True), self._program)
        except (ValueError, VoiceProblem) as error:
            raise VoiceProblem("voice_failed", program=self._program) from error
