"""Messages from published schemas: validity of a thousand of each, speed, labels of every obligation, lax peers. Needs ../shared."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from benchmarks.row import Row, row
from kanhe.schema.choices import Seeded
from kanhe.schema.obligation import cover
from kanhe.schema.profile import LEAN, RICH
from kanhe.schema.xsd.generate import Schema, read_schema

HOME = Path(__file__).resolve().parents[1]
ISO = HOME.parent / "shared/samples/iso20022/xsd"
PAYMENT = "pain.001.001.09.xsd"
_EACH = 1_000


def rows(rounds: int) -> Sequence[Row]:
    """Every figure of the generator; where the published schemas are absent, none."""
    if not ISO.is_dir():
        return []
    return [*_speed(rounds), _first(rounds), *_validity(), labels(10), *_peers()]


def _read(name: str) -> Schema:
    return read_schema(ISO / name, name)


def _speed(rounds: int) -> list[Row]:
    """Documents per CPU second, in a stream, with profile LEAN (and RICH beside it)."""
    found = []
    for profile, label, bar in ((LEAN, "lean", 2_000), (RICH, "rich", 100)):
        schema = _read(PAYMENT)
        stream = schema.documents(1, profile)
        sizes = [len(message) for message in islice(stream, 200)]
        rates = []
        for _ in range(2 * rounds):
            began = time.process_time()
            sum(1 for _ in islice(stream, 300))
            rates.append(300 / (time.process_time() - began))
        found.append(row("generate", f"pain.001.001.09, profile {label}, documents per core", rates, unit="/s", bar=bar, at_most=False,
                         note=f"mean {sum(sizes) / len(sizes):.0f} bytes, written, in one process"))
    return found


def _first(rounds: int) -> Row:
    """From the schema file to the first document, in a process that has the modules loaded."""
    spent = []
    for number in range(4 * rounds):
        gc.collect()
        began = time.process_time()
        _read(PAYMENT).document(Seeded(number), LEAN)
        spent.append(1000 * (time.process_time() - began))
    return row("generate", "pain.001.001.09, schema file to first document", spent, unit=" ms", bar=60,
               note="CPU, libxml2's compilation included")


def _validity() -> list[Row]:
    """A thousand of each of the published schemas."""
    found = []
    for path in sorted(ISO.glob("*.xsd")):
        schema = _read(path.name)
        valid = sum(schema.admits(message) for message in islice(schema.documents(20261125, LEAN), _EACH))
        found.append(row("generate", f"{path.stem}, valid", [100 * valid / _EACH], unit=" %", bar=100, at_most=False,
                         note=f"{valid} of {_EACH} by libxml2"))
    return found


def labels(step: int) -> Row:
    """Obligations of every published schema, every so many: how many libxml2 names as the label does. All of them (step 1) take
    some five minutes of one core: `python -c "from benchmarks.generate import labels; print(labels(1))"`."""
    from tests.schema.labels import agrees

    exist = sent = right = wrong = strict = 0
    for path in sorted(ISO.glob("*.xsd")):
        schema = _read(path.name)
        cases = list(schema.obligations())
        exist += len(cases)
        for one in schema.messages(cases[::step]):
            if one.message is None:
                continue
            sent += 1
            faults = schema.judge.faults(one.message)
            if one.obligation.valid:
                strict += bool(faults)
            elif faults and agrees(one.obligation, faults) == "":
                right += 1
            else:
                wrong += 1
    note = f"{exist} obligations, every {step}. made, {sent} sent; beyond: {right} right, {wrong} wrong; at an edge: {strict} refused wrongly"
    return row("generate", "labels that libxml2 confirms", [100 * right / (right + wrong)], unit=" %", bar=100, at_most=False, note=note)


def _peers() -> list[Row]:
    """Eight peers that each forget one constraint."""
    from tests.schema.lax import PEERS, schema

    with tempfile.TemporaryDirectory() as folder:
        strict = schema(Path(folder))
        messages = list(strict.messages(strict.obligations()))
        alarms = cover(messages, strict.admits)
        named = 0
        began = time.process_time()
        for peer in PEERS:
            lax = cover(messages, schema(Path(folder), *peer.edits).admits)
            named += {peer.constraint} == {o.constraint for o in lax.lax} and any(o.path.endswith(peer.path) for o in lax.lax)
    spent = (time.process_time() - began) / len(PEERS)
    return [row("generate", "lax peers named by path and constraint", [named], unit="", bar=len(PEERS), at_most=False,
                note=f"{alarms.sent} messages each, {spent:.1f} s CPU per peer"),
            row("generate", "false alarms of a strict peer", [len(alarms.lax) + len(alarms.strict)], unit="", bar=0)]
