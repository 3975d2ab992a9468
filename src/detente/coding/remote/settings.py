"""Which model is asked, where, at what price and within what limits; never the key itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_MODEL = re.compile(r"[\w./:@+-]{1,200}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_TEXTS = ("url", "model", "key_variable", "currency")
_AMOUNTS = ("price_in", "price_out", "most_cost", "timeout")
_WHOLES = ("most_tokens", "seed", "at_once", "most_answer")
SETTINGS = (*_TEXTS, *_AMOUNTS, *_WHOLES)
"""The names of all settings, as a study file has them."""

UNREAD = "unread passage"
"""How the note of a passage begins whose answer cannot be read."""


class WrongSetting(ValueError):
    """A setting that cannot be: its `name`, and what is `wanted`. The value is never repeated: it may be a key by mistake."""

    def __init__(self, name: str, wanted: str) -> None:
        super().__init__(name, wanted)
        self.name, self.wanted = name, wanted


@dataclass(frozen=True, kw_only=True)
class ModelSettings:
    """A language model and how to ask it.

    `url` is the base of the server's interface ("http://localhost:8080/v1"); `key_variable` names the
    environment variable that holds the key, empty for a server that wants none. `price_in` and
    `price_out` are per million tokens, in `currency`; None where unknown. `most_tokens` (in and out) and
    `most_cost` bound one run, None for no bound; `timeout` is seconds for one answer, `at_once` how many
    requests run side by side, `most_answer` the tokens that one answer may have.
    """

    url: str
    model: str
    key_variable: str = ""
    price_in: float | None = None
    price_out: float | None = None
    currency: str = "USD"
    most_tokens: int | None = None
    most_cost: float | None = None
    seed: int = 0
    timeout: float = 120.0
    at_once: int = 4
    most_answer: int = 4000

    @property
    def identity(self) -> str:
        """A hash of what an answer depends on beside prompt and text: the model and the seed, not where it runs."""
        return hashlib.sha256(repr((self.model, self.seed, self.most_answer)).encode()).hexdigest()[:16]

    @property
    def server(self) -> str:
        """The server's scheme and name, for messages."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    def check(self) -> None:
        """Raise `WrongSetting` for the first setting that cannot be."""
        for name, right, wanted in self._tests():
            if not right:
                raise WrongSetting(name, wanted)

    def _tests(self) -> tuple[tuple[str, bool, str], ...]:
        variable, prices = self.key_variable, (self.price_in, self.price_out)
        return (
            ("url", _is_base(self.url), "an http or https address without a user, a query or a fragment"),
            ("model", bool(_MODEL.fullmatch(self.model)), "the model's name as its server has it"),
            ("key_variable", not variable or bool(_VARIABLE.fullmatch(variable)), "the name of an environment variable, never a key"),
            ("url", not variable or _is_private(self.url), "https, or a server on this machine, where a key is sent"),
            ("price_in", all(price is None or price >= 0 for price in prices), "a price per million tokens, and so must price_out"),
            ("currency", bool(_CURRENCY.fullmatch(self.currency)), "three letters such as USD"),
            ("most_tokens", self.most_tokens is None or self.most_tokens > 0, "a number of tokens above 0"),
            ("most_cost", self.most_cost is None or self.most_cost > 0, "an amount above 0"),
            ("most_cost", self.most_cost is None or None not in prices, "left out where price_in and price_out are not given"),
            ("seed", 0 <= self.seed < 2**31, "a whole number from 0 to 2147483647"),
            ("timeout", 0 < self.timeout <= 3600, "seconds, at most 3600"),
            ("at_once", 1 <= self.at_once <= 16, "from 1 to 16"),
            ("most_answer", 100 <= self.most_answer <= 100_000, "from 100 to 100000"),
        )


def read_settings(values: Mapping[str, Any]) -> ModelSettings:
    """The settings that a table of a study file or a command line gives; None stands for what is not given.

    Raises `WrongSetting` for a value of the wrong sort or one that cannot be.
    """
    given = {"url": "", "model": ""} | {name: value for name, value in values.items() if value is not None}
    for names, sort, wanted in (
        (_TEXTS, str, "words in quotation marks"),
        (_AMOUNTS, int | float, "a number"),
        (_WHOLES, int, "a whole number"),
    ):
        for name in names:
            if name in given and (not isinstance(given[name], sort) or isinstance(given[name], bool)):
                raise WrongSetting(name, wanted)
    settings = ModelSettings(**given)
    settings.check()
    return settings


def _is_base(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0 and not set("@?#") & set(url)


def _is_private(url: str) -> bool:
    """Whether what is sent stays unread on its way: encrypted, or on this machine."""
    return not _is_base(url) or urlsplit(url).scheme == "https" or is_here(url)


def is_here(url: str) -> bool:
    """Whether an address is this machine's own."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
