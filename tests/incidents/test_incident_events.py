"""When two events are one happening."""

from dataclasses import replace

import pytest
from incident_makers import CHN, KHRUSHCHEV, MAO, RUS, USA, ZHOU, country, event, leader

from detente.incidents import likeness, pair_verdict
from detente.incidents.event_rules import is_person
from detente.incidents.telling import NEAR

FIRED = "Chinese soldiers fired on a Soviet patrol on Zhenbao Island in the Ussuri"
AMBUSH = "A Soviet patrol was ambushed on the ice near Zhenbao Island"
OTHER = "The harvest failed and grain was bought abroad"


def one(a, b):
    assert likeness(a, b) == likeness(b, a), "the order of two statements must not matter"
    return likeness(a, b) is not None


def test_the_same_deed_of_the_same_day_is_one_happening_in_whatever_words():
    found = likeness(event(FIRED, "1969-03-02"), event(OTHER, "1969-03-02", document="doc-2"))
    assert found.score == 0.6
    assert found.reason == "same dyad and type ASSAULT, both 1969-03-02"


def test_the_reason_names_type_day_place_and_the_words_that_are_shared():
    found = likeness(event(FIRED, "1969-03-02", place="Zhenbao"), event(AMBUSH, "1969-03-02", place="Damansky", document="doc-2"))
    assert found.reason == "same dyad and type ASSAULT, place, both 1969-03-02, share: Island, Zhenbao, patrol"
    assert found.score == 0.7084


@pytest.mark.parametrize(
    "other",
    [
        event(AMBUSH, "1969-03-15"),
        event(AMBUSH, "1969-03-02", target=USA),
        event(AMBUSH, "1969-03-02", source=RUS, target=CHN),
        event(AMBUSH, "1969-03-02", kind="AID"),
        event(AMBUSH, "1969-03-02", kind="ACCUSE"),
        event(AMBUSH, "1969-03-02", modality="hypothetical"),
        event(AMBUSH, "1969-03-02", aggregate=True),
    ],
    ids=["another day", "another state", "the other way round", "cooperation", "a distant type", "only supposed", "a sum"],
)
def test_another_day_dyad_direction_tone_type_or_modality_is_another_happening(other):
    assert one(event(FIRED, "1969-03-02"), event(AMBUSH, "1969-03-02", document="doc-2"))
    assert not one(event(FIRED, "1969-03-02"), other)


def test_a_mutual_deed_is_silent_on_its_direction():
    mutual = event("Shots were exchanged on Zhenbao Island", "1969-03-02", reciprocal=True)
    assert pair_verdict(event(FIRED, "1969-03-02"), mutual)[0] == "agree"
    assert pair_verdict(event(FIRED, "1969-03-02", source=RUS, target=CHN), mutual)[0] == "agree"


@pytest.mark.parametrize(("mode", "verdict"), [("visit", "disagree"), (None, "agree")])
def test_who_visits_whom_may_be_disputed_and_who_meets_whom_is_wording(mode, verdict):
    guest = event("Khrushchev called on Mao at the pool", "1958-07-31", "CONSULT", KHRUSHCHEV, MAO, mode=mode)
    host = event("Mao came to see Khrushchev", "1958-07-31", "CONSULT", MAO, KHRUSHCHEV, mode=mode)
    assert pair_verdict(guest, host)[0] == verdict


def test_types_between_which_coders_hesitate_need_words_in_common():
    signed = event("China and Russia signed a treaty of friendship and alliance in the Kremlin", "1950-02-14", "SUPPORT")
    agreed = event("They agreed on a treaty of friendship and alliance", "1950-02-14", "AGREE", document="doc-2")
    assert one(signed, agreed)
    assert not one(signed, event("They agreed to lower the tariff on tea", "1950-02-14", "AGREE"))
    assert sorted(pair_verdict(signed, agreed)[1].partition("type: ")[2].split(" against ")) == ["AGREE", "SUPPORT"]


DEGREE = "differ in precision"


@pytest.mark.parametrize(("modality", "verdict"), [("planned", DEGREE), ("alleged", DEGREE), ("denied", "disagree")])
def test_what_is_planned_alleged_or_denied_is_one_with_what_is_asserted(modality, verdict):
    done = event("Nixon visited China and saw Mao", "1972-02-21", "CONSULT", USA, CHN)
    other = event("Nixon visited China and saw Mao", "1972-02-21", "CONSULT", USA, CHN, modality=modality, document="doc-2")
    assert pair_verdict(done, other)[0] == verdict


def test_what_is_only_supposed_is_one_with_its_like():
    made = [event(FIRED, "1969-03-02", modality="opinion", document=name) for name in ("doc-1", "doc-2")]
    assert one(*made)


# how finely the time is known -------------------------------------------------------------------------


