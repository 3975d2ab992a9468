"""The numbered faults of similarity (620-623), each with what to do next."""

from __future__ import annotations

from detente.errors import UsageFault

NO_COLUMNS, UNKNOWN_MEASURE, NOT_LEVELS, NO_WEIGHTS = range(620, 624)

_WORDS: dict[int, tuple[str, str]] = {
    NO_COLUMNS: (
        "this frame holds neither alliances nor votes",
        "Give alliances (ccode1, ccode2, year and their obligations) or votes (rollcall, year, ccode, vote), read by `detente data`.",
    ),
    UNKNOWN_MEASURE: ("there is no such measure of similarity or distance", "Ask for s, s_weighted, kappa, pi or tau_b."),
    NOT_LEVELS: (
        "these are no portfolios over one list of items",
        "Give rows of whole numbers from 0 to the highest level, -1 where missing, and one name for each row and each item.",
    ),
    NO_WEIGHTS: (
        "the weights do not fit the items",
        "Give one number of 0 or more for each item, not a number where it is unknown; weighted S needs weights.",
    ),
}


def fault(number: int, detail: str = "") -> UsageFault:
    """The fault of that number, with a detail added to what it always says."""
    what, todo = _WORDS[number]
    return UsageFault(number, f"{what}: {detail}" if detail else what, todo=todo)


def no_portfolios(families: str) -> UsageFault:
    """The fault of data that hold neither alliances nor votes but `families`."""
    return fault(NO_COLUMNS, families)
