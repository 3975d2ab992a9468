"""YAML with the line of every value, and every scalar as it is written: `on` and `no` stay words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import yaml

from detente.codes import faults
from detente.errors import CodingFault, Where

T = TypeVar("T")


@dataclass(frozen=True)
class Marked:
    """A value of a YAML file with its place: a text, a list, or a mapping (a key said twice is an error)."""

    value: str | list[Marked] | dict[str, Marked]
    file: str
    line: int


@dataclass(frozen=True)
class Located(Generic[T]):
    """Something read, with the file and line that say it."""

    value: T
    file: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong at a line: the check that found it, what it found, what to do. A `note` need not be wrong."""

    check: str
    file: str
    line: int
    what: str
    todo: str
    note: bool = False


def read_marked(path: Path, *, name: str | None = None) -> tuple[Marked, str]:
    """The content of a YAML file, and the hash of its text; `name` stands for the file in what is said of it.

    An empty file is an empty mapping. Raises `CodingFault` 540 where the file cannot be read, 541 where it is not YAML,
    says a key twice, or uses anchors (by which a small file can stand for an endless one).
    """
    file = name or path.name
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise faults.fault(faults.NO_FILE, str(getattr(error, "strerror", None) or error), where=file) from error
    return marked_text(text, file), hashlib.sha256(text.encode()).hexdigest()


def marked_text(text: str, file: str) -> Marked:
    """The content of a YAML text; raises as `read_marked` does."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        return _marked(node, file, set()) if node is not None else Marked({}, file, 1)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        told = str(getattr(error, "problem", None) or error).splitlines()[0]
        raise _not_yaml(told, file, mark.line + 1 if mark else 1) from error
    except RecursionError as error:
        raise _not_yaml("it is nested too deeply", file, 1) from error


def _marked(node: yaml.Node, file: str, seen: set[int]) -> Marked:
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise _not_yaml("an alias", file, line)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return Marked([_marked(child, file, seen) for child in node.value], file, line)
    if not isinstance(node, yaml.MappingNode):
        plain_null = getattr(node, "style", None) is None and node.value in ("~", "null")
        return Marked("" if plain_null else str(node.value).strip(), file, line)
    table: dict[str, Marked] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in table:
            raise _not_yaml(f"the key {key.value!r} is said twice or is no word", file, key.start_mark.line + 1)
        table[key.value] = _marked(value, file, seen)
    return Marked(table, file, line)


def _not_yaml(detail: str, file: str, line: int) -> CodingFault:
    return faults.fault(faults.NOT_YAML, detail, where=Where(file=file, line=line))
