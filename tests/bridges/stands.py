"""The personnel desk as the bridge tests see it: a simulator in memory or served over loopback HTTP in this process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from kanhe.bridges.signing import SigningProxy
from kanhe.contract.load import load
from kanhe.model.contract import Catalogue, Contract, Party
from kanhe.simulate.simulator import Simulator
from kanhe.transport.listen import serve_http
from kanhe.wire.codec import encode
from kanhe.wire.seal.keys import TEST_KEYS

FAMILY, ROLE = "personnel", "bureau"


@cache
def catalogue() -> Catalogue:
    """The contracts of the project."""
    return load(Path(__file__).parents[2] / "contracts")


def party() -> Party:
    """The family's common part."""
    return catalogue().parties[FAMILY]


def contract(name: str) -> Contract:
    """One operation of the family."""
    return catalogue().contracts[f"{FAMILY}.{name}"]


def simulator(*defects: str) -> Simulator:
    """A fresh desk."""
    return Simulator(catalogue(), FAMILY, ROLE, seed=1, defects=list(defects), keys=TEST_KEYS)


@contextmanager
def served(*defects: str) -> Iterator[str]:
    """The address of a fresh desk behind a real socket."""
    listener = serve_http("127.0.0.1", 0, simulator(*defects).answer)
    try:
        yield f"http://127.0.0.1:{listener.address[1]}"
    finally:
        listener.close()


@contextmanager
def signed(*defects: str) -> Iterator[SigningProxy]:
    """A proxy that signs for a fresh desk."""
    with served(*defects) as url, SigningProxy(url, party(), TEST_KEYS) as proxy:
        yield proxy


def batch(**changes: Any) -> dict[str, Any]:
    """The specimen of a batch with one person, changed in its first row."""
    body = json.loads(encode(contract("sync"), contract("sync").specimen_request, reply=False).body)
    body["persons"] = [{**body["persons"][0], **changes}]
    return body
