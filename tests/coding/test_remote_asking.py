"""Asking a chat server: waiting, gentler requests, numbered faults, and a key that is shown nowhere."""

import json
import pickle
import socket
import traceback

import pytest
from chat_server import chat, events, in_turn, serving

from detente.coding.remote.client import TRIES, Client
from detente.coding.remote.dialect import Dialect
from detente.coding.remote.prompt import answer_schema, prompt_version, system_prompt
from detente.coding.remote.reply import read_reply
from detente.coding.remote.secret import Secret, read_key
from detente.coding.remote.settings import ModelSettings, WrongSetting, read_settings
from detente.coding.remote.wire import post
from detente.errors import CodingFault
from detente.ontology import CONTEXTS, EVENT_TYPES, event_types

KEY = "sk-made-up-0123456789abcdef"
VARIABLE = "DETENTE_TEST_KEY"
GOOD = chat(events())


@pytest.fixture
def waits():
    return []


@pytest.fixture
def ask(waits):
    """Ask a server by its url once, noting the waits instead of waiting."""

    def ask(url, *, client=None, **changed):
        client = client or Client(ModelSettings(url=url, model="toy", **changed), sleep=waits.append)
        return client.ask("system", '{"sentences": []}', answer_schema(), seed=7)

    return ask


def test_a_request_holds_schema_seed_temperature_and_no_offset(ask):
    with serving(lambda _: GOOD) as server:
        reply = ask(server.url)
    (body,) = server.requests
    assert (reply.content, reply.end, reply.tokens_in, reply.tokens_out) == (events(), "stop", 100, 20)
    assert (body["model"], body["temperature"], body["seed"], body["max_tokens"]) == ("toy", 0, 7, 4000)
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    asked = body["response_format"]["json_schema"]
    assert asked["strict"] is True and asked["schema"] == answer_schema()
    assert server.headers[0][0] == "/v1/chat/completions" and "Authorization" not in server.headers[0][1]


def test_the_schema_asks_for_our_codes_and_every_field():
    event = answer_schema()["properties"]["events"]["items"]
    assert event["properties"]["type"]["enum"] == list(EVENT_TYPES)
    assert event["properties"]["contexts"]["items"]["enum"] == list(CONTEXTS)
    assert event["required"] == list(event["properties"]) and event["additionalProperties"] is False
    assert not [name for name in event["properties"] if "start" in name or "end" in name or "offset" in name]


def test_the_prompt_has_the_definitions_of_our_lists():
    prompt = system_prompt()
    assert all(f"{kind.name}: {kind.definition}" in prompt for kind in event_types().values())
    assert len(prompt) < 6000 and prompt_version() == prompt_version() and len(prompt_version()) == 12


@pytest.mark.parametrize("status", [429, 500, 503, 408])
def test_a_busy_server_is_asked_again_after_a_wait(ask, waits, status):
    with serving(in_turn((status, {}, {"error": "later"}), (status, {"Retry-After": "9"}, {}), GOOD)) as server:
        assert ask(server.url).end == "stop"
    assert (len(server.requests), waits) == (3, [1.0, 9.0])


def test_a_server_that_asks_for_a_long_or_a_dated_wait_gets_a_bounded_one(ask, waits):
    late = (429, {"Retry-After": "99999"}, {})
    dated = (429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, {})
    with serving(in_turn(late, dated, GOOD)) as server:
        ask(server.url)
    assert waits == [60.0, 2.0]


@pytest.mark.parametrize(
    ("answer", "number", "requests"),
    [
        ((500, {}, {"error": {"message": "the disk is full"}}), 514, TRIES),
        ((429, {}, b"slow down"), 514, TRIES),
        ((401, {}, {"error": {"message": "bad key"}}), 512, 1),
        ((403, {}, b""), 512, 1),
        ((404, {}, {"error": {"message": "no such model"}}), 515, 1),
        ((302, {"Location": "http://127.0.0.1:9/elsewhere"}, b""), 515, 1),
        (b"<html>hello</html>", 516, TRIES),
        ({"choices": []}, 516, TRIES),
        ({"choices": [{"message": None}]}, 516, TRIES),
        ([1, 2], 516, TRIES),
        (b"[" * 100_000, 516, TRIES),
    ],
)
def test_what_fails_for_good_is_a_numbered_fault(ask, answer, number, requests):
    with serving(lambda _: answer) as server, pytest.raises(CodingFault) as caught:
        ask(server.url)
    fault = caught.value
    assert (fault.number, len(server.requests)) == (number, requests) and fault.todo
    assert str(fault.where) == server.url.removesuffix("/v1")


def test_the_words_of_the_server_are_told_on_one_line(ask):
    words = "no \x1b[31m such\nmodel" + "!" * 500
    with serving(lambda _: (404, {}, {"error": {"message": words}})) as server, pytest.raises(CodingFault) as caught:
        ask(server.url)
    assert "status 404: no [31m such model!!" in caught.value.what and len(caught.value.what) < 300


