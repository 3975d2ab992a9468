"""Made-up systems of states whose coupling is known, and what a study's sources could show of them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl

from detente.dates import read_edtf
from detente.model import Actor, Event, content_id
from detente.relations.latent import Dynamics, Indicator, Measure, Parameters, fit_relation
from detente.simulate.system import system_of
from detente.simulate.terms import thirds, tie_terms
from detente.spans import Span

LETTERS = ("CHN", "RUS", "USA", "JPN")
NUMBERS = {"CHN": 710, "RUS": 365, "USA": 2, "JPN": 740}
PHI, STEP, SPREAD, SAMPLING = 0.93, 0.09, 0.12, 2.9
PARAMETERS = Parameters(
    dynamics=Dynamics(inertia=PHI, mean=(0.0, 0.0), step=(STEP, STEP)), measures={"study": Measure(spread=SPREAD, sampling=SAMPLING)}
)


def planted(theta=(0.0, 0.0), *, states=4, years=70, seed=0, shown=0.85, deeds=12):
    """A system whose ties were moved by third party and joint threat with the coefficients `theta`; and its true ties, (T, P)."""
    letters, chance = LETTERS[:states], np.random.default_rng(seed)
    dyads = tuple(combinations(letters, 2))
    many, scale, triples = len(dyads), np.sqrt(STEP / (1 - PHI**2)), thirds(dyads)
    x = np.empty((years, many))
    x[0] = scale * chance.standard_normal(many)
    for t in range(1, years):
        balance, threat = tie_terms(x[t - 1], np.ones(many, bool), triples, scale)
        x[t] = PHI * x[t - 1] + theta[0] * balance + theta[1] * threat + np.sqrt(STEP) * chance.standard_normal(many)
    rows = []
    for t, d in zip(*np.nonzero(chance.random(x.shape) < shown), strict=True):
        n = int(chance.integers(1, deeds + 1))
        value = x[t, d] + np.sqrt(SPREAD + SAMPLING / n) * chance.standard_normal()
        rows.append((NUMBERS[dyads[d][0]], NUMBERS[dyads[d][1]], 1945 + int(t), value, float(n)))
    return system_from(rows, dyads, years), x


def system_from(rows, dyads, years=70):
    """The system of rows of an event set: ccode1, ccode2, period, value, n."""
    frame = pl.DataFrame(rows, schema=["ccode1", "ccode2", "period", "value", "n"], orient="row")
    model = fit_relation([Indicator(name="study", frame=frame, events=True)], first=1945, last=1944 + years, parameters=PARAMETERS)
    return system_of(model, dyads, NUMBERS)


def deed(source, target, kind, year, intensity, *, document="d", mutual=False):
    """A statement of a study."""
    ident = content_id("event", f"{source}{target}{kind}{year}{document}")
    return Event(
        event_id=ident,
        document=document,
        sentence="s",
        span=Span(0, 1),
        quote="x",
        mode=None,
        contexts=(),
        modality="asserted",
        confidence=1.0,
        coder="hand",
        coder_version="1",
        rule="test",
        source=Actor(name=source, role="state", state=source),
        target=Actor(name=target, role="state", state=target),
        event_type=kind,
        date=read_edtf(str(year)),
        reciprocal=mutual,
        intensity=intensity,
    )


def told_study(seed=0, first=1945, last=1989):
    """A made-up study of three states: deeds of every year, with a hostile USA in 1950 to 1953, aid withdrawn in 1960, a pact in 1950."""
    from detente.simulate.inputs import Told

    chance, letters = np.random.default_rng(seed), LETTERS[:3]
    events = []
    for year in range(first, last + 1):
        for a, b in combinations(letters, 2):
            for at in range(int(chance.integers(0, 4))):
                kind, score = (("AID", 7.0), ("ACCUSE", -2.0), ("CONSULT", 1.5), ("ASSAULT", -9.0))[int(chance.integers(4))]
                events.append(deed(a, b, kind, year, score, document=f"d{at}"))
    events += [deed("USA", to, "THREATEN", year, -4.4, document="t") for to in ("CHN", "RUS") for year in range(1950, 1954)]
    events += [deed("RUS", "CHN", "SANCTION", 1960, -6.0, document="t"), deed("CHN", "RUS", "AGREE", 1950, 4.0, document="t", mutual=True)]
    powers = {(state, year): share for state, shares in POWERS.items() for year, share in shares.items()}
    return Told(events=events, dates=[], numbers=NUMBERS, states=letters, years=(first, last), capabilities=powers)


POWERS = {"CHN": {1950: 0.11, 1989: 0.12}, "RUS": {1950: 0.18, 1970: 0.17, 1989: 0.13}, "USA": {1950: 0.28, 1989: 0.14}}


def system_of_study(told):
    """The system of a made-up study, with its covariates."""
    from detente import relations
    from detente.relations.latent import default_parameters
    from detente.simulate.inputs import with_covariates

    dyads = tuple(combinations(told.states, 2))
    own = relations.own_events(told.series(), told.numbers, {event.event_id: event.intensity for event in told.events})
    wanted = pl.DataFrame([(NUMBERS[a], NUMBERS[b]) for a, b in dyads], schema=["ccode1", "ccode2"], orient="row")
    model = fit_relation([own], first=told.years[0], last=told.years[1], dyads=wanted, parameters=default_parameters([own.name]))
    return with_covariates(system_of(model, dyads, NUMBERS), told)
