"""Which window a need is for: every piece of the text votes for where it was met before.

A piece's vote is shared out among the items (事项) whose words hold it, so that a common one says
little; pieces never met speak against every item.  What staff chose counts as far as it is more
than chance: a text that stands beside every item alike teaches nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log

from desktop.domain.grams import Gram, Readings, Wording, apart, grams, parts, plain, said

GUIDE_DESK = ""
"""The window of what no window is for."""

SURE = 0.5
"""Below this confidence the desk asks back."""

WORTH_NAMING = 0.12
"""Below this confidence a window is not named at all."""

MOST_WINDOWS = 3
_UNMET, _BY_SOUND = 0.45, 0.3
_SPEAKS_FOR = 0.34
_CHOSEN = 0.6
_MOST_CHOSEN = 6.0
_MEANT = 0.6
_MOST_AGAINST = 2.0
_TIMES_CHANCE, _MOST_CHANCE, _PRIOR_CHOICES = 2.0, 0.5, 30
_LOGIT = (1.9, 0.6, 1.5)

Aim = tuple[str, str | None]
"""A window and an item there, or None for the window as such."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """One window for a need: how sure (0–1), which item, and the words that spoke for it."""

    window: str
    item: str | None
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What is suggested, the surest first; `why` says why the desk asks back, if it does.

    `why`: guide_desk, nothing_matches or not_sure.
    """

    windows: tuple[Suggested, ...]
    why: str | None


@dataclass(slots=True)
class Evidence:
    """What has been met: for each piece the aims that it stood beside, and how often."""

    wording: Wording
    readings: Readings
    aims: dict[Aim, int] = field(default_factory=dict)
    known: dict[str, dict[int, float]] = field(default_factory=dict)
    chosen: dict[str, dict[int, float]] = field(default_factory=dict)
    choices: dict[int, float] = field(default_factory=dict)
    syllables: dict[str, int] = field(default_factory=dict)

    def tell(self, text: str, aim: Aim, weight: float) -> None:
        """Learn that a text speaks of an aim, as its name or a way of saying it."""
        number = self.aims.setdefault(aim, len(self.aims))
        known = self.known
        for gram in grams(plain(text), self.wording, self.readings):
            key = gram.key
            votes = known.get(key)
            if votes is None:
                known[key] = {number: weight}
                if key[0] == "~":
                    self.syllables.update(dict.fromkeys(key[1:].split(), 1))
            else:
                votes[number] = votes.get(number, 0.0) + weight

    def choose(self, text: str, aims: Sequence[Aim]) -> None:
        """Learn that staff chose these aims for a need in these words.

        Where several were chosen, each part of the text is taken to speak of the one that it
        fits by what is known; where it fits none of them better, of all alike.
        """
        numbers = [self.aims.setdefault(aim, len(self.aims)) for aim in aims]
        for _, part in parts(plain(text), self.wording) if numbers else ():
            meant = self._meant(part, dict(zip(numbers, aims, strict=True)))
            found = {gram.key for gram in grams(part, self.wording, self.readings)}
            for number in meant if found else ():
                share = 1 / len(meant)
                self.choices[number] = self.choices.get(number, 0.0) + share
                for key in found:
                    votes = self.chosen.setdefault(key, {})
                    votes[number] = votes.get(number, 0.0) + share

    def _meant(self, part: str, among: Mapping[int, Aim]) -> list[int]:
        votes = _count(part, self, among).by_aim if len(among) > 1 else {}
        best = max(votes, key=lambda one: votes[one], default=None)
        if best is not None and votes[best] >= _MEANT * sum(votes.values()):
            return [best]
        return list(among)

    def votes(self, key: str) -> tuple[dict[int, float], float]:
        """Return for a piece how strongly each aim may claim it, and how much there is to claim.

        What staff chose no more often than chance claims nothing, and is claimed by nobody.
        """
        votes = self.known.get(key, {})
        told = sum(votes.values())
        chosen = self.chosen.get(key)
        if not chosen:
            return votes, told
        met, every = sum(chosen.values()), sum(self.choices.values())
        mass = min(_CHOSEN * met, _MOST_AGAINST * told if told else _MOST_CHOSEN)
        votes = dict(votes)
        for number, times in chosen.items():
            chance = _TIMES_CHANCE * self.choices[number] / (every + _PRIOR_CHOICES)
            beyond = times / met - min(chance, _MOST_CHANCE)
            if beyond > 0:
                votes[number] = votes.get(number, 0.0) + mass * beyond
        return votes, max(told + mass, sum(votes.values()))


@dataclass(slots=True)
class _Count:
    """The votes of one text: by aim, how much there was to vote, and who voted for whom."""

    by_aim: dict[int, float] = field(default_factory=dict)
    total: float = 0.0
    voters: list[tuple[Gram, float, dict[int, float], float]] = field(default_factory=list)


