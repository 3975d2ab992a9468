"""Files fetched from a maker: here from a server of this machine, which can lie, cut short and redirect."""

import hashlib
import http.server
import json
import threading

import pytest
from typer.testing import CliRunner

from detente.cli.main import app
from detente.datasets.fetch import fetch_file, is_fetchable
from detente.errors import DataRefused

BODY = b"a,b\n" + b"1,2\n" * 5000
SUM = hashlib.sha256(BODY).hexdigest()


class Maker(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/gone.csv":
            self.send_error(404)
            return
        if self.path in ("/moved.csv", "/away.csv", "/local.csv"):
            self.send_response(302)
            to = {"/moved.csv": "/data.csv", "/away.csv": "http://example.org/data.csv", "/local.csv": "file:///etc/hostname"}[self.path]
            self.send_header("Location", to)
            self.end_headers()
            return
        self.send_response(200)
        if self.path != "/endless.csv":
            self.send_header("Content-Length", str(len(BODY) + (100 if self.path == "/short.csv" else 0)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Maker)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def number(*args, **named):
    with pytest.raises(DataRefused) as caught:
        fetch_file(*args, **named)
    return caught.value.number


def test_a_file_comes_whole_and_checked(site, tmp_path):
    seen = []
    got = fetch_file(f"{site}/data.csv", tmp_path / "data", sha256=SUM.upper(), progress=seen.append)
    assert got.path.read_bytes() == BODY and (got.size, got.sha256, got.checked) == (len(BODY), SUM, True)
    assert seen[-1] == len(BODY) and [path.name for path in (tmp_path / "data").iterdir()] == ["data.csv"]


def test_without_a_checksum_it_says_that_it_was_not_checked(site, tmp_path):
    got = fetch_file(f"{site}/moved.csv", tmp_path, name="mine.csv")
    assert (got.path.name, got.sha256, got.checked) == ("mine.csv", SUM, False)


@pytest.mark.parametrize(
    ("page", "named", "expected"),
    [
        ("/data.csv", {"sha256": "0" * 64}, 342),
        ("/data.csv", {"sha256": "abc"}, 342),
        ("/gone.csv", {}, 343),
        ("/short.csv", {}, 343),
        ("/away.csv", {}, 343),
        ("/local.csv", {}, 343),
        ("/data.csv", {"most_bytes": 100}, 344),
        ("/endless.csv", {"most_bytes": 100}, 344),
        ("/", {}, 345),
    ],
)
def test_what_goes_wrong_is_numbered_and_leaves_nothing(site, tmp_path, page, named, expected):
    assert number(site + page, tmp_path, **named) == expected
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(site, tmp_path):
    (tmp_path / "data.csv").write_text("mine", encoding="utf-8")
    assert number(f"{site}/data.csv", tmp_path) == 340
    assert (tmp_path / "data.csv").read_text(encoding="utf-8") == "mine"


def test_no_server_is_no_file(tmp_path):
    assert number("http://127.0.0.1:9/data.csv", tmp_path, timeout=2) == 343
    assert number((tmp_path / "none.csv").as_uri(), tmp_path / "to") == 343


def test_a_file_of_this_machine(tmp_path):
    (tmp_path / "from.csv").write_bytes(BODY)
    assert fetch_file((tmp_path / "from.csv").as_uri(), tmp_path / "to", sha256=SUM).path.read_bytes() == BODY


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://example.org/x", True),
        ("http://example.org/x", False),
        ("http://localhost/x", True),
        ("http://localhost.evil.org/x", False),
        ("file:///tmp/x", True),
        ("file://host/x", False),
        ("ftp://example.org/x", False),
        ("x.csv", False),
        ("", False),
    ],
)
def test_which_addresses_are_fetched_from(url, may):
    assert is_fetchable(url) is may


def test_the_verb_fetches_into_the_study(site, tmp_path):
    done = CliRunner().invoke(app, ["data", "fetch", f"{site}/data.csv", "--sha256", SUM, "--study", str(tmp_path)])
    assert done.exit_code == 0 and json.loads(done.stdout) == {"name": "data.csv", "bytes": len(BODY), "sha256": SUM, "checked": True}
    assert (tmp_path / "data" / "data.csv").read_bytes() == BODY
    unchecked = CliRunner().invoke(app, ["data", "fetch", f"{site}/data.csv", "--name", "b.csv", "--study", str(tmp_path)])
    assert unchecked.exit_code == 0 and "Not checked" in unchecked.stderr
