"""Sentences and the ways in which the fuzz test spoils them. Every draw is from the generator that is handed in."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
WRITTEN = (
    "In March 1961 the Portuguese government protested to India over the seizure of two fishing boats near Diu.",
    "Sweden lent Finland 30 million crowns in 1940 and sent some 8,000 volunteers across the border.",
    "Nasser and Tito met on Brioni in July 1956, and again in Cairo two years later.",
    "The two countries broke off relations; a month later both governments agreed to exchange prisoners.",
    "Its ambassador, who had been recalled in 1979, returned to Tehran only after Iraq had lifted the embargo.",
    "According to Lindqvist (1987: 44-52), Denmark never intended to attack Prussia.",
    "If Chile had mobilised, Argentina would have closed the passes, but neither did.",
    "Khrushchev withdrew the Soviet technicians from China, cancelled 257 projects and demanded US$ 1.5 billion.",
    "From 1954 to the autumn of 1957, and in the early 1960s, Burma received rice mills worth £2.3m from Poland.",
    "The Warsaw Pact condemned the United States, and NATO members refused to take part in the talks.",
    "On 5 May 1955 the Federal Republic joined NATO; nine days later eight states signed a treaty in Warsaw.",
    "He told the President that the Queen's visit to Rabat, planned for the 14th, had been put off sine die.",
    "Peru, Bolivia, Ecuador, Colombia and Venezuela signed the Andean Pact with each other in May 1969.",
    "“We shall never yield an inch,” said the Turkish foreign minister of Greece’s claims in the Aegean.",
    "France, Britain and Russia guaranteed Greek independence, the former two with ships, the latter with gold.",
    "Moscow is said to have supplied Hanoi with 95 MiG-21s, 2,000 trucks and between 10 and 15% of its oil.",
)
SCRIPTS = (
    "中国和苏联签订了条约", "Советский Союз напал на Польшу", "الاتحاد السوفيتي هاجم إيران", "ישראל ומצרים", "भारत और पाकिस्तान",
    "Ελλάδα και Τουρκία", "日本はロシアと戦った", "ประเทศไทย", "대한민국", "İstanbul ıﬁ ǅ ß ẞ",
)  # fmt: skip
MARKS = (
    "\u0301", "\u0327\u0323", "\u200b", "\u200d", "\u00ad", "\u2060", "\ufeff", "\u202e", "\u202d", "\u2066", "\u2069", "\u200f",
    "\U0001f600", "\U0001f1f7\U0001f1fa", "\U0001f468\u200d\U0001f469", "\x00", "\x01", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028",
    "\u2029", "\ufffd", "\uffff", "\U0010ffff", "\ue000", "\u3000", "\xa0",
)  # fmt: skip
REPEATED = (
    "(", ")", "((", "[", "]", "“", "”", '"', "'", "’s", "-", "–", "—", ".", "...", ",", ";", ":", "/", "\\", "$", "%", "*", "_", "#", "0",
    "9", "1,000", "and ", "of ", "the ", "that ", " (", "not ", "A. ", "I", "19", "18th ",
)  # fmt: skip
FRAGMENTS = (
    "US$ 1.5 billion", "£2,000,000", "Rs. 4 crore", "Fr 3m.", "10 per cent", "½", "1/3", "-5", "1e309", "9" * 400, "1,00,000",
    "1.000.000,00", "0", "00", "5 May", "May 5, 1961", "1961-62", "1961–2", "31 February 1901", "30/02/1999", "0000", "9999", "the 1960s",
    "mid-1958", "late 19th century", "44 BC", "two years later", "the following week", "last Tuesday", "on the 32nd", "in the year 1e5",
    "between 1950 and", "from 1990 to 1950", "1950, 1951, 1952 and 1953", "(1949-", "by 2050", "c. 1900", "99 million years ago",
    "a hundred thousand million billion years earlier", "Easter 1916", "spring of '68", "12:30 p.m.", "XIX", "IV", "1st",
    "the night of 4-5 June", "tens of thousands of", "between three and five",
)  # fmt: skip
MARKUP = (
    "<b>China</b>", "<script>alert(1)</script>", "<!--", "-->", "&amp;", "&#0;", "&nbsp", "</p><p>", "<a href='x'>", "**", "__Russia__",
    "`x`", "[China](http://a/b)", "![](x)", "\n# Russia\n", "\n> ", "\n- ", "\n1. ", "\n| a | b |\n|---|---|\n", "\n---\n", "```\n", "{{",
    "%s", "\\u0041", "[^1]", "[12, 14–16]", "\n\n## 1950\n\n", "<table><tr><td>", "~~~", "\t\t", "\n\n\n",
)  # fmt: skip
Change = Callable[[random.Random, str], str]


@cache
def seeds() -> tuple[str, ...]:
    """The sentences above and those of the gold tables."""
    found = list(WRITTEN)
    for table in sorted(HERE.glob("gold_*.yaml")):
        for row in yaml.safe_load(table.read_text(encoding="utf-8")):
            found += [row["text"]] if "text" in row else [next(iter(says)) for says in row["says"]]
    return tuple(found)


def _at(draw: random.Random, text: str) -> int:
    return draw.randrange(len(text) + 1)


def _put(draw: random.Random, text: str, what: str) -> str:
    at = _at(draw, text)
    return text[:at] + what + text[at:]


def _words(draw: random.Random, text: str) -> str:
    """Some words left out, doubled, or put elsewhere."""
    return " ".join(_moved(draw, text.split(" "), 4))


def _letters(draw: random.Random, text: str) -> str:
    """The same of letters."""
    return "".join(_moved(draw, list(text) or ["x"], 12))


def _moved(draw: random.Random, pieces: list[str], most: int) -> list[str]:
    for _ in range(draw.randint(1, most)):
        at, to = draw.randrange(len(pieces)), draw.randrange(len(pieces))
        what = draw.randrange(3)
        if what == 0 and len(pieces) > 1:
            del pieces[at]
        elif what == 1:
            pieces.insert(to, pieces[at])
        else:
            pieces[at], pieces[to] = pieces[to], pieces[at]
    return pieces


def _splice(draw: random.Random, text: str) -> str:
    other = draw.choice(seeds())
    return text[: _at(draw, text)] + draw.choice(["", " ", ", and ", "; ", " — "]) + other[_at(draw, other) :]


def _repeat(draw: random.Random, text: str) -> str:
    """One mark hundreds of times, in one place or between all words."""
    what = draw.choice(REPEATED)
    if draw.random() < 0.2:
        return f" {what}".join(text.split(" "))
    return _put(draw, text, what * draw.choice([3, 40, 300, 1200]))


def _nest(draw: random.Random, text: str) -> str:
    """Brackets in brackets, closed or not."""
    opened, closed = draw.choice([("(", ")"), ("[", "]"), ("“", "”"), (" (see ", ", 1999)"), ("(1", "2)")])
    deep = draw.choice([2, 30, 200])
    return opened * deep + text + closed * draw.choice([deep, deep - 1, 0])


def _commas(draw: random.Random, text: str) -> str:
    """A list that does not end."""
    names = ["China", "Peru", "5 May", "1961", "the Dutch", "$5", "", "a town", "and"]
    return _put(draw, text, ", ".join(draw.choice(names) for _ in range(draw.choice([10, 100, 3000]))))


def _long_word(draw: random.Random, text: str) -> str:
    return _put(draw, text, draw.choice(["x", "Sino-", "9", "é", "a'", "A.", "1,"]) * draw.choice([50, 500, 5000]))


def _case(draw: random.Random, text: str) -> str:
    return draw.choice([str.upper, str.lower, str.title, str.swapcase])(text)


def _spaces(draw: random.Random, text: str) -> str:
    return text.replace(" ", draw.choice(["", "  ", "\n", "\r\n", "\t", "\xa0", "\u2009", "\f", "\v", " \r ", "\u3000", "-", "_"]))


def _breaks(draw: random.Random, text: str) -> str:
    for _ in range(draw.randint(1, 5)):
        text = _put(draw, text, draw.choice(["\r\n", "\f", "\n\n", "\r", "\x0b", "-\n", "\n\n\n", ". "]))
    return text


def _again(draw: random.Random, text: str) -> str:
    return draw.choice(["", " ", " and ", " that "]).join([text] * draw.choice([2, 3, 12]))


def _few(draw: random.Random, text: str, what: tuple[str, ...]) -> str:
    for _ in range(draw.randint(1, 6)):
        text = _put(draw, text, draw.choice(["{}", " {} "]).format(draw.choice(what)))
    return text


CHANGES: dict[str, Change] = {
    "words": _words,
    "letters": _letters,
    "splice": _splice,
    "repeat": _repeat,
    "nest": _nest,
    "commas": _commas,
    "long word": _long_word,
    "case": _case,
    "spaces": _spaces,
    "breaks": _breaks,
    "again": _again,
    "cut": lambda draw, text: text[: _at(draw, text)],
    "backwards": lambda _, text: text[::-1],
    "scripts": lambda draw, text: _few(draw, text, SCRIPTS),
    "marks": lambda draw, text: _few(draw, text, MARKS),
    "fragments": lambda draw, text: _few(draw, text, FRAGMENTS),
    "markup": lambda draw, text: _few(draw, text, MARKUP),
}


def mutated(draw: random.Random) -> str:
    """A sentence with one to four changes."""
    text = draw.choice(seeds())
    for _ in range(draw.choice([1, 1, 2, 3, 4])):
        text = CHANGES[draw.choice(list(CHANGES))](draw, text)
    return text[:20_000]


def mutated_document(draw: random.Random) -> str:
    """Paragraphs of whole and mutated sentences, under headings here and there."""
    parts = []
    for _ in range(draw.randint(2, 6)):
        if draw.random() < 0.4:
            parts.append(
                draw.choice(["# ", "## ", "", "1. "]) + draw.choice(["The war of 1962", "1949–1955", "Notes", "中国", mutated(draw)[:80]])
            )
        parts.append(" ".join(mutated(draw) if draw.random() < 0.5 else draw.choice(seeds()) for _ in range(draw.randint(1, 5))))
    return draw.choice(["\n\n", "\r\n\r\n", "\n\n\n", "\f"]).join(parts)
