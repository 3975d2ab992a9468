"""Of which states a source speaks at the dates it names: those of the paragraph, and no others."""

from detente.coding.coder import FastCoder
from detente.documents import read_file


def states_at(folder, text):
    """The dates of a Markdown text, in order, each with the states of which the text speaks then."""
    path = folder / "note.md"
    path.write_text(text, encoding="utf-8")
    (document,) = read_file(path)
    return [(mention.date.edtf, mention.states) for mention in FastCoder().code(document).dates]


def test_a_date_stands_beside_all_states_of_its_paragraph_and_of_no_other(tmp_path):
    text = "In 1956 China lent grain to India. Burmese ships carried it in 1957.\n\nIn 1958 the Soviet Union launched a ship.\n"
    assert states_at(tmp_path, text) == [("1956", ("CHN", "IND", "MYA")), ("1957", ("CHN", "IND", "MYA")), ("1958", ("RUS",))]


def test_leaders_capitals_and_places_speak_of_their_states(tmp_path):
    text = "Khrushchev flew home in July 1958.\n\nBeijing said nothing in 1961.\n\nIn 1963 a storm struck Kamchatka and then Honshu.\n"
    found = dict(states_at(tmp_path, text))
    assert found["1958-07"] == ("RUS",)
    assert found["1961"] == ("CHN",)
    assert "RUS" in found["1963"]


def test_an_entry_with_its_date_first_is_one_paragraph(tmp_path):
    text = "**5 May 1961.** China and Nepal draw their frontier.\n\n**6 May 1962.** Rain in the hills, and no news of the survey.\n"
    assert states_at(tmp_path, text) == [("1961-05-05", ("CHN", "NEP")), ("1962-05-06", ())]


def test_a_bare_date_stands_over_the_paragraph_that_follows(tmp_path):
    text = "5 May 1961.\n\nChina and Nepal draw their frontier.\n\nAnd on 6 May 1962:\n\nIndia protests.\n\n7 May 1963.\n"
    assert states_at(tmp_path, text) == [("1961-05-05", ("CHN", "NEP")), ("1962-05-06", ("IND",)), ("1963-05-07", ())]


def test_a_heading_stands_over_what_follows_whatever_its_words_and_through_the_next_heading(tmp_path):
    text = "# The long winter of the envoys, 1961\n\n## January\n\nChina and Nepal talk.\n\n## India in 1962\n\nChina is silent.\n"
    found = dict(states_at(tmp_path, text))
    assert found["1961"] == ("CHN", "NEP")
    assert found["1962"] == ("IND",)


def test_a_paragraph_that_tells_of_no_state_borrows_none(tmp_path):
    text = "In 1961 the harvest failed and the rivers ran dry.\n\nChina and Nepal draw their frontier.\n"
    assert states_at(tmp_path, text) == [("1961", ())]


def test_the_month_of_a_date_names_no_prime_minister(tmp_path):
    text = "In May 2017 the rains came late.\n\nIn June 2017 Theresa May wrote to Paris.\n"
    assert states_at(tmp_path, text) == [("2017-05", ()), ("2017-06", ("FRN", "UKG"))]
