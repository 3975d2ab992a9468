"""Answers kept and coded from again, in whatever order they came; answers that cannot be read; plans and limits."""

import json
import threading
from functools import cache

import pytest
from chat_server import asked, chat, claim, events, in_turn, reads_aid, serving
from coding_documents import document_of

from detente.coding.coder import FastCoder
from detente.coding.remote.budget import Meter, Usage, tokens_of
from detente.coding.remote.client import Client
from detente.coding.remote.coder import READINGS, ModelCoder
from detente.coding.remote.passages import BEFORE, LONGEST, passages_of
from detente.coding.remote.prompt import system_prompt
from detente.coding.remote.settings import UNREAD, ModelSettings
from detente.documents import split_sentences
from detente.errors import CodingFault

KEY = "sk-made-up-0123456789abcdef"
NOWHERE = "http://127.0.0.1:9/v1"
PAIRS = [("China", "Russia"), ("India", "Japan"), ("Russia", "India"), ("Japan", "China")]
LONG = "\n\n".join(
    " ".join(f"{one} aided {other} in {1950 + n}." for n in range(40) for one, other in [PAIRS[(n + shift) % 4]]) for shift in range(6)
)


@cache
def rules():
    return FastCoder()


@pytest.fixture
def coder(tmp_path):
    def coder(url=NOWHERE, folder=None, **changed):
        settings = ModelSettings(url=url, model="toy", **changed)
        return ModelCoder(settings, folder or tmp_path / "answers", rules=rules(), client=Client(settings, sleep=lambda _: None))

    return coder


def passages(text):
    document = document_of(text)
    return passages_of(document, split_sentences(document))


# passages -----------------------------------------------------------------------------------------------


def test_passages_hold_every_sentence_once_and_are_not_too_long():
    sentences = split_sentences(document_of(LONG))
    found = passages(LONG)
    assert len(found) > 2
    assert [each.sentence_id for passage in found for each in passage.sentences] == [each.sentence_id for each in sentences]
    assert all(sum(len(each.text) for each in passage.sentences) <= LONGEST and len(passage.before) <= BEFORE for passage in found)
    assert found[1].before and found[1].before in " ".join(each.text for each in found[0].sentences)


def test_a_paragraph_is_not_broken_where_it_fits():
    text = "\n\n".join(["China aided Russia in 1953. " * 40, "Russia aided China in 1954. " * 50])
    assert [len({each.paragraph for each in passage.sentences}) for passage in passages(text)] == [1, 1]


def test_a_sentence_longer_than_a_passage_is_one(monkeypatch):
    monkeypatch.setattr("detente.coding.remote.passages.LONGEST", 10)
    found = passages("China aided Russia in 1953. Russia aided China in 1954.")
    assert [len(passage.sentences) for passage in found] == [1, 1]


def test_a_message_numbers_what_is_told_and_the_same_text_has_the_same_key():
    (one,), (other,) = passages("China aided Russia."), passages("China aided Russia.")
    assert json.loads(one.message) == {"sentences": [{"n": 1, "text": "China aided Russia."}]}
    assert one.key("x") == other.key("x") != one.key("y")
    assert one.key("x") != passages("China aided India.")[0].key("x")


def test_a_lone_surrogate_can_be_sent():
    (passage,) = passages("China \ud800 aided Russia.")
    assert passage.message.encode("utf-8")


def test_a_document_without_words_asks_nothing(coder):
    assert passages("") == () and coder().plan([document_of("")]).estimate.answers == 0
    assert coder().code(document_of("")).events == ()


def test_headings_are_shown_without_a_number(tmp_path):
    from detente.documents import read_document

    path = tmp_path / "a.md"
    path.write_text("# The year 1953\n\nChina aided Russia.\n\n# Later\n\nRussia aided China.\n", encoding="utf-8")
    document = read_document(path)
    document = document if not isinstance(document, tuple) else document[0]
    (passage,) = passages_of(document, split_sentences(document))
    items = json.loads(passage.message)["sentences"]
    assert [item.get("n") for item in items] == [None, 1, None, 2] and items[0]["heading"] == "The year 1953"
    assert [each.text for each in passage.told] == ["China aided Russia.", "Russia aided China."]


