"""Reciprocity and triangular response: does a state answer what its partner did to it, or what passes between either and a third?

Six directed flows of three states are one vector autoregression. In the equation of what A does to B, the past of the same flow is
**routine**, the past of what B does to A is **reciprocity**, and the past of the four flows that involve C is **triangular**. Each block is
tested; the answer to a shock is added up over the periods after it; and each block must forecast better than routine alone.

Sources: Goldstein and Freeman (1990), Three-Way Street; (1991), American Political Science Review 85, 17-35; Goldstein and Pevehouse
(1997), American Political Science Review 91, 515-529; Brandt and Freeman (2006), Political Analysis 14, 1-36.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl

from detente.theories.evaluation import Difference, diebold_mariano, holm, p_text, rmse
from detente.theories.response.flows import Flows, directions, pair_name
from detente.theories.response.impulse import Responses, bootstrap
from detente.theories.response.rolling import Forecasts, Rows, forecasts, mean_of_the_past, no_change, rows_of
from detente.theories.response.stretches import Floats
from detente.theories.response.var import BlockTest, Var, block_test, choose_lags, fit_var

Label = Literal["reciprocal", "inverse", "none"]
BLOCKS = ("routine", "reciprocity", "triangular")
MODELS = ("mean", "no change", "reciprocity", "triangular", "all")
"""What is scored against routine: two forecasts from history without a model, and routine with each block and with both."""
THEORIES = MODELS[2:]
REFUTED_BY = (
    "Reciprocity is refuted for a direction where the partner's past acts add nothing to routine, in the sample (the block's test) or "
    "out of it (the log score), or where the answer goes the other way; triangular response likewise by acts that involve the third state. "
    "A finding in the sample that forecasts no better than routine is a description of that sample, not a rule."
)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The answer of one flow to a shock in another, added up over the periods after it: so much for each unit of the shock.

    The shock is one unit more than was to be expected, in that flow alone (kind `unit`); nothing of its own period is counted. 0.3 says
    that of each point given or taken, 0.3 came back in the periods after. `p_value` is two-sided from the bootstrap, `p_holm` adjusted
    over the family; `label` is by `p_holm` and the sign.
    """

    effect: str
    cause: str
    total: float
    lower: float
    upper: float
    p_value: float
    p_holm: float
    label: Label


@dataclass(frozen=True, kw_only=True)
class Gain:
    """How much better a model forecasts one direction than routine alone, over `n` origins, `ahead` periods ahead.

    `log_score` is the mean gain per forecast (above 0: better than routine), `rmse_ratio` the ratio of root mean squared errors (below 1:
    better). `test` is Diebold and Mariano's on the loss of log score; `p_holm` is adjusted over the directions, horizons and theories of
    one call, None for what is no theory or cannot be tested.
    """

    model: str
    ahead: int
    n: int
    log_score: float
    rmse_ratio: float
    test: Difference
    p_holm: float | None


@dataclass(frozen=True, kw_only=True)
class Direction:
    """What is found of one state's acts toward another. `blocks` are tested in the order of `BLOCKS`, with `blocks_holm` adjusted over
    the reciprocity and triangular blocks of all six directions (None for routine); `third` holds the four triangular answers.
    """

    actor: str
    partner: str
    other: str
    blocks: tuple[BlockTest, ...]
    blocks_holm: tuple[float | None, ...]
    answer: Answer
    third: tuple[Answer, ...]
    same_period: float
    gains: tuple[Gain, ...]

    @property
    def name(self) -> str:
        """`USA>RUS`."""
        return pair_name(self.actor, self.partner)

    def gain(self, model: str, ahead: int = 1) -> Gain:
        """The gain of a model over routine."""
        return next(gain for gain in self.gains if (gain.model, gain.ahead) == (model, ahead))

    def in_words(self, level: float = 0.05) -> str:
        """The finding in a sentence or two, with what the forecasts say of it."""
        said = {
            "reciprocal": f"{self.actor} answers {self.partner} in kind, {self.answer.total:.2f} for each point",
            "inverse": f"{self.actor} answers {self.partner} the other way, {self.answer.total:.2f} for each point",
            "none": f"no answer of {self.actor} to {self.partner} is found",
        }[self.answer.label]
        gain = self.gain("reciprocity")
        sure = gain.p_holm is not None and gain.p_holm < level
        better = "forecasts better than" if gain.log_score > 0 else "forecasts worse than"
        doubt = "" if sure else ", no more than chance would allow"
        return f"{said} (p {p_text(self.answer.p_holm)}); with it, {self.name} {better} by routine alone{doubt} (p {p_text(gain.p_holm)})."


