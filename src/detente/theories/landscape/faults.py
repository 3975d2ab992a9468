"""The numbered faults of blocs and of the dynamics of balance (710 to 718), each with what to do next."""

from __future__ import annotations

from detente.errors import DetenteError, Where

NOT_A_LANDSCAPE, TOO_MANY, NO_PROPENSITIES, NO_DIVISION, NOT_COMPLETE, OUT_OF_RANGE, TOO_FEW, NO_RELATION, NO_FILE = range(710, 719)

_WORDS: dict[int, tuple[str, str]] = {
    NOT_A_LANDSCAPE: (
        "these are no sizes and propensities of actors",
        "Give each actor once, a size above 0, and a propensity for each two, alike both ways; one that is not known is not 0.",
    ),
    TOO_MANY: ("too many actors to go through all divisions", "Take `minima`, which solves for the least beyond that number."),
    NO_PROPENSITIES: (
        "the published table has no propensities",
        "Give a propensity for each two of the states, and say where it is from: the energies then rest on it, not on the table.",
    ),
    NO_DIVISION: ("this is no division of these actors", "Give 0 or 1 for each actor, in their order."),
    NOT_COMPLETE: (
        "the matrix is not square, not alike both ways, or has relations that are not known",
        "Leave out the states whose relations are not known, or say with what they are filled in, and why.",
    ),
    OUT_OF_RANGE: ("a number that steers the dynamics is out of its range", "Its range stands in the message."),
    TOO_FEW: ("too few windows, or too few ties that change sign, to learn from and to judge", "Give more windows, or a shorter horizon."),
    NO_RELATION: ("this is no table of relations", "Give ccode1, ccode2 and x, each two states once, and sd where errors are to count."),
    NO_FILE: (
        "this is no file of actors or of propensities",
        "Give actors as id, actor, strength; propensities as a square with headings.",
    ),
}


def fault(number: int, detail: str = "", *, where: Where | str | None = None) -> DetenteError:
    """The fault of that number, with a detail added to what it always says."""
    what, todo = _WORDS[number]
    return DetenteError(number, f"{what}: {detail}" if detail else what, where=where, todo=todo)