def test_a_day_within_a_month_needs_words_in_common():
    day = event("The treaty of friendship and alliance was signed in the Kremlin", "1950-02-14", "SUPPORT")
    month = "In that month the treaty of friendship and alliance was concluded"
    assert one(day, event(month, "1950-02", "SUPPORT", document="doc-2"))
    assert not one(day, event("The new government was congratulated by telegraph", "1950-02", "SUPPORT", document="doc-2"))
    assert not one(day, event(month, "1950-03", "SUPPORT", document="doc-2"))


def test_a_year_does_not_tie_two_happenings_of_different_days_together():
    year = event("Border guards clashed with heavy losses along the frontier rivers", "1969")
    march = event("Chinese soldiers fired on a patrol upon the frozen Ussuri", "1969-03-02")
    august = event("Helicopters and armour surrounded a patrol in Xinjiang", "1969-08-13")
    assert not one(year, march) and not one(year, august) and not one(march, august)


def test_a_year_is_one_with_a_day_where_the_words_speak_strongly_for_it():
    year = event("The Limited Nuclear Test Ban Treaty was signed by Khrushchev and the Americans", "1963", "SUPPORT")
    day = event("They signed the Limited Nuclear Test Ban Treaty in the capital", "1963-08-05", "SUPPORT", document="doc-2")
    assert one(year, day)


def test_decades_are_one_with_decades_of_the_same_words_and_not_with_days():
    words = "Soviet engineers and technicians rebuilt the steelworks at Anshan with modern machinery"
    decade = event(words, "195X", "AID", RUS, CHN)
    assert one(decade, event(words, "195X", "AID", RUS, CHN, document="doc-2"))
    assert not one(decade, event("Engineers rebuilt the steelworks", "1953-05-15", "AID", RUS, CHN))


def test_statements_without_a_date_need_nearly_the_same_words():
    words = "Soviet engineers and technicians rebuilt the steelworks at Anshan with modern machinery"
    assert one(event(words, None, "AID"), event(words, None, "AID", document="doc-2"))
    assert not one(event(words, None, "AID"), event("Engineers helped with the steelworks and much else besides", None, "AID"))


def test_a_date_from_the_paragraph_does_not_link_by_itself():
    assert not one(event(FIRED, "1969-03-02", basis="inherited"), event(OTHER, "1969-03-02", basis="inherited"))
    assert not one(event(FIRED, "1969-03-02"), event(OTHER, "1969-03-02", basis="published"))
    assert not one(event(FIRED, "1969-03-02"), event(OTHER, "1969-03-02", basis="inherited", document="doc-2"))


def test_what_the_next_sentence_tells_of_the_same_day_and_type_is_told_again():
    """ "A patrol was fired on, on 2 March. Thirty-one of the patrol died": one happening, by one word."""
    first = event(FIRED, "1969-03-02")
    killed = "Thirty-one of the patrol died"
    after = len(FIRED) + 1
    assert one(first, event(killed, "1969-03-02", at=after, basis="inherited"))
    assert one(first, event(killed, "1969-03-02", at=after + NEAR - 1, basis="inherited"))
    assert not one(first, event(killed, "1969-03-02", at=after + NEAR, basis="inherited")), "further on it need not be"
    for other in (
        event(OTHER, "1969-03-02", at=after, basis="inherited"),
        event(killed, "1969-03-02", at=after, basis="published"),
        event(killed, "1969-03-15", at=after, basis="inherited"),
        event(killed, "1969-03", at=after, basis="inherited"),
        event(killed, "1969-03-02", "ACCUSE", at=after, basis="inherited"),
        event(killed, "1969-03-02", at=after, basis="inherited", source=RUS, target=CHN),
        event(killed, "1969-03-02", at=after, basis="inherited", document="doc-2"),
    ):
        assert not one(first, other)
    inherited = event(FIRED, "1969-03-02", basis="inherited")
    assert not one(inherited, event(killed, "1969-03-02", at=after, basis="inherited")), "neither is dated by its own sentence"
    clash = event(killed, "1969-03-02", at=after, basis="inherited", place="Tielieketi")
    assert not one(event(FIRED, "1969-03-02", place="Zhenbao"), clash)


def test_a_span_of_ten_days_is_known_as_finely_as_a_day():
    visit = event("Nixon visits China", "1972-02-21/1972-02-28", "CONSULT", USA, CHN)
    stay = event("The stay took place then", "1972-02-21/1972-02-28", "CONSULT", USA, CHN, document="doc-2")
    assert pair_verdict(visit, stay)[0] == "agree"
    assert not one(visit, event("The stay took place then", "1972-02-21/1972-03-09", "CONSULT", USA, CHN, document="doc-2"))


