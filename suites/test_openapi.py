"""Schemathesis drives every OpenAPI interface, signed as the contract says; its findings are our verdicts."""

from __future__ import annotations

import pytest

pytest.importorskip("schemathesis", reason="没有安装 openapi 附加项：pip install -e '.[openapi]'")

from kanhe.bridges.schemathesis import examine

EXAMPLES = 8  # per operation and kind of data; `kanhe.bridges.schemathesis.examine` takes more


def test_openapi_interface(family, door, request):
    """No operation answers generated data, valid, invalid or unsigned, with an undeclared code, a wrong layout or a crash, and none
    grants what breaks the contract."""
    with door.lines(f"{family}.*") as lines:
        served = [line for line in lines if line.peer.address.startswith("http")]
        assert served, f"{family} 没有可以呼叫的对端"
        for line in served:
            cells = list(examine(door.catalogue, family, url=line.peer.address, keys=line.keys, peer=line.peer.name,
                                 seed_=request.config.getoption("--kanhe-seed"), examples=EXAMPLES,
                                 headers=line.headers))
            complaints = [text for text in map(door.complaint, cells) if text]
            if complaints:
                pytest.fail("\n".join(complaints), pytrace=False)
            assert sum(cell.tried for cell in cells) >= EXAMPLES * len(cells)
