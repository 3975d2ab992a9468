"""Incidents of a study: its statements grouped, with what readers joined and split, as rows of tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.model import Incident, Period
from detente.record import GroupingRow, Row, Store, document_labels
from detente.spans import Span
from detente.study import faults

if TYPE_CHECKING:
    from detente.incidents import Anchor, Corroboration, Grouping, Told

_TWO = 2


@dataclass(frozen=True, kw_only=True)
class Grouped:
    """The incidents of a study, what its sources say of each, and its statements by id."""

    incidents: tuple[Incident, ...]
    corroborations: tuple[Corroboration, ...]
    statements: dict[str, Told]


def asserted_periods(store: Store) -> list[Period]:
    """What the sources assert of relations, without the deeds that only stand for a turning: those are events already."""
    return [period for period in store.periods() if not period.deed]


def grouped(store: Store) -> Grouped:
    """Group the statements of a store; the result does not depend on the order of its documents."""
    from detente.incidents import copy_links, corroborate, group_incidents, key_of  # noqa: PLC0415 - only results need them

    told: list[Told] = [*store.events(), *store.figures(), *store.agreements(), *asserted_periods(store), *store.milestones()]
    found = group_incidents(told, copies=copy_links(store.documents()), judgements=map(grouping_of, store.groupings()))
    statements = {key_of(statement): statement for statement in told}
    return Grouped(incidents=tuple(found), corroborations=tuple(corroborate(each, statements) for each in found), statements=statements)


def memberships(found: Grouped) -> dict[str, str]:
    """The incident of each statement, by ids."""
    return {statement: incident.incident_id for incident in found.incidents for statement in incident.statements}


def incident_rows(found: Grouped, store: Store) -> list[Row]:
    """The table of incidents, in their order."""
    label = _labels(store)
    return [
        {
            "incident_id": incident.incident_id,
            "kind": incident.kind,
            "label": incident.label,
            "states": list(incident.states),
            "date": incident.date.edtf if incident.date else None,
            "verdict": incident.verdict,
            "strength": held.strength,
            "independent": incident.independent,
            "n_sources": len(incident.documents),
            "n": len(incident.statements),
            "score": round(incident.score, 4),
            "reason": incident.reason,
            "documents": [label[document] for document in incident.documents],
            "statement_ids": list(incident.statements),
        }
        for incident, held in zip(found.incidents, found.corroborations, strict=True)
    ]


def difference_rows(found: Grouped, store: Store) -> Iterator[Row]:
    """The table of differences: what each statement says on each aspect in which an incident's statements differ."""
    label = _labels(store)
    for incident in found.incidents:
        for difference in incident.differences:
            for statement, says in difference.says:
                yield {
                    "incident_id": incident.incident_id,
                    "aspect": difference.aspect,
                    "verdict": difference.verdict,
                    "statement_id": statement,
                    "document": label[found.statements[statement].document],
                    "says": says,
                }


def _labels(store: Store) -> dict[str, str]:
    return document_labels((row["document_id"], row["key"], row["path"]) for row in store.source_rows())


def grouping_row(grouping: Grouping) -> GroupingRow:
    """A reader's joining or splitting as the store keeps it."""
    one, other = (json.dumps(asdict(anchor), sort_keys=True) for anchor in (grouping.one, grouping.other))
    return GroupingRow(user=grouping.user, at=grouping.at, verdict=grouping.verdict, one=one, other=other, note=grouping.note)


def grouping_of(row: GroupingRow) -> Grouping:
    """The inverse of `grouping_row`."""
    from detente.incidents import Grouping  # noqa: PLC0415

    verdict: Any = row.verdict
    return Grouping(user=row.user, at=row.at, verdict=verdict, one=_anchor(row.one), other=_anchor(row.other), note=row.note)


def _anchor(text: str) -> Anchor:
    from detente.incidents import Anchor  # noqa: PLC0415

    parts = json.loads(text)
    return Anchor(span=Span(**parts.pop("span")), actors=tuple(parts.pop("actors")), **parts)


def judged(store: Store, verdict: str, ids: Sequence[str], *, user: str, at: str, note: str = "") -> list[Grouping]:
    """Keep that a reader joined or split statements, the first with each of the others.

    Raises `UsageFault` 906 for an id that no statement of the study has.
    """
    from detente.incidents import Grouping, anchor_of, key_of  # noqa: PLC0415

    told: list[Told] = [*store.events(), *store.figures(), *store.agreements(), *asserted_periods(store), *store.milestones()]
    statements = {key_of(statement): statement for statement in told}
    for key in ids:
        if key not in statements:
            raise faults.fault(faults.NO_STATEMENT, key)
    named: Any = verdict
    first, *others = (anchor_of(statements[key]) for key in ids)
    made = [Grouping(user=user, at=at, verdict=named, one=first, other=other, note=note) for other in others]
    for grouping in made:
        store.put_grouping(grouping_row(grouping))
    return made


def study_incidents(folder: Path, *, verdict: str | None = None) -> list[Row]:
    """The incidents of a study as rows, all or those of one verdict; differences come strongest first.

    Raises `RecordFault` 401 where no study was run.
    """
    with Store.open(folder, readonly=True) as store:
        rows = incident_rows(grouped(store), store)
    if verdict is None:
        return rows
    return sorted((row for row in rows if row["verdict"] == verdict), key=lambda row: (-row["strength"], row["incident_id"]))


def judge_grouping(folder: Path, verdict: str, ids: Sequence[str], *, user: str, at: str, note: str = "") -> list[Grouping]:
    """Keep in a study's record that a reader joined or split statements; see `judged`."""
    if len(ids) < _TWO:
        raise faults.fault(faults.BAD_OPTION, "name two statements at least")
    with Store.open(folder) as store:
        return judged(store, verdict, ids, user=user, at=at, note=note)
