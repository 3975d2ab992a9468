"""What is needed beyond the bare installation, asked for by name when it is first used.

The coder, the record and the page need none of it. Turning points, exact balance and theories need `detente[analysis]`, event files
beyond memory `detente[scale]`, the reader in 8 bits `detente[speed]`, and work on a cluster `detente[spark]`.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from detente.errors import DetenteError

EXTRAS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("ruptures", "scipy", "sklearn"), "analysis"),
        "duckdb": "scale",
        **dict.fromkeys(("onnx", "onnxruntime"), "speed"),
        "pyspark": "spark",
    }
)
"""The extra that brings each package."""


def needs(module: str) -> Any:  # noqa: ANN401 - a module of whatever kind
    """The module of that name (`scipy.optimize`), or `DetenteError` 930, which names the extra that brings it."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        package = module.partition(".")[0]
        if (error.name or "").partition(".")[0] != package:
            raise
        extra = EXTRAS[package]
        todo = f'Install it with pip install "detente[{extra}]", or pip install ".[{extra}]" in the folder of the program'
        raise DetenteError(930, f"the package {package} is not installed", todo=todo) from None
