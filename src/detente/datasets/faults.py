"""The numbered faults of published data sets (313 to 329): those of a row, and those for which a whole file is refused."""

from __future__ import annotations

from dataclasses import dataclass

from detente.errors import DataRefused, Where

UNKNOWN_FILE, CELL_COUNT, CELL, STATE, NOT_UTF8, BROKEN, NO_END, SENSE, COMPANION, QUOTE, REPEATED = range(313, 324)

_WORDS: dict[int, tuple[str, str]] = {
    UNKNOWN_FILE: (
        "the columns are those of no data set that is read",
        "Take the makers' own file; `detente data list --known` says what is read.",
    ),
    CELL_COUNT: ("the row has another number of cells than the heading", "Mend the row, or fetch the makers' file again."),
    CELL: ("a cell is not what its column holds", "Mend the cell, or fetch the makers' file again."),
    STATE: ("a state is not known by that name or code", "Correct the code, or add the name to the study's register."),
    NOT_UTF8: ("the file is not UTF-8 and was read as Windows-1252", "Save it as UTF-8 where letters with accents look wrong."),
    BROKEN: ("the file is broken or cut short", "Fetch the makers' file again."),
    NO_END: ("the last line has no end, so that its last cell may be cut short", "Compare it with the makers' file, or end the line."),
    SENSE: ("the row contradicts itself", "Compare the row with the makers' file."),
    COMPANION: ("the file is read together with another, which does not lie beside it", "Put both files of the release in one folder."),
    QUOTE: ("a quotation mark is out of place", "Look at the quotation marks of that row."),
    REPEATED: ("the row says again what another row has said", "Take one of the two away, or fetch the makers' file again."),
}


@dataclass(frozen=True, kw_only=True, order=True)
class RowFault:
    """What is wrong with one row of a file.

    `row` counts records, the first below the heading being 1, and is None where the fault is the whole file's. A row with
    a fault is left out unless `kept`: then what could be read of it stands, and a cell that could not is null.
    """

    file: str
    row: int | None
    number: int
    what: str
    kept: bool = False

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}, row {self.row}"
        return f"D{self.number:03d}: {self.what} ({place})"


def row_fault(number: int, file: str, row: int | None, detail: str = "", *, kept: bool = False) -> RowFault:
    """The fault of that number in a row, with a detail added to what it always says."""
    what = _WORDS[number][0]
    return RowFault(file=file, row=row, number=number, what=f"{what}: {detail}" if detail else what, kept=kept)


def refusal(number: int, detail: str = "", *, where: Where | str | None = None) -> DataRefused:
    """The refusal of a whole file, with a detail added to what it always says."""
    what, todo = _WORDS[number]
    return DataRefused(number, f"{what}: {detail}" if detail else what, where=where, todo=todo)
