"""The part of a study file that asks what might have been and what may come: `[[interventions]]` and `horizon`, read strictly."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from detente.dates import day_number
from detente.errors import UsageFault
from detente.simulate.asked import Intervention, kinds

_KEYS = ("name", "on", "until", "kind", "states", "target", "size")
_CODE = re.compile(r"[A-Z]{3}")
_DAY = re.compile(r"(\d{4})(?:-(\d\d)-(\d\d))?")
FARTHEST = 50
"""Years ahead beyond which no forecast is asked for."""


@dataclass(frozen=True, kw_only=True)
class SupposingReader:
    """Reads both keys; `wrong` makes the fault of a value (904), `known` refuses unknown keys (903)."""

    wrong: Callable[[str, str], UsageFault]
    known: Callable[[dict[str, Any], tuple[str, ...], str], None]

    def horizon(self, value: Any) -> int | None:  # noqa: ANN401 - as TOML has it
        """How many years ahead, None where the study does not ask."""
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= FARTHEST):
            return value
        raise self.wrong("horizon", f"a whole number of years from 1 to {FARTHEST}")

    def interventions(self, tables: Any) -> tuple[Intervention, ...]:  # noqa: ANN401
        """The interventions in the order of the file, each of its own name."""
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            raise self.wrong("interventions", "tables [[interventions]]")
        found = tuple(self._one(table) for table in tables)
        if len({each.name for each in found}) < len(found):
            raise self.wrong("name", "another for each of the interventions")
        return found

    def _one(self, table: dict[str, Any]) -> Intervention:
        self.known(table, _KEYS, "interventions.")
        name, kind, size = table.get("name"), table.get("kind"), table.get("size", 1)
        if not isinstance(name, str) or not name.strip():
            raise self.wrong("name", "a name for the intervention, in quotation marks")
        if not isinstance(kind, str) or kind not in kinds():
            raise self.wrong("kind", f"one of {', '.join(kinds())}")
        if isinstance(size, bool) or not isinstance(size, int | float) or not 0 <= size < float("inf"):
            raise self.wrong("size", "a number, 1 for the whole change")
        on, until = self._day(table, "on", last=False), self._day(table, "until", last=True)
        if on is None:
            raise self.wrong("on", "a year or a date, such as 1950 or 1950-06-25")
        if until is not None and until < on:
            raise self.wrong("until", "a year or a date that is not before `on`")
        states, target = self._states(table, "states"), self._states(table, "target")
        return Intervention(name=name.strip(), kind=kind, on=on, until=until, states=states, target=target, size=float(size))

    def _states(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and _CODE.fullmatch(each) for each in value):
            raise self.wrong(key, 'a list of Correlates of War letters, such as ["CHN", "RUS"]')
        return tuple(dict.fromkeys(value))

    def _day(self, table: Mapping[str, Any], key: str, *, last: bool) -> int | None:
        """A year, its first or last day; or a date, as TOML's or as words."""
        value = table.get(key)
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return day_number(value.year, value.month, value.day)
        match = _DAY.fullmatch(str(value)) if isinstance(value, int | str) and not isinstance(value, bool) else None
        if match is None:
            raise self.wrong(key, "a year or a date, such as 1950 or 1950-06-25")
        year, month, day = int(match[1]), match[2], match[3]
        try:
            if month is None:
                return day_number(year, 12, 31) if last else day_number(year)
            return day_number(date(year, int(month), int(day)).year, int(month), int(day))
        except ValueError:
            raise self.wrong(key, "a date of the calendar") from None
