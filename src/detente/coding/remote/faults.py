"""The numbered faults of the coder by language model (51x and 52x). None ever holds the key."""

from __future__ import annotations

from detente.errors import CodingFault

NO_KEY, BAD_KEY, KEY_REFUSED, UNREACHABLE, BUSY, ASKED_WRONGLY, NO_PROTOCOL, LIMIT, NOT_AGREED, SETTING = range(510, 520)

_WORDS: dict[int, tuple[str, str]] = {
    NO_KEY: ("the environment variable that should hold the model's key is not set", "Set it in your shell and run again."),
    BAD_KEY: (
        "what the environment variable holds cannot be a key",
        "A key is eight or more letters, digits and signs without a space. A server that wants none needs no key_variable.",
    ),
    KEY_REFUSED: ("the model's server refuses the key", "Check the key, its rights and the url; answers that came are kept."),
    UNREACHABLE: ("the model's server cannot be reached", "Check that it runs and the url; answers that came are kept: run again."),
    BUSY: ("the model's server went on failing", "Run again later, with a smaller at_once; answers that came are kept."),
    ASKED_WRONGLY: ("the model's server refuses the request", "Check the name of the model and the url."),
    NO_PROTOCOL: ("the answer is not that of a chat server", "The url must lead to an OpenAI-compatible server, often ending in /v1."),
    LIMIT: ("the limit of what the model may use is reached", "Raise most_tokens or most_cost and run again: answers that came are kept."),
    NOT_AGREED: ("the model was not asked: nobody agreed to what it may cost", "Run again with --yes, or answer the question with yes."),
    SETTING: ("a setting of the language model cannot be", "See the page on coding with a language model."),
}


def fault(number: int, detail: str = "", *, where: str | None = None) -> CodingFault:
    """The fault of that number, with a detail added to what it always says."""
    what, todo = _WORDS[number]
    return CodingFault(number, f"{what}: {detail}" if detail else what, where=where, todo=todo)