# kept answers -------------------------------------------------------------------------------------------


def test_what_is_kept_is_coded_again_without_server_and_key(coder):
    document = document_of(LONG)
    with serving(reads_aid) as server:
        first = coder(server.url)
        first.ask([document])
        made = first.code(document)
        count = len(server.requests)
    assert count == len(passages(LONG)) and len(made.events) == 240
    again = coder(NOWHERE, key_variable="DETENTE_NO_SUCH_KEY")
    assert again.plan([document]).estimate.answers == 0
    again.ask([document])
    assert again.code(document) == made and again.meter.usage == Usage()


def test_another_model_seed_or_text_is_asked_anew(coder):
    document = document_of(LONG)
    with serving(reads_aid) as server:
        coder(server.url).ask([document])
        assert coder(server.url).plan([document]).kept == len(passages(LONG))
        assert coder(server.url, seed=1).plan([document]).kept == 0
        assert coder(server.url).plan([document_of(LONG.replace("1950", "1949"))]).kept == 0
        assert coder("http://localhost:1/v1").plan([document]).kept == len(passages(LONG))


@pytest.fixture
def backwards():
    """A model that holds back each answer until that to the next passage of LONG was given."""
    texts = [passage.message for passage in passages(LONG)]
    given = [threading.Event() for _ in (*texts, "")]
    given[-1].set()
    order = []

    def script(body):
        place = texts.index(body["messages"][1]["content"])
        assert given[place + 1].wait(20)
        order.append(place)
        given[place].set()
        return reads_aid(body)

    script.order = order
    return script


def test_the_order_of_the_answers_changes_nothing(coder, tmp_path, backwards):
    document, results = document_of(LONG), []
    for name, script in (("forwards", reads_aid), ("backwards", backwards)):
        with serving(script) as server:
            made = coder(server.url, folder=tmp_path / name, at_once=1 if name == "forwards" else len(passages(LONG)))
            made.ask([document])
        results.append((made.code(document), {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}))
    assert backwards.order == sorted(backwards.order, reverse=True) and len(backwards.order) > 1
    assert results[0] == results[1]


def test_requests_run_side_by_side_but_not_more_than_asked_for(coder):
    running, most, lock = 0, 0, threading.Lock()
    together = threading.Event()

    def script(body):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            if running == 3:
                together.set()
        together.wait(20)  # three at once are awaited; with fewer the test would fail below
        with lock:
            running -= 1
        return reads_aid(body)

    with serving(script) as server:
        coder(server.url, at_once=3).ask([document_of(LONG)])
    assert most == 3


def test_after_a_fault_what_came_is_kept_and_the_rest_is_asked_next_time(coder):
    document = document_of(LONG)
    with serving(in_turn(reads_aid, reads_aid, (401, {}, b""))) as server, pytest.raises(CodingFault, match="D512"):
        coder(server.url, at_once=1).ask([document])
    total = len(passages(LONG))
    assert coder().plan([document]).kept == 2
    with serving(reads_aid) as server:
        second = coder(server.url)
        second.ask([document])
        assert len(server.requests) == total - 2
        assert len(second.code(document).events) == 240


def test_after_a_fault_nobody_waits_for_a_busy_server_and_nothing_more_is_sent(tmp_path):
    """One request is told to come again in a minute, the other that its key is refused."""
    both = threading.Barrier(2, timeout=20)
    calls = []

    def script(body):
        calls.append(body)
        return (401, {}, b"") if both.wait() else (503, {"Retry-After": "60"}, {})

    with serving(script) as server:
        made = ModelCoder(ModelSettings(url=server.url, model="toy", at_once=2), tmp_path, rules=rules())
        with pytest.raises(CodingFault, match="D512"):
            made.ask([document_of(LONG)])
    assert len(calls) == 2


