"""The numbered faults of simulation, counterfactuals and forecasts (740 to 749), each with what to do next."""

from __future__ import annotations

from detente.errors import DetenteError, Where

NO_SYSTEM, UNKNOWN_KIND, NO_INPUT, NOTHING_TO_CHANGE, OUT_OF_TIME, OUT_OF_RANGE, NO_SUCH, TOO_SHORT, NO_STATES = range(740, 749)

_WORDS: dict[int, tuple[str, str]] = {
    NO_SYSTEM: (
        "there is no relation to run forward",
        "A study needs two states, years, and statements or published data on them that count in its series.",
    ),
    UNKNOWN_KIND: ("an intervention of a kind that means nothing", "Known kinds: leader, pact, threat, withdrawal, parity."),
    NO_INPUT: (
        "the model has no input for this intervention",
        "For parity give capabilities of both states in the study's data; a leader must be of a state whose leaders the register knows.",
    ),
    NOTHING_TO_CHANGE: (
        "the intervention finds nothing to change",
        "Look at its years and its states: no statement, row or change of leader of that sort is told of them.",
    ),
    OUT_OF_TIME: ("the intervention lies outside the years of the study", "Name a year after the first and not after the last."),
    OUT_OF_RANGE: ("a number that steers the simulation is out of its range", "Its range stands in the message."),
    NO_SUCH: ("the study has no intervention of this name", "See the [[interventions]] of its study.toml."),
    TOO_SHORT: ("the relation is too short to judge forecasts of it", "Give more years, or a shorter horizon."),
    NO_STATES: (
        "the intervention does not say whom it is about",
        "Give `states`, by their letters, and for a threat, a pact or a withdrawal `target`: states of this study.",
    ),
}


def fault(number: int, detail: str = "", *, where: Where | str | None = None) -> DetenteError:
    """The fault of that number, with a detail added to what it always says."""
    what, todo = _WORDS[number]
    return DetenteError(number, f"{what}: {detail}" if detail else what, where=where, todo=todo)
