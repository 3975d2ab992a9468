"""What the page shows of the scores of a study: rows of its tables of scores, turns and triangles, ready for plots and templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from detente.relations.triangle import COLUMNS, OPEN, PATTERNS
from detente.report.frames import Table, dyad_of, rows_of
from detente.report.view import Dyad


@dataclass(frozen=True, kw_only=True)
class ScoreRow:
    """The score of a dyad in one year, None in a gap; `parts` says how far each source moved it, the ids which statements are of the year.

    `low` to `high` is the 90 per cent interval, `positive` the probability that the score is above 0. `evidence` is False in a year
    of which no source tells anything of the two: the score rests on the years around it.
    """

    dyad: str
    year: int
    x: float | None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    positive: float | None = None
    evidence: bool = True
    parts: tuple[tuple[str, float], ...] = ()
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TurnRow:
    """A turn of a dyad (`told_by` score, zero, naive or asserted); what it does not have is None. See `relations.turn_tables`."""

    dyad: str
    told_by: str
    year: int
    direction: str
    low_year: int
    high_year: int
    share: float | None = None
    size: float | None = None
    naive_year: int | None = None
    asserted_year: int | None = None
    period_id: str | None = None
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TriangleRow:
    """The triangle of three states in one year: the probability of each pattern and of none, in order; empty in a gap, with its reason."""

    states: tuple[str, str, str]
    year: int
    chances: tuple[float, ...] = ()
    type: str = ""
    who: str | None = None
    probability: float | None = None
    entropy: float | None = None
    best_pair: str = ""
    best_probability: float | None = None
    unsettled: tuple[str, ...] = ()
    thin: tuple[str, ...] = ()
    reason: str = ""

    @property
    def key(self) -> str:
        """The three codes joined, as anchors have them."""
        return "-".join(self.states)


@dataclass(frozen=True, kw_only=True)
class HandRow:
    """Who of a dyad leads in one measure in one year: `lead` from -1 to 1, above 0 where the first state is ahead, None without data.

    `holder` (0 first, 1 second, None nobody yet) had the upper hand last; `changed` marks the first year of a new holder.
    """

    dyad: str
    measure: str
    year: int
    lead: float | None
    holder: int | None = None
    changed: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class LikeRow:
    """How alike a dyad's portfolios (`alliances` or `votes`) are in one year, by `n` items; each from -1 to 1, None where undefined."""

    dyad: str
    portfolio: str
    year: int
    n: int
    s: float | None = None
    kappa: float | None = None
    pi: float | None = None


@dataclass(frozen=True, kw_only=True)
class Scored:
    """All that the page shows of scores: rows, and how they were made (`unit` of the score, the `basis` it rests on in a sentence).

    `missing` says why there are no turns of the score, where they could not be sought.
    """

    scores: tuple[ScoreRow, ...] = ()
    turns: tuple[TurnRow, ...] = ()
    triangle: tuple[TriangleRow, ...] = ()
    hands: tuple[HandRow, ...] = ()
    likeness: tuple[LikeRow, ...] = ()
    unit: str = ""
    basis: str = ""
    missing: str = ""
    n_draws: int = 0
    seed: int = 0

    def scores_of(self, dyad: Dyad) -> tuple[ScoreRow, ...]:
        """The scores of one dyad, in order of year."""
        return tuple(row for row in self.scores if row.dyad == dyad.key)

    def turns_of(self, dyad: Dyad, *told_by: str) -> tuple[TurnRow, ...]:
        """The turns of one dyad, told by some or any, in order of year."""
        found = [row for row in self.turns if row.dyad == dyad.key and (not told_by or row.told_by in told_by)]
        return tuple(sorted(found, key=lambda row: (row.year, row.told_by, row.direction)))


@dataclass(frozen=True, kw_only=True)
class ScoreTables:
    """The tables of a study's relation (`latent`, `turns`, `triangle`), and what the page says of how they were made.

    `hands` has a row for each dyad, measure and year: `dyad` (its first state is the one a lead above 0 speaks of), `measure`, `year`,
    `lead`, `holder` (0 the first state, 1 the second), `changed`, `reason`. `likeness` has one for each dyad, portfolio and year.
    """

    latent: Table | None = None
    turns: Table | None = None
    triangle: Table | None = None
    hands: Table | None = None
    likeness: Table | None = None
    unit: str = ""
    basis: str = ""
    missing: str = ""


