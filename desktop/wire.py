"""Frozen dataclasses as plain JSON values and back: requests, answers, events.

Plain values are str, int, bool, None, lists and dicts with text keys; floats
only in what is shown (a confidence), never in what is kept.  A
dataclass field may carry metadata: `stored: False` is left out of what is remembered,
`shown: False` of what is shown, `name` is how it is written where Python has no such name;
`later: True` is written only where it differs from its default, so that what was written before
there was such a field is still the same; `secret: True` is in no error, whatever is wrong with it.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from desktop.domain.errors import DeskError
from desktop.domain.times import from_iso, to_day, to_iso

T = TypeVar("T")
Decoder = Callable[[Any, str], Any]

STORED, SHOWN, COMPACT = "stored", "shown", "compact"


def to_plain(value: Any, form: str = SHOWN) -> Any:
    """Return `value` as plain JSON; the form `compact` leaves out fields at their default."""
    kind = type(value)
    if kind in (str, int, bool, types.NoneType):
        return value
    if kind is float and form == SHOWN:
        return value
    if kind in (tuple, list):
        return [to_plain(item, form) for item in value]
    if kind is dict:
        return {key: to_plain(item, form) for key, item in value.items()}
    if kind is datetime:
        return to_iso(value)
    if kind is date:
        return value.isoformat()
    if isinstance(value, StrEnum):
        return str(value)
    return {
        written: to_plain(item, form)
        for name, written, default in _shape(typing.cast(Any, kind), form)
        if (item := getattr(value, name)) != default or default is _ALWAYS
    }


def to_json(value: Any, form: str = SHOWN) -> str:
    """Return `value` as one line of JSON text (UTF-8 characters as they are, no blanks)."""
    plain = to_plain(value, form)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def from_plain(kind: type[T], plain: Any) -> T:
    """Return the `kind` written in `plain`.

    Raises DeskError: `wrong_type`, `missing_field`, `unknown_field`, each with `field`.
    """
    return typing.cast(T, decoder(typing.cast(Any, kind))(plain, ""))


_ALWAYS = object()


@cache
def _shape(kind: Any, form: str) -> tuple[tuple[str, str, object], ...]:
    rows = []
    for field in dataclasses.fields(kind):
        if field.metadata.get(form, True):
            short = form == COMPACT or field.metadata.get("later", False)
            compact = short and field.default is not dataclasses.MISSING
            written = field.metadata.get("name", field.name)
            rows.append((field.name, written, field.default if compact else _ALWAYS))
    return tuple(rows)


@cache
def decoder(hint: Any) -> Decoder:
    """Return the function that reads a value of the type `hint` from plain JSON."""
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _union(typing.get_args(hint))
    if origin is tuple:
        return _sequence(decoder(typing.get_args(hint)[0]))
    if origin is list:
        entries = _sequence(decoder(typing.get_args(hint)[0]))
        return lambda plain, field: list(entries(plain, field))
    if origin is dict:
        return _mapping(decoder(typing.get_args(hint)[1]))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _enum(hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _record(hint)
    raise TypeError(f"no plain form for {hint!r}")


def _wrong(field: str, wanted: str) -> DeskError:
    return DeskError("wrong_type", field=field, wanted=wanted)


def _exactly(kind: type, wanted: str) -> Decoder:
    def read(plain: Any, field: str) -> Any:
        if type(plain) is not kind:
            raise _wrong(field, wanted)
        return plain

    return read


def _parsed(parse: Callable[[str], Any], wanted: str) -> Decoder:
    def read(plain: Any, field: str) -> Any:
        if not isinstance(plain, str):
            raise _wrong(field, wanted)
        try:
            return parse(plain)
        except (ValueError, OverflowError):  # a zone can carry a moment beyond the calendar
            raise DeskError("invalid_value", field=field, value=plain[:100]) from None

    return read


def _text(plain: Any, field: str) -> Any:
    if type(plain) is not str:
        raise _wrong(field, "text")
    if "\0" in plain:  # PostgreSQL keeps none, and nobody types one
        raise DeskError("invalid_value", field=field, value=plain.replace("\0", "")[:100])
    return plain


def _anything(plain: Any, field: str) -> Any:
    """Let any JSON pass but what a journal cannot hold: numbers that are not whole, and NUL."""
    match plain:
        case float():
            raise DeskError("invalid_value", field=field, value=str(plain)[:100])
        case str():
            return _text(plain, field)
        case list():
            return [_anything(item, field) for item in plain]
        case dict():
            return {_text(key, field): _anything(item, field) for key, item in plain.items()}
    return plain


_SIMPLE: dict[Any, Decoder] = {
    str: _text,
    int: _exactly(int, "whole number"),
    bool: _exactly(bool, "yes or no"),
    types.NoneType: _exactly(types.NoneType, "null"),
    datetime: _parsed(from_iso, "time"),
    date: _parsed(to_day, "day"),
    object: _anything,
    Any: _anything,
}


def _union(options: tuple[Any, ...]) -> Decoder:
    decoders = [decoder(option) for option in options if option is not types.NoneType]
    nullable = types.NoneType in options

    def read(plain: Any, field: str) -> Any:
        if plain is None and nullable:
            return None
        first: DeskError | None = None
        for attempt in decoders:
            try:
                return attempt(plain, field)
            except DeskError as error:  # the first that is more than a wrong type says it best
                if first is None or first.code == "wrong_type":
                    first = error
        assert first is not None
        raise first

    return read


def _sequence(item: Decoder) -> Decoder:
    def read(plain: Any, field: str) -> Any:
        if not isinstance(plain, list | tuple):
            raise _wrong(field, "list")
        return tuple(item(value, f"{field}[{n}]") for n, value in enumerate(plain))

    return read


def _mapping(item: Decoder) -> Decoder:
    def read(plain: Any, field: str) -> Any:
        if not isinstance(plain, dict):
            raise _wrong(field, "object")
        return {key: item(value, f"{field}.{key}") for key, value in plain.items()}

    return read


def _enum(kind: type[StrEnum]) -> Decoder:
    def read(plain: Any, field: str) -> Any:
        try:
            return kind(plain)
        except ValueError:
            raise DeskError("invalid_value", field=field, value=str(plain)[:100]) from None

    return read


def _record(kind: type) -> Decoder:
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    names = {field.metadata.get("name", field.name): field.name for field in fields}
    readers = {written: decoder(hints[name]) for written, name in names.items()}
    secrets = {field.name for field in fields if field.metadata.get("secret")}
    readers |= {w: _secret(readers[w]) for w, name in names.items() if name in secrets}
    needed = [
        field.metadata.get("name", field.name)
        for field in fields
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]

    def read(plain: Any, path: str) -> Any:
        if not isinstance(plain, dict):
            raise _wrong(path, "object")
        inside = f"{path}." if path else ""
        for name in plain:
            if name not in readers:
                raise DeskError("unknown_field", field=f"{inside}{name}"[:200])
        for name in needed:
            if name not in plain:
                raise DeskError("missing_field", field=f"{inside}{name}")
        return kind(**{names[n]: readers[n](v, f"{inside}{n}") for n, v in plain.items()})

    return read


def _secret(reader: Decoder) -> Decoder:
    def read(plain: Any, field: str) -> Any:
        try:
            return reader(plain, field)
        except DeskError as error:
            error.values.pop("value", None)
            raise

    return read


def from_plain_text(kind: type[T], text: str) -> T:
    """Return the `kind` written in a line of JSON."""
    return from_plain(kind, json.loads(text))
