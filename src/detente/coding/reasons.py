"""Reasons: the causal claims that the trained reader finds in a sentence, with who holds them and whom they concern."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from spacy.tokens import Token

from detente.coding.actors import citation_spans
from detente.coding.attribution import attribution_of
from detente.coding.events import Sitting
from detente.coding.grammar import surface_subjects, tokens_of
from detente.coding.learned.claims import MOTIVES, Cause, Claims
from detente.coding.makings import pair_of
from detente.coding.words import word_list
from detente.model import Reason, content_id

RULE = "claim"
LEAST = 0.25
"""The probability from which a sentence gives a reason: where F1 was highest on the texts looked at while writing."""
ALSO = 0.2
"""A class that the reader gives this much beside the likeliest is one that the words allow too."""
REJECTED = 0.5
_ATTITUDES = word_list("attitudes")
_BRACKETS = " ()[]"
Holder = tuple[str | None, Literal["author", "cited", "actor"]]


def reasons_of(sitting: Sitting, claims: Claims) -> list[Reason]:
    """The reasons of one sentence where the reader thinks it likely to give any, one for each class of cause that its words name."""
    if claims.reason < LEAST:
        return []
    rows: dict[tuple[str, bool], Reason] = {}
    for cause in sorted(claims.causes, key=lambda each: (each.start - each.end, each.start)):
        row = _row(sitting, claims, cause, _nearest(cause, claims.effects))
        rows.setdefault((row.motive, row.rejected), row)
    return sorted(rows.values(), key=lambda row: (row.trace[0].span.start if row.trace else 0, row.reason_id))


def _row(sitting: Sitting, claims: Claims, cause: Cause, effect: tuple[int, int] | None) -> Reason:
    sentence, document = sitting.sentence, sitting.document
    ranked = sorted(zip(cause.motives, MOTIVES, strict=True), key=lambda pair: (-pair[0], pair[1]))
    motive, also = ranked[0][1], tuple(name for share, name in ranked[1:3] if share >= ALSO)
    words = sentence.text[cause.start : cause.end] or None
    told = sentence.text[effect[0] : effect[1]] if effect else None
    holder, kind = _holder(sitting, cause)
    rejected = cause.rejected >= REJECTED
    parts = [("cause", cause.start, cause.end), *([("effect", *effect)] if effect else [])]
    return Reason(
        reason_id=content_id("reason", document.document_id, sentence.sentence_id, words, told, motive, rejected),
        document=document.document_id,
        sentence=sentence.sentence_id,
        span=sentence.span,
        quote=sentence.span.of(document.raw),
        cause=words,
        effect=told,
        motive=motive,
        also=also,
        holder=holder,
        holder_kind=kind,
        rejected=rejected,
        states=pair_of(sitting) or tuple(sorted({s for m in sitting.scene.mentions for s in m.states})),
        date=sitting.dates.anchor,
        confidence=round(claims.reason * ranked[0][0] ** 0.5, 2),
        coder=sitting.coder,
        coder_version=sitting.coder_version,
        rule=RULE,
        page=sentence.page,
        trace=sitting.trace(parts),
    )


def _nearest(cause: Cause, effects: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The effect whose words stand nearest to a cause."""
    apart = [e for e in effects if e[1] <= cause.start or e[0] >= cause.end] if cause.end > cause.start else list(effects)
    return min(apart, key=lambda e: (max(e[0] - cause.end, cause.start - e[1]), e), default=None)


def _holder(sitting: Sitting, cause: Cause) -> Holder:
    """Who holds a claim: whoever is said to say or to feel it, else the work cited in brackets, else the author."""
    token = next((t for t in tokens_of(sitting.scene.doc) if t.idx >= max(cause.start, 0)), None)
    if token is None:
        return None, "author"
    feeling = _feels(sitting, token)
    if feeling:
        return feeling, "actor"
    said = attribution_of(token)
    if said is None:
        return None, "author"
    inside = [m for m in sitting.scene.mentions if said.start <= m.start < said.end]
    cited = any(start < said.start < end for start, end in citation_spans(sitting.sentence.text))
    return said.text.strip(_BRACKETS), "actor" if inside and not cited else "cited"


def _feels(sitting: Sitting, token: Token) -> str | None:
    """The actor who fears, believes or resents what the cause's words say."""
    node = token
    for _ in range(6):
        if node.lemma_.lower() in _ATTITUDES:
            for subject in surface_subjects(node) if node.pos_ in ("VERB", "AUX", "ADJ") else ():
                mention = sitting.scene.mention_at(subject)
                if mention is not None:
                    return mention.name
        if node.head.i == node.i:
            return None
        node = node.head
    return None
