"""Which dates the text's time line follows, and which only look back, ahead or aside."""

from __future__ import annotations

import re

from detente.coding.date_scene import LONGEST_GUIDE, Found, Scene

_LEAD_WORDS = (
    "by|no later than|not later than|ever since|since|until|till|up until|up to|as late as|as early as|through|before|prior to|"
    "(?<!day )after|following|from|between|during|throughout|in|on|at|as of|beginning in|starting in|night of|of"
)
_LEAD = re.compile(
    rf"(?i)\b(?P<word>{_LEAD_WORDS})\s+(?P<article>the\s+|about\s+|around\s+|roughly\s+|circa\s+|c\.\s?|perhaps\s+|some\s+)?$"
)
_AHEAD = re.compile(
    r"(?i)\b(?:will|shall|expected|(?:is|are|was|were)\s+to|to\s+be|planned|plans|due|scheduled|forecast|projected|should|repayable|promised|pledged)\b[^.;]{0,70}$"
)
_DEADLINE = re.compile(r"(?i)\b(?:to\s+(?:be\s+)?\w+|repaid|payable|completed|should\s+\w+)\s+(?:by|before|until)\s+(?:the\s+)?$")
_FRAME = 16  # code points: a date this near to the sentence's start sets the scene
_NEAR_DECADE = 15 * 366
_LOOKING_BACK = 366  # days by which a date with month or day must lie before the running point to count as a look back


def lead_of(text: str, start: int) -> re.Match[str] | None:
    """The preposition (and article) right before offset `start`."""
    return _LEAD.search(text[max(0, start - 28) : start])


def looks_ahead(text: str, start: int) -> bool:
    """Whether the words before a date tell of what was still to come: a plan, a forecast, a deadline."""
    before = text[max(0, start - 90) : start]
    return bool(_AHEAD.search(before) or _DEADLINE.search(before))


def follows(scene: Scene, start: int, found: Found) -> bool:
    """Whether the time line moves to a date.

    It stays for dates in brackets, for "since", "until", "from" and the like, for what lies ahead of the
    tale, for a year that only labels a thing ("the 1937 treaty"), and for a look back: a date before the
    running point that does not open its sentence or its paragraph.
    """
    if not found.moves or not tells(scene, start, found):
        return False
    lead = lead_of(scene.text, start)
    word = lead.group("word").lower() if lead else ""
    opens = start - (len(lead.group()) if lead else 0) <= _FRAME
    if word in ("since", "ever since", "until", "till", "up until", "up to", "from", "as of", "before", "prior to"):
        return False
    if word in ("after", "following") and not opens:
        return False
    return opens or not _looks_back(scene, found)


def tells(scene: Scene, start: int, found: Found) -> bool:
    """Whether a date is said of a happening, in running text; the next date of the sentence is read against it."""
    lead = lead_of(scene.text, start)
    if in_brackets(scene.text, start) or looks_ahead(scene.text, start):
        return False
    return not _labels(scene.text, start, found, lead.group("word").lower() if lead else "")


def in_brackets(text: str, at: int) -> bool:
    """Whether offset `at` stands inside round brackets."""
    return text.count("(", 0, at) > text.count(")", 0, at)


def _labels(text: str, start: int, found: Found, word: str) -> bool:
    """Whether a bare year only names a thing: "the 1937 treaty", "a 1962 conflict", "the Treaty of 1902"."""
    if found.days.unit != "year" or not found.exact:
        return False
    if word == "of":
        return True
    before = text[max(0, start - 16) : start].lower()
    noun = re.match(r"\s+[A-Za-z-]{3,}", text[found.stop : found.stop + 24]) is not None
    frame = re.search(r"\b(?:in|during|after|following)\s+(?:the|a)\s$", before)
    return noun and re.search(r"\b(?:the|a|an|his|her|its|their|that)\s$", before) is not None and not frame


def _looks_back(scene: Scene, found: Found) -> bool:
    """Whether a date lies before the running point, so far that the tale has not gone back but remembers.

    A running point as wide as a decade gives way to any date within or near it.
    """
    if scene.fresh or scene.line is None or not found.exact:
        return False
    if scene.line.end - scene.line.start > LONGEST_GUIDE and found.days.end > scene.line.start - _NEAR_DECADE:
        return False
    margin = 0 if found.days.end - found.days.start > 31 else _LOOKING_BACK
    return found.days.end + margin < scene.line.start
