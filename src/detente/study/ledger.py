"""What a study's sources say of agreements and of flows, beside the data sets of alliances in its `data/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.record import Store
from detente.study.place import DATA, Place

if TYPE_CHECKING:
    import polars as pl

    from detente.relations.agreements import Treaty
    from detente.relations.flows import FlowSum
    from detente.relations.treaties import Beside


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The agreements, the data sets beside them, and the flows by decade."""

    treaties: tuple[Treaty, ...]
    beside: tuple[Beside, ...]
    flows: tuple[FlowSum, ...]

    def frames(self) -> dict[str, pl.DataFrame]:
        """The tables `treaties` and `flows`."""
        from detente import relations  # noqa: PLC0415 - data frames are heavy

        return {"treaties": relations.treaties_frame(self.treaties, self.beside), "flows": relations.flows_frame(self.flows)}


def ledger_of(store: Store, place: Place) -> Ledger:
    """The ledger of a study; raises `DataRefused` 3xx for a data set of alliances that is not as its makers publish it."""
    from detente import relations  # noqa: PLC0415
    from detente.datasets import find_alliances  # noqa: PLC0415 - only results need the data sets

    found = relations.treaties_of(store.agreements())
    beside = relations.beside_data(found, find_alliances(place.folder / DATA, root=place.folder))
    return Ledger(treaties=found, beside=beside, flows=relations.flow_sums(store.figures()))