def test_a_server_that_is_not_there_is_said(ask):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers
        with pytest.raises(CodingFault, match="D513"):
            ask(f"http://127.0.0.1:{taken.getsockname()[1]}/v1")


def test_a_server_that_does_not_answer_in_time_is_given_up():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # takes the connection, and says nothing
        response = post(f"http://127.0.0.1:{silent.getsockname()[1]}", b"{}", None, 0.05)
    assert (response.status, response.failure) == (0, "no answer in time")


def test_an_answer_that_comes_late_is_asked_for_again(ask, waits):
    calls = []

    def late_once(url, body, key, timeout):
        calls.append(timeout)
        return post(url, body, key, timeout) if len(calls) > 1 else post("http://127.0.0.1:9", body, key, 0.05)

    with serving(lambda _: GOOD) as server:
        settings = ModelSettings(url=server.url, model="toy", timeout=30)
        assert ask(server.url, client=Client(settings, send=late_once, sleep=waits.append)).end == "stop"
    assert (calls, waits) == ([30, 30], [1.0])


@pytest.mark.parametrize(
    ("refuses", "dialect"),
    [
        (lambda body: body.get("response_format", {}).get("type") == "json_schema" and "no schema", Dialect(form="object")),
        (lambda body: "response_format" in body and "unknown field", Dialect(form="plain")),
        (lambda body: "seed" in body and "'seed' is not supported", Dialect(seed=False)),
        (lambda body: "temperature" in body and "temperature must be 1", Dialect(temperature=False)),
        (lambda body: "max_tokens" in body and "use max_completion_tokens, not max_tokens", Dialect(limit="max_completion_tokens")),
    ],
)
def test_a_server_that_refuses_a_part_of_the_protocol_is_asked_without_it(refuses, dialect):
    def script(body):
        words = refuses(body)
        return (400, {}, {"error": {"message": words}}) if words else GOOD

    with serving(script) as server:
        client = Client(ModelSettings(url=server.url, model="toy"))
        for _ in range(2):
            assert client.ask("s", "{}", answer_schema(), seed=0).end == "stop"
        first = len(server.requests)
    assert client.dialect == dialect
    assert not refuses(server.requests[-1]) and not refuses(server.requests[-2]) and first >= 3  # learnt once


def test_a_late_refusal_does_not_undo_what_was_learnt_meanwhile():
    client = Client(ModelSettings(url="http://localhost/v1", model="toy"))
    before = client.dialect
    assert client._learn(before, "no") and client._learn(Dialect(form="object"), "no") and client._learn(before, "no")
    assert client.dialect == Dialect(form="plain")


def test_a_server_that_refuses_everything_is_said(ask):
    with serving(lambda _: (400, {}, {"error": "I do not like you"})) as server, pytest.raises(CodingFault) as caught:
        ask(server.url)
    assert caught.value.number == 515 and "I do not like you" in caught.value.what and len(server.requests) == 4


@pytest.mark.parametrize(
    ("body", "end", "tokens"),
    [
        (chat("x", finish="length"), "length", 100),
        (chat(None), "stop", 100),
        (chat("x", finish={"odd": 1}), "other", 100),
        (chat("x", usage=None), "stop", None),
        (chat("x") | {"usage": {"prompt_tokens": -1, "completion_tokens": True}}, "stop", None),
        (chat("x") | {"usage": "much"}, "stop", None),
    ],
)
def test_odd_answers_are_read_for_what_they_are(body, end, tokens):
    reply = read_reply(json.dumps(body).encode(), None)
    assert (reply.end, reply.tokens_in) == (end, tokens)


# the key ------------------------------------------------------------------------------------------------


@pytest.fixture
def key(monkeypatch):
    monkeypatch.setenv(VARIABLE, KEY)
    return KEY


def all_of(fault):
    """Everything that an error can show: its text, its traceback, its parts, pickled, and what stands behind it."""
    chain = []
    error = fault
    while error is not None:
        chain += [str(error), repr(error), repr(error.args)]
        error = error.__cause__ or error.__context__
    return "\n".join([*chain, "".join(traceback.format_exception(fault)), repr(pickle.dumps(fault))])


def test_the_key_is_sent_and_read_anew_for_each_request(key, ask, monkeypatch):
    with serving(lambda _: GOOD) as server:
        client = Client(ModelSettings(url=server.url, model="toy", key_variable=VARIABLE))
        ask("", client=client)
        monkeypatch.setenv(VARIABLE, f" {KEY}2\n")
        ask("", client=client)
    assert [headers["Authorization"] for _, headers in server.headers] == [f"Bearer {KEY}", f"Bearer {KEY}2"]
    assert KEY not in json.dumps(server.requests)


def escaped(text):
    return "".join(f"\\u{ord(character):04x}" for character in text)


