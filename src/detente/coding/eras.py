"""The day on which a sentence's names are read: that of its time line, unless the persons it names say another.

An undated sentence may inherit the date of writing or that of a book just cited. Where the persons named there held
no office near that day, and did so together at another, the names of those sentences are read for the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from detente.dates import day_number, year_of
from detente.register import NameEntry, NameMatch

Years = tuple[int, int]
_OPEN = 2100
_NEAR = 10
"""Years before and after all offices in which a person may well be spoken of."""
_LEAST_PERSONS = 2
"""Persons who must agree on another time where the time line gives none, or one that others bear out."""


def reading_days(sentences: Sequence[tuple[int | None, Sequence[NameMatch]]]) -> list[int | None]:
    """The day to read each sentence's names for, given the day of its time line (None: it has none) and its names.

    Sentences of one year stand or fall together: if more of the persons named in them are strange to that year
    than at home in it, all are read for the middle of the years that most of the strange ones share. Where no
    such years are found the day of the time line stands.
    """
    groups: dict[int | None, list[NameMatch]] = {}
    for on, matches in sentences:
        groups.setdefault(_year(on), []).extend(matches)
    moved = {year: _other_day(year, matches) for year, matches in groups.items()}
    return [on if (day := moved[_year(on)]) is None else day for on, _ in sentences]


def _year(on: int | None) -> int | None:
    return None if on is None else year_of(on)


def _other_day(year: int | None, matches: Iterable[NameMatch]) -> int | None:
    """The day to read a year's names for instead, or None where the year may stand."""
    at_home, strange = 0, dict[str, list[Years]]()
    for match in {match.surface: match for match in matches}.values():
        spells = _in_office(match.entries)
        if not spells:
            continue
        if year is not None and any(first - _NEAR <= year <= last + _NEAR for first, last in spells):
            at_home += 1
        elif not any(entry.caution for entry in match.entries):
            strange[match.surface] = spells
    if len(strange) <= at_home or (len(strange) < _LEAST_PERSONS and (year is None or at_home)):
        return None
    votes: Counter[int] = Counter()
    for spells in strange.values():
        votes.update({each for first, last in spells for each in range(first, min(last, _OPEN) + 1)})
    most = max(votes.values())
    shared = sorted(each for each, count in votes.items() if count == most)
    if len(strange) >= _LEAST_PERSONS and most < _LEAST_PERSONS:
        return None
    return day_number(shared[len(shared) // 2], 7, 1)


def _in_office(entries: Iterable[NameEntry]) -> list[Years]:
    """The years in which the persons of a name held office; empty for a name that may mean anything else."""
    spells = []
    for entry in entries:
        if entry.kind != "leader" or entry.valid_from is None:
            return []
        spells.append((year_of(entry.valid_from), year_of(entry.valid_to) if entry.valid_to is not None else _OPEN))
    return spells
