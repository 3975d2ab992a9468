"""What might have been: an intervention run with the draws of the baseline, so that the difference of the two is its effect.

Each run keeps what the rules left unexplained of its own past (abduction), changes the named inputs (action), and goes forward again
(prediction; Pearl 2009, Causality, 2nd edition, section 7.1). Errors of later years are kept: all else that moved ties stays as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.simulate import faults
from detente.simulate.asked import Intervention, checked, kinds
from detente.simulate.dynamics import Fitted, Rules, errors_of, run_forward
from detente.simulate.inputs import Told, aid, parity, removed_rows, removed_statements, span_of, with_less
from detente.simulate.system import Floats, System

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The ranges that are told: the middle, half of all runs, nine in ten."""
DECADE = 10
"""Years from the intervention on over which its effect is summed up."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Change:
    """What an intervention changes in its inputs, in full size.

    `shock` (T, R, P), added to the errors; covariates by name with what is added to them, (T, P). `event_ids` are the statements taken
    away, `rows` the published rows set to none (indicator, pair, year), `told` the same in words.
    """

    shock: Floats
    covariates: dict[str, Floats]
    event_ids: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    told: str = ""


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """The effect on each tie, mean over the decade (`LEVELS`, P), where one assumption is another: `which`, and its `setting`."""

    which: str
    setting: str
    effect: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Counterfactual:
    """An intervention and its ensemble: `baseline` and `changed` (S, R, P) in `years`, from the year before the intervention on.

    `decade` (R, P) is the mean difference over the first `DECADE` years of the intervention; `sensitivity` what becomes of it.
    """

    asked: Intervention
    dyads: tuple[tuple[str, str], ...]
    years: tuple[int, ...]
    baseline: Floats
    changed: Floats
    change: Change
    alive: np.ndarray
    sensitivity: tuple[Assumption, ...] = ()

    @property
    def effect(self) -> Floats:
        """Changed less baseline, (S, R, P)."""
        return self.changed - self.baseline

    @property
    def decade(self) -> Floats:
        """The mean effect of each run over the first years of the intervention, (R, P)."""
        return over_decade(self.baseline, self.changed)

    @property
    def imposed(self) -> tuple[bool, ...]:
        """Which ties are changed by hand, (P,); the effect on the others is all the model's."""
        return tuple(bool(each) for each in (self.change.shock != 0).any(axis=(0, 1)))


def over_decade(baseline: Floats, changed: Floats) -> Floats:
    """The mean difference over the first ten years after the first period, (R, P)."""
    result: Floats = (changed - baseline)[1 : DECADE + 1].mean(axis=0)
    return result


def ranges(values: Floats, axis: int = 0) -> Floats:
    """The quantiles `LEVELS` over runs, first axis of the result."""
    return np.quantile(values, LEVELS, axis=axis)


def counterfactual(fitted: Fitted, told: Told, asked: Intervention, *, sensitive: bool = True) -> Counterfactual:
    """The ensemble with and without an intervention, and its sensitivity to each assumption.

    Raises `DetenteError` 741 to 748 as `asked.checked`; 742 where the model has no input for it, 743 where there is nothing to change.
    """
    system = fitted.system
    states = tuple(dict.fromkeys(state for pair in system.dyads for state in pair))
    asked = checked(asked, states, (system.years[0], system.years[-1]))
    change, start = change_of(fitted, told, asked), asked.first_year - system.years[0] - 1
    rules = rules_of(fitted)
    base, other = both(fitted, change, asked.size, start, rules)
    found = sensitivity(fitted, change, asked.size, start) if sensitive else ()
    years, alive = system.years[start:], system.alive[start:]
    return Counterfactual(
        asked=asked, dyads=system.dyads, years=years, baseline=base, changed=other, change=change, alive=alive, sensitivity=found
    )


def rules_of(fitted: Fitted, *, coupling: float = 1.0, inertia: float | None = None) -> Rules:
    """The rules of a fit, all coefficients times `coupling`, with another inertia where one is given."""
    phi = fitted.system.inertia if inertia is None else inertia
    return Rules(inertia=phi, names=fitted.names, coefficients=fitted.coefficients * coupling)


def both(fitted: Fitted, change: Change, size: float, start: int, rules: Rules) -> tuple[Floats, Floats]:
    """The baseline and the changed run, (S, R, P) each, from period `start` on: the same errors and coefficients in both."""
    system, paths = fitted.system, fitted.paths
    errors = errors_of(paths, start, system, rules)
    first, born = paths[start], paths[start + 1 :]
    base = run_forward(first, start, errors, system, rules, born=born)
    covariates = {name: system.covariates[name] + size * added for name, added in change.covariates.items()}
    shocked = errors + size * change.shock[start + 1 :]
    return base, run_forward(first, start, shocked, system.having(**covariates), rules, born=born)


