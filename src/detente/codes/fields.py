"""Taking fields out of marked YAML, strictly: what is not as it should be becomes a problem with its line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from detente.codes.marked import Located, Marked, Problem
from detente.register import first_day, last_day

_YES, _NO = ("true", "yes"), ("false", "no", "")


@dataclass
class Fields:
    """Reads values of marked YAML and gathers what is wrong with them."""

    problems: list[Problem] = field(default_factory=list)

    def wrong(self, check: str, at: Marked, what: str, todo: str) -> None:
        """Note a problem at a value."""
        self.problems.append(Problem(check=check, file=at.file, line=at.line, what=what, todo=todo))

    def table(self, at: Marked, keys: Collection[str], *, needs: Collection[str] = ()) -> dict[str, Marked]:
        """A mapping of known keys; unknown and missing ones are problems, and only the known are returned."""
        if not isinstance(at.value, dict):
            self.wrong("value", at, "a mapping of keys to values is wanted here", f"Keys: {', '.join(keys)}.")
            return {}
        for key, value in at.value.items():
            if key not in keys:
                self.wrong("key", value, f"the key {key!r} means nothing", f"Keys: {', '.join(keys)}.")
        for key in needs:
            if key not in at.value:
                self.wrong("key", at, f"the key {key!r} is missing", "Add it.")
        return {key: value for key, value in at.value.items() if key in keys}

    def pairs(self, at: Marked | None) -> dict[str, Marked]:
        """A mapping whose keys are names."""
        if at is None or at.value == "":
            return {}
        if isinstance(at.value, dict):
            return at.value
        self.wrong("value", at, "a mapping of names to values is wanted here", "Write `name: value` lines.")
        return {}

    def rows(self, at: Marked | None) -> list[Marked]:
        """A list."""
        if at is None or at.value == "":
            return []
        if isinstance(at.value, list):
            return at.value
        self.wrong("value", at, "a list is wanted here", "Begin each entry with a dash.")
        return []

    def text(self, at: Marked | None) -> str:
        """A text that is not empty; "" where there is none, which is a problem if the key stands there."""
        if at is None:
            return ""
        if isinstance(at.value, str) and at.value:
            return at.value
        self.wrong("empty" if at.value == "" else "value", at, "a word or text is wanted here", "Write it, or take the entry out.")
        return ""

    def texts(self, at: Marked | None, *, may_be_empty: bool = False) -> tuple[Located[str], ...]:
        """One text or a list of texts, none of them empty, with their lines."""
        if at is None:
            return ()
        every = at.value if isinstance(at.value, list) else [at]
        if not every and not may_be_empty:
            self.wrong("empty", at, "the list is empty", "Fill it, or take it out.")
        return tuple(Located(text, each.file, each.line) for each in every if (text := self.text(each)))

    def choice(self, at: Marked | None, choices: Collection[str], what: str, *, default: str = "") -> str:
        """A text that is one of `choices`; else a problem, and `default`."""
        text = self.text(at)
        if at is None or not text or text in choices:
            return text or default
        shown = ", ".join(choices) if len(choices) <= 24 else "see the reference"
        self.wrong("unknown", at, f"{text!r} is no {what}", f"Known: {shown}.")
        return default

    def flag(self, at: Marked | None) -> bool:
        """True or false; False where nothing is said."""
        text = "" if at is None else str(at.value).lower()
        if at is not None and text not in (*_YES, *_NO):
            self.wrong("value", at, f"{text!r} is neither true nor false", "Write true or false.")
        return text in _YES

    def number(self, at: Marked | None, low: float, high: float) -> float | None:
        """A number between two bounds, or None where nothing is said."""
        if at is None:
            return None
        try:
            found = float(self.text(at) or "nan")
        except ValueError:
            found = float("nan")
        if low <= found <= high:
            return found
        self.wrong("value", at, f"{at.value!r} is no number from {low:g} to {high:g}", "Write such a number.")
        return None

    def days(self, table: dict[str, Marked]) -> tuple[int | None, int | None]:
        """The first day of `from` and the last of `to` (1949, 1949-10 or 1949-10-01), None where that side is open."""
        first, last = self._day(table.get("from"), first=True), self._day(table.get("to"), first=False)
        if first is not None and last is not None and first > last:
            self.wrong("dates", table["to"], "it ends before it starts", "Correct `from` or `to`.")
            return None, None
        return first, last

    def _day(self, at: Marked | None, *, first: bool) -> int | None:
        if at is None or at.value == "":
            return None
        try:
            return (first_day if first else last_day)(self.text(at))
        except ValueError:
            self.wrong("dates", at, f"{at.value!r} is no date", "Write a year, a month or a day: 1949, 1949-10, 1949-10-01.")
            return None
