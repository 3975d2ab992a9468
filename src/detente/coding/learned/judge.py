"""The trained reader beside the rules: what it adds to them, and how sure both together are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from spacy.tokens import Doc, Token

from detente.coding.attribution import attribution_of
from detente.coding.deed import Deed
from detente.coding.events import Side, Sitting, Told
from detente.coding.grammar import stand_apart, token_at
from detente.coding.learned.network import Floats, Network, Scores
from detente.coding.learned.pieces import WordPieces
from detente.coding.learned.reading import Line, read_slate
from detente.coding.learned.slate import Slate, is_organisation
from detente.coding.mentions import ActorMention
from detente.coding.modality import Held, modality_of
from detente.coding.occasions import occasions
from detente.coding.scene import Party
from detente.coding.words import word_list
from detente.ontology import EVENT_TYPES

RULE = "model"
LEAST = 0.02
"""Findings less likely than this are not looked at."""
LIKELY = 0.1
BRIEF = 0.06
"""In a text of a few sentences the rules, made for news, go first: of theirs only what the network thinks most unlikely is dropped."""
SURE = 0.55
"""There the network speaks where the rules find nothing and both together are this sure."""
Key = tuple[frozenset[str], str]
_UNDONE = ("denied", "hypothetical", "opinion")
"""How the words around hold out a deed that was not done: as the rules' findings, the reader's are then no event."""
ALSO, EVEN = 0.2, 0.5
"""So much of all that speaks for a finding must be another word's for it to tell of the same once more, and as sure must the first be."""
_TOLD_BY_NO = {"denied": ("REJECT", "REQUEST"), "hypothetical": ("AGREE",)}
"""Deeds that such words tell of rather than undo: who "did not let them land" refused, who "failed to persuade" asked, and a treaty by
which a state "would open two ports" is a promise."""
_BY_FORCE = ("ASSAULT", "MOBILIZE")
_ARMED = word_list("armed_organisations")


@dataclass(frozen=True)
class Read:
    """A slate as the network has read it."""

    slate: Slate
    line: Line
    scores: Scores


@dataclass(frozen=True)
class Finding:
    """What the reader finds between two slots: its probability, and the word that speaks for it most."""

    source: int
    target: int
    kind: str
    mutual: bool
    chance: float
    word: int
    """The word's offset in the sentence, -1 where no word does."""
    like: frozenset[int]
    """The slots that stand for both: the same for pairs that the sentence does not tell apart."""
    share: float
    """How much of all that speaks for it is the word's, from 0 to 1."""
    others: tuple[int, ...] = ()
    """The offsets of other words that speak for it with at least `ALSO` of all."""


@dataclass(frozen=True)
class Judge:
    """The network with what makes its scores, and the rules' findings, one confidence.

    `terms` are the weights of a logistic regression on written passages that the network was not fitted on
    (`training/calibrate.py`): a constant, the logit of the network's probability, whether the rules found the same, whether
    they found the pair with another type, the number of sides that the sentence names, of how many pairs (logarithm of one
    more) the network thinks the type likely: a deed that it sees between many at once is seldom told of each; whether the two
    are those that the text names most, and how much of what speaks for the event stands in one word.
    """

    network: Network
    pieces: WordPieces
    terms: tuple[float, ...]
    least: float

    def read(self, slates: Sequence[Slate]) -> list[Read]:
        """What the network makes of sentences."""
        return read_all(slates, self.network, self.pieces)

    def judge(self, sitting: Sitting, read: Read, told: Sequence[Told], sides: Mapping[str, ActorMention]) -> list[Told]:
        """The events of a sentence by rules and network together; those surer than `least` are kept.

        `sides` are words that stand for the states of the slate which the sentence itself does not name. What a study's own
        frames say goes before the network, which was never shown them: their events stand as they are, and it adds nothing
        to their pairs, nor by a word of which they say that it tells no event.
        """
        slate = read.slate
        ruled, pairs = {(one.pair, one.kind) for one in told}, {one.pair for one in told}
        chances = chances_of(read, ruled)
        brief = not sitting.scene.discourse.scholarly
        settled = {one.pair for one in told if one.deed.own}
        many = crowds(chances)
        kept = [self._weighed(one, slate, chances.get((one.pair, one.kind)), many[one.kind]) for one in told]
        for key, finding in sorted(chances.items(), key=lambda item: (-item[1].chance, item[1].kind, sorted(item[0][0]))):
            if key not in ruled and key[0] not in settled and finding.chance >= LEAST:
                sure = self.confidence(features(finding, slate, False, key[0] in pairs, many[key[1]]))
                if sure >= self.least and not (brief and (told or sure < SURE)):
                    kept += _tell(sitting, slate, finding, sides, sure)
        kept = [one for one in kept if one.deed.own or one.confidence >= (BRIEF if brief else self.least)]
        return kept if brief else [*kept, *_again(sitting, slate, kept, chances, sides)]

    def _weighed(self, told: Told, slate: Slate, finding: Finding | None, many: int) -> Told:
        """A finding of the rules with the confidence that both give it; one of no pair of the slate keeps the rules' own."""
        if finding is None or told.deed.own:
            return told
        return replace(told, confidence=self.confidence(features(finding, slate, True, False, many)))

    def confidence(self, x: Sequence[float]) -> float:
        """The probability, between 0.01 and 0.99, that a coder who reads the sentence would code the pair with this type."""
        score = sum(weight * value for weight, value in zip(self.terms, x, strict=True))
        return round(min(max(1.0 / (1.0 + math.exp(-score)), 0.01), 0.99), 2)


