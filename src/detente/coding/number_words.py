"""Numbers written as words: "seventeen", "two hundred and fifty", "ninety-three thousand"."""

from __future__ import annotations

import re

UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * value for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
MULTIPLES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000}
GROUPS = {"dozen": 12, "score": 20, "couple": 2, "pair": 2}
ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        start=1,
    )
} | {"twenty-first": 21, "twenty first": 21}

_SMALL = "|".join(sorted([*UNITS, *TENS], key=len, reverse=True))
CARDINAL = rf"(?:{_SMALL})(?:[-–](?:{_SMALL}))?"
"""Pattern of a number word below a hundred, in lower or upper case as the caller's flags say."""


def value_of_cardinal(words: str) -> int | None:
    """The value of a number in words up to the trillions, or None when a word is no number.

    Reads hyphens, "and" and a leading "a": "a hundred and fifty", "forty-seven", "seventeen million".
    """
    total = current = 0
    seen = False
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in UNITS or word in TENS:
            current += UNITS.get(word, TENS.get(word, 0))
        elif word == "hundred":
            current = max(current, 1) * 100 if current < 100 else current
        elif word in MULTIPLES:
            total, current = total + max(current, 1) * MULTIPLES[word], 0
        elif word in GROUPS:
            current = max(current, 1) * GROUPS[word]
        elif word not in ("a", "an", "and"):
            return None
        seen = seen or word not in ("a", "an", "and")
    return total + current if seen else None