def sensitivity(fitted: Fitted, change: Change, size: float, start: int) -> tuple[Assumption, ...]:
    """The effect over the decade with each assumption changed, as it is first."""
    phi = fitted.system.inertia
    cases = [("as fitted", "", 1.0, phi, 1.0)]
    cases += [("all coefficients", word, by, phi, 1.0) for word, by in (("none", 0.0), ("halved", 0.5), ("doubled", 2.0))]
    cases += [("inertia", f"{new:.2f} for {phi:.2f}", 1.0, new, 1.0) for new in (phi - (1 - phi) / 2, phi + (1 - phi) / 2)]
    cases += [("size of the change", word, 1.0, phi, by) for word, by in (("halved", 0.5), ("doubled", 2.0))]
    found = []
    for which, setting, coupled, inertia, by in cases:
        base, other = both(fitted, change, size * by, start, rules_of(fitted, coupling=coupled, inertia=inertia))
        effect = ranges(over_decade(base, other))
        found.append(Assumption(which=which, setting=setting, effect=tuple(tuple(float(v) for v in row) for row in effect)))
    return tuple(found)


# what is changed -------------------------------------------------------------------------------------


def change_of(fitted: Fitted, told: Told, asked: Intervention) -> Change:
    """What an intervention changes in the inputs of a fit."""
    if "covariate" in kinds()[asked.kind]:
        return _of_covariate(fitted, told, asked)
    system = fitted.system
    statements, rows = removed_statements(told, asked), removed_rows(system, asked)
    if not statements and not rows:
        raise faults.fault(faults.NOTHING_TO_CHANGE, asked.name)
    less = with_less(system, told, statements, rows)
    shock = shock_of(fitted, less, span_of(system, asked))
    covariates = {}
    if "aid" in fitted.names:
        moved = aid(system, told, statements) - aid(system, told)
        covariates = {"aid": moved} if moved.any() else {}
    named = tuple(f"{name} {'-'.join(system.dyads[pair])} {system.years[period]}" for name, pair, period in rows)
    words = f"{len(statements)} statements are taken away" + (f" and {len(rows)} rows of data sets set to none" if rows else "")
    return Change(shock=shock, covariates=covariates, event_ids=statements, rows=named, told=words)


def shock_of(fitted: Fitted, less: System, over: range) -> Floats:
    """What is added to each error so that ties differ, within the intervention, as the same draws do under the lesser evidence: (T, R, P).

    Only ties whose evidence is touched. Before the intervention nothing is added, for a cause does not come after its effect; after it
    the difference goes the way of all differences.
    """
    apart = fitted.drawn_under(less) - fitted.paths
    shock = np.zeros_like(fitted.paths)
    for t in over:
        shock[t] = apart[t] - (fitted.system.inertia * apart[t - 1] if t > over[0] else 0.0)
    return shock


def _of_covariate(fitted: Fitted, told: Told, asked: Intervention) -> Change:
    """The change of a covariate: leaders stay, or the gap of capabilities closes."""
    system, name = fitted.system, str(kinds()[asked.kind]["covariate"])
    if name not in fitted.names:
        raise faults.fault(faults.NO_INPUT, f"{asked.name}: nothing is known of {name} that changes over the years")
    added, over = np.zeros_like(system.covariates[name]), list(span_of(system, asked))
    pairs = [at for at, pair in enumerate(system.dyads) if _is_about(pair, asked)]
    if name == "leader":
        added[np.ix_(over, pairs)] = -system.covariates[name][np.ix_(over, pairs)]
    else:
        raw = parity(system, told)[1]
        if not np.isfinite(raw[np.ix_(over, pairs)]).any():
            raise faults.fault(faults.NO_INPUT, f"{asked.name}: no capabilities of both states are known in these years")
        added[np.ix_(over, pairs)] = np.nan_to_num(-raw[np.ix_(over, pairs)])
    if not added.any():
        raise faults.fault(faults.NOTHING_TO_CHANGE, asked.name)
    return Change(shock=np.zeros_like(fitted.paths), covariates={name: added}, told=_covariate_words(system, added, name))


def _is_about(pair: Sequence[str], asked: Intervention) -> bool:
    if asked.kind == "leader":
        return bool({*pair} & {*asked.states})
    return {*pair} <= {*asked.states, *asked.target}


def _covariate_words(system: System, added: Floats, name: str) -> str:
    """The change of a covariate in words: whose, and how large at its largest."""
    pairs = [f"{'-'.join(pair)}" for at, pair in enumerate(system.dyads) if added[:, at].any()]
    if name == "leader":
        return f"no change of leader moves {', '.join(pairs)}"
    most = max(float(np.exp(np.abs(added).max())), 1.0)
    return f"the capabilities of {', '.join(pairs)} are alike, where one had up to {most:.1f} times those of the other"
