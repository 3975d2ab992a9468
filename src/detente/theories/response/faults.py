"""The numbered faults of series that answer one another (700 to 708)."""

from __future__ import annotations

from detente.errors import DetenteError

NO_PERIODS, TOO_SHORT, NAMES, NO_SUCH, SINGULAR, BAD_PRIOR, STATES, OUTSIDE, EXPLODES = range(700, 709)

_WORDS: dict[int, tuple[str, str]] = {
    NO_PERIODS: ("no period is covered by the source", "Name the coverage of the data, or other states."),
    TOO_SHORT: ("too few periods for the lags", "Ask for fewer lags, or take shorter periods."),
    NAMES: ("names and series are not equally many", "Give one name for each column."),
    NO_SUCH: ("there is no such series or kind", "Those that there are stand in the message."),
    SINGULAR: ("a series never varies, or is the sum of others", "Leave that series or pair of states out."),
    BAD_PRIOR: ("a hyperparameter of the prior is out of its range", "lambda0, lambda1 and lambda4 lie above 0, the others at 0 or above."),
    STATES: ("a triangle needs three different states", "Name three."),
    OUTSIDE: ("an event lies outside the coverage given", "Correct the coverage: events there show that the source has some."),
    EXPLODES: ("too many draws of the dynamics explode", "Take fewer lags, or a tighter prior."),
}


def fault(number: int, detail: str = "") -> DetenteError:
    """The fault of that number, with a detail added to what it always says."""
    what, todo = _WORDS[number]
    return DetenteError(number, f"{what}: {detail}" if detail else what, todo=todo)