def test_a_file_that_is_damaged_is_asked_again(coder):
    document = document_of("China aided Russia in 1953.")
    with serving(reads_aid) as server:
        coder(server.url).ask([document])
        (file,) = coder().answers.folder.iterdir()
        for damage in (b"", b"{}", b"[1]", file.read_bytes()[:-9], file.read_bytes().replace(b'"stop"', b"3")):
            file.write_bytes(damage)
            assert coder().plan([document]).kept == 0
            coder(server.url).ask([document])
            assert coder().plan([document]).kept == 1


def test_the_same_text_in_two_documents_is_asked_once(coder):
    one, other = document_of("China aided Russia in 1953."), document_of("China aided Russia in 1953. ")
    with serving(reads_aid) as server:
        made = coder(server.url)
        assert made.plan([one, other]).passages == 1
        made.ask([one, other])
        assert len(server.requests) == 1 and made.code(one).events and made.code(other).events


# answers that cannot be read ----------------------------------------------------------------------------


def test_an_answer_that_is_no_json_is_asked_again_with_another_seed(coder):
    with serving(in_turn(chat("I think"), chat('{"events": 3}'), reads_aid)) as server:
        made = coder(server.url)
        coding = made.code(document_of("China aided Russia in 1953."))
    assert [body["seed"] for body in server.requests] == [0, 1, 2]
    assert len(coding.events) == 1 and made.meter.usage.answers == 3


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (chat("I think so"), "is not the JSON"),
        (chat(None, finish="content_filter"), "kept back"),
        (chat("", finish="stop"), "is not the JSON"),
    ],
)
def test_an_answer_that_cannot_be_read_at_all_is_noted_and_kept(coder, answer, why):
    document = document_of("China aided Russia in 1953.")
    with serving(lambda _: answer) as server:
        coding = coder(server.url).code(document)
        assert len(server.requests) == READINGS
    assert coding.events == () and coding.notes[-1].startswith(UNREAD) and why in coding.notes[-1]
    assert coder().code(document) == coding  # kept as it is, and read again without the server
    assert next(coder().answers.folder.iterdir()).name in coding.notes[-1]


def test_an_answer_that_was_cut_off_is_asked_in_halves(coder):
    text = "China aided Russia in 1953. India aided Japan in 1954. Russia aided India in 1955. Japan aided China in 1956."

    def short_of_breath(body):
        whole = reads_aid(body)
        return whole if len(asked(body)["sentences"]) < 3 else chat(events()[:-2], finish="length")

    with serving(short_of_breath) as server:
        coding = coder(server.url).code(document_of(text))
        assert [len(asked(body)["sentences"]) for body in server.requests] == [4, 2, 2]
        assert asked(server.requests[2])["before"].endswith("India aided Japan in 1954.")
    assert [event.date.edtf for event in coding.events] == ["1953", "1954", "1955", "1956"]
    assert coder().code(document_of(text)) == coding


def test_a_half_that_is_not_kept_is_in_the_plan(coder):
    """A run that ended between the halves must not ask for the rest unasked."""
    text = "China aided Russia in 1953. India aided Japan in 1954."
    with serving(in_turn(chat("", finish="length"), reads_aid, (401, {}, b""))) as server, pytest.raises(CodingFault, match="D512"):
        coder(server.url).ask([document_of(text)])
    plan = coder().plan([document_of(text)])
    assert (plan.passages, plan.kept, plan.estimate.answers) == (1, 0, 1)


def test_an_answer_that_could_not_be_read_is_kept_only_when_it_was_the_last(coder):
    document = document_of("China aided Russia in 1953.")
    with serving(in_turn(chat("no"), (401, {}, b""))) as server, pytest.raises(CodingFault, match="D512"):
        coder(server.url).ask([document])
    assert coder().plan([document]).kept == 0


def test_a_single_sentence_that_is_always_cut_off_is_noted(coder):
    with serving(lambda _: chat('{"events": [', finish="length")) as server:
        coding = coder(server.url).code(document_of("China aided Russia in 1953."))
        assert len(server.requests) == 1
    assert "was cut off" in coding.notes[-1]


