"""A parsed sentence with its actors: which words stand for which states."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.symbols import NOUN, PROPN
from spacy.tokens import Doc, Token

from detente.coding.discourse import Discourse
from detente.coding.grammar import children, conjuncts, content, dependents, prepositions, text_of, tokens_of
from detente.coding.groups import COUNTS, counted, group_of, joined_states
from detente.coding.lexicon import Lexicon
from detente.coding.mentions import ActorMention
from detente.coding.offices import bearer, is_woman, own_state, title_of
from detente.coding.words import word_list

_HE = word_list("he")
_IT = word_list("its")
_THEY = word_list("they")
_MODIFIERS = ("poss", "amod", "compound", "nmod", "nummod")
_GENERIC = word_list("generic_states") | word_list("state_nouns")
_DUAL = word_list("dual_nouns")
_OTHER = word_list("other_nouns")
_LATTER = ("former", "latter")
_SHE = frozenset({"she", "her", "herself"})
_STANDING = _HE | _IT | _THEY | {"it", "both", *COUNTS, *_LATTER}
_HALVES = {"PRK": "ROK", "ROK": "PRK", "DRV": "RVN", "RVN": "DRV", "YAR": "YPR", "YPR": "YAR"}
_BESIDE = 2
_IN_KIND = word_list("in_kind")
_NO_EXPLETIVE = word_list("no_expletive")


@dataclass(frozen=True)
class Party:
    """An actor as one word of the parse stands for it: `direct` when the word names it, not only its owner."""

    mention: ActorMention
    token: Token
    direct: bool
    role: str

    @property
    def states(self) -> tuple[str, ...]:
        """COW letters of the actor."""
        return self.mention.states

    @property
    def keys(self) -> tuple[str, ...]:
        """What the actor is counted as: its states, or its organisation's id in brackets."""
        return self.mention.keys


@dataclass(frozen=True)
class Scene:
    """One sentence, parsed, with its mentions bound to tokens."""

    doc: Doc
    mentions: tuple[ActorMention, ...]
    by_token: dict[int, ActorMention]
    lexicon: Lexicon
    discourse: Discourse
    groups: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """The lemmas of the sentence's words in lower case, by which readers of some words see that they need not look."""
        return frozenset(token.lemma_.lower() for token in tokens_of(self.doc))

    def class_of(self, noun: Token) -> str | None:
        """The lexicon's class of a noun; support in arms, money or goods counts as aid."""
        found = self.lexicon.class_of(noun.lemma_.lower())
        if found == "support" and any(
            child.lemma_.lower() in _IN_KIND for child in noun.subtree if child.dep_ in ("amod", "compound", "conj")
        ):
            return "aid"
        return found

    def mention_at(self, token: Token) -> ActorMention | None:
        """The mention a token belongs to."""
        return self.by_token.get(token.i)

    def parties(self, token: Token) -> list[Party]:
        """The actors a head and its conjuncts stand for, without repetition."""
        found: dict[tuple[str, ...], Party] = {}
        for head in conjuncts(token):
            for party in self.of(head):
                found.setdefault(party.keys, party)
        return list(found.values())

    def of(self, head: Token) -> list[Party]:
        """The actors that one noun phrase stands for, by its head, its owner, or its "of"."""
        mention = self.mention_at(head)
        role = self.lexicon.roles.get(head.lemma_.lower(), "")
        if mention:
            own = self.owners(head, role) if mention.organisation and not mention.states else []
            return own or [Party(mention, head, mention.kind != "place", mention.role)]
        owners = self.owners(head, role)
        if not owners and role:
            owners = [
                Party(party.mention, head, True, role)
                for name, noun in prepositions(head)
                if name in ("of", "from")
                for party in self._named(noun)
            ]
        return [self._person(party, head) for party in owners] if role else owners

    def _person(self, party: Party, head: Token) -> Party:
        """The person named beside a title stands for it: "the Soviet leader, Khrushchev", "his Russian counterpart, Medvedev"."""
        beside = [self.mention_at(child) for child in children(head, "appos")]
        end = head.idx + len(head)
        beside += [
            mention
            for mention in self.mentions
            if end <= mention.start <= end + _BESIDE and text_of(self.doc)[end : mention.start] in (" ", ", ")
        ]
        for mention in beside:
            if mention and mention.person and mention.states == party.states:
                return Party(mention, head, True, mention.role)
        return party

    def _named(self, noun: Token) -> list[Party]:
        mention = self.mention_at(noun)
        return [Party(mention, noun, True, mention.role)] if mention else self.owners(noun, "")

    def owners(self, head: Token, role: str, known: dict[int, list[Party]] | None = None) -> list[Party]:
        """The actors that an adjective, a possessive or a compound names before `head`.

        `known` holds what was found on the way: words of one chain are reached over many paths.
        """
        known = {} if known is None else known
        if head.i in known:
            return known[head.i]
        found: dict[tuple[str, ...], Party] = {}
        for child in dependents(head):
            if child.dep_ not in _MODIFIERS and not (child.dep_ == "appos" and role):
                continue
            for one in (child, *_joined(child)):
                for party in self._owner(one, head, role, known):
                    found.setdefault(party.keys, party)
        known[head.i] = list(found.values())
        return known[head.i]

    def _owner(self, one: Token, head: Token, role: str, known: dict[int, list[Party]]) -> list[Party]:
        mention = self.mention_at(one)
        if mention:
            if mention.kind == "place" and one.dep_ != "poss" and not role:
                return []
            return [Party(mention, head if role else one, bool(role), role or mention.role)]
        nested = one.dep_ in ("poss", "compound", "nmod") or one.pos_ in ("NOUN", "PROPN", "ADJ")
        return self.owners(one, role, known) if nested else []


