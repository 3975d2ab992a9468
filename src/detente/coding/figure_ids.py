"""Identifiers of figures: hashes of the statement, the same on any machine."""

from __future__ import annotations

from detente.model import Figure, content_id

PAIR, PARTNER, TOLD = "+pair", "+partner", "+topic"
"""How the rule of a figure ends whose sides are guessed from the text's pair; of one with a side told by whose the counted are; and
of one that the rest of its text settles."""


def figure_id(figure: Figure) -> str:
    """The id of a figure: its evidence, what is counted, how much, and its sides; never the coder's version."""
    statement = [figure.what, figure.value, figure.high, figure.unit, figure.bound, figure.giver, figure.receiver, figure.promised]
    return content_id("figure", figure.document, figure.sentence, [figure.span.start, figure.span.end], *statement)
