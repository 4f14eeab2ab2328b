"""The side door: events by HTTP on loopback, reasons in Chinese, nothing for web pages, nothing unbounded."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from kanhe.simulate.control import ControlDoor


class Door:
    """A control door with a memory of what came through it."""

    def __init__(self) -> None:
        self.came: list[tuple[str, Mapping[str, Any]]] = []
        self.door = ControlDoor(self._stimulate, lambda: {"family": "till", "pending": 0})
        self.port = int(self.door.address.rpartition(":")[2])

    def _stimulate(self, operation: str, values: Mapping[str, Any]) -> str:
        self.came.append((operation, values))
        return "" if operation == "works" else "不能做"

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, Any]:
        """Status and decoded JSON of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request(method, path, body=body, headers=headers)
            reply = connection.getresponse()
            return reply.status, json.loads(reply.read())
        finally:
            connection.close()


@pytest.fixture
def door() -> Iterator[Door]:
    """An open door."""
    made = Door()
    yield made
    made.door.close()


def test_an_event_is_done_or_refused_with_the_reason(door: Door) -> None:
    """`done` says which; the values arrive as sent."""
    assert (200, {"done": True}) == door.ask("POST", "/stimulus/works", '{"名": "甲", "amount": "1.00"}'.encode())
    assert (200, {"done": False, "reason": "不能做"}) == door.ask("POST", "/stimulus/other")
    assert [("works", {"名": "甲", "amount": "1.00"}), ("other", {})] == door.came


def test_health_says_who_it_is(door: Door) -> None:
    """GET /health answers without touching anything."""
    assert (200, {"family": "till", "pending": 0}) == door.ask("GET", "/health")
    assert [] == door.came


@pytest.mark.parametrize(
    ("path", "body", "headers", "status"),
    [
        ("/stimulus/works", b"[1]", {}, 400),
        ("/stimulus/works", b"{", {}, 400),
        ("/stimulus/works", b"[" * 100_000, {}, 400),
        ("/stimulus/works", b"{}", {"Content-Length": "99999999"}, 400),
        ("/stimulus/works", b"{}", {"Content-Length": "+2"}, 400),
        ("/stimulus/../x", b"{}", {}, 404),
        ("/other", b"{}", {}, 404),
        ("/stimulus/works", b"{}", {"Origin": "http://evil"}, 403),
    ],
    ids=["list", "half", "deep", "too long", "signed length", "way up", "other path", "web page"],
)
def test_what_is_no_event_is_refused(door: Door, path: str, body: bytes, headers: dict[str, str], status: int) -> None:
    """Wrong JSON, wrong lengths, wrong paths and web pages get a reason, and no event happens."""
    found, document = door.ask("POST", path, body, **headers)
    assert status == found
    assert document["done"] is False and document["reason"]
    assert [] == door.came


def test_it_listens_on_loopback_only(door: Door) -> None:
    """The address is 127.0.0.1."""
    assert door.door.address.startswith("http://127.0.0.1:")
