"""The study file: what is asked, of which states and years, and what is known of each source."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.coding.remote.settings import SETTINGS, ModelSettings, WrongSetting, read_settings
from detente.errors import NameUnresolved, UsageFault, Where, file_label
from detente.register import default_register
from detente.simulate.asked import Intervention
from detente.study import faults
from detente.study.supposing import SupposingReader

FILE_NAME = "study.toml"
_KEYS = (
    *("title", "question", "states", "focus", "from", "to", "licence", "codes", "data", "theories"),
    *("fast", "eight_bit", "coder", "horizon", "interventions", "sources"),
)
THEORIES = ("reciprocity", "triangles", "blocs", "threat", "onset", "breakdown")
"""What `theories` can name; `detente.theories.adapters` has the claim of each."""
_SOURCE_KEYS = ("title", "author", "date", "kind", "covers", "citation")
_CODE = re.compile(r"[A-Z]{3}")
_LAST_YEAR = 9999


@dataclass(frozen=True, kw_only=True)
class StudyFile:
    """A study as its scholar wrote it down.

    `states` are COW letters and `focus` two of them, both empty where the sources should decide;
    `first_year` and `last_year` bound the series, None where the sources should. `sources` says
    of a source, by its path within the sources, what its file does not: title, author, date ... `codes` are the files
    of the study's own codes, as paths within its folder or patterns such as `codes/*.yaml`. `fast` leaves the trained
    reader out, `eight_bit` has it multiply in 8 bits; `data` names files of published data (see `detente.study.published`), `theories`
    those that are tested (empty for all); `coder` is the language model that codes events,
    None for the default coder. `interventions` are changes of history that it asks about, `horizon` how many years ahead it looks (None:
    it does not).
    """

    title: str
    question: str = ""
    states: tuple[str, ...] = ()
    focus: tuple[str, str] | None = None
    first_year: int | None = None
    last_year: int | None = None
    licence: str = ""
    codes: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    theories: tuple[str, ...] = ()
    fast: bool = False
    eight_bit: bool = False
    coder: ModelSettings | None = None
    horizon: int | None = None
    interventions: tuple[Intervention, ...] = ()
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_study_file(folder: Path) -> StudyFile:
    """The study file of a folder; without one, a study named after the folder that leaves all else open.

    Raises `UsageFault` 901 (no folder), 902 (not TOML), 903 (unknown key), 904 (wrong value), with the line.
    """
    if not folder.is_dir():
        raise faults.fault(faults.NO_FOLDER, where=str(folder))
    path = folder / FILE_NAME
    if not path.is_file():
        return StudyFile(title=file_label(folder.resolve().name).replace("-", " ").replace("_", " ").strip().capitalize() or "Study")
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        raise faults.fault(faults.NOT_TOML, str(error), where=Where(file=FILE_NAME, line=int(line[1]) if line else None)) from error
    return _Reader(text).study(table)


class _Reader:
    """Reads the table of a study file strictly, and knows the line that a key stands on."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()

    def study(self, table: dict[str, Any]) -> StudyFile:
        """The study that the table tells, or the first fault in it."""
        self._known(table, _KEYS, "")
        states = tuple(self._code(code, "states") for code in self._list(table, "states"))
        focus = tuple(self._code(code, "focus") for code in self._list(table, "focus"))
        if focus and (len(focus) != 2 or focus[0] == focus[1] or (states and not set(focus) <= set(states))):
            raise self._wrong("focus", "two different states of the study")
        first, last = self._year(table, "from"), self._year(table, "to")
        if first is not None and last is not None and first > last:
            raise self._wrong("to", "a year that is not before `from`")
        asked = SupposingReader(wrong=self._wrong, known=self._known)
        if self._switch(table, "fast") and self._switch(table, "eight_bit"):
            raise self._wrong("eight_bit", "false beside `fast`, which has no reader")
        title = self._text(table, "title")
        if not title:
            raise self._wrong("title", "a title")
        return StudyFile(
            title=title,
            question=self._text(table, "question"),
            states=tuple(dict.fromkeys(states)) or focus,
            focus=(focus[0], focus[1]) if focus else None,
            first_year=first,
            last_year=last,
            licence=self._text(table, "licence"),
            codes=tuple(self._words(each, "codes") for each in self._list(table, "codes")),
            data=tuple(self._words(each, "data") for each in self._list(table, "data")),
            theories=tuple(dict.fromkeys(self._theory(each) for each in self._list(table, "theories"))),
            fast=self._switch(table, "fast"),
            eight_bit=self._switch(table, "eight_bit"),
            coder=self._coder(table.get("coder", {})),
            horizon=asked.horizon(table.get("horizon")),
            interventions=asked.interventions(table.get("interventions", [])),
            sources=self._sources(table.get("sources", {})),
        )

    def _coder(self, table: Any) -> ModelSettings | None:  # noqa: ANN401 - as TOML has it
        if not isinstance(table, dict):
            raise self._wrong("coder", "a table [coder]")
        self._known(table, ("kind", *SETTINGS), "coder.")
        kind = table.get("kind", "rules")
        if kind not in ("rules", "model"):
            raise self._wrong("kind", '"rules" or "model"')
        try:
            return read_settings({name: table.get(name) for name in SETTINGS}) if kind == "model" else None
        except WrongSetting as wrong:
            raise self._wrong(wrong.name, wrong.wanted) from None

    def _sources(self, table: Any) -> dict[str, dict[str, str]]:  # noqa: ANN401 - as TOML has it
        if not isinstance(table, dict) or not all(isinstance(entry, dict) for entry in table.values()):
            raise self._wrong("sources", 'tables such as [sources."essay.pdf"]')
        for name, entry in table.items():
            self._known(entry, _SOURCE_KEYS, f"sources.{name}.")
        return {name: {key: str(value) for key, value in entry.items()} for name, entry in sorted(table.items())}

    def _known(self, table: dict[str, Any], keys: tuple[str, ...], prefix: str) -> None:
        for key in table:
            if key not in keys:
                raise faults.fault(faults.UNKNOWN_KEY, f"{prefix}{key}", where=self._where(key))

    def _text(self, table: dict[str, Any], key: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            raise self._wrong(key, "words in quotation marks")
        return value.strip()

    def _list(self, table: dict[str, Any], key: str) -> list[Any]:
        value = table.get(key, [])
        if not isinstance(value, list):
            raise self._wrong(key, 'a list such as ["CHN", "RUS"]')
        return value

    def _code(self, value: Any, key: str) -> str:  # noqa: ANN401
        if not isinstance(value, str) or not _CODE.fullmatch(value):
            raise self._wrong(key, "Correlates of War letters, such as CHN, RUS, USA")
        if value not in default_register().states:
            raise self._wrong(key, f"Correlates of War letters; {value} is none of them{_perhaps(value)}")
        return value

    def _words(self, value: Any, key: str) -> str:  # noqa: ANN401
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, 'a list of files or patterns, such as ["codes/*.yaml"]')
        return value.strip()

    def _theory(self, value: Any) -> str:  # noqa: ANN401
        if value not in THEORIES:
            raise self._wrong("theories", f"a list of {', '.join(THEORIES)}")
        return str(value)

    def _switch(self, table: dict[str, Any], key: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            raise self._wrong(key, "true or false")
        return value

    def _year(self, table: dict[str, Any], key: str) -> int | None:
        value = table.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LAST_YEAR):
            return value
        raise self._wrong(key, "a year of four digits, such as 1945")

    def _wrong(self, key: str, wanted: str) -> UsageFault:
        return faults.fault(faults.WRONG_VALUE, f"{key} must be {wanted}", where=self._where(key))

    def _where(self, key: str) -> Where:
        pattern = re.compile(rf"\s*(\[\s*)?[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
        line = next((number for number, text in enumerate(self.lines, 1) if pattern.match(text)), None)
        return Where(file=FILE_NAME, line=line)


def _perhaps(letters: str) -> str:
    """The state of these letters in another list, as a question."""
    try:
        return f": {default_register().state_of(letters, on=None).code}?"
    except NameUnresolved:
        return ""


def code_files(folder: Path, study: StudyFile) -> tuple[Path, ...]:
    """The files of a study's own codes, each once, in the order of study.toml and of their paths; empty where it has none.

    Raises `UsageFault` 904 for a name or pattern that leads to no file, or that leads out of the folder.
    """
    found: dict[Path, None] = {}
    for pattern in study.codes:
        named = folder / pattern
        outside = Path(pattern).is_absolute() or ".." in Path(pattern).parts
        files = [] if outside else [named] if named.is_file() else sorted(path for path in folder.glob(pattern) if path.is_file())
        if not files:
            raise faults.fault(faults.WRONG_VALUE, f"codes names no file of the study: {pattern!r}", where=FILE_NAME)
        found |= dict.fromkeys(files)
    return tuple(found)