@dataclass(frozen=True, kw_only=True)
class Reciprocity:
    """All that is found of the six directions of a triangle, the autoregression it rests on, and what would refute it."""

    flows: Flows
    fit: Var
    responses: Responses
    horizon: int
    level: float
    directions: tuple[Direction, ...]
    refuted_by: str = REFUTED_BY

    def table(self) -> pl.DataFrame:
        """One row a direction: label, cumulative answer with its band and p, the F of each block with its p, gains over routine."""
        return pl.DataFrame([_row(each) for each in self.directions])


def _row(each: Direction) -> dict[str, object]:
    answer = each.answer
    row: dict[str, object] = {
        "direction": each.name,
        "label": answer.label,
        "answer": answer.total,
        "lower": answer.lower,
        "upper": answer.upper,
        "p_holm": answer.p_holm,
        "same_period": each.same_period,
    }
    for block, test, adjusted in zip(BLOCKS, each.blocks, each.blocks_holm, strict=True):
        row |= {f"{block}_f": test.f, f"{block}_p": test.p_value, f"{block}_p_wild": test.p_wild, f"{block}_p_holm": adjusted}
    for gain in each.gains:
        at = f"{gain.model.replace(' ', '_')}_{gain.ahead}"
        row |= {f"{at}_gain": gain.log_score, f"{at}_rmse": gain.rmse_ratio, f"{at}_p": gain.test.p_value, f"{at}_p_holm": gain.p_holm}
    return row


