"""Treaties from dyad-years: which pacts were concluded, when they ended, and which dyad-years are one treaty and not many.

Data by dyad-year have no treaties: a pact of fifteen is 105 pairs that begin in one year. New ties of one year that hang together (a
connected component of the graph of new ties) are taken for one **treaty**; so an accession is a treaty of the newcomer with all members,
and pacts that one state concludes with several in one year are counted as one. A new tie is **bilateral** where it closes no triangle with
another tie of which one begins in the same year. What was in force in the first year of the data has no known beginning.

Errors: 727 no pacts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from detente.errors import DetenteError
from detente.relations.panels import Source, held

Pair = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Pacts:
    """Spells of pacts and the treaties they belong to.

    `spells`: `ccode1` (the smaller number), `ccode2`, `first_year`, `last_year` in force, `treaty` (null where the beginning is not known),
    `bilateral`. `treaties`: `treaty`, `year`, `states`, `pairs`, `bilateral` (of its pairs). `first` and `last` bound the data.
    """

    spells: pl.DataFrame
    treaties: pl.DataFrame
    first: int
    last: int

    def counted(self, since: int) -> dict[str, int]:
        """How many ties began in or after a year, in how many treaties, and how many of either were bilateral."""
        treaties = self.treaties.filter(pl.col.year >= since)
        alone = treaties.filter(pl.col.states == 2).height
        return {
            "ties": int(treaties["pairs"].sum()),
            "treaties": treaties.height,
            "treaties of two states": alone,
            "bilateral ties": int(treaties["bilateral"].sum()),
        }


def find_pacts(source: Source, *, kind: str = "alliances", term: str = "defence") -> Pacts:
    """The pacts of a data set of `alliances` or `atop` by an obligation; a pair is tied in a year if either owes it to the other.

    A year without the tie ends a spell. Raises `DetenteError` 613 for another data set, and 727 where it has no such pact.
    """
    data = held(source, kind, needs=("ccode1", "ccode2", "year", term))
    least, most = pl.min_horizontal("ccode1", "ccode2"), pl.max_horizontal("ccode1", "ccode2")
    ties = data.frame.filter(pl.col(term).cast(pl.Boolean).fill_null(False) & (pl.col.ccode1 != pl.col.ccode2))
    ties = ties.select(ccode1=least.cast(pl.Int32), ccode2=most.cast(pl.Int32), year=pl.col.year.cast(pl.Int32)).unique()
    if ties.is_empty():
        raise DetenteError(727, f"the data set of {kind} has no pact of {term}", todo="Take another obligation, or another data set.")
    ties = ties.sort("ccode1", "ccode2", "year")
    spell = (pl.col.year.diff().fill_null(0) != 1).cum_sum().over("ccode1", "ccode2")
    spells = ties.with_columns(_spell=spell).group_by("ccode1", "ccode2", "_spell", maintain_order=True)
    found = spells.agg(first_year=pl.col.year.min(), last_year=pl.col.year.max()).drop("_spell")
    return _with_treaties(found.sort("first_year", "ccode1", "ccode2"), data.first, data.last)


def _with_treaties(spells: pl.DataFrame, first: int, last: int) -> Pacts:
    treaty: dict[tuple[Pair, int], int] = {}
    bilateral: set[tuple[Pair, int]] = set()
    rows: list[tuple[int, int, int, int, int]] = []
    for year, new, old in _years(spells, first):
        alone = {pair for pair in new if not _closes(pair, new, old)}
        for parts in components(new):
            number = len(rows) + 1
            rows.append((number, year, len({state for pair in parts for state in pair}), len(parts), len(alone & set(parts))))
            treaty |= {(pair, year): number for pair in parts}
        bilateral |= {(pair, year) for pair in alone}
    keys = [((one, two), year) for one, two, year in spells.select("ccode1", "ccode2", "first_year").iter_rows()]
    told = spells.with_columns(
        treaty=pl.Series([treaty.get(key) for key in keys], dtype=pl.Int32), bilateral=pl.Series([key in bilateral for key in keys])
    )
    table = pl.DataFrame(rows, schema=dict.fromkeys(("treaty", "year", "states", "pairs", "bilateral"), pl.Int32), orient="row")
    return Pacts(spells=told, treaties=table, first=first, last=last)


def _years(spells: pl.DataFrame, first: int) -> Iterator[tuple[int, list[Pair], frozenset[Pair]]]:
    """Each year with new ties after the first of the data: the year, the new ties in order, and the ties that went on."""
    for year in sorted(set(spells["first_year"]) - {first}):
        new = spells.filter(pl.col.first_year == year).select("ccode1", "ccode2").sort("ccode1", "ccode2").rows()
        old = spells.filter((pl.col.first_year < year) & (pl.col.last_year >= year)).select("ccode1", "ccode2").rows()
        yield year, new, frozenset(old)


def _closes(pair: Pair, new: Sequence[Pair], old: frozenset[Pair]) -> bool:
    """Whether a new tie closes a triangle of which another tie is new too."""
    fresh, every = _neighbours(new), _neighbours([*new, *old])
    shared = every.get(pair[0], frozenset()) & every.get(pair[1], frozenset())
    return any(third in fresh.get(state, ()) for third in shared for state in pair)


def _neighbours(ties: Sequence[Pair]) -> Mapping[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for one, two in ties:
        found.setdefault(one, set()).add(two)
        found.setdefault(two, set()).add(one)
    return {state: frozenset(others) for state, others in found.items()}


def components(ties: Sequence[Pair]) -> list[list[Pair]]:
    """The ties by the connected component to which they belong, components in order of their first tie."""
    head: dict[int, int] = {}

    def find(state: int) -> int:
        while head.setdefault(state, state) != state:
            state = head[state]
        return state

    for one, two in ties:
        head[find(two)] = find(one)
    grouped: dict[int, list[Pair]] = {}
    for pair in sorted(ties):
        grouped.setdefault(find(pair[0]), []).append(pair)
    return list(grouped.values())
