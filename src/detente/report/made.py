"""How a page was made, as headed lists of names and values."""

from __future__ import annotations

from collections.abc import Mapping

from detente.report.view import ManifestPart


def manifest_parts(manifest: Mapping[str, object]) -> tuple[ManifestPart, ...]:
    """A manifest as headed lists of names and values: mappings become parts of their own, lists are numbered."""
    plain = [(key, _value_text(value)) for key, value in manifest.items() if not isinstance(value, Mapping | list | tuple)]
    parts = [ManifestPart(title="The run", rows=tuple(plain))] if plain else []
    for key, value in manifest.items():
        if isinstance(value, Mapping):
            rows = tuple((str(name), _value_text(each)) for name, each in value.items())
        elif isinstance(value, list | tuple):
            rows = tuple((str(at), _value_text(each)) for at, each in enumerate(value, 1))
        else:
            continue
        parts.append(ManifestPart(title=str(key).replace("_", " ").capitalize(), rows=rows))
    return tuple(parts)


def _value_text(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_value_text(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_value_text, value))
    return "" if value is None else str(value)
