"""Headers that a peer wants of every request: they are on the wire, and in nothing that is printed, kept or reported."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kanhe.__main__ import main
from kanhe.cli.door import Door
from kanhe.contract.load import load
from kanhe.run.live import live_lines
from tests.run.mistakes import KEY

ROOT = Path(__file__).parents[1] / "contract/root"
TOKEN = "Zk9-qPw7.Lm2_tokenOfTheBank"
VALUE = f"Bearer {TOKEN}"


class Leaky(BaseHTTPRequestHandler):
    """Takes nothing, and tells in its answer what it was told in the header: as it is, and as base64."""

    seen: list[dict[str, list[str]]]

    def do_POST(self) -> None:
        """Read the body, remember the headers, leak."""
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self.seen.append({k.lower(): self.headers.get_all(k) or [] for k in self.headers})
        told = self.headers.get("authorization") or ""
        body = json.dumps({"code": "9999", "word": told, "again": base64.b64encode(told.encode()).decode()}).encode()
        self.send_response(500)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.send_header("x-heard", told)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def leaky() -> Iterator[tuple[int, list[dict[str, list[str]]]]]:
    """(port, headers of every request) of a server of its own."""
    seen: list[dict[str, list[str]]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Leaky,), {"seen": seen}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, seen
    server.shutdown()
    server.server_close()


@pytest.fixture
def config(tmp_path, leaky, monkeypatch) -> Path:
    """A kanhe.toml whose peer wants a token."""
    monkeypatch.setenv("KANHE_TEST_KEY", KEY)
    monkeypatch.setenv("KANHE_TEST_TOKEN", VALUE)
    monkeypatch.setenv("KANHE_TEST_CHANNEL", "channel-7")
    path = tmp_path / "kanhe.toml"
    path.write_text(f'[target.t]\nallow = ["127.0.0.1:{leaky[0]}"]\n[[target.t.peer]]\nname = "甲窗口"\nfamily = "desk"\nrole = "desk"\n'
                    f'address = "http://127.0.0.1:{leaky[0]}"\nkeys = {{app_id = "a", private_key = "env:KANHE_TEST_KEY"}}\n'
                    'headers = {Authorization = "env:KANHE_TEST_TOKEN", x-channel = "env:KANHE_TEST_CHANNEL"}\n', "utf-8")
    return path


def forms() -> set[bytes]:
    """The token as it must be found nowhere."""
    data = TOKEN.encode()
    return {data, data.hex().encode(), data.hex(" ").encode(), base64.b64encode(VALUE.encode())}


def test_every_request_has_them_once(config, leaky):
    """Over a real socket, with the contract's own headers and seal untouched."""
    assert 1 == main(["verify", "--root", str(ROOT), "--config", str(config), "--target", "t", "--no-report", "--sequences", "0"])
    assert len(leaky[1]) > 5
    for headers in leaky[1]:
        assert [VALUE] == headers["authorization"] and ["channel-7"] == headers["x-channel"]
    assert all(len(values) == 1 for headers in leaky[1] for values in headers.values())


def test_nothing_written_or_printed_tells_them(config, leaky, tmp_path, capsys, monkeypatch):
    """Console, JSON, JUnit, verdict page, Allure results and raw attachments, though the peer repeats the token to us."""
    monkeypatch.setenv("KANHE_ALLURE", str(tmp_path / "none"))
    out = tmp_path / "out"
    assert 1 == main(["verify", "--root", str(ROOT), "--config", str(config), "--target", "t", "--out", str(out), "--sequences", "0"])
    written = {p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    told = capsys.readouterr()
    assert leaky[1] and len(written) > 5 and "verdict.html" in written
    for data in (told.out.encode(), told.err.encode(), *written.values()):
        assert [] == [form for form in forms() if form in data]
    assert any(b"***" in data for data in written.values())


def test_a_test_session_tells_them_nowhere_either(config):
    """Complaints of the pytest door pass the same mask."""
    door = Door(target="t", root=str(ROOT), config=str(config))
    complaints = [text for text in map(door.complaint, door.cells().values()) if text]
    assert complaints and not any(TOKEN in text for text in complaints)
    assert "*" * len(VALUE) in door.mask.text(f"甲 {VALUE} 乙")


def test_a_line_shows_none_of_them(config):
    """Neither a repr of the line nor of its link."""
    (line,) = live_lines(load(ROOT), config, "t")
    assert VALUE in line.secrets and TOKEN in line.secrets
    assert TOKEN not in repr(line) + repr(line.link)
