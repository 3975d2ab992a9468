"""A panel from a folder of published data sets: which file is which, what is added, and the codebook of what was made."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import polars as pl

from detente.datasets.published import Reading, read_published, recognise
from detente.datasets.published_layout import Layout
from detente.errors import DataRefused, DetenteError
from detente.relations.panels import dyads, spells
from detente.relations.panels import states as of_states
from detente.relations.panels.book import Family, family
from detente.relations.panels.frame import MembershipList, dyad_years

ADDITIONS: Mapping[str, Callable[..., pl.LazyFrame]] = MappingProxyType(
    {
        "alliances": dyads.add_alliances,
        "atop": dyads.add_atop,
        "capabilities": of_states.add_capabilities,
        "disputes": spells.add_disputes,
        "trade": dyads.add_trade,
        "contiguity": spells.add_contiguity,
        "distance": dyads.add_distance,
        "igos": dyads.add_igos,
        "diplomacy": dyads.add_diplomacy,
        "majors": of_states.add_majors,
        "votes": dyads.add_votes,
        "regimes": of_states.add_regimes,
        "economy": of_states.add_economy,
        "leaders": of_states.add_leaders,
        "rivalries": spells.add_rivalries,
        "transfers": dyads.add_transfers,
        "crises": spells.add_crises,
        "visits": spells.add_visits,
    }
)
"""The function that adds each family of data sets."""

_SUFFIXES = (".csv", ".parquet", ".xml", ".dta", ".tab", ".txt", ".json")


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A data set of which columns were added: its family, the prefix of its columns, and what was read."""

    family: Family
    prefix: str
    readings: tuple[Reading, ...]

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """The layouts read, each once."""
        return tuple({reading.layout.name: reading.layout for reading in self.readings}.values())


@dataclass(frozen=True, kw_only=True)
class Build:
    """A panel and what it was made of; `passed_over` are files of a family that was added from another file."""

    panel: pl.LazyFrame
    taken: tuple[Taken, ...]
    passed_over: tuple[str, ...] = ()


Found = Mapping[str, Sequence[tuple[Path, Layout]]]
"""The files of each family, in order of their paths."""


def find_published(folder: str | Path) -> Found:
    """The published data sets in a folder and the folders in it, by family; files that are none are passed over.

    Raises `DetenteError` 616 where there is no such folder.
    """
    root = Path(folder)
    if not root.is_dir():
        raise DetenteError(616, f"there is no folder of data {root.name!r}", todo="Name it with --data, or set DETENTE_DATA.")
    found: dict[str, list[tuple[Path, Layout]]] = {}
    for path in sorted(path for path in root.rglob("*") if path.is_file() and path.suffix.lower() in _SUFFIXES):
        layout = _layout_of(path)
        if layout is not None:
            found.setdefault(layout.family, []).append((path, layout))
    return found


def _layout_of(path: Path) -> Layout | None:
    try:
        return recognise(path)
    except (DataRefused, csv.Error):
        # what cannot be read is no data set: it must not keep the others out
        return None


def build_panel(
    folder: str | Path,
    *,
    first: int,
    last: int,
    add: Sequence[str],
    system: MembershipList = "cow",
    directed: bool = True,
    relevant: bool = False,
    states: Collection[int | str] | None = None,
) -> Build:
    """A panel of dyad-years with the data sets of a folder, one family after another as `add` names them.

    Of several data sets of one family that with the latest last year is taken, then that with the earliest first year, then the first
    by path; the others are told in `passed_over`. `disputes` alone takes each: the widest as `dispute`, others under the first word of
    their layout (`gml`). `family:stem` takes the file of that stem. Raises `DetenteError` 612 for an unknown family, 617 where the
    folder has no data set of it, and as `dyad_years`, the readers and the add_ functions do.
    """
    found = find_published(folder)
    frames = {name: _chosen(found, name)[0].readings(folder) for name in (("contiguity", "majors") if relevant else ())}
    panel = dyad_years(
        first=first,
        last=last,
        system=system,
        directed=directed,
        relevant=relevant,
        states=states,
        contiguity=frames.get("contiguity"),
        majors=frames.get("majors"),
    )
    taken, passed = [], []
    for asked in add:
        kept = _chosen(found, asked)
        kind = asked.partition(":")[0]
        for at, choice in enumerate(kept):
            readings = choice.readings(folder)
            prefix = family(kind).prefix if at == 0 else choice.name.partition("_")[0]
            panel = ADDITIONS[kind](panel, readings, name=prefix)
            taken.append(Taken(family=family(kind), prefix=prefix, readings=readings))
        used = {path for choice in kept for path in choice.paths}
        passed += [path.relative_to(folder).as_posix() for path, _ in found[kind] if path not in used]
    return Build(panel=panel, taken=tuple(taken), passed_over=tuple(passed))


@dataclass(frozen=True, kw_only=True)
class _Choice:
    name: str
    paths: tuple[Path, ...]
    coverage: tuple[int, int]

    def readings(self, root: str | Path) -> tuple[Reading, ...]:
        return tuple(read_published(path, root=root) for path in self.paths)


_WHOLE = frozenset({"visits"})
"""Families published in many files, which are one list together."""


def _chosen(found: Found, asked: str) -> Sequence[_Choice]:
    kind, _, stem = asked.partition(":")
    family(kind)
    files = [(path, layout) for path, layout in found.get(kind, ()) if stem in ("", path.stem)]
    if not files:
        raise DetenteError(617, f"the folder has no data set for {asked!r}", todo="See with `detente data list` what it has.")
    if kind in _WHOLE:
        return [_Choice(name=kind, paths=tuple(path for path, _ in files), coverage=files[0][1].coverage)]
    each = [_Choice(name=layout.name, paths=(path,), coverage=layout.coverage) for path, layout in files]
    best = sorted(each, key=lambda one: (-one.coverage[1], one.coverage[0], one.paths))
    if kind != "disputes":
        return best[:1]
    # one file of each layout; the widest is the first, and bears the family's own prefix
    return list({one.name: one for one in reversed(best)}.values())[::-1]


# codebook ---------------------------------------------------------------------------------------------


def codebook_of(build: Build) -> str:
    """The codebook of a panel in Markdown: its keys, every column with its meaning, and each data set with its licence and citation."""
    return "\n".join([*_heading(build), *(line for taken in build.taken for line in _section(build, taken))]) + "\n"


def _heading(build: Build) -> Iterator[str]:
    keys = [name for name in ("gwcode1", "gwcode2", "ccode1", "ccode2", "year") if name in build.panel.collect_schema().names()]
    yield "# Codebook of the panel\n"
    yield f"One row is a pair of states in a year in which both were members of the system; its keys are {', '.join(keys)}."
    yield "An empty cell means that the data set does not say. It is never a zero."


def _section(build: Build, taken: Taken) -> Iterator[str]:
    names = set(build.panel.collect_schema().names())
    yield f"\n## {taken.family.title}\n"
    for layout in taken.layouts:
        years = f"{layout.coverage[0]}-{layout.coverage[1]}"
        yield f"{layout.data_set} {layout.version}, {years}. {layout.citation} Licence: {layout.licence}\n"
        yield from (f"Known fault: {fault}\n" for fault in layout.known_faults)
    yield f"{taken.family.absent}\n"
    yield "| column | type | meaning | unit or values |\n| --- | --- | --- | --- |"
    for column in taken.family.columns:
        name = f"{taken.prefix}_{column.name}"
        if name in names:
            yield f"| `{name}` | {column.type} | {column.meaning} | {column.unit or column.values} |"
