"""#138: a busy day's file is written under its own name: it is fetched once before it is whole, and once after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from kanhe.model.file import FileContract
from kanhe.simulate.filing import Delivery

NUMBER = 138
TITLE = "直接以正式名字写文件，没写完先被取走一次"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-44E", "LAND-45")


def file_deliveries(contract: FileContract, sent: Sequence[Delivery]) -> Sequence[Delivery]:
    """Two thirds, then all of it."""
    return list(chain.from_iterable(_twice(d) for d in sent))


def _twice(delivery: Delivery) -> Iterator[Delivery]:
    if len(delivery.data) > 400:
        yield replace(delivery, data=delivery.data[: len(delivery.data) * 2 // 3])
    yield delivery
