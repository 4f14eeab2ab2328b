"""`kanhe new rule`: one entry under `rules:` of a contract, with the pair that lint executes."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kanhe.cli.new.writing import clean, scalar, told, written
from kanhe.cli.paths import contracts_root
from kanhe.contract.yaml import read_yaml
from kanhe.errors import Position, Problem, UsageError
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.file import FileContract

ID = re.compile(r"[A-Z]{2,8}-[0-9]{1,4}[A-Z]?")
WHERE = {True: ("request", "reply", "state"), False: ("row", "file", "series")}
_LINE = re.compile(r"^ *(?:- )?(id|says|level|on|holds|accepts|refuses|source):")


def run(args: argparse.Namespace) -> int:
    """Append the rule and lint."""
    root = contracts_root(args.root)
    catalogue = clean(root)
    contract = _contract(catalogue, args.contract)
    _id(catalogue, args.id)
    where, message = args.on or WHERE[isinstance(contract, Contract)][0], isinstance(contract, Contract)
    if where not in WHERE[message]:
        raise UsageError(Problem(Position("--on"), f"{'报文' if message else '文件'}的约定没有 on: {where}", "、".join(WHERE[message]),
                                 _near(where, WHERE[message])))
    path = root / contract.at.file
    text = path.read_bytes().decode("utf-8")
    entry = _entry(args, contract, where)
    line = _place(text, path, contract.at.file)
    lines = text.splitlines(keepends=True)
    start, added = _inserted(lines, line, entry)
    written(root, {path: "".join(lines).encode()}, lambda problem: _retold(problem, contract.at.file, start, added))
    then = f"kanhe verify --only {contract.id}" if message else f"kanhe file check 文件 --contract {contract.id}"
    return told([path], "看一看中文说法和例，再跑 kanhe lint", then)


def _near(word: str, words: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, list(words), 1)
    return f"是不是想写 {near[0]}？" if near else ""


def _contract(catalogue: Catalogue, said: str) -> Contract | FileContract:
    known: dict[str, Contract | FileContract] = {**catalogue.contracts, **catalogue.files}
    if said not in known:
        raise UsageError(Problem(Position("--contract"), f"没有契约 {said}", "契约的编号 族名.接口名",
                                 _near(said, list(known)) or "kanhe catalogue --brief 列出全部"))
    return known[said]


def _id(catalogue: Catalogue, said: str) -> None:
    if not ID.fullmatch(said):
        raise UsageError(Problem(Position("ID"), f"约定编号写作 {said}", "大写系统代码、短横、数字，可以再加一个大写字母",
                                 "例如 LAND-31、LAND-31A"))
    rules = [r for c in (*catalogue.contracts.values(), *catalogue.files.values(), *catalogue.flows.values()) for r in c.rules]
    taken = next((r for r in rules if r.id == said), None)
    if taken is not None:
        stem = said.partition("-")[0]
        free = max((int(m[1]) for r in rules if (m := re.fullmatch(rf"{stem}-([0-9]+)[A-Z]*", r.id))), default=0) + 1
        raise UsageError(Problem(Position("ID"), f"编号 {said} 已经用在 {taken.at}：{taken.says}", "没有用过的编号",
                                 f"例如 {stem}-{free:02d}"))


def _entry(args: argparse.Namespace, contract: Contract | FileContract, where: str) -> list[str]:
    """The lines of the rule, without indent."""
    accepts, refuses = (_patch(name, getattr(args, name)) for name in ("accepts", "refuses"))
    holds, says = args.holds, args.says
    if not holds:
        if refuses or accepts or where not in ("request", "row"):
            raise UsageError(Problem(Position("--holds"), "写了例或 --on，却没有写条件", "--holds '条件'",
                                     "例如 --holds 'request.body.Amount > 0'"))
        path, title = _needed(contract)
        side = "request" if isinstance(contract, Contract) else "row"
        holds = f"present({side}.{path})"
        refuses = {f"{side}.{path}" if side == "request" else f"row.0.{path}": "~"}
        says = says or f"{title}必填（示例，请改成真正的约定）"
    elif not says:
        raise UsageError(Problem(Position("--says"), "没有写约定的中文说法", "--says '金额大于零'"))
    elif not refuses:
        raise UsageError(Problem(Position("--refuses"), "没有不合规的例", "--refuses '路径=值'，是合规的例的最近邻",
                                 "没有例的约定不知道自己会不会失败"))
    source = f"{{{f'clause: {scalar(args.clause)}, ' if args.clause else ''}grade: {args.grade}}}"
    return [f"- id: {args.id}", f"  says: {scalar(says)}", *([f"  level: {args.level}"] if args.level != "must" else []),
            f"  on: {where}", f"  source: {source}", f"  holds: {_quoted(holds)}",
            f"  accepts: {_flow(accepts)}", f"  refuses: {_flow(refuses)}"]


def _needed(contract: Contract | FileContract) -> tuple[str, str]:
    """(path, title) of a field that must be there and stands in no list."""
    fields = contract.request if isinstance(contract, Contract) else [c.field for c in contract.row.columns]
    own = [f for f in fields if f.required and "[]" not in f.path and f.constant is None]
    if not own:
        raise UsageError(Problem(Position("--holds"), f"{contract.id} 没有可以举例的必填字段", "--holds '条件'"))
    return own[-1].path, own[-1].title


def _patch(name: str, said: Sequence[str]) -> dict[str, str]:
    found = {}
    for one in said:
        path, sign, value = one.partition("=")
        if not sign or not re.fullmatch(r"[A-Za-z@_][\w.@-]*", path.strip()):
            raise UsageError(Problem(Position(f"--{name}"), f"例写作 {one}", "路径=值，如 request.body.InAmount=0.00；值写 ~ 是去掉"))
        found[path.strip()] = value.strip()
    return found


def _flow(patch: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{path}: {value if value == '~' else _quoted(value)}" for path, value in patch.items()) + "}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _place(text: str, path: Path, file: str) -> int:
    """The line before which the rule goes (from 1); negative where `rules:` has to be written too."""
    node, _ = read_yaml(path, file)
    pairs = node.pairs if node is not None and node.pairs is not None else {}
    keys = node.keys if node is not None else {}
    after = sorted(p.line for name, p in keys.items() if "rules" in keys and p.line > keys["rules"].line)
    lines = text.splitlines()
    if "rules" in pairs:
        at = keys["rules"]
        if lines[at.line - 1].split("rules:", 1)[1].split("#")[0].strip():
            raise UsageError(Problem(Position(file, at.line, at.column), "rules 写在一行里", "rules: 之下一条一行，每条以 - 开头",
                                     "先把它改成一条一行，再加新的"))
        end = after[0] if after else len(lines) + 1
        while end - 2 > at.line - 1 and (not lines[end - 2].strip() or lines[end - 2].startswith("#")):
            end -= 1
        return end
    before = [keys[name].line for name in ("schema", "specimen") if name in keys]
    return -(min(before) if before else len(lines) + 1)


def _inserted(lines: list[str], line: int, entry: Sequence[str]) -> tuple[int, list[str]]:
    """Put the entry into the lines; (its first line from 1, the lines as they stand there)."""
    indent = next((found[1] for text in lines if (found := re.match(r"( *)- \{?id: ", text))), "  ")
    added = [f"{indent}{text}\n" for text in entry]
    if line < 0:
        added = ["rules:\n", *added]
    at = abs(line) - 1
    if at >= len(lines) and lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    lines[at:at] = added
    return abs(line), added


def _retold(problem: Problem, file: str, start: int, added: Sequence[str]) -> Problem:
    """A problem in the lines that were added, at the argument from which they were made."""
    number = problem.at.line - start
    if problem.at.file == file and number >= len(added):  # further down, as it stands without the rule
        return replace(problem, at=replace(problem.at, line=problem.at.line - len(added)))
    if problem.at.file != file or number < 0:
        return problem
    named = _LINE.match(added[number])
    word = named[1] if named else "id"
    if word == "id":
        return replace(problem, at=Position("ID"))
    value = added[number].index(":") + 3  # behind `: '`, from 1 that is one more
    column = problem.at.column - value if word == "holds" else 0
    return replace(problem, at=Position(f"--{word}", 1, column) if column > 0 else Position(f"--{word}"))
