"""The numbered faults of signed networks (624-628), each with what to do next."""

from __future__ import annotations

from detente.errors import UsageFault, Where

NOT_A_TIE, TWO_SIGNS, TO_ITSELF, NO_SUCH_NODE, NO_TABLE = range(624, 629)

_WORDS: dict[int, tuple[str, str]] = {
    NOT_A_TIE: (
        "a tie has no sign or no weight",
        "Give the sign as 1 or -1 and the weight, where there is one, as a number above 0; leave out what is neither friend nor foe.",
    ),
    TWO_SIGNS: ("two ties of one pair differ", "Give each pair one sign and one weight; say which of them holds."),
    TO_ITSELF: ("a tie leads from a state to itself", "Leave it out: balance knows ties between two only."),
    NO_SUCH_NODE: ("the network has no such state, or no such window", "Name one as the file writes it."),
    NO_TABLE: (
        "this is no table of signed ties",
        "Give a CSV file in UTF-8 with the columns a, b and sign, and weight and window where there are any, and no other.",
    ),
}


def fault(number: int, detail: str = "", *, where: Where | str | None = None) -> UsageFault:
    """The fault of that number, with a detail added to what it always says."""
    what, todo = _WORDS[number]
    return UsageFault(number, f"{what}: {detail}" if detail else what, where=where, todo=todo)
