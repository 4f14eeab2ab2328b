"""`kanhe generate`: messages from any schema file: valid ones, or ones that break one named constraint each, with a label beside each."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import Any

from kanhe.contract.openapi import typed
from kanhe.contract.yaml import read_yaml
from kanhe.errors import ContractError, HarnessError, Position, Problem, UsageError, reason
from kanhe.schema.choices import Seeded
from kanhe.schema.generator import Generator
from kanhe.schema.json.generate import read_schema as read_json
from kanhe.schema.json.judge import Pointer
from kanhe.schema.json.located import read_located
from kanhe.schema.json.source import Source, target_of
from kanhe.schema.obligation import Obligation
from kanhe.schema.profile import LEAN, RICH, SMALLEST, Profile
from kanhe.schema.xsd.generate import read_schema as read_xsd

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
    if path.suffix.lower() == ".json":
        return _of_data(args, *read_located(_text(path, args.file), args.file))
    if path.suffix.lower() in (".yaml", ".yml"):
        return _of_data(args, *_yaml(path, args.file))
    return read_xsd(path, args.file, element=args.element, charset=args.charset)


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ContractError([Problem(Position(name), f"第 {error.start} 字节不是 UTF-8", "UTF-8 文本", "用 UTF-8 另存")]) from None


def _yaml(path: Path, name: str) -> tuple[Any, Callable[[Pointer], Position]]:
    node, problems = read_yaml(path, name)
    if node is None or problems:
        raise ContractError(problems)

    def at(pointer: Pointer) -> Position:
        here = node
        for part in pointer:
            items = here.items or []
            below = (here.pairs or {}).get(part) or (items[int(part)] if part.isdigit() and int(part) < len(items) else None)
            if below is None:
                break
            here = below
        return here.at

    return typed(node), at


def _of_data(args: argparse.Namespace, data: Any, at: Callable[[Pointer], Position]) -> Generator:
    return read_json(Source(data, target_of(data, args.element, at), at), charset=args.charset)


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