def test_specialists_are_technicians_in_other_words():
    month = event("The technicians were recalled", "1960-07", "SANCTION", RUS, CHN)
    day = event("Moscow gives notice that it is recalling all its specialists", "1960-07-16", "SANCTION", RUS, CHN, document="doc-2")
    assert pair_verdict(month, day)[0] == "differ in precision"
    assert likeness(month, day).reason.endswith("share: recalled, technicians")
    consuls = event("Moscow gives notice that it is recalling all its consuls", "1960-07-16", "SANCTION", RUS, CHN, document="doc-2")
    assert likeness(month, consuls).score < likeness(month, day).score


def test_a_notice_given_is_given_though_what_it_announces_is_to_come():
    gave = event("China gave notice that the treaty would not be extended", "1979-04-03", "SANCTION")
    notified = event("Beijing notifies Moscow that the treaty will lapse", "1979-04-03", "SANCTION", document="doc-2", modality="planned")
    assert pair_verdict(gave, notified)[0] == "agree"
    meant = event("Beijing means to let the treaty lapse", "1979-04-03", "SANCTION", document="doc-2", modality="planned")
    assert pair_verdict(gave, meant)[0] == "differ in precision"


def test_a_town_that_is_a_side_of_the_deed_is_not_where_it_was():
    town = country("Khabarovsk", "RUS")
    left = event(
        "signed the agreement on the border, which left an island at Khabarovsk", "1991-05-16", "SUPPORT", target=town, place="Khabarovsk"
    )
    signed = event("the agreement on the border was signed in Moscow", "1991-05-16", "SUPPORT", place="Moscow", document="doc-2")
    assert pair_verdict(left, signed)[0] == "agree"
    assert pair_verdict(replace(left, target=RUS), signed)[0] in ("unrelated", "disagree")


def test_days_that_differ_a_little_are_one_with_words_and_disagree():
    first = event("Khrushchev arrived at the airfield for talks on the fleet", "1958-07-30", "CONSULT", KHRUSHCHEV, CHN)
    other = event("Khrushchev arrived at the airfield for talks on the fleet", "1958-07-31", "CONSULT", KHRUSHCHEV, CHN, document="doc-2")
    verdict, reason = pair_verdict(first, other)
    assert verdict == "disagree" and "date: " in reason and "1958-07-30" in reason and "1958-07-31" in reason


# persons and places -----------------------------------------------------------------------------------


def test_two_persons_of_one_state_are_two_meetings_of_one_day():
    met = event("They met", "1957-11-05", "CONSULT", MAO, KHRUSHCHEV)
    assert not one(met, event("Talks were held", "1957-11-05", "CONSULT", ZHOU, KHRUSHCHEV))
    assert one(met, event("Talks were held", "1957-11-05", "CONSULT", CHN, KHRUSHCHEV))


def test_two_towns_are_two_meetings_and_two_names_of_a_town_are_one():
    met = event("They met", "1957-11-05", "CONSULT", reciprocal=True, place="Beijing")
    assert not one(met, event("Talks were held", "1957-11-05", "CONSULT", reciprocal=True, place="Moscow"))
    assert one(met, event("Talks were held", "1957-11-05", "CONSULT", reciprocal=True, place="Peking"))
    assert one(met, event("Talks were held", "1957-11-05", "CONSULT", reciprocal=True, place="China"))


def test_two_persons_who_meet_make_a_day_and_its_month_one():
    assert one(
        event("They met", "1958-07-31", "CONSULT", MAO, KHRUSHCHEV, basis="inherited"),
        event("Talks were held", "1958-07", "CONSULT", KHRUSHCHEV, MAO, document="doc-2"),
    )


def test_a_meeting_of_the_month_is_one_with_its_day_in_another_source_that_dates_it_itself():
    day = event("Khrushchev flew in to explain himself", "1958-07-31", "CONSULT", KHRUSHCHEV, CHN)
    month = event("Mao received him at the pool", "1958-07", "CONSULT", MAO, KHRUSHCHEV, document="doc-2")
    assert one(day, month)
    assert not one(day, replace(month, document="doc-1"))
    assert not one(replace(day, source=RUS), replace(month, target=RUS)), "a state meets the other many times a month"
    soft = [event("a", "1958-07", "CONSULT", KHRUSHCHEV, CHN, document=name, basis="inherited") for name in ("doc-1", "doc-2")]
    assert not one(*soft)


def test_a_person_is_no_state_and_no_body():
    assert is_person(MAO)
    assert not is_person(CHN)
    assert not is_person(leader("China", "CHN"))
    assert not is_person(leader("the premier", "CHN"))


# one sentence -----------------------------------------------------------------------------------------


def test_what_one_sentence_tells_as_two_things_is_two_things():
    words = "Khrushchev brought a credit of 520 million roubles and agreed to give back Port Arthur"
    here = {"sentence": "s-1", "source": RUS, "target": CHN}
    assert not one(event(words, "1954-10-12", "AID", **here), event(words, "1954-10-12", "AGREE", **here))
    assert one(event(words, "1954-10-12", "AID", **here), event(words, "1954-10-12", "AID", at=40, **here))