def read_all(slates: Sequence[Slate], network: Network, pieces: WordPieces) -> list[Read]:
    """What a network makes of sentences, read side by side."""
    lines = [read_slate(slate, pieces) for slate in slates]
    return [Read(*each) for each in zip(slates, lines, network.scores(lines), strict=True)]


def chances_of(read: Read, asked: Collection[Key] = ()) -> dict[Key, Finding]:
    """What the network finds, by the pair of states and the type: all that is likely enough to be looked at, and all `asked`."""
    line, scores, keys = read.line, read.scores, read.slate.keys
    groups = line.together()
    first = {slot: group[0] for group in groups for slot in group}
    pairs = {
        (one, two): frozenset((keys[one], keys[two]))
        for one, two in combinations(range(line.keys), 2)
        if not (is_organisation(keys[one]) and is_organisation(keys[two]))
    }
    there, back, both = _both_ways(evened(scores.chance, groups))
    total = 1 - (1 - np.maximum(there, back)) * (1 - both)
    found: dict[Key, Finding] = {}
    for (one, two), pair in pairs.items():
        for n, kind in enumerate(EVENT_TYPES):
            chance = float(total[one, two, n])
            if chance < LEAST and (pair, kind) not in asked:
                continue
            source, target = (one, two) if there[one, two, n] >= back[one, two, n] else (two, one)
            mutual = bool(both[one, two, n] > max(there[one, two, n], back[one, two, n]))
            word, share, others = _words(line, scores.words(source, target, n, mutual=mutual))
            like = frozenset(first.get(slot, slot) for slot in (one, two))
            found[pair, kind] = Finding(source, target, kind, mutual, chance, word, like, share, others)
    return found


def evened(chance: Floats, groups: Sequence[Sequence[int]]) -> Floats:
    """The chances with those of slots that are always named together made one, the highest: all did it, or none."""
    out = chance.copy()
    for group in groups:
        others = [slot for slot in range(len(out)) if slot not in group]
        there, back = np.ix_(group, others), np.ix_(others, group)
        out[there] = out[there].max(axis=0, keepdims=True)
        out[back] = out[back].max(axis=1, keepdims=True)
    return out


def _both_ways(chance: Floats) -> tuple[Floats, Floats, Floats]:
    """The chances of a deed from one slot to the other, back, and to each other."""
    types = len(EVENT_TYPES)
    return chance[..., :types], chance[..., :types].transpose(1, 0, 2), chance[..., types:]


def crowds(chances: Mapping[Key, Finding]) -> Counter[str]:
    """Of how many pairs each type is likely; pairs that the sentence does not tell apart are one."""
    return Counter(kind for kind, _ in {(kind, finding.like) for (_, kind), finding in chances.items() if finding.chance >= LIKELY})


def features(finding: Finding, slate: Slate, ruled: bool, other: bool, many: int) -> tuple[float, ...]:
    """What the confidence rests on; see `Judge`."""
    chance = min(max(finding.chance, 1e-4), 1 - 1e-4)
    named = (finding.source < slate.here) + (finding.target < slate.here)
    central = {finding.source, finding.target} == set(slate.central[:2])
    logit = math.log(chance / (1 - chance))
    return (1.0, logit, float(ruled), float(other), float(named), math.log1p(many), float(central), finding.share)


