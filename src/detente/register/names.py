"""What a name can mean, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from detente.register.tables import first_day, last_day, table_rows

Kind = Literal["state", "demonym", "people", "capital", "metonym", "place", "leader", "organisation", "party", "bloc"]
"""What sort of name it is; `demonym` is the adjective ("Soviet", "Sino-"), `people` the noun ("the Soviets")."""

STATE_KINDS = ("state", "demonym", "people", "capital", "metonym")
"""The kinds that speak of a state or its government; a place lies in a state without speaking for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NameEntry:
    """One sense of a name.

    `ref` is the COW letters of the state, the id of the person, or the id of the organisation; a party
    may have the id of an organisation, and some places belong to no state (empty). `valid_from` and
    `valid_to` are the days between which the name has this sense, None where that side is open.
    `caution` marks a name that is also an ordinary word, a given name or a very common surname;
    `lesser` a sense that gives way to another one of the same day.
    """

    kind: Kind
    ref: str
    valid_from: int | None
    valid_to: int | None
    name: str = ""
    caution: bool = False
    lesser: bool = False

    def is_valid(self, on: int) -> bool:
        """Whether the name has this sense on day `on`."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def distance(self, on: int) -> int:
        """Days from `on` to the nearest day on which the name has this sense; 0 when it has it then."""
        if self.valid_from is not None and on < self.valid_from:
            return self.valid_from - on
        return on - self.valid_to if self.valid_to is not None and on > self.valid_to else 0


@dataclass(frozen=True, kw_only=True, slots=True)
class NameMatch:
    """A name found in a text: `text[start:end] == surface`, and all that it can mean."""

    start: int
    end: int
    surface: str
    entries: tuple[NameEntry, ...]


def resolve(match: NameMatch | Iterable[NameEntry], on: int | None) -> NameEntry | None:
    """The sense that a name has on day `on`, or None when it is truly ambiguous.

    Of the senses valid on the day, the one that is not lesser; when none is valid, the nearest in time;
    without a day, the most usual. Several senses of one state or person count as one, and the first of
    them in the register is returned. In a year in which a place changed hands it is that of the state that
    gave it up. A surname alone is no leader's many years from all the offices held (more than ten; more
    than one for a name marked `caution`): None.
    """
    entries = match.entries if isinstance(match, NameMatch) else tuple(match)
    if on is not None:
        entries = tuple(entry for entry in entries if _is_plausible(entry, on))
    if on is not None and entries:
        nearest = min(entry.distance(on) for entry in entries)
        entries = tuple(entry for entry in entries if entry.distance(on) == nearest)
    usual = [entry for entry in entries if not entry.lesser] or list(entries)
    usual = _in_use(usual) if on is None else _giving_up(usual)
    return usual[0] if len({entry.ref for entry in usual}) == 1 else None


def _in_use(entries: list[NameEntry]) -> list[NameEntry]:
    """Without a date: states rather than places, and of what is no person, the senses that last to this day."""
    spoken = [entry for entry in entries if entry.kind != "place"] or entries
    if any(entry.kind == "leader" for entry in spoken):
        return spoken
    return [entry for entry in spoken if entry.valid_to is None] or spoken


def _giving_up(entries: list[NameEntry]) -> list[NameEntry]:
    """Of two holders of a place on one day the one whose days end first: what is told of the place is then its passing over."""
    if any(entry.kind != "place" for entry in entries):
        return entries
    first = min((entry.valid_to for entry in entries if entry.valid_to is not None), default=None)
    return [entry for entry in entries if entry.valid_to == first] if first is not None else entries


def _is_plausible(entry: NameEntry, on: int) -> bool:
    if entry.kind != "leader" or " " in entry.name:
        return True
    return entry.distance(on) <= (366 if entry.caution else 3653)


def load_names(file_name: str) -> list[NameEntry]:
    """The entries of a table of names (`state_names.csv`, `places.csv`), in file order."""
    columns = ("name", "kind", "ref", "from", "to", "flags")
    return [read_entry(*row[:3], first=row[3], last=row[4], flags=row[5]) for _, row in table_rows(file_name, *columns)]


def read_entry(name: str, kind: str, ref: str, *, first: str, last: str, flags: str) -> NameEntry:
    """One row of a table of names as an entry."""
    return NameEntry(
        kind=kind,  # type: ignore[arg-type]  # the integrity test holds every row to the kinds there are
        ref=ref,
        valid_from=first_day(first),
        valid_to=last_day(last),
        name=name,
        caution="caution" in flags,
        lesser="lesser" in flags,
    )


def load_not_names() -> list[str]:
    """Phrases that hold a name without naming an actor or a place ("Washington Post", "Vietnam War")."""
    return [row[0] for _, row in table_rows("not_names.csv", "phrase")]


def load_given_names() -> list[str]:
    """Common given names, by which a surname is told from that of a leader."""
    return [row[0] for _, row in table_rows("given_names.csv", "name")]