def scored(tables: ScoreTables | None, dyads: Sequence[Dyad]) -> Scored | None:
    """The rows of the tables as the page wants them, those of other dyads left out; None without scores."""
    if tables is None:
        return None
    scores = [_score(row, dyad) for row in rows_of(tables.latent) if (dyad := dyad_of(row, dyads)) is not None]
    if not any(row.x is not None for row in scores):
        return None
    turns = [_turn(row, dyad) for row in rows_of(tables.turns) if (dyad := dyad_of(row, dyads)) is not None]
    sides = list(rows_of(tables.triangle))
    made = next((row for row in rows_of(tables.latent)), {})
    return Scored(
        scores=tuple(scores),
        turns=tuple(turns),
        triangle=tuple(_side(row) for row in sides),
        hands=tuple(_hand(row, dyad) for row in rows_of(tables.hands) if (dyad := dyad_of(row, dyads)) is not None),
        likeness=tuple(_like(row, dyad) for row in rows_of(tables.likeness) if (dyad := dyad_of(row, dyads)) is not None),
        unit=tables.unit,
        basis=tables.basis,
        missing=tables.missing,
        n_draws=int(made.get("n_draws") or 0),
        seed=int(made.get("seed") or 0),
    )


def _score(row: Mapping[str, Any], dyad: Dyad) -> ScoreRow:
    x = row["x"] if row["x"] is not None and isfinite(row["x"]) else None
    pairs = zip(row["moved_by"] or (), row["moved"] or (), strict=True)
    return ScoreRow(
        dyad=dyad.key,
        year=row["year"],
        x=x,
        evidence=bool(row["evidence"]),
        parts=tuple((str(name), float(value)) for name, value in pairs) if x is not None else (),
        event_ids=tuple(row["event_ids"] or ()),
        **{name: row[name] if x is not None else None for name in ("se", "low", "high", "positive")},
    )


def _turn(row: Mapping[str, Any], dyad: Dyad) -> TurnRow:
    names = ("told_by", "year", "direction", "low_year", "high_year", "share", "size", "naive_year", "asserted_year")
    ids = tuple(row["event_ids"] or ())
    return TurnRow(dyad=dyad.key, period_id=row["row_id"], event_ids=ids, **{name: row[name] for name in names})


def _side(row: Mapping[str, Any]) -> TriangleRow:
    states = (row["state_a"], row["state_b"], row["state_c"])
    if row["type"] is None:
        return TriangleRow(states=states, year=row["year"], thin=tuple(row["thin"]), reason=row["reason"] or "")
    return TriangleRow(
        states=states,
        year=row["year"],
        chances=tuple(row[name] for name in (*COLUMNS, OPEN)),
        unsettled=tuple(row["unsettled"]),
        thin=tuple(row["thin"]),
        **{name: row[name] for name in ("type", "who", "probability", "entropy", "best_pair", "best_probability")},
    )


def _like(row: Mapping[str, Any], dyad: Dyad) -> LikeRow:
    """A row of likeness, which is the same both ways round."""
    return LikeRow(dyad=dyad.key, **{name: row[name] for name in ("portfolio", "year", "n", "s", "kappa", "pi")})


def _hand(row: Mapping[str, Any], dyad: Dyad) -> HandRow:
    """A row of the upper hand, turned where its dyad names the states the other way round."""
    turned = row["dyad"] != dyad.key
    lead, holder = row["lead"], row["holder"]
    return HandRow(
        dyad=dyad.key,
        measure=row["measure"],
        year=row["year"],
        lead=-lead if turned and lead is not None else lead,
        holder=1 - holder if turned and holder is not None else holder,
        changed=bool(row["changed"]),
        reason=row["reason"] or "",
    )


def best_pattern(row: TriangleRow) -> int | None:
    """The place of a row's most probable pattern among `PATTERNS`; None in a gap or where it is open."""
    chosen = [
        at for at, each in enumerate(PATTERNS) if row.type == each.type and row.who == (None if each.who is None else row.states[each.who])
    ]
    return chosen[0] if chosen else None