def _words(line: Line, said: Floats) -> tuple[int, float, tuple[int, ...]]:
    """The offset of the word whose pieces together speak most for a finding (-1 where none does), its share of all, and strong others."""
    share = np.exp(said - said.max())
    by_word: dict[int, float] = {}
    for at, part in zip(line.offsets[line.begins :], share.tolist(), strict=True):
        if at >= 0:
            by_word[at] = by_word.get(at, 0.0) + part
    best = min(by_word, key=lambda at: (-by_word[at], at), default=-1)
    total = float(share.sum())
    others = tuple(sorted(at for at, part in by_word.items() if at != best and part >= ALSO * total))
    return best, by_word.get(best, 0.0) / total, others


def _tell(sitting: Sitting, slate: Slate, finding: Finding, sides: Mapping[str, ActorMention], sure: float) -> list[Told]:
    """The events that a finding comes to: one for each occasion of its word."""
    word = _token(sitting.scene.doc, finding.word)
    if _silenced(sitting, word):
        return []
    source = _side(sitting, slate.keys[finding.source], word, sides)
    target = _side(sitting, slate.keys[finding.target], word, sides)
    if source is None or target is None:
        return []
    held = modality_of(word)
    if finding.kind in _TOLD_BY_NO.get(held.modality, ()):
        held = Held("asserted")
    if held.modality in _UNDONE or (finding.kind in _BY_FORCE and any(_unarmed(side.party.mention) for side in (source, target))):
        return []
    deed = Deed(word, None, finding.kind, None, finding.mutual, (source.party,), (target.party,), held, RULE, sure)
    said = attribution_of(word)
    when = occasions(word.doc, sitting.dates.readings, word, None)
    return [Told(deed, source, target, each, finding.kind, held.modality, said, sure) for each in when]


def _again(
    sitting: Sitting, slate: Slate, kept: Sequence[Told], chances: Mapping[Key, Finding], sides: Mapping[str, ActorMention]
) -> list[Told]:
    """The same deed of a pair told once more by a word of its own: "scrapped its projects and ordered the consulates shut"."""
    out: list[Told] = []
    for key in dict.fromkeys((one.pair, one.kind) for one in kept if one.modality == "asserted" and not one.deed.own):
        finding = chances.get(key)
        sure = max(one.confidence for one in kept if (one.pair, one.kind) == key)
        if finding is None or not finding.others or sure < EVEN:
            continue
        for offset in (finding.word, *finding.others):
            word = _token(sitting.scene.doc, offset)
            if all(stand_apart(word, one.deed.predicate) for one in (*kept, *out) if (one.pair, one.kind) == key):
                out += _tell(sitting, slate, replace(finding, word=offset), sides, sure)
    return out


def _unarmed(mention: ActorMention) -> bool:
    """Whether an organisation has no forces that could fight or be fought."""
    return mention.kind == "organisation" and not mention.states and mention.organisation not in _ARMED


def _silenced(sitting: Sitting, word: Token) -> bool:
    """Whether the study says of a word that it tells no event."""
    lexicon, lemma = sitting.scene.lexicon, word.lemma_.lower()
    return any(frame.silent for frame in (*lexicon.verbs.get(lemma, ()), *lexicon.nouns.get(lemma, ())))


def _token(doc: Doc, offset: int) -> Token:
    return token_at(doc, offset) or next(doc.sents).root


def _side(sitting: Sitting, key: str, word: Token, sides: Mapping[str, ActorMention]) -> Side | None:
    """Who stands for a state: the mention nearest to the word, else what last named the state before."""
    here = [m for m in sitting.scene.mentions if key in m.keys]
    if here:
        nearest = min(here, key=lambda m: (m.kind == "place", abs(m.start - word.idx), m.start))
        own = next((m for m in nearest.members if m.keys == (key,)), None)
        mention = replace(own, start=nearest.start, end=nearest.end, inferred=True) if own else nearest
        return Side(key, Party(mention, word, nearest.kind != "place", mention.role))
    known = sides.get(key)
    if known is None:
        return None
    return Side(key, Party(replace(known, start=0, end=0, inferred=True), word, False, known.role if is_organisation(key) else "state"))
