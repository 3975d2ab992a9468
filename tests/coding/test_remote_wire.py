"""One request on the wire: slow and endless answers, redirects, proxies, and what is kept of a failure."""

import socket
import threading

import pytest
from chat_server import chat, serving

from detente.coding.remote.reply import read_reply
from detente.coding.remote.secret import Secret
from detente.coding.remote.settings import is_here
from detente.coding.remote.wire import post

KEY = Secret("sk-made-up-0123456789abcdef")


@pytest.fixture
def raw_server():
    """A server that sends the pieces a test gives it, as long as somebody reads; its url."""
    stopping = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    threads = []

    def serve(pieces, pause=0.0):
        def run():
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                try:
                    for piece in pieces:
                        connection.sendall(piece)
                        if pause and stopping.wait(pause):
                            return
                except OSError:
                    pass  # whoever asked has gone

        threads.append(threading.Thread(target=run, daemon=True))
        threads[-1].start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}/"

    yield serve
    stopping.set()
    for thread in threads:
        thread.join(20)
    listening.close()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"


def test_a_body_that_comes_byte_by_byte_is_given_up_after_the_time_for_all_of_it(raw_server):
    url = raw_server([HEAD, *[b" "] * 400], pause=0.02)  # each byte in time, all of them not
    assert post(url, b"{}", None, 0.3).failure == "no answer in time"


def test_a_body_without_end_is_cut_off(raw_server):
    url = raw_server([HEAD, *[b" " * 65536] * 200])
    response = post(url, b"{}", None, 60)
    assert response.status == 0 and response.body == b"" and response.failure


@pytest.mark.parametrize("pieces", [[b""], [b"nonsense\r\n\r\n"], [b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 70_000]])
def test_what_is_no_response_is_a_failure_told_without_its_words(raw_server, pieces):
    response = post(raw_server(pieces), b"{}", KEY, 20)
    assert response.status == 0 and response.failure
    assert "nonsense" not in response.failure and "yyy" not in response.failure


def test_a_body_that_breaks_off_is_read_as_far_as_it_came(raw_server):
    head = HEAD.replace(b"\r\n\r\n", b"\r\nContent-Length: 99\r\n\r\n")
    response = post(raw_server([head, b'{"choices": [']), b"{}", KEY, 20)
    assert read_reply(response.body, KEY) is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_is_not_followed(status):
    with serving(lambda _: chat("{}")) as other:
        with serving(lambda _: (status, {"Location": other.url}, b"")) as server:
            response = post(server.url, b"{}", KEY, 20)
        assert response.status == status and not other.requests


def test_a_server_on_this_machine_is_asked_without_a_proxy(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(lambda _: chat("{}")) as server:
        assert post(server.url, b"{}", None, 20).status == 200


def test_the_key_is_in_its_header_and_nowhere_else():
    with serving(lambda _: chat("{}")) as server:
        post(server.url, b"{}", KEY, 20)
        post(server.url, b"{}", None, 20)
    (path, first), (_, second) = server.headers
    assert [name for name, value in first.items() if "sk-made-up" in value] == ["Authorization"] and "sk-made-up" not in path
    assert "Authorization" not in second and first["User-Agent"].startswith("detente/")


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost:1/v1", True),
        ("http://127.0.0.2/v1", True),
        ("http://[::1]:8080/v1", True),
        ("http://localhost.example/v1", False),
        ("http://10.0.0.1/v1", False),
        ("https://example.org", False),
    ],
)
def test_which_servers_are_on_this_machine(url, here):
    assert is_here(url) is here