def _joined(child: Token) -> list[Token]:
    out = [c for c in dependents(child) if c.dep_ in ("conj", "amod", "compound", "nmod") and c.pos_ in ("ADJ", "PROPN", "NOUN")]
    return out + [deeper for c in out for deeper in dependents(c) if c.dep_ == "conj" and deeper.dep_ == "conj"]


def bind(doc: Doc, mentions: Sequence[ActorMention], lexicon: Lexicon, discourse: Discourse) -> Scene:
    """Bind named mentions to tokens and resolve the pronouns and pairs of one sentence."""
    by_token: dict[int, ActorMention] = {}
    ends = [token.idx + len(token) for token in tokens_of(doc)]
    starts = [token.idx for token in tokens_of(doc)]
    for mention in mentions:
        for i in range(bisect_right(ends, mention.start), bisect_left(starts, mention.end)):
            by_token.setdefault(i, mention)
    mentions = _own_names(by_token, mentions, doc)
    scene = Scene(doc, tuple(mentions), by_token, lexicon, discourse)
    inferred: list[ActorMention] = []
    for token in tokens_of(doc):
        if token.i in by_token or not _may_stand(token):
            continue
        found = _infer(scene, token, inferred)
        if found:
            by_token[token.i] = found
            inferred.append(found)
    every = tuple(sorted([*mentions, *inferred], key=lambda m: (m.start, m.end)))
    return replace(scene, mentions=every, groups=joined_states(text_of(doc), mentions))


def _own_names(by_token: dict[int, ActorMention], mentions: Sequence[ActorMention], doc: Doc) -> list[ActorMention]:
    """The mentions, with a place that another state held read as the state of its name where it acts itself."""
    acting: dict[int, ActorMention] = {}
    for at, mention in by_token.items():
        if mention.bearer and doc[at].dep_ == "nsubj" and doc[at].head.pos_ == "VERB":
            acting[mention.start] = replace(mention, kind="state", role="state", states=(mention.bearer,))
    for at, mention in by_token.items():
        by_token[at] = acting.get(mention.start, mention)
    return [acting.get(mention.start, mention) for mention in mentions]


# --- words that stand for an actor named before


def _before(scene: Scene, token: Token, inferred: Sequence[ActorMention]) -> list[ActorMention]:
    return sorted([m for m in (*scene.mentions, *inferred) if m.end <= token.idx and m.kind != "place"], key=lambda m: m.start)


def _may_stand(token: Token) -> bool:
    """Whether there is any sense in asking whom a word stands for."""
    return token.pos in (NOUN, PROPN) or token.lower_ in _STANDING or token.tag_ in ("NNS", "NNPS")


def _infer(scene: Scene, token: Token, inferred: Sequence[ActorMention]) -> ActorMention | None:
    word = token.lower_
    before = _before(scene, token, inferred)
    if word in _HE:
        return _person(scene, token, before)
    if word in _IT or (word == "it" and token.dep_ == "nsubj" and token.head.pos_ == "VERB" and not _expletive(token)):
        state = scene.discourse.last_state(_subjects(scene, before) or before)
        return _stand_in(token, state, "state") if state else None
    count = counted(token)
    if count is not None and count != 2:
        return _group(scene, token, before, count)
    if word in _THEY or (
        word in ("both", "two") and token.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj") and token.pos_ in ("PRON", "NUM", "DET")
    ):
        return _they(scene, token, before)
    return _latter(scene, token, before) if word in _LATTER else _noun(scene, token, before)


def _person(scene: Scene, token: Token, before: Sequence[ActorMention]) -> ActorMention | None:
    """ "he" and "she"; of older prose's "she" a state, where no woman was spoken of."""
    person = scene.discourse.last_person(before)
    if token.lower_ not in _SHE or (person and is_woman(person)):
        return _stand_in(token, person, "leader") if person else None
    women = [each for each in scene.discourse.persons if is_woman(each)]
    if women:
        return _stand_in(token, women[-1], "leader")
    state = scene.discourse.last_state(_subjects(scene, before) or before)
    return _stand_in(token, state, "state") if state else None