def advise(text: str, evidence: Evidence, gone: frozenset[Aim] = frozenset()) -> Advice:
    """Return the windows for a need in words; never raises, whatever the text.

    A text that names several needs gives the windows of each.  `gone`: aims not to be named.
    """
    whole = plain(text)
    names = {number: aim for aim, number in evidence.aims.items() if aim not in gone}
    sections = parts(whole, evidence.wording)
    found = [_ranked(whole, start, part, evidence, names) for start, part in sections]
    if len(sections) != 1:
        found.append(_ranked(whole, 0, whole, evidence, names) if sections else [])
    split = [ranked for ranked in found[:-1] if ranked and ranked[0].confidence >= SURE]
    tops = {ranked[0].window for ranked in split} - {GUIDE_DESK}
    if len(tops) > 1:
        return Advice(_united(split), None)
    best = max(found, key=lambda ranked: ranked[0].confidence if ranked else 0.0, default=[])
    return _advice(best)


def _advice(ranked: Sequence[Suggested]) -> Advice:
    windows = tuple(one for one in ranked if one.window != GUIDE_DESK)
    if ranked and ranked[0].window == GUIDE_DESK and ranked[0].confidence >= WORTH_NAMING:
        return Advice((), "guide_desk")
    windows = tuple(one for one in windows if one.confidence >= WORTH_NAMING)[:MOST_WINDOWS]
    if not windows:
        return Advice((), "nothing_matches")
    return Advice(windows, None if windows[0].confidence >= SURE else "not_sure")


def _united(split: Iterable[Sequence[Suggested]]) -> tuple[Suggested, ...]:
    """Return the first window of each need, the surer where two needs share one."""
    best: dict[str, Suggested] = {}
    for ranked in split:
        one = ranked[0]
        if one.window == GUIDE_DESK:
            continue
        if one.window not in best or one.confidence > best[one.window].confidence:
            best[one.window] = one
    return tuple(sorted(best.values(), key=lambda one: -one.confidence))


def _ranked(
    whole: str, start: int, part: str, evidence: Evidence, names: Mapping[int, Aim]
) -> list[Suggested]:
    """Return the windows for one need, the surest first, the guide desk among them."""
    count = _count(part, evidence, names)
    if not count.by_aim:
        return []
    windows: dict[str, list[int]] = {}
    for number in sorted(count.by_aim, key=lambda one: -count.by_aim[one]):
        windows.setdefault(names[number][0], []).append(number)
    sums = {code: sum(count.by_aim[n] for n in mine) for code, mine in windows.items()}
    ranked = []
    for code, mine in windows.items():
        sure = confidence(sums[code], count.total)
        spans = _speakers(count, set(mine))
        words = said(whole, ((start + one.start, start + one.end) for one in spans))
        ranked.append(Suggested(code, names[mine[0]][1], round(sure, 3), words))
    return sorted(ranked, key=lambda one: -one.confidence)


def confidence(votes: float, total: float) -> float:
    """Return how likely a window is the right one, by its votes and all there were (0–1).

    A logistic curve over the share of the votes and their number, fitted on the development
    half of the examples of the tests.
    """
    if votes <= 0 or total <= 0:
        return 0.0
    share = min(votes / total, 0.999)
    slope, weight, base = _LOGIT
    at = slope * log(share / (1 - share)) + weight * log(votes) + base
    return 1 / (1 + exp(-max(-30.0, min(30.0, at))))


def _count(part: str, evidence: Evidence, names: Mapping[int, Aim]) -> _Count:
    count = _Count()
    met = [0.0] * len(part)
    pieces = grams(part, evidence.wording, evidence.readings, evidence.syllables)
    spoken = [False] * len(part)
    aims = max(len(names), 2)
    for gram in pieces:
        spoken[gram.start : gram.end] = [True] * (gram.end - gram.start)
    for gram in (*pieces, *apart(part)):
        votes, every = evidence.votes(gram.key)
        votes = {n: v for n, v in votes.items() if n in names}
        if not votes:
            continue
        # Shared by few: it tells them apart (as in every index of words, Sparck Jones 1972).
        tells = log(1 + aims / len(votes)) / log(1 + aims)
        weight = gram.weight * tells * sum(votes.values()) / every
        if gram.end - gram.start > 1:
            # The sound alone of what was written otherwise may be met by accident.
            sure = _BY_SOUND if gram.key[0] == "~" and part[gram.start] > "z" else 1.0
            for place in range(gram.start, gram.end):
                met[place] = max(met[place], sure)
        count.total += weight
        count.voters.append((gram, weight, votes, every))
        for number, vote in votes.items():
            count.by_aim[number] = count.by_aim.get(number, 0.0) + weight * vote / every
    strange = sum(1 - other for one, other in zip(spoken, met, strict=True) if one)
    count.total += _UNMET * strange
    return count


def _speakers(count: _Count, mine: set[int]) -> list[Gram]:
    """Return the pieces that spoke for some aims rather than for others, or else the loudest."""
    shares = [
        (sum(votes.get(n, 0.0) for n in mine) / every, weight, gram)
        for gram, weight, votes, every in count.voters
        if gram.end - gram.start > 1 and weight > 0.1
    ]
    clear = [gram for share, _, gram in shares if share >= _SPEAKS_FOR]
    if clear or not shares:
        return clear
    return [max(shares, key=lambda one: one[0] * one[1])[2]]