@pytest.mark.parametrize(
    "answer",
    [
        (401, {}, {"error": {"message": f"Incorrect API key provided: {KEY}."}}),
        (401, {}, KEY.encode()),
        (400, {}, {"error": {"message": f"Authorization: Bearer {KEY}"}}),
        (404, {}, f'{{"error": "{escaped(KEY)}"}}'.encode()),
        (500, {}, {"error": KEY}),
        (500, {}, f"your key begins {KEY[:16]}".encode()),
        (200, {}, KEY.encode()),
        (302, {"Location": f"http://127.0.0.1:9/?key={KEY}"}, b""),
        (599, {KEY: KEY}, b"x"),
    ],
)
def test_a_server_that_repeats_the_key_does_not_get_it_into_an_error(key, ask, answer):
    with serving(lambda _: answer) as server, pytest.raises(CodingFault) as caught:
        ask(server.url, key_variable=VARIABLE)
    assert KEY[:16] not in all_of(caught.value)
    assert server.requests


def test_a_broken_connection_and_a_late_answer_do_not_show_the_key(key, ask):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        with pytest.raises(CodingFault) as caught:
            ask(url, key_variable=VARIABLE, timeout=0.02)
    assert caught.value.number == 513 and KEY not in all_of(caught.value)


@pytest.mark.parametrize("content", [f"here: {KEY}", f'{{"events": ["{escaped(KEY)}"]}}', KEY[3:20]])
def test_an_answer_that_repeats_the_key_is_withheld(key, content):
    reply = read_reply(json.dumps(chat(content)).encode(), read_key(VARIABLE))
    assert (reply.content, reply.end) == ("", "withheld")


@pytest.mark.parametrize(
    ("value", "number"),
    [(None, 510), ("", 510), ("short", 511), ("with a space in it", 511), (f"{KEY}\n{KEY}", 511), ("schlüssel-schlüssel", 511)],
)
def test_what_can_be_no_key_is_refused_before_it_is_sent(monkeypatch, ask, value, number):
    monkeypatch.setenv(VARIABLE, value) if value is not None else monkeypatch.delenv(VARIABLE, raising=False)
    with serving(lambda _: GOOD) as server, pytest.raises(CodingFault) as caught:
        ask(server.url, key_variable=VARIABLE)
    assert caught.value.number == number and VARIABLE in caught.value.what and not server.requests
    assert not value or value not in all_of(caught.value)


def test_a_key_shows_itself_nowhere():
    secret = Secret(KEY)
    assert KEY not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    assert read_key("") is None


# settings -----------------------------------------------------------------------------------------------

PLAIN = {"url": "http://localhost:8080/v1", "model": "toy"}


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"url": ""}, "url"),
        ({"url": "ftp://localhost"}, "url"),
        ({"url": "file:///etc/hosts"}, "url"),
        ({"url": "https://me:secret@host/v1"}, "url"),
        ({"url": "https://host/v1?key=1"}, "url"),
        ({"url": "http://host:99999/v1"}, "url"),
        ({"url": "http://ho st/v1"}, "url"),
        ({"url": 3}, "url"),
        ({"model": ""}, "model"),
        ({"model": "a b\n"}, "model"),
        ({"key_variable": KEY}, "key_variable"),
        ({"url": "http://host.example/v1", "key_variable": VARIABLE}, "url"),
        ({"price_in": -1.0}, "price_in"),
        ({"price_in": "1"}, "price_in"),
        ({"currency": "dollars"}, "currency"),
        ({"most_tokens": 0}, "most_tokens"),
        ({"most_tokens": 1.5}, "most_tokens"),
        ({"most_cost": 1.0}, "most_cost"),
        ({"seed": True}, "seed"),
        ({"timeout": 0}, "timeout"),
        ({"at_once": 99}, "at_once"),
        ({"most_answer": 1}, "most_answer"),
    ],
)
def test_a_setting_that_cannot_be_is_named_and_never_repeated(changed, name):
    with pytest.raises(WrongSetting) as caught:
        read_settings(PLAIN | changed)
    assert caught.value.name == name
    (value,) = [changed[each] for each in changed if each == name] or [""]
    assert not isinstance(value, str) or len(value) < 5 or value not in str(caught.value)


def test_settings_that_can_be():
    settings = read_settings(
        {
            "url": "https://api.example/v1",
            "model": "maker/model-8b:q4",
            "key_variable": VARIABLE,
            "price_in": 1,
            "price_out": 2.5,
            "most_cost": 3,
        }
    )
    assert (settings.server, settings.price_in, settings.seed) == ("https://api.example", 1, 0)
    assert read_settings(PLAIN | {"url": "http://127.0.0.1:1/v1", "key_variable": VARIABLE}).key_variable == VARIABLE
    assert settings.identity != read_settings(PLAIN).identity
    assert read_settings(PLAIN).identity == read_settings(PLAIN | {"url": "https://else.example/v1", "at_once": 1}).identity
