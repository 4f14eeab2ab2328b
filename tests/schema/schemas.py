"""The schemas that these tests use: hand-made ones for what published ones lack, and the published ones beside the checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kanhe.schema.xsd.generate import Schema, read_schema
from tests.shared import shared

HERE = Path(__file__).parent / "xsd"
TORTURE = ("types.xsd", "structure.xsd", "derivation.xsd", "identity.xsd", "bare.xsd", "spaces/main.xsd", "more.xsd")
ISO = ("camt.052.001.08", "camt.053.001.02", "camt.053.001.08", "camt.054.001.02", "camt.054.001.08", "camt.060.001.05", "pacs.002.001.10",
       "pacs.008.001.08", "pacs.008.001.09", "pain.001.001.03", "pain.001.001.09", "pain.001.001.10", "pain.002.001.11")


@cache
def torture(name: str, charset: str = "UTF-8") -> Schema:
    """A hand-made schema."""
    return read_schema(HERE / name, name, charset=charset)


@cache
def iso(name: str, charset: str = "UTF-8") -> Schema:
    """A published schema; the test is skipped where it is absent."""
    path = shared(f"samples/iso20022/xsd/{name}.xsd")
    return read_schema(path, path.name, charset=charset)


def any_schema(name: str, charset: str = "UTF-8") -> Schema:
    """Either."""
    return torture(name, charset) if name in TORTURE else iso(name, charset)


def of_text(folder: Path, body: str, *, head: str = "", charset: str = "UTF-8") -> Schema:
    """A schema without namespace, written in place."""
    path = folder / "own.xsd"
    path.write_text(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" {head}>\n{body}\n</xs:schema>', encoding="utf-8")
    return read_schema(path, "own.xsd", charset=charset)
