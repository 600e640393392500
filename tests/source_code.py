"""Reads our own source for the tests of the architecture: files, imports, definitions."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
PROGRAM = ("desktop", "db", "ui", "resources", "benchmarks", "packaging")

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One file of ours, read once: its path from the checkout with slashes, its text, its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> list[str]:
        """Return the lines without their ends."""
        return self.text.splitlines()

    @property
    def module(self) -> str:
        """Return the dotted name it is imported by."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def is_under(self, place: str) -> bool:
        """Tell whether it is the file `place`, or lies in the folder `place`."""
        return self.path == place or self.path.startswith(place + "/")


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module, `late` when it stands inside a function."""

    source: Source
    module: str
    line: int
    late: bool

    @property
    def top(self) -> str:
        """Return the first part of the module's name."""
        return self.module.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.source.path}:{self.line} imports {self.module}"


@functools.cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Return the Python files of these folders (or files), in the order of their paths."""
    found: list[Path] = []
    for folder in folders:
        path = CHECKOUT / folder
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return tuple(_read(path) for path in found)


def program() -> tuple[Source, ...]:
    """Return the files of the program itself."""
    return sources(*PROGRAM, "main.py") if (CHECKOUT / "main.py").exists() else sources(*PROGRAM)


@functools.cache
def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(CHECKOUT).as_posix()
    return Source(name, text, ast.parse(text, name))


@functools.cache
def imports(source: Source) -> tuple[Import, ...]:
    """Return every import; `from a import b` gives `a.b` when that is a module of ours."""
    return tuple(_imports(source))


def _imports(source: Source) -> Iterator[Import]:
    late = {
        id(inner)
        for outer in ast.walk(source.tree)
        if isinstance(outer, Function)
        for inner in ast.walk(outer)
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = sorted({_meant(source, node, alias.name) for alias in node.names})
        else:
            continue
        for name in names:
            yield Import(source, name, node.lineno, id(node) in late)


def _meant(source: Source, node: ast.ImportFrom, name: str) -> str:
    base = node.module or ""
    if node.level:
        package = source.module.split(".")
        drop = node.level - source.path.endswith("/__init__.py")
        base = ".".join([*package[: len(package) - drop], *([base] if base else [])])
    path = CHECKOUT / base.replace(".", "/") / name
    return f"{base}.{name}" if path.is_dir() or path.with_suffix(".py").exists() else base


def functions(source: Source) -> Iterator[Function]:
    """Yield every function and method, inner ones too."""
    for node in ast.walk(source.tree):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    """Count the lines from `def` to the end, docstring included, decorators not."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def public(source: Source) -> Iterator[tuple[str, Definition]]:
    """Yield the public classes, functions and methods of a file with their dotted names.

    Left out, because their meaning is given elsewhere: special methods, overloads, setters,
    methods marked `@override`, and Qt's own camelCase names.
    """
    if any(part.startswith("_") and part != "__init__" for part in source.module.split(".")):
        return
    for node in source.tree.body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                for method in node.body:
                    if isinstance(method, Function) and _is_ours(method):
                        yield f"{node.name}.{method.name}", method


def _is_ours(method: Function) -> bool:
    decorators = {ast.unparse(decorator).rpartition(".")[2] for decorator in method.decorator_list}
    return (
        not method.name.startswith("_")
        and not decorators & {"overload", "override", "setter"}
        and not re.search(r"[a-z][A-Z]", method.name)
    )


def texts(source: Source) -> Iterator[tuple[int, str]]:
    """Yield every text in the code with its line; docstrings, also of constants, are not code."""
    explained = {id(node.value) for node in ast.walk(source.tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in explained
        ):
            yield node.lineno, node.value
