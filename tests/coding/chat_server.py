"""A small chat server for the tests: speaks the protocol, answers by a script, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def chat(content, *, finish="stop", usage=(100, 20)):
    """The body of an answer in the protocol."""
    body = {"choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}]}
    if usage:
        body["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
    return body


def claim(**changed):
    """One event as a model claims it: China aids Russia in the sentence numbered 1."""
    return {
        "sentence": 1, "quote": "China aided Russia", "source": "China", "source_state": "CHN", "target": "Russia", "target_state": "RUS",
        "type": "AID", "mode": None, "contexts": ["economic"], "modality": "asserted", "reciprocal": False,
        "date_words": "1953", "date": "1953",
    } | changed  # fmt: skip


def events(*claims):
    return json.dumps({"events": list(claims)})


def asked(body):
    """The passage that a request holds."""
    return json.loads(body["messages"][1]["content"])


def reads_aid(body):
    """A model that finds "X aided Y in N" in each sentence that has it."""
    letters = {"China": "CHN", "Russia": "RUS", "India": "IND", "Japan": "JPN", "Pakistan": "PAK", "Lotusland": "CHN"}
    found = []
    for item in asked(body)["sentences"]:
        words = item.get("text", "").rstrip(".").split()
        if len(words) == 5 and words[1] == "aided":
            one, other, year = words[0], words[2], words[4]
            found.append(
                claim(
                    sentence=item["n"], quote=" ".join(words[:3]), source=one, source_state=letters[one],
                    target=other, target_state=letters[other], date_words=year, date=year,
                )
            )  # fmt: skip
    return chat(events(*found))


class Server:
    """`script` is called with each request's body and gives a body (a dict, sent with 200), (status, headers, body), or bytes."""

    def __init__(self, script):
        self.script = script
        self.requests = []
        self.headers = []
        self.lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with server.lock:
                    server.requests.append(body)
                    server.headers.append((self.path, dict(self.headers)))
                answer = server.script(body)
                status, headers, content = answer if isinstance(answer, tuple) else (200, {}, answer)
                raw = content if isinstance(content, bytes) else json.dumps(content).encode()
                try:
                    self.send_response(status)
                    for name, value in ({"Content-Length": str(len(raw)), "Content-Type": "application/json"} | headers).items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(raw)
                except OSError:
                    pass  # whoever asked has gone

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"


@contextmanager
def serving(script):
    """A server that runs while the block does."""
    server = Server(script)
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join()


def in_turn(*answers):
    """A script that gives one answer after the other, the last for ever."""
    left = list(answers)
    lock = threading.Lock()

    def script(body):
        with lock:
            answer = left.pop(0) if len(left) > 1 else left[0]
        return answer(body) if callable(answer) else answer

    return script
