"""The ontology in words, as Markdown, for the documentation and the code book of an export."""

from __future__ import annotations

from collections.abc import Iterator

from detente.ontology.plover import QUAD_NAMES, Context, EventType, contexts, domains, event_types, ontology_version


def describe() -> str:
    """The whole ontology as Markdown: types with their modes, contexts by domain, and what was added to PLOVER."""
    return "\n".join([f"# Event ontology {ontology_version()}", "", *_types(), *_contexts(), *_additions()]) + "\n"


def _types() -> Iterator[str]:
    yield from ("## Event types", "")
    for kind in event_types().values():
        yield from _type_lines(kind)


def _type_lines(kind: EventType) -> Iterator[str]:
    yield f"### {kind.name} ({QUAD_NAMES[kind.quad]}, score {kind.score:g})"
    yield from ("", kind.definition, "")
    for mode in kind.modes.values():
        note = "" if mode.score_published else ", the type's"
        yield f"- `{mode.name}` ({mode.score:g}{note}): {mode.definition}"
    if kind.modes:
        yield ""


def _contexts() -> Iterator[str]:
    yield from ("## Contexts", "")
    for domain, meaning in domains().items():
        yield from (f"### {domain}", "", meaning, "")
        yield from (_context_line(entry) for entry in contexts().values() if entry.domain == domain)
        yield ""


def _context_line(entry: Context) -> str:
    renamed = f" (PLOVER's `{entry.plover_name}`)" if entry.plover_name not in (None, entry.name) else ""
    return f"- `{entry.name}`{renamed}: {entry.definition}"


def _additions() -> Iterator[str]:
    yield from ("## Added to PLOVER", "")
    yield from (f"- `{entry.name}`: {entry.why}" for entry in contexts().values() if entry.added)
