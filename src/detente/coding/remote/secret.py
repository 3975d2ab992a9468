"""The key: read when it is sent, shown by nothing, and looked for in all that comes back."""

from __future__ import annotations

import os

from detente.coding.remote import faults

_SHORTEST, _WINDOW = 8, 12


class Secret:
    """A key that no representation shows."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret()"

    def __reduce__(self) -> str:
        raise TypeError("a key is not written anywhere")

    def header(self) -> str:
        """The value of the header that sends it."""
        return f"Bearer {self._value}"

    def shown_in(self, text: str) -> bool:
        """Whether a text holds the key, or as much of it in one piece as would help to guess it."""
        width = min(_WINDOW, len(self._value))
        return any(self._value[at : at + width] in text for at in range(len(self._value) - width + 1))


def read_key(variable: str) -> Secret | None:
    """The key in an environment variable, or None where none is named.

    Raises `CodingFault` 510 where the variable is not set, 511 where it holds what can be no key (a line
    break would end up in the words of an error further down).
    """
    if not variable:
        return None
    value = os.environ.get(variable, "").strip()
    if not value:
        raise faults.fault(faults.NO_KEY, variable)
    if len(value) < _SHORTEST or not value.isascii() or not value.isprintable() or " " in value:
        raise faults.fault(faults.BAD_KEY, variable)
    return Secret(value)
