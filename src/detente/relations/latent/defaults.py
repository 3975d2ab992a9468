"""Parameters that come along: fitted to published data, for a study that has none of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from detente.relations.latent.parameters import Dynamics, Measure, Parameters


@cache
def _read() -> Mapping[str, Any]:
    text = resources.files("detente.data").joinpath("latent_defaults.yaml").read_text(encoding="utf-8")
    return MappingProxyType(yaml.safe_load(text))


def default_parameters(own: Iterable[str] = ()) -> Parameters:
    """The pooled parameters of `data/latent_defaults.yaml`, which says what they were fitted to.

    Indicators named in `own` are a study's event series: they are read as the event set of the defaults is, with intercept 0.
    """
    words = _read()
    moves = words["dynamics"]
    dynamics = Dynamics(inertia=moves["inertia"], mean=tuple(moves["mean"]), step=tuple(moves["step"]))
    measures = {name: Measure(**entry) for name, entry in words["measures"].items()}
    return Parameters(dynamics=dynamics, measures=measures | {name: Measure(**words["own"]) for name in own})
