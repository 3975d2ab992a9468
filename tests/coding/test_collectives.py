"""Sides named by a region or a camp and a word for states."""

from __future__ import annotations

import pytest

from detente.coding.collectives import _patterns, collective_mentions
from detente.dates import day_number
from detente.register import default_register

REGISTER = default_register()


def collectives(text: str, year: int = 1960) -> dict[str, str | None]:
    return {text[m.start : m.end]: m.organisation for m in collective_mentions(text, REGISTER, on=day_number(year, 6, 1))}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sweden lent money to newly independent states.", {"newly independent states": "developing-countries"}),
        ("West European governments and Latin American republics protested.", ("west-european-states", "latin-american-states")),
        ("The colonial powers and the neutral countries met.", ("foreign-powers", "neutral-states")),
        ("It armed national liberation movements in Africa.", {"national liberation movements": "liberation-movements"}),
        ("The Third World and the third world's needs", ("developing-countries", "developing-countries")),
        ("Western philosophy and European painting were taught.", {}),
        ("A colonial government taxed the newly independent press.", {}),
        ("In the Europeanpowers file, Arabcountries was one word.", {}),
    ],
)
def test_a_region_or_camp_with_a_word_for_states_is_a_side(text, found):
    seen = collectives(text)
    assert seen == found if isinstance(found, dict) else tuple(seen.values()) == found


def test_nobody_is_called_so_before_there_were_any():
    assert collectives("Socialist countries met.", 1960) and not collectives("Socialist countries met.", 1900)


def test_every_listed_side_is_in_the_register_and_has_no_members_by_such_words():
    _, refs = _patterns()
    assert refs and all(ref in REGISTER.organisations for ref in refs.values())
    assert all(not m.states for word in refs for m in collective_mentions(f"the {word} countries", REGISTER, on=None))


def test_long_texts_are_gone_through_in_one_pass():
    assert collective_mentions("newly " * 20_000, REGISTER, on=None) == []
