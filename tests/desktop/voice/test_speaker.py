"""Calls wait for each other, none is cut off, none is lost, and staff hear what was not said."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from desktop.voice.manner import Manner, Span, Volume, read_volume, spans_text
from desktop.voice.ports import Call
from desktop.voice.sound import Sound, chime
from desktop.voice.speaker import LONG, Speaker, VoiceState
from tests.desktop.voice.stand import PATIENCE, SAID_S, Hall, Written


class Ear:
    """Hears each state that staff are told."""

    def __init__(self) -> None:
        self.states: list[VoiceState] = []
        self._more = threading.Condition()

    def hear(self, state: VoiceState) -> None:
        """Note a state."""
        with self._more:
            self.states.append(state)
            self._more.notify_all()

    def until_quiet(self, engine: bool = True) -> VoiceState:
        """Wait until nothing waits any more."""
        with self._more:
            assert self._more.wait_for(
                lambda: bool(self.states) and self.states[-1].waiting == 0, PATIENCE
            )
            return self.states[-1]

    def until(self, problem: str) -> VoiceState:
        """Wait until a problem is told."""

        def told() -> bool:
            last = self.states[-1].problem if self.states else None
            return last is not None and last.code == problem

        with self._more:
            assert self._more.wait_for(told, PATIENCE)
            return self.states[-1]


class Clock:
    """An hour that is set by hand."""

    def __init__(self) -> None:
        self.hour = 10

    def __call__(self) -> int:
        return self.hour


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.fixture
def engine() -> Written:
    return Written()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def speaker(hall: Hall, engine: Written, clock: Clock, ear: Ear) -> Iterator[Speaker]:
    made = Speaker((engine,), hall, clock)
    made.told = ear.hear
    yield made
    made.close()


def labels(engine: Written) -> list[str]:
    """Return the labels that were said."""
    return ["".join(w.replace("yao", "1") for w in s.words[1:5]) for s in engine.said]


def test_calls_of_one_second_are_all_said_in_their_order(
    speaker: Speaker, hall: Hall, engine: Written, ear: Ear
) -> None:
    hall.held = True
    calls = [Call(f"F{number:03d}", number) for number in range(1, 21)]
    for call in calls:
        speaker.say(call)
    for number in range(1, 21):
        hall.begun()
        assert len(hall.played) == number, "the next one waits until this one was heard"
        hall.heard()
    assert ear.until_quiet().unspoken == ()
    assert labels(engine) == [call.label for call in calls]


def test_a_recall_waits_behind_the_others(
    speaker: Speaker, hall: Hall, engine: Written, ear: Ear
) -> None:
    hall.held = True
    for label in ("F001", "D002", "F001", "C003"):
        speaker.say(Call(label, 3))
    for _ in range(4):
        hall.begun()
        hall.heard()
    ear.until_quiet()
    assert labels(engine) == ["F001", "D002", "F001", "C003"]


def test_a_long_queue_is_told_and_still_said(speaker: Speaker, hall: Hall, ear: Ear) -> None:
    hall.held = True
    for number in range(LONG + 4):
        speaker.say(Call(f"F{number:03d}", 1))
    assert speaker.state.long
    assert any(state.long for state in ear.states)
    for _ in range(LONG + 4):
        hall.begun()
        hall.heard()
    assert not ear.until_quiet().long
    assert len(hall.played) == LONG + 4


def test_a_call_begins_with_the_bells_and_is_said_twice(
    speaker: Speaker, hall: Hall, engine: Written, ear: Ear
) -> None:
    speaker.change((engine,), Manner(volume=Volume(100)))
    speaker.say(Call("F012", 3))
    hall.begun()
    sound = hall.played[0]
    assert sound.samples[:1000] == chime().samples[:1000]
    assert sound.seconds == pytest.approx(chime().seconds + 2 * (0.5 + SAID_S), abs=0.01)


def test_english_follows_chinese(speaker: Speaker, hall: Hall, engine: Written) -> None:
    speaker.change((engine,), Manner(english=True))
    speaker.say(Call("F012", 3))
    hall.begun()
    assert [said.language for said in engine.said] == ["zh", "en"]


def loudest(sound: Sound) -> int:
    """Return the height of the highest wave."""
    return max(map(abs, sound.samples))


def test_it_is_as_loud_as_the_hour_wants(
    speaker: Speaker, hall: Hall, engine: Written, clock: Clock
) -> None:
    speaker.change((engine,), Manner(volume=Volume(100, (Span(12, 14, 25),))))
    for hour in (10, 12):
        clock.hour = hour
        speaker.say(Call("F012", 3))
        hall.begun()
    full, soft = map(loudest, hall.played)
    assert full == loudest(chime())
    assert soft == pytest.approx(full / 4, abs=2)


def test_without_a_device_staff_hear_which_numbers_to_call(
    speaker: Speaker, hall: Hall, ear: Ear
) -> None:
    hall.deaf = True
    speaker.check()
    assert ear.until("no_sound").engine == ""
    for label in ("F001", "D002"):
        speaker.say(Call(label, 1))
    state = ear.until_quiet()
    while state.unspoken != ("F001", "D002"):
        state = ear.until_quiet()
    hall.deaf = False
    speaker.say(Call("C003", 1))
    hall.begun()
    while speaker.state.unspoken:
        ear.until_quiet()
    assert speaker.state.problem is None


def test_without_a_voice_staff_are_told(hall: Hall, clock: Clock, ear: Ear) -> None:
    speaker = Speaker((Written(dumb=True),), hall, clock)
    speaker.told = ear.hear
    speaker.say(Call("F001", 1))
    assert ear.until("no_voice").unspoken == ("F001",)
    speaker.close()


def test_the_next_engine_speaks_in_place_of_one_that_cannot(
    hall: Hall, clock: Clock, ear: Ear
) -> None:
    speaker = Speaker((Written("clips", dumb=True), Written()), hall, clock)
    speaker.told = ear.hear
    speaker.say(Call("F001", 1))
    hall.begun()
    state = ear.until("no_voice")
    assert (state.engine, state.unspoken) == ("espeak", ())
    speaker.close()


def test_closing_ends_what_plays_and_says_no_more(
    speaker: Speaker, hall: Hall, engine: Written
) -> None:
    hall.held = True
    for number in range(3):
        speaker.say(Call(f"F00{number}", 1))
    hall.begun()
    speaker.close()
    speaker.say(Call("D001", 1))
    speaker.check()
    assert len(hall.played) == 1


def test_volume_is_kept_as_text() -> None:
    volume = read_volume("90", "12-14:40 20-7:10")
    assert [volume.at(hour) for hour in (11, 12, 13, 14, 23, 3, 7)] == [90, 40, 40, 90, 10, 10, 90]
    assert spans_text(volume.spans) == "12-14:40 20-7:10"
    assert read_volume("", "nonsense 25-30:4 1-2:400") == Volume(80, (Span(1, 2, 100),))
