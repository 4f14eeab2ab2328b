"""`kanhe generate`: messages from any schema file: valid ones, or ones that break one named constraint each, with a label beside each."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from random import Random

from kanhe.cases.shapes import read_shape
from kanhe.errors import ContractError, HarnessError, Position, Problem, UsageError, reason
from kanhe.schema.choices import Seeded
from kanhe.schema.generator import Generator
from kanhe.schema.obligation import Obligation
from kanhe.schema.profile import LEAN, RICH, SMALLEST, Profile

Message = tuple[bytes, Obligation | None]
"""A message and what it breaks; None for a valid one."""


def run(args: argparse.Namespace) -> int:
    """Write the messages into a folder. They may be fewer than asked for where a schema has few constraints; that is said."""
    schema = _read(args)
    problems = schema.problems()
    if problems:
        raise ContractError(problems)
    folder = _folder(args.out)
    profile = RICH if args.rich else LEAN
    messages = _invalid(schema, args.seed, profile) if args.invalid else _valid(schema, args.seed, profile)
    count = _write(folder, schema, islice(messages, args.n))
    few = "；这份模式没有更多可以单独违反的约束" if count < args.n else ""
    print(f"{'越界' if args.invalid else '有效'}报文 {count} 份，写在 {folder}（种子 {args.seed}）{few}")
    return 0


def _read(args: argparse.Namespace) -> Generator:
    path = Path(args.file)
    if not path.is_file():
        raise UsageError(Problem(Position(args.file), "没有这个文件", "XSD、JSON Schema 或 OpenAPI 3.1 文件",
                                 "kanhe generate 模式.xsd --out 目录"))
    return read_shape(path, args.file, element=args.element, charset=args.charset)


def _folder(said: str) -> Path:
    folder = Path(said)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(Problem(Position("--out"), f"建不了目录 {said}：{reason(error)}", "可写的目录")) from None
    return folder


def _valid(schema: Generator, seed: int, profile: Profile) -> Iterator[Message]:
    choices = Seeded(seed)
    while True:
        yield schema.document(choices, profile), None


def _invalid(schema: Generator, seed: int, profile: Profile) -> Iterator[Message]:
    """First every obligation once, in an order of the seed, in the smallest message; then again and again, in larger ones."""
    cases = [case for case in schema.obligations() if not case.obligation.valid]
    Random(seed).shuffle(cases)  # noqa: S311 - test data, not secrets
    for turn in count() if cases else ():
        made = 0
        for number, case in enumerate(cases):
            sent = schema.message(case, Seeded(f"{seed} {turn} {number}"), profile if turn else SMALLEST)
            if sent.message is not None:
                made += 1
                yield sent.message, sent.obligation
        if not made:
            return


def _write(folder: Path, schema: Generator, messages: Iterator[Message]) -> int:
    """Each message is judged once more before it is written: what the validator sees otherwise than we do is our fault, and told."""
    written = 0
    for message, obligation in messages:
        written += 1
        if schema.admits(message) != (obligation is None):
            raise HarnessError(f"第 {written} 份报文，校验器的看法与我们不同：{obligation or '应有效'}（同一种子可以重现，请报告问题）")
        try:
            (folder / f"{written:04d}{schema.suffix}").write_bytes(message)
            if obligation is not None:
                text = f"path: {obligation.path}\nconstraint: {obligation.constraint}\nat: {obligation.at}\n"
                (folder / f"{written:04d}.label").write_text(text, encoding="utf-8")
        except OSError as error:
            raise UsageError(Problem(Position("--out"), f"写不了 {folder}：{reason(error)}", "可写的目录")) from None
    return written
