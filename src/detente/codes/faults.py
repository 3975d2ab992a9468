"""The numbered faults of a study's own codes (54x), each with what to do next."""

from __future__ import annotations

from detente.errors import CodingFault, Where

NO_FILE, NOT_YAML, WRONG, NO_FIELDS, NOT_A_DICTIONARY = range(540, 545)

_WORDS: dict[int, tuple[str, str]] = {
    NO_FILE: ("a file of own codes cannot be read", "Name a YAML file that is there, or correct `codes` in study.toml."),
    NOT_YAML: ("a file of own codes is not YAML as it is read here", "Correct the line named; anchors and aliases (& and *) are not read."),
    WRONG: ("a file of own codes cannot be used", "Correct the line named; `detente lint FILE` names every such line."),
    NO_FIELDS: ("this coder takes no own codes", "Code with the default coder, or without `codes`."),
    NOT_A_DICTIONARY: (
        "this is no dictionary that can be read",
        "Give PETRARCH or TABARI verb, actor or agent dictionaries, or a table of CAMEO codes with the columns code and name.",
    ),
}


def fault(number: int, detail: str = "", *, where: Where | str | None = None) -> CodingFault:
    """The fault of that number, with a detail added to what it always says."""
    what, todo = _WORDS[number]
    return CodingFault(number, f"{what}: {detail}" if detail else what, where=where, todo=todo)
