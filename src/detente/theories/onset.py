"""The onset of disputes: what each theory adds to what the past disputes of a pair and of its two states tell, out of the sample.

Cases are politically relevant pairs of states in a year, both in the system; what happens is that at least one new militarized dispute
between the two begins in the year. Every model is a logistic regression fitted on years before `split` and scored on the years from
it on; all terms are as of the end of the year before (nothing of the year itself is known to a model), and missing terms are filled by
the rule of `detente.theories.designs`, so that all models have the same rows. Years in which an older dispute goes on are kept: whether
one goes on is not known beforehand, and to leave out the years in which one goes on **without** a new one would give the answer away.

**History** are the terms of `detente.theories.conflict_record`. Each block of terms is added to history alone, then all together. A gain
is the difference from history on the same cases, with an interval by pairs drawn again (`detente.theories.paired`), and its
p-value is adjusted over the blocks (Holm). Sources for the blocks: power and proximity Bremer (1992), Journal of Conflict Resolution 36,
309-341; trade, organisations and regime Russett and Oneal (2001), Triangulating Peace; out-of-sample judgement of such models Ward,
Greenhill and Bakke (2010), Journal of Peace Research 47, 363-375; similarity Signorino and Ritter (1999).

Errors: 725 no cases to fit or to score, 726 a block that there is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import polars as pl

from detente.errors import DetenteError
from detente.theories.conflict_record import HISTORY, THIRD, conflict_record
from detente.theories.designs import Design, design, require
from detente.theories.evaluation import holm
from detente.theories.logit import Floats, Logit, fit_logit
from detente.theories.paired import MEASURES, Gain, Scores, paired, scores_of
from detente.theories.squares import lagged

BLOCKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "place and power": ("land", "near", "distance_log", "preponderance", "power_log", "majors"),
        "threat": ("threat_most", "threat_least"),
        "alliance": ("alliance_any", "alliance_defence"),
        "trade dependence": ("share_least", "share_gap"),
        "organisations": ("igo_log",),
        "regime": ("democracy_least", "democracy_most"),
        "third party": THIRD,
        "joint threat": ("joint_threat", "joint_threats"),
        "similarity": ("s",),
    }
)
"""The terms of each theory; see `detente.theories.threat_world` for what they are."""
HISTORY_ONLY, ALL = "history", "all"
REFUTED_BY = (
    "A theory of onset is refuted as a guide to which pairs will fight where its terms, added to the record of past disputes, do not raise "
    "the score of forecasts for years that the model has not seen: an interval of the gain that lies at or below 0 refutes it, one that "
    "includes 0 leaves it without support. A coefficient that is significant in the sample and gains nothing out of it does not save it."
)


@dataclass(frozen=True, kw_only=True)
class Model:
    """A fitted model: the block added to history (`history` for none, `all` for every one), its terms and coefficients, and its scores."""

    name: str
    terms: tuple[str, ...]
    design: Design
    fit: Logit
    scores: Scores
    probabilities: Floats


@dataclass(frozen=True, kw_only=True)
class Onset:
    """The models in order (history, each block, all), the gain of each over history in each measure, and what would refute a theory.

    `training` and `scored` are first year, last year, cases and onsets. `p_holm` of gains is adjusted over the blocks and all, within each
    measure.
    """

    disputes: str
    training: tuple[int, int, int, int]
    scored: tuple[int, int, int, int]
    models: tuple[Model, ...]
    gains: tuple[Gain, ...]
    refuted_by: str = REFUTED_BY

    def model(self, name: str) -> Model:
        """The model of a block; `DetenteError` 726 where there is none."""
        for model in self.models:
            if model.name == name:
                return model
        raise _no_block(name, [model.name for model in self.models])

    def gain(self, name: str, measure: str = "log_score") -> Gain:
        """What a block adds to history; `DetenteError` 726 where there is none."""
        for gain in self.gains:
            if (gain.name, gain.measure) == (name, measure):
                return gain
        raise _no_block(name, [f"{gain.name}, {gain.measure}" for gain in self.gains])

    def table(self) -> pl.DataFrame:
        """One row a model: scores, and for each measure the gain over history with its interval and adjusted p (null for history)."""
        return pl.DataFrame([self._row(model) for model in self.models], infer_schema_length=None)

    def _row(self, model: Model) -> dict[str, object]:
        scores = model.scores
        row: dict[str, object] = {"model": model.name, "average_precision": scores.average_precision}
        for measure in MEASURES:
            value = getattr(scores, measure)
            row |= {measure: value.value, f"{measure}_lower": value.lower, f"{measure}_upper": value.upper}
            gain = next((gain for gain in self.gains if (gain.name, gain.measure) == (model.name, measure)), None)
            told = (None, None, None, None) if gain is None else (gain.gain.value, gain.gain.lower, gain.gain.upper, gain.p_holm)
            row |= dict(zip((f"{measure}_{end}" for end in ("gain", "gain_lower", "gain_upper", "p_holm")), told, strict=True))
        return row


def onset_cases(world: pl.DataFrame, *, disputes: str = "gml", terms: Sequence[str] | None = None) -> pl.DataFrame:
    """The cases of onset: keys, `happened` and the terms as of the end of the year before, from the table of `pair_world`.

    Politically relevant pairs in years in which the disputes are covered; relevance is that of the year, a choice of sample and no term.
    Raises `DetenteError` 722 where a column is lacking.
    """
    wanted = [*dict.fromkeys(name for block in BLOCKS.values() for name in block)] if terms is None else list(terms)
    require(world, ("relevant", f"{disputes}_onset", *wanted), "the onset of disputes")
    keys = ["ccode1", "ccode2", "year"]
    record = conflict_record(world, disputes=disputes)
    cases = world.filter(pl.col.relevant & pl.col(f"{disputes}_onset").is_not_null()).select(*keys, happened=f"{disputes}_onset")
    cases = cases.join(record, on=keys, how="left", maintain_order="left")
    return cases.join(lagged(world, wanted), on=keys, how="left", maintain_order="left").sort("year", "ccode1", "ccode2")


def onset(
    cases: pl.DataFrame,
    *,
    split: int = 1990,
    first: int = 1816,
    last: int = 2010,
    blocks: Mapping[str, Sequence[str]] = BLOCKS,
    disputes: str = "gml",
    repeats: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Onset:
    """Fit history, history with each block, and all, on years from `first` to `split` - 1; score them from `split` to `last`.

    `cases` are of `onset_cases`. Raises `DetenteError` 721 and 725 where there is nothing to fit or to score, 722 as `onset_cases`.
    """
    training = cases.filter(pl.col.year.is_between(first, split - 1))
    scored = cases.filter(pl.col.year.is_between(split, last))
    if training.is_empty() or scored.is_empty() or not 0 < scored["happened"].sum() < scored.height:
        raise DetenteError(725, f"there are no cases on both sides of {split}", todo="Take years that the disputes cover.")
    sets = {HISTORY_ONLY: HISTORY, **{name: (*HISTORY, *terms) for name, terms in blocks.items()}}
    sets[ALL] = tuple(dict.fromkeys((*HISTORY, *(term for terms in blocks.values() for term in terms))))
    fits = {name: _fitted(training, terms) for name, terms in sets.items()}
    told = {name: fit.probabilities(rule.matrix(scored)) for name, (rule, fit) in fits.items()}
    happened = scored["happened"].cast(pl.Float64).to_numpy()
    rate = training["happened"].cast(pl.Float64).to_numpy().mean()
    found = paired(happened, told, reference=rate, clusters=_pairs(scored), repeats=repeats, seed=seed, level=level)
    models = [
        Model(
            name=name,
            terms=sets[name],
            design=rule,
            fit=fit,
            scores=scores_of(found, name, happened, told[name]),
            probabilities=told[name],
        )
        for name, (rule, fit) in fits.items()
    ]
    gains = [_adjusted([found.gain(name, measure, HISTORY_ONLY) for name in sets if name != HISTORY_ONLY]) for measure in MEASURES]
    return Onset(
        disputes=disputes,
        training=_extent(training),
        scored=_extent(scored),
        models=tuple(models),
        gains=tuple(gain for family in gains for gain in family),
    )


def _fitted(training: pl.DataFrame, terms: Sequence[str]) -> tuple[Design, Logit]:
    rule = design(training, terms)
    happened = training["happened"].cast(pl.Float64).to_numpy()
    return rule, fit_logit(rule.matrix(training), happened, names=rule.names, clusters=_pairs(training))


def _adjusted(gains: Sequence[Gain]) -> list[Gain]:
    return [replace(gain, p_holm=p) for gain, p in zip(gains, holm([gain.p_value for gain in gains]), strict=True)]


def _pairs(rows: pl.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """One number for each pair of states."""
    return rows.select(pl.col.ccode1.cast(pl.Int64) * 10_000 + pl.col.ccode2).to_series().to_numpy()


def _extent(rows: pl.DataFrame) -> tuple[int, int, int, int]:
    years = rows["year"].to_numpy()
    return int(years.min()), int(years.max()), rows.height, int(rows["happened"].sum())


def _no_block(name: str, known: Sequence[str]) -> DetenteError:
    return DetenteError(726, f"there is no result for {name!r}", todo=f"There is {'; '.join(known)}.")