def _subjects(scene: Scene, mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """Those of the mentions that are subjects: what "its" stands for more often than what was named last."""
    heads = {token.idx for token in tokens_of(scene.doc) if token.dep_ in ("nsubj", "nsubjpass")}
    return [m for m in mentions if any(m.start <= at < m.end for at in heads)]


def _expletive(token: Token) -> bool:
    verb = token.head
    return verb.lemma_ in _NO_EXPLETIVE or bool(children(verb, "ccomp", "acomp"))


def _they(scene: Scene, token: Token, before: Sequence[ActorMention]) -> ActorMention | None:
    plural = [m for m in before if len(m.states) == 2 or (m.kind in ("people", "party") and m.states)]
    if plural:
        return _stand_in(token, plural[-1], plural[-1].role)
    named = [m for m in before if len(m.states) == 1]
    states = list(dict.fromkeys(m.states[0] for m in named))
    if len(states) == 2:
        return _pair(token, (_of_state(named, states[0]), _of_state(named, states[1])))
    last = scene.discourse.subjects[-1:]
    if last and len(last[0].states) == 2:
        return _stand_in(token, last[0], last[0].role)
    if not states:
        joint = scene.discourse.joint
        if joint:
            return _pair(token, joint)
        if last and last[0].kind in ("people", "demonym", "party"):
            return _stand_in(token, last[0], last[0].role)
    return None


def _of_state(mentions: Sequence[ActorMention], state: str) -> ActorMention:
    return [m for m in mentions if m.states == (state,)][-1]


def _noun(scene: Scene, token: Token, before: Sequence[ActorMention]) -> ActorMention | None:
    """A noun that stands for an actor named before: "the two sides", "his counterpart", "the government"."""
    lemma = token.lemma_.lower()
    named = any(child.i in scene.by_token for child in dependents(token) if child.dep_ in ("amod", "compound", "nmod"))
    if named or token.pos_ not in ("NOUN", "PROPN"):
        return None
    if (lemma in scene.lexicon.pair or lemma in _DUAL) and _dual(token):
        return _dual_noun(scene, token, before)
    if lemma in scene.lexicon.other:
        return _counterpart(scene, token)
    found = _titled(scene, token, before) or _other_side(scene, token, before)
    if found:
        return found
    definite = any(child.lower_ in ("the", "this") for child in children(token, "det"))
    if lemma in _GENERIC and definite and token.tag_ == "NN" and not _qualified(token):
        state = scene.discourse.last_state(before)
        return _stand_in(token, state, "government") if state else None
    return None


def _titled(scene: Scene, token: Token, before: Sequence[ActorMention]) -> ActorMention | None:
    """ "the president", "the foreign minister", "the tsar"."""
    title = title_of(token)
    if title is None:
        return None
    person = bearer(title, [*scene.discourse.bearers, *(m for m in before if m.person and not m.inferred)])
    if person:
        return _stand_in(token, person, "leader")
    named, capital = {*scene.discourse.last_named, *(s for m in before for s in m.states)}, token.text[:1].isupper()
    state = own_state(title, named, capital=capital)
    if state is None:
        return _other_half(scene, token, own_state(title, {_HALVES[each] for each in named & _HALVES.keys()}, capital=capital), before)
    known = scene.discourse.mention_of(state, before)
    return _stand_in(token, known, "leader") if known else None


def _other_half(scene: Scene, token: Token, state: str | None, before: Sequence[ActorMention]) -> ActorMention | None:
    """ "The South" where the text has named only North Korea."""
    known = scene.discourse.mention_of(_HALVES[state], before) if state else None
    return _stand_in(token, replace(known, states=(state,), name=token.text, person=None), "state") if known and state else None


def _latter(scene: Scene, token: Token, before: Sequence[ActorMention]) -> ActorMention | None:
    """ "the latter" and "the former" of the two states named last."""
    if token.dep_ in ("amod", "compound") or token.i == 0 or token.nbor(-1).lower_ != "the":
        return None
    for mentions in (before, *reversed(scene.discourse.recent)):
        states = list(dict.fromkeys(m.states[0] for m in mentions if len(m.states) == 1 and m.kind != "place"))
        if states:
            known = scene.discourse.mention_of(states[token.lower_ == "latter"], mentions) if len(states) == _BESIDE else None
            return _stand_in(token, known, "state") if known else None
    return None


def _other_side(scene: Scene, token: Token, before: Sequence[ActorMention]) -> ActorMention | None:
    """ "the other side": the partner of the one state named before in the sentence."""
    if token.lemma_.lower() not in _OTHER or [child.lower_ for child in children(token, "amod")] != ["other"]:
        return None
    named = list(dict.fromkeys(m.states[0] for m in before if len(m.states) == 1))
    partner = scene.discourse.partner(named[0]) if len(named) == 1 else None
    known = scene.discourse.mention_of(partner, before) if partner else None
    return _stand_in(token, known, "state") if known else None


def _group(scene: Scene, token: Token, before: Sequence[ActorMention], count: int) -> ActorMention | None:
    """ "the three powers", "the allies", "all four"."""
    here = joined_states(text_of(scene.doc)[: token.idx], before)
    recent = [[s for m in mentions if m.kind != "place" for s in m.states] for mentions in (before, *reversed(scene.discourse.recent))]
    states = group_of(count, [*scene.discourse.groups, *here], recent, scene.discourse.often)
    if not states:
        return None
    return ActorMention(
        start=token.idx, end=token.idx + len(token), states=states, name=token.text, role="state", kind="group", inferred=True
    )


def _counterpart(scene: Scene, token: Token) -> ActorMention | None:
    owner = [m for child in children(token, "poss") if (m := scene.mention_at(child))]
    if not owner or len(owner[0].states) != 1 or any(name in ("in", "of") for name, _ in prepositions(token)):
        return None
    partner = scene.discourse.partner(owner[0].states[0])
    known = scene.discourse.mention_of(partner) if partner else None
    return _stand_in(token, known, "state") if known else None


def _dual_noun(scene: Scene, token: Token, before: Sequence[ActorMention]) -> ActorMention | None:
    persons = scene.lexicon.roles.get(token.lemma_.lower()) in ("leader", "minister") or token.lemma_.lower() in ("man", "statesman")
    people = scene.discourse.person_pair() if persons and not before else None
    if people:
        return _pair(token, people)
    pair = scene.discourse.pair(before if token.dep_ in ("nsubj", "nsubjpass") else _not_acting(scene, token, before))
    members = scene.discourse.members(pair, before) if pair else ()
    if pair and len(members) == 2:
        return _pair(token, (members[0], members[1]))
    return None


def _not_acting(scene: Scene, token: Token, before: Sequence[ActorMention]) -> list[ActorMention]:
    """Mentions that are not the subject of what is done to `token`: who supplies "both sides" is neither of them."""
    subjects = {
        child.i for verb in token.ancestors for child in verb.subtree if child.dep_ in ("nsubj", "agent") and child.head.i == verb.i
    }
    heads = {joined.idx for i in subjects for joined in conjuncts(scene.doc[i])}
    return [m for m in before if not any(m.start <= at < m.end for at in heads)]


def _qualified(token: Token) -> bool:
    return any(name in ("of", "in", "with") for name, _ in prepositions(token)) or any(
        c.dep_ in ("amod", "compound", "poss", "relcl", "acl") for c in dependents(token)
    )


def _dual(token: Token) -> bool:
    """ "the two leaders", "both sides": plural and counted as two."""
    words = {child.lower_ for child in dependents(token) if child.dep_ in ("nummod", "det", "predet", "amod", "preconj")}
    if "both" in words or "either" in words:
        return True
    return "two" in words and bool(words & {"the", "these", "those", "their", "two"})


def _stand_in(token: Token, mention: ActorMention, role: str) -> ActorMention:
    return replace(mention, start=token.idx, end=token.idx + len(token), kind="pronoun", role=role, inferred=True)


def _pair(token: Token, pair: tuple[ActorMention, ActorMention]) -> ActorMention | None:
    if pair[0].states == pair[1].states:
        return None
    return ActorMention(
        start=token.idx,
        end=token.idx + len(token),
        states=(*pair[0].states, *pair[1].states),
        name=token.text,
        role="leader" if pair[0].person and pair[1].person else "state",
        kind="dyad",
        inferred=True,
        members=pair,
    )


def implied_pair(scene: Scene, token: Token) -> ActorMention | None:
    """The two that a meeting, a truce or a treaty is between when the sentence names neither: "the third encounter"."""
    people = scene.discourse.person_pair() if scene.discourse.joint and all(m.person for m in scene.discourse.joint) else None
    if people:
        return _pair(token, people)
    pair = scene.discourse.pair() if scene.discourse.scholarly else None
    members = scene.discourse.members(pair) if pair else ()
    return _pair(token, (members[0], members[1])) if len(members) == 2 else None


def subject_mentions(scene: Scene) -> list[ActorMention]:
    """The mentions that are subjects in the sentence, for the discourse to remember."""
    found = []
    for token in tokens_of(scene.doc):
        if token.dep_ in ("nsubj", "nsubjpass"):
            found += [party.mention for party in scene.parties(content(token)) if party.states and party.mention.kind != "place"]
    return found
