"""Doors through which an event is caused: what arrives there, byte for byte."""

from __future__ import annotations

import threading
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kanhe.contract.load import load
from kanhe.transport.live import SocketLink

CONTRACTS = Path(__file__).parents[2] / "contracts"
VALUES = {"name": "南通市财政局", "rate": Decimal("2.10"), "times": 3, "auto": "0"}
BYTES = '{"name":"南通市财政局","rate":2.10,"times":3,"auto":"0"}'.encode()


@pytest.fixture
def heard():
    """(address of an HTTP door, the bodies that came)."""
    bodies: list[bytes] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/event", bodies
    server.shutdown()
    server.server_close()


def link(**door: object) -> SocketLink:
    """A link whose event goes through this door."""
    return SocketLink(party=load(CONTRACTS, family="time_deposit").parties["time_deposit"], address="http://127.0.0.1:9", stimuli={"book_parted": door})


def test_a_number_arrives_as_the_number_that_it_is(heard):
    """Not as a text, and with the digits that were written: a bench that reads numbers must not refuse it."""
    address, bodies = heard
    contract = load(CONTRACTS, family="time_deposit").contracts["time_deposit.book_parted"]
    assert "" == link(http=f"POST {address}").stimulate(contract, VALUES)
    assert [BYTES] == bodies


def test_the_same_bytes_are_dropped_as_a_file(tmp_path):
    """One writing for every door."""
    contract = load(CONTRACTS, family="time_deposit").contracts["time_deposit.book_parted"]
    assert "" == link(file=str(tmp_path)).stimulate(contract, VALUES)
    assert [BYTES] == [p.read_bytes() for p in tmp_path.iterdir()]
