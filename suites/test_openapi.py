"""Schemathesis drives every OpenAPI interface, signed as the contract says; findings are our verdicts."""

from __future__ import annotations

import pytest

pytest.importorskip("schemathesis", reason="没有安装 openapi 附加项：pip install -e .[openapi]")

from kanhe.bridges.schemathesis import examine
from kanhe.model.words import Outcome


def test_openapi_interfaces(door, request):
    """No operation answers generated data, valid or not, with an undeclared code, a wrong layout or a crash."""
    for line in door.fresh_lines():
        try:
            if line.peer.address.startswith("http"):
                verdicts = list(examine(door.catalogue, line.peer.family, door.root, url=line.peer.address, keys=line.keys,
                                        seed_=request.config.getoption("--kanhe-seed"), examples=30))
                assert [] == [v for v in verdicts if v.outcome is Outcome.BROKEN]
                assert verdicts
        finally:
            line.link.close()
