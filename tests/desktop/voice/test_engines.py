"""The engines: clips joined and read back, espeak-ng really speaking, Windows by a stand-in."""

from __future__ import annotations

import base64
import io
import os
import wave
from array import array
from itertools import pairwise
from math import pi, sin
from pathlib import Path

import pytest

from desktop.i18n import Translator
from desktop.voice.clips import Clips
from desktop.voice.device import Loudspeaker
from desktop.voice.espeak import Espeak
from desktop.voice.making import engines
from desktop.voice.ports import Call, Sentence, VoiceProblem
from desktop.voice.sentence import sentence
from desktop.voice.sound import RATE, Sound, as_wav, chime, joined, silence
from desktop.voice.windows import WindowsVoice

CHINESE = Translator("zh")
CALL = sentence(CHINESE, Call("F012", 3))
CLIP_S, GAP_S = 0.1, 0.04


def tone(hertz: float, seconds: float = CLIP_S, rate: int = RATE) -> bytes:
    """Return a WAV file with one tone."""
    made = array(
        "h", (int(20_000 * sin(2 * pi * hertz * n / rate)) for n in range(int(seconds * rate)))
    )
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(rate)
        written.writeframes(made.tobytes())
    return file.getvalue()


def pitch(samples: array[int]) -> float:
    """Return about how many waves a second there are, by counting where they rise."""
    rises = sum(1 for one, next_ in pairwise(samples) if one < 0 <= next_)
    return rises * RATE / len(samples)


def read_back(wav: bytes) -> array[int]:
    """Return a WAV file's samples, read by the standard library."""
    with wave.open(io.BytesIO(wav)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return array("h", file.readframes(file.getnframes()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder in which each word is a tone of its own height, one recorded otherwise."""
    words = ("please", "number", "to", "counter", "yao", *"0123456789", "F", "12")
    for at, word in enumerate(words):
        rate = 44_100 if word == "F" else RATE
        (tmp_path / f"{word}.wav").write_bytes(tone(300 + 100 * at, rate=rate))
    return tmp_path


def test_clips_are_joined_in_the_order_of_the_sentence(folder: Path) -> None:
    Clips(folder).check()
    samples = read_back(as_wav(Clips(folder).speak(CALL)))
    words = ("please", "number", "to", "counter", "yao", *"0123456789", "F")
    step = round(CLIP_S * RATE) + round(GAP_S * RATE)
    assert len(samples) == pytest.approx(step * len(CALL.words), abs=20)
    for at, word in enumerate(CALL.words):
        part = samples[at * step : at * step + round(CLIP_S * RATE)]
        assert pitch(part) == pytest.approx(300 + 100 * words.index(word), abs=25), word


def test_a_missing_and_a_broken_clip_are_named(folder: Path) -> None:
    (folder / "yao.wav").unlink()
    with pytest.raises(VoiceProblem) as missing:
        Clips(folder).speak(CALL)
    assert (missing.value.code, missing.value.values) == ("clips_missing", {"clips": ["yao"]})
    (folder / "yao.mp3").write_bytes(b"no music at all" * 40)
    with pytest.raises(VoiceProblem) as broken:
        Clips(folder).speak(CALL)
    assert (broken.value.code, broken.value.values) == ("clip_unreadable", {"clip": "yao.mp3"})
    with pytest.raises(VoiceProblem):
        Clips(folder / "nowhere").check()


def test_english_clips_lie_in_a_folder_of_their_own(folder: Path) -> None:
    said = sentence(Translator("en"), Call("F000", 0))
    with pytest.raises(VoiceProblem):
        Clips(folder).speak(said)
    (folder / "en").mkdir()
    for word in set(said.words):
        (folder / "en" / f"{word}.wav").write_bytes(tone(400))
    assert Clips(folder).speak(said).seconds > 0.5


def test_espeak_speaks_chinese_and_english() -> None:
    engine = Espeak()
    engine.check()
    for language in ("zh", "en"):
        sound = engine.speak(sentence(Translator(language), Call("F012", 3)))
        assert 2 < sound.seconds < 10
        assert max(map(abs, sound.samples)) > 3000


def test_each_letter_and_digit_is_heard() -> None:
    engine = Espeak()
    quiet = engine.speak(Sentence("zh", ())).seconds
    for word in (*"ABCDEFGHJ", *"0123456789", "yao", "counter"):
        assert engine.speak(Sentence("zh", (word,))).seconds > quiet + 0.1, word


def test_a_voice_that_is_not_there_is_said() -> None:
    for engine in (Espeak("no-such-voice"), WindowsVoice("no-such-shell")):
        for work in (engine.check, lambda engine=engine: engine.speak(CALL)):
            with pytest.raises(VoiceProblem) as problem:
                work()
            assert problem.value.code == "no_voice"


def program(folder: Path, body: str) -> str:
    """Return a program that does what `body` says, whatever it is asked."""
    file = folder / "shell"
    file.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    os.chmod(file, 0o755)
    return str(file)


def test_a_voice_that_gives_no_sound_is_said(tmp_path: Path) -> None:
    for body in ("exit 1", "echo nonsense", "exit 0"):
        broken = program(tmp_path, body)
        for engine in (Espeak(broken), WindowsVoice(broken)):
            with pytest.raises(VoiceProblem) as problem:
                engine.speak(CALL)
            assert problem.value.code == "voice_failed"


def test_windows_is_given_the_words_by_the_environment(tmp_path: Path) -> None:
    (tmp_path / "sound").write_bytes(base64.b64encode(tone(500, 0.5)))
    body = f'printf "%s|%s" "$YIMEN_SAY" "$YIMEN_CULTURE" >{tmp_path}/said; cat {tmp_path}/sound'
    engine = WindowsVoice(program(tmp_path, body))
    assert pitch(engine.speak(CALL).samples) == pytest.approx(500, abs=20)
    assert (tmp_path / "said").read_text("utf-8") == "请 F 零幺二号到三号窗口|zh-CN"
    with pytest.raises(VoiceProblem) as problem:
        WindowsVoice(program(tmp_path, "exit 3")).speak(CALL)
    assert problem.value.code == "no_voice"


def test_recordings_come_before_the_systems_voice() -> None:
    assert [one.name for one in engines("", "linux")] == ["espeak"]
    assert [one.name for one in engines("/clips", "linux")] == ["clips", "espeak"]
    assert [one.name for one in engines("/clips", "win32")] == ["clips", "windows"]


def test_sounds_are_joined_and_bells_are_heard() -> None:
    whole = joined([silence(0.5), chime(), Sound(array("h", [1, 2]))])
    assert whole.seconds == pytest.approx(1.5, abs=0.01)
    assert whole.samples[-2:] == array("h", [1, 2])
    assert 3000 < max(map(abs, chime().samples)) < 32_767


def test_a_device_is_fed_the_whole_sound_and_then_silence() -> None:
    """Whatever it asks for at a time, whether this machine has a sound device or not."""
    sound = chime()
    feed = Loudspeaker()._feed(sound)
    next(feed)
    given = b"".join(feed.send(asked) for asked in [441, 1, 5000] * 6)
    data = sound.samples.tobytes()
    assert given[: len(data)] == data
    assert not any(given[len(data) :])


def test_a_device_is_fed_nothing_more_once_it_is_stopped() -> None:
    speaker = Loudspeaker()
    feed = speaker._feed(chime())
    next(feed)
    feed.send(100)
    speaker.stop()
    assert not any(feed.send(100))
