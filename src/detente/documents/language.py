"""Which language a text is in, or that it is too short or too mixed to say."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_LETTERS = re.compile(r"[^\W\d_]")
_ENOUGH = 60
_SAMPLE = 6_000
_SURE = 0.9


def language_of(text: str) -> str:
    """The ISO 639-1 code of the text's language, or `und` where it cannot be told.

    Looks at no more than three stretches of the text, so that time does not grow with length.
    """
    sample = _stretches(text)
    if len(_LETTERS.findall(sample)) < _ENOUGH:
        return "und"
    code, probability = _identifier().classify(sample)
    return str(code) if float(probability) >= _SURE else "und"


def _stretches(text: str) -> str:
    if len(text) <= _SAMPLE:
        return text
    third = _SAMPLE // 3
    middle = (len(text) - third) // 2
    return " ".join((text[:third], text[middle : middle + third], text[-third:]))


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