def test_an_answer_that_repeats_the_key_is_kept_without_it(coder, monkeypatch):
    monkeypatch.setenv("DETENTE_TEST_KEY", KEY)
    with serving(lambda body: chat(events(claim(quote=KEY)))) as server:
        made = coder(server.url, key_variable="DETENTE_TEST_KEY")
        coding = made.code(document_of("China aided Russia in 1953."))
    kept = b"".join(path.read_bytes() for path in made.answers.folder.iterdir())
    assert KEY.encode() not in kept and KEY not in repr(coding) and "repeated the key" in coding.notes[-1]


# cost ---------------------------------------------------------------------------------------------------


def test_a_plan_tells_what_will_be_asked_and_asks_nothing(coder):
    document = document_of(LONG)
    plan = coder(price_in=1.0, price_out=10.0).plan([document])
    total = len(passages(LONG))
    assert (plan.passages, plan.kept, plan.estimate.answers) == (total, 0, total)
    assert plan.estimate.tokens_in == sum(tokens_of(system_prompt() + passage.message) for passage in passages(LONG))
    cost = (plan.estimate.tokens_in * 1.0 + plan.estimate.tokens_out * 10.0) / 1e6
    assert f"{cost:.4f} USD" in plan.line() and f"{total} to ask" in plan.line()
    assert "cost unknown" in coder().plan([document]).line()


@pytest.mark.parametrize(
    ("price", "told"), [(0.0, "0.0000 USD"), (0.001, "less than 0.0001 USD"), (1.0, "0.0010 USD"), (None, "cost unknown")]
)
def test_a_small_cost_is_not_told_as_none(price, told):
    settings = ModelSettings(url=NOWHERE, model="toy", price_in=price, price_out=price)
    assert told in Usage(answers=1, tokens_in=900, tokens_out=100).told(settings)


def test_usage_is_what_the_server_says(coder):
    with serving(lambda body: chat(events(), usage=(1000, 50))) as server:
        made = coder(server.url, price_in=2.0, price_out=8.0)
        made.ask([document_of(LONG)])
    usage = made.meter.usage
    total = len(passages(LONG))
    assert (usage.answers, usage.tokens_in, usage.tokens_out, usage.untold) == (total, 1000 * total, 50 * total, 0)
    assert usage.cost(made.settings) == pytest.approx(total * (1000 * 2 + 50 * 8) / 1e6)


def test_where_the_server_counts_nothing_it_is_reckoned_and_said(coder):
    with serving(lambda body: chat(events(), usage=None)) as server:
        made = coder(server.url)
        made.ask([document_of("China aided Russia in 1953.")])
    assert made.meter.usage.untold == 1 and made.meter.usage.tokens_in > 1000


@pytest.mark.parametrize("limit", [{"most_tokens": 2000}, {"most_cost": 0.002, "price_in": 1.0, "price_out": 1.0}])
def test_a_limit_stops_the_run_before_the_next_request(coder, limit):
    with serving(lambda body: chat(events(), usage=(900, 100))) as server:
        made = coder(server.url, at_once=1, **limit)
        with pytest.raises(CodingFault, match="D517"):
            made.ask([document_of(LONG)])
        assert len(server.requests) == 2
    assert coder().plan([document_of(LONG)]).kept == 2


def test_a_plan_beyond_the_limit_is_refused_before_anything_is_asked(coder):
    plan = coder(most_tokens=2000).plan([document_of(LONG)])
    with pytest.raises(CodingFault, match=r"D517: .*the estimate"):
        plan.check()
    coder(most_tokens=10**6).plan([document_of(LONG)]).check()


def test_a_meter_counts_from_all_threads():
    from detente.coding.remote.answers import Answer

    meter = Meter(ModelSettings(url=NOWHERE, model="toy"))
    answer = Answer(content="", end="stop", tokens_in=3, tokens_out=2, model="", prompt="", asked="")
    threads = [threading.Thread(target=lambda: [meter.add(answer, "") for _ in range(500)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert meter.usage == Usage(answers=2000, tokens_in=6000, tokens_out=4000)


def test_name_and_version_tell_model_and_prompt(coder, monkeypatch):
    made = coder()
    assert made.name == "model:toy" and made.version == coder().version != coder(seed=5).version
    monkeypatch.setattr("detente.coding.remote.coder.prompt_version", lambda: "another")
    assert coder().version != made.version
