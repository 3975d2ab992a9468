"""Reading numbers as texts write them: "US$ 1.3 bn", "seventeen million", "nearly three dozen", "tens of thousands".

A number is read with its hedge, its currency and its scale; what it counts is for `figures`. Linear
in the length of the text; never raises.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from detente.coding.number_words import CARDINAL, MULTIPLES, value_of_cardinal
from detente.model import Bound

_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "tn": 1e12, **{word: float(value) for word, value in MULTIPLES.items()}}
_ORDERS = {"dozens": 24, "scores": 40, "hundreds": 100, "thousands": 1_000, "millions": 1_000_000, "billions": 1_000_000_000}
_HINT = re.compile(
    r"(?i)\d|dozen|score|hundred|thousand|million|billion|half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|twenty|ty\b"
)


@dataclass(frozen=True, kw_only=True)
class QuantityWords:
    """The lists of `quantity_words.yaml`, in lower case."""

    signs: dict[str, str]
    money: dict[str, str]
    hedges: dict[str, Bound]
    fractions: dict[str, float]


@cache
def quantity_words() -> QuantityWords:
    """The word lists, read once."""
    data: dict[str, Any] = yaml.safe_load((files("detente") / "data" / "quantity_words.yaml").read_text(encoding="utf-8"))
    return QuantityWords(
        signs=data["signs"],
        money=data["money"],
        hedges={hedge: bound for bound, hedges in data["hedges"].items() for hedge in hedges},
        fractions={word: 1 / parts for word, parts in data["fractions"].items()},
    )


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number in a text.

    `start` and `end` take in hedge, currency and scale; `number_end` is where the number's own words
    end. `value` is in full, `high` the upper end of a range or of an order of magnitude. `currency`
    names the money, "" where none is said. `share` marks per cents (as written, 40 for 40 per cent)
    and fractions (0.125 for an eighth).
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: float
    high: float | None = None
    bound: Bound = "exact"
    currency: str = ""
    share: str = ""
    scaled: bool = False
    words: str = ""


def _core() -> str:
    """The number itself: digits with a scale, words, a half, an order of magnitude, or a fraction."""
    digits = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:[.]\d+)?(?:,\d{1,2}(?=\s?(?:million|billion|bn|m)\b))?"
    scale = r"hundred(?:\s+thousand)?|thousand(?:\s+million)?|million|billion|trillion|dozen|score"
    short = r"(?:bn|mn|mln|tn|m|k)(?![a-zA-Z])"
    half = (
        r"half\s+an?\s+(?:million|billion|dozen|thousand)|a\s+quarter\s+of\s+a\s+(?:million|billion)"
        r"|(?:a|one)\s+(?:million|billion)\s+and\s+a\s+half"
    )
    mixed = rf"(?:{CARDINAL})\s+and\s+a\s+half\s+(?:million|billion|thousand)"
    step = rf"(?:{CARDINAL}\s+(?:{scale})|{CARDINAL}|{scale})(?![\w-])"
    words = rf"(?:(?:a|{CARDINAL})\s+(?:{scale})|{CARDINAL})(?:(?:\s+and\s+|\s+|,\s){step}){{0,7}}"
    order = (
        r"(?:tens|hundreds)\s+of\s+(?:thousands|millions)|(?:dozens|scores|hundreds|thousands|millions|billions)(?=\s+of\b)"
        r"|(?:several|a\s+few|many|some)\s+(?:dozen|hundred|thousand|million)"
    )
    part = (
        r"(?:one|two|three|four|five|seven|nine)[-\s](?:half|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?)"
        r"|half(?=\s+(?:of|the|its|their)\b)"
    )
    return (
        rf"(?P<digits>{digits})(?:(?:\s|-)?(?P<short>{short})|[\s-](?P<scale>{scale})\b)?"
        rf"|(?P<half>{half})|(?P<mixed>{mixed})|(?P<order>{order})|(?P<part>{part})|(?P<words>{words})"
    )


@cache
def _pattern() -> re.Pattern[str]:
    words = quantity_words()
    hedge = "|".join(re.escape(h).replace(r"\ ", r"\s+") for h in sorted(words.hedges, key=len, reverse=True))
    signs = r"US\s?\\?\$|HK\\?\$|A\\?\$|C\\?\$|USD|RMB|DM|Rs\.?|\\?\$|£|€|¥"
    names = (re.escape(word) + ("" if word.endswith(("s", "yuan", "yen", "lire")) else "s?") for word in words.money)
    money = rf"(?:US\s|gold\s|old\s|new\s|U\.S\.\s)?(?P<money>{'|'.join(sorted(names, key=len, reverse=True))})\b"
    share = r"(?:\s?(?P<pct>%|per\s?cent\b|percent\b|percentage\s+points))?"
    tail = rf"(?P<tail>(?:\s+or\s+(?:so|more)|-odd)?{share}(?:[\s-]+{money})?)"
    start = r"(?:(?<![\w.,/#:–-])|(?<=\d[-–])(?<!/\d[-–])(?<!/\d\d[-–]))"
    return re.compile(rf"(?i:{start}(?:(?P<hedge>{hedge})\s+)?(?P<sign>{signs})?\s?(?:{_core()})(?!\w|:\d){tail})")


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """All numbers of a sentence from left to right; a range ("between 35 and 40", "110 to 120") is one."""
    if not _HINT.search(text):
        return ()
    found = [_quantity(match, text) for match in _pattern().finditer(text)]
    return tuple(_ranges([quantity for quantity in found if quantity is not None], text))


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    read = _value(match)
    if read is None or math.isinf(read[0]):  # hundreds of digits are no number of anything
        return None
    value, high, order = read
    hedge = " ".join((match.group("hedge") or "").lower().split())
    bound: Bound = "order" if order else quantity_words().hedges.get(hedge, "exact")
    tail = match.group("tail").lower()
    if "or so" in tail or "odd" in tail:
        bound = "about"
    elif "or more" in tail:
        bound = "at_least"
    number_end = match.start("tail") if match.group("tail") else match.end()
    group = next(g for g in ("digits", "half", "mixed", "order", "part", "words") if match.group(g) is not None)
    return Quantity(
        start=match.start(),
        end=match.end(),
        number_start=match.start(group),
        number_end=number_end,
        value=value,
        high=high,
        bound=bound,
        currency=_currency(match),
        share="percent" if match.group("pct") else "fraction" if match.group("part") else "",
        scaled=value >= 1e5 and (match.group("digits") is None or match.group("scale") is not None or match.group("short") is not None),
        words=text[match.start() : match.end()].strip(),
    )


def _currency(match: re.Match[str]) -> str:
    words = quantity_words()
    sign = "".join((match.group("sign") or "").lower().replace("\\", "").split())
    if sign:
        return words.signs[sign]
    word = " ".join((match.group("money") or "").lower().split())
    return words.money.get(word) or words.money.get(word.removesuffix("s"), "")


def _value(match: re.Match[str]) -> tuple[float, float | None, bool] | None:
    """Value, upper end, and whether it is only an order of magnitude."""
    if match.group("digits"):
        scale = _SCALES.get((match.group("short") or "").lower()) or _scale_of(match.group("scale"))
        digits = match.group("digits")
        decimal = re.fullmatch(r"\d+,\d{1,2}", digits)
        number = float(digits.replace(",", ".") if decimal else re.sub(r"[,\u00a0\u202f]", "", digits))
        return round(number * scale, 6), None, False
    words = " ".join(
        (match.group("half") or match.group("mixed") or match.group("order") or match.group("part") or match.group("words")).lower().split()
    )
    if match.group("order"):
        return _order(words)
    if match.group("part"):
        pieces = re.split(r"[-\s]", words)
        unit = quantity_words().fractions[pieces[-1]]
        return ((value_of_cardinal(pieces[0]) or 1) * unit if len(pieces) > 1 else unit), None, False
    if match.group("half"):
        whole = value_of_cardinal(words.split()[-1] if not words.endswith("half") else words.split()[1]) or 1
        return (whole * (1.5 if words.endswith("half") else 0.25 if "quarter" in words else 0.5)), None, False
    if match.group("mixed"):
        return ((value_of_cardinal(words.split()[0]) or 1) + 0.5) * MULTIPLES[words.split()[-1]], None, False
    value = value_of_cardinal(words)
    return (float(value), None, False) if value is not None else None


def _scale_of(words: str | None) -> float:
    if not words:
        return 1.0
    return float(value_of_cardinal("one " + words) or 1)


def _order(words: str) -> tuple[float, float | None, bool]:
    """ "tens of thousands" is 10,000 to 99,999; "several hundred" 200 to 999."""
    pieces = words.split()
    if pieces[0] in ("tens", "hundreds"):
        factor = 10 if pieces[0] == "tens" else 100
        low = factor * _ORDERS.get(pieces[-1], 1) if len(pieces) > 1 else 100
        return float(low), float(10 * low - 1), True
    if len(pieces) == 1:
        low = _ORDERS[pieces[0]]
        return float(low), float(10 * low - 1), True
    unit = value_of_cardinal("one " + pieces[-1]) or 1
    return float(2 * unit), float(10 * unit - 1), True


def _ranges(found: list[Quantity], text: str) -> list[Quantity]:
    """Join two numbers that are the ends of one range."""
    out: list[Quantity] = []
    for quantity in found:
        last = out[-1] if out else None
        if last is not None and last.high is None and _is_range(last, quantity, text):
            out[-1] = _joined(last, quantity)
        else:
            out.append(quantity)
    return out


def _is_range(low: Quantity, high: Quantity, text: str) -> bool:
    joint = text[low.end : high.start]
    before = text[max(0, low.start - 9) : low.start].lower()
    word = joint.strip().lower()
    joined = before.endswith("between ") if word == "and" else word in ("to", "-", "–", "—", "or")
    same = not low.currency or not high.currency or low.currency == high.currency
    return joined and same and low.share != "fraction" and _scaled_low(low, high) < high.value


def _scaled_low(low: Quantity, high: Quantity) -> float:
    """The low end in the scale of the high one where only that is written: "3 to 5 million"."""
    if low.scaled or not high.scaled or low.value >= 1000:
        return low.value
    scale = 1e9 if high.value >= 1e9 else 1e6
    return low.value * scale


def _joined(low: Quantity, high: Quantity) -> Quantity:
    return Quantity(
        start=low.start,
        end=high.end,
        number_start=low.number_start,
        number_end=high.number_end,
        value=_scaled_low(low, high),
        high=high.value,
        bound="range",
        currency=low.currency or high.currency,
        share=high.share,
        scaled=high.scaled,
        words=f"{low.words} to {high.words}",
    )
