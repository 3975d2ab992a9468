"""Made-up history of a stated size, the same on every machine: what the benchmark reads.

The sentences are of the kinds that sources have: dated deeds, figures, reports of words, and prose that tells of no
deed at all. No number here is a fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

PAIRS = (("China", "the Soviet Union"), ("the United States", "China"), ("Moscow", "Beijing"), ("France", "Poland"), ("India", "Pakistan"))
MONTHS = ("January", "March", "April", "June", "August", "October", "December")
KINDS = (
    "In {month} {year}, {a} and {b} signed an agreement on trade.",
    "{A} accused {b} of violating the border on {day} {month} {year}.",
    "The treaty, which had been negotiated for two years, was received with relief in the capital, although few officials understood it.",
    "{A} granted {b} a loan of US$ {number} million in {year}, to be repaid over ten years.",
    "A week later, the foreign minister of {a} visited {b} and held talks on arms, borders and the exchange of students.",
    "According to a later account, {a} had already decided to withdraw its advisers from {b} by mid-{year}.",
    "Historians have long disagreed about the causes of this change, and the archives that might settle the matter remain closed.",
    "{A} threatened to break off relations with {b} if the shelling did not stop.",
    "Some {number} technicians returned home in the summer of {year}, and trade fell by half.",
    "It was a time of slow letters and long silences, in which a single remark at a reception could be weighed for weeks.",
    "{A} protested against the decision of {b} and demanded an apology.",
    "Between {year} and {later}, {a} sent troops, grain and machines worth US$ {number} million to {b}.",
)
SENTENCES_A_PARAGRAPH, SENTENCES_A_DOCUMENT = 6, 240


def sentences() -> Iterator[str]:
    """Sentences without end; the n-th is a function of n alone."""
    n = 0
    while True:
        a, b = PAIRS[(n * 7 + n // 12) % len(PAIRS)]
        year = 1946 + (n * 13) % 68
        words = {"a": a, "b": b, "A": a[0].upper() + a[1:], "month": MONTHS[n % 7], "day": 1 + n % 28, "year": year}
        yield KINDS[n % len(KINDS)].format(**words, later=year + 1 + n % 4, number=50 + (n * 37) % 900)
        n += 1


def write_sources(folder: Path, count: int) -> int:
    """Write `count` sentences as text files of 240 sentences into `folder`; return the number of words."""
    folder.mkdir(parents=True)
    made, words = sentences(), 0
    for document in range((count + SENTENCES_A_DOCUMENT - 1) // SENTENCES_A_DOCUMENT):
        kept = list(islice(made, min(SENTENCES_A_DOCUMENT, count - document * SENTENCES_A_DOCUMENT)))
        paragraphs = [" ".join(kept[at : at + SENTENCES_A_PARAGRAPH]) for at in range(0, len(kept), SENTENCES_A_PARAGRAPH)]
        text = "\n\n".join(paragraphs) + "\n"
        (folder / f"made-{document:03d}.txt").write_text(text, encoding="utf-8")
        words += len(text.split())
    return words
