"""A small client for Chromium's driver, in the words of the WebDriver standard; nothing but the standard library.

The browser runs with its network off: every request, to this machine too, goes to a proxy that does not
exist, and no name resolves. (`loaded_without_network` goes further: a namespace with no network at all,
where the machine lets us make one; the driver cannot work there, for it speaks to us over loopback.)
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-prefers-reduced-motion",
)
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "End": "\ue010",
    "Home": "\ue011",
}
_OPENER = build_opener(ProxyHandler({}))


def chromium_or_skip() -> tuple[str, str]:
    """The paths of Chromium and its driver. Where they are absent the test is skipped and says so; with CI set it fails."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if browser and driver:
        return browser, driver
    missing = " and ".join(name for name, path in (("Chromium", browser), ("chromedriver", driver)) if not path)
    words = f"{missing} not found: the page was not opened in a browser (Debian: apt-get install chromium chromium-driver)"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


class Browser:
    """One browser window."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._session = ""

    def start(self, binary: str, profile: str, *flags: str) -> None:
        """Open a window that logs its console and its network."""
        options = {"binary": binary, "args": [*FLAGS, *flags, f"--user-data-dir={profile}"]}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        answer = self._call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"/session/{answer['sessionId']}"
        self.open("about:blank")
        self.console(), self.requests()

    def stop(self) -> None:
        """Close the window."""
        if self._session:
            self._call("DELETE", self._session)

    def open(self, url: str) -> None:
        """Go to an address and wait until it has loaded."""
        self._call("POST", f"{self._session}/url", {"url": url})

    def run(self, script: str, *values: object) -> object:
        """Run a function body in the page and give what it returns."""
        return self._call("POST", f"{self._session}/execute/sync", {"script": script, "args": list(values)})

    def press(self, *keys: str) -> None:
        """Press named keys, one after the other."""
        strokes = [{"type": kind, "value": _KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self._call("POST", f"{self._session}/actions", {"actions": [{"type": "key", "id": "keys", "actions": strokes}]})

    def click(self, selector: str) -> None:
        """Click the first element a selector finds, as a mouse would: it must be on screen and not covered."""
        found = self._call("POST", f"{self._session}/element", {"using": "css selector", "value": selector})
        self._call("POST", f"{self._session}/element/{found[_ELEMENT]}/click", {})

    def resize(self, width: int, height: int) -> None:
        """Make the window of this size."""
        self._call("POST", f"{self._session}/window/rect", {"width": width, "height": height})

    def command(self, name: str, values: dict[str, object]) -> dict[str, object]:
        """Send a command of the DevTools protocol."""
        return self._call("POST", f"{self._session}/goog/cdp/execute", {"cmd": name, "params": values})

    def picture(self) -> bytes:
        """What the window shows, as PNG."""
        return base64.b64decode(self._call("GET", f"{self._session}/screenshot"))

    def console(self) -> list[str]:
        """What the console said since it was last asked."""
        return [f"{entry['level']}: {entry['message']}" for entry in self._log("browser")]

    def requests(self) -> list[str]:
        """The addresses of all requests since it was last asked."""
        messages = [json.loads(entry["message"])["message"] for entry in self._log("performance")]
        return [each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"]

    def _log(self, kind: str) -> list[dict[str, str]]:
        return self._call("POST", f"{self._session}/se/log", {"type": kind})

    def _call(self, method: str, path: str, values: object = None) -> dict:
        data = None if values is None else json.dumps(values).encode("utf-8")
        request = Request(self._base + path, data=data, method=method, headers={"Content-Type": "application/json"})
        try:
            with _OPENER.open(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except HTTPError as fault:
            raise AssertionError(json.load(fault)["value"]["message"]) from None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def browser(*flags: str) -> Iterator[Browser]:
    """A browser with its network off, for the length of a `with`."""
    binary, driver = chromium_or_skip()
    port = _free_port()
    with (
        tempfile.TemporaryDirectory(prefix="detente-chromium-", ignore_cleanup_errors=True) as profile,
        subprocess.Popen([driver, f"--port={port}", "--log-level=OFF"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process,
    ):
        window = Browser(port)
        try:
            _await(port)
            window.start(binary, profile, *flags)
            yield window
        finally:
            with suppress(AssertionError, OSError):
                window.stop()
            process.terminate()


def _await(port: int) -> None:
    for _ in range(150):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError("the driver of Chromium did not start")


def loaded_without_network(path: Path, *flags: str) -> str:
    """The page as Chromium has it after loading it in a network namespace of its own, without even loopback."""
    binary, _ = chromium_or_skip()
    alone = next((each for each in (["unshare", "-n"], ["unshare", "-rn"]) if _can_run([*each, "true"])), [])
    with tempfile.TemporaryDirectory(prefix="detente-chromium-", ignore_cleanup_errors=True) as profile:
        command = [*alone, binary, *FLAGS, *flags, f"--user-data-dir={profile}", "--timeout=20000", "--dump-dom", file_url(path)]
        done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return done.stdout.decode("utf-8")


def _can_run(command: list[str]) -> bool:
    return shutil.which(command[0]) is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0


def file_url(path: Path) -> str:
    """The address of a file on disk, whatever its name holds."""
    return path.absolute().as_uri()