def reciprocity(
    flows: Flows,
    *,
    lags: int | None = None,
    horizon: int = 12,
    ahead: Sequence[int] = (1,),
    first: int | None = None,
    level: float = 0.1,
    repeats: int = 2000,
    wild: int = 999,
    seed: int = 0,
) -> Reciprocity:
    """Test routine, reciprocity and triangular response in the six directions of a triangle, in the sample and out of it.

    `lags` None takes what Akaike's criterion chooses from 1 to 6. Answers are added up over `horizon` periods; labels hold with a chance of
    `level` of one false label among the six (Holm), and bands are of 1 - `level` each. P-values of blocks and answers are from wild
    bootstraps (`wild` and `repeats` samples), since the size of shocks varies in event data. Forecasts `ahead` periods ahead begin when
    `first` rows are known (None: a third of them, at least 48). Raises D700 to D706.
    """
    values = flows.values
    chosen = lags if lags is not None else max(1, choose_lags(values, 6).best("aic"))
    fit = fit_var(values, chosen, names=flows.names)
    responses = bootstrap(fit, horizon, repeats=repeats, kind="unit", scheme="wild", level=1 - level, seed=seed)
    known = int(np.isfinite(values).all(axis=1).sum())
    begin = first if first is not None else max(48, known // 3)
    rows = {steps: rows_of(values, chosen, ahead=steps, first=begin) for steps in ahead}
    sides = directions(flows.states)
    answers = _answers(responses, sides, level)
    shared = np.asarray(np.linalg.inv(fit.covariance), dtype=np.float64)
    raw = [
        Direction(
            actor=actor,
            partner=partner,
            other=other,
            blocks=_blocks(fit, (actor, partner, other), wild=wild, seed=seed),
            blocks_holm=(None, None, None),
            answer=answers[pair_name(actor, partner), pair_name(partner, actor)],
            third=tuple(answers[pair_name(actor, partner), cause] for cause in _third(actor, partner, other)),
            same_period=_partial(shared, fit.place(pair_name(actor, partner)), fit.place(pair_name(partner, actor))),
            gains=tuple(_gains(rows, fit, actor, partner, other)),
        )
        for actor, partner, other in sides
    ]
    return Reciprocity(flows=flows, fit=fit, responses=responses, horizon=horizon, level=level, directions=_adjusted(raw))


def _third(actor: str, partner: str, other: str) -> tuple[str, ...]:
    """The four flows that involve the third state."""
    return pair_name(actor, other), pair_name(other, actor), pair_name(partner, other), pair_name(other, partner)


def _blocks(fit: Var, side: tuple[str, str, str], *, wild: int, seed: int) -> tuple[BlockTest, ...]:
    actor, partner, other = side
    effect = pair_name(actor, partner)
    causes = ((effect,), (pair_name(partner, actor),), _third(actor, partner, other))
    return tuple(block_test(fit, [effect], block, denominator="equation", wild=wild, seed=seed) for block in causes)


def _partial(inverse: Floats, one: int, two: int) -> float:
    """The correlation of two flows' shocks of the same period, the others' held fixed."""
    return float(-inverse[one, two] / np.sqrt(inverse[one, one] * inverse[two, two]))


# answers ---------------------------------------------------------------------------------------------


def _answers(responses: Responses, sides: Sequence[tuple[str, str, str]], level: float) -> dict[tuple[str, str], Answer]:
    """The reciprocal answers (a family of six) and the triangular ones (a family of 24), by effect and cause."""
    point, draws = responses.cumulative(first=1)
    mutual = [(pair_name(a, b), pair_name(b, a)) for a, b, _ in sides]
    triangular = [(pair_name(a, b), cause) for a, b, c in sides for cause in _third(a, b, c)]
    found: dict[tuple[str, str], Answer] = {}
    for family in (mutual, triangular):
        places = [(responses.names.index(effect), responses.names.index(cause)) for effect, cause in family]
        ps = [two_sided(draws[:, i, j]) for i, j in places]
        for (effect, cause), (i, j), p, adjusted in zip(family, places, ps, holm(ps), strict=True):
            total, sure = float(point[i, j]), 1.0 if adjusted is None else adjusted
            low, high = np.quantile(draws[:, i, j], [level / 2, 1 - level / 2])
            label: Label = "none" if sure >= level else "reciprocal" if total > 0 else "inverse"
            found[effect, cause] = Answer(
                effect=effect, cause=cause, total=total, lower=float(low), upper=float(high), p_value=p, p_holm=sure, label=label
            )
    return found


def two_sided(draws: Floats) -> float:
    """Twice the share of draws on the rarer side of 0, the draws counted as one more than they are; at most 1."""
    n = len(draws)
    return float(min(1.0, 2 * (1 + min((draws <= 0).sum(), (draws >= 0).sum())) / (n + 1)))


# gains -----------------------------------------------------------------------------------------------


def _gains(rows: dict[int, Rows], fit: Var, actor: str, partner: str, other: str) -> Iterator[Gain]:
    own = fit.place(pair_name(actor, partner))
    back, third = fit.place(pair_name(partner, actor)), [fit.place(name) for name in _third(actor, partner, other)]
    for ahead, each in rows.items():
        routine = forecasts(each, own, [])
        rivals = (
            mean_of_the_past(each, own),
            no_change(each, own),
            forecasts(each, own, [back]),
            forecasts(each, own, third),
            forecasts(each, own, [back, *third]),
        )
        for model, rival in zip(MODELS, rivals, strict=True):
            yield _gain(model, rival, routine, ahead)


def _gain(model: str, rival: Forecasts, routine: Forecasts, ahead: int) -> Gain:
    return Gain(
        model=model,
        ahead=ahead,
        n=len(rival.happened),
        log_score=float((rival.log_score - routine.log_score).mean()),
        rmse_ratio=rmse(rival.happened, rival.centre) / rmse(routine.happened, routine.centre),
        test=diebold_mariano(-rival.log_score, -routine.log_score, horizon=ahead),
        p_holm=None,
    )


def _adjusted(found: Sequence[Direction]) -> tuple[Direction, ...]:
    """The directions with the p-values of their blocks and of their gains adjusted over each family."""
    blocks = iter(holm([test.p_wild if test.p_wild is not None else test.p_value for each in found for test in each.blocks[1:]]))
    gains = iter(holm([gain.test.p_value for each in found for gain in each.gains if gain.model in THEORIES]))
    return tuple(
        replace(
            each,
            blocks_holm=(None, next(blocks), next(blocks)),
            gains=tuple(replace(gain, p_holm=next(gains)) if gain.model in THEORIES else gain for gain in each.gains),
        )
        for each in found
    )
