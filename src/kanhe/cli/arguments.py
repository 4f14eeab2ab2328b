"""Arguments of the command line: argparse whose mistakes are located Chinese problems, and the kinds of values that arguments have."""

from __future__ import annotations

import argparse
import difflib
import re
from typing import Any, NoReturn

from kanhe.errors import Position, Problem, UsageError

_NEEDS = re.compile(r"the following arguments are required: (.+)")
_UNKNOWN = re.compile(r"unrecognized arguments: (.+)")
_AT = re.compile(r"argument ([^:]+): (.+)", re.DOTALL)
_CHOICE = re.compile(r"invalid choice: '?([^']*)'? \(choose from (.+)\)")


class Parser(argparse.ArgumentParser):
    """argparse in Chinese. Raises UsageError instead of printing and leaving."""

    def __init__(self, *, prog: str | None = None, description: str | None = None, epilog: str | None = None) -> None:
        super().__init__(prog=prog, description=description, epilog=epilog, add_help=False, allow_abbrev=False,
                         formatter_class=_Formatter)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """An argument that nobody knows is the verb's mistake, not the whole program's."""
        found, rest = super().parse_known_args(args, namespace)
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        return found, rest

    def error(self, message: str) -> NoReturn:
        """Turn argparse's English into a problem."""
        raise UsageError(self._problem(message))

    def _problem(self, message: str) -> Problem:
        hint = f"{self.prog} --help"
        if found := _UNKNOWN.fullmatch(message):
            word = found[1].split()[0]
            near = difflib.get_close_matches(word.partition("=")[0], self._option_string_actions, 1)
            return Problem(Position(self.prog), f"不认识的参数 {found[1]}", self._names(), f"是不是想写 {near[0]}？" if near else hint)
        if found := _NEEDS.fullmatch(message):
            return Problem(Position(self.prog), f"缺少参数 {found[1].replace(', ', '、')}", "", hint)
        if found := _AT.fullmatch(message):
            name, what = found[1], found[2]
            if choice := _CHOICE.fullmatch(what):
                words = [w.strip("' ") for w in choice[2].split(",")]
                near = difflib.get_close_matches(choice[1], words, 1)
                return Problem(Position(self.prog), f"不认识的 {choice[1]}", "、".join(words), f"是不是想写 {near[0]}？" if near else hint)
            what = {"expected one argument": "后面缺少值", "expected at least one argument": "后面缺少值"}.get(what, what)
            what = re.sub(r"^not allowed with argument (\S+)$", r"不能和 \1 一起用；应为 其中一个", what)
            told, _, right = what.partition("；应为 ")
            return Problem(Position(name), told, right, hint)
        return Problem(Position(self.prog), message, "", hint)

    def _names(self) -> str:
        return "、".join(name for name in self._option_string_actions if name.startswith("--"))


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        """The heading in Chinese."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def seconds(text: str) -> float:
    """`30s`, `5m`, `90` -> seconds, at least 1."""
    found = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)(s|m|h)?", text, re.ASCII)
    value = float(found[1]) * {"m": 60, "h": 3600}.get(found[2] or "s", 1) if found else 0.0
    if value < 1:
        raise argparse.ArgumentTypeError(f"时间预算写作 {text}；应为 不少于 1 秒的时间，如 30s、5m、1h")
    return value


def seed(text: str) -> int:
    """A whole number from 0; the same one gives the same facts."""
    if not re.fullmatch(r"[0-9]{1,18}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"种子写作 {text}；应为 不超过 18 位的非负整数，如 20260101")
    return int(text)


def count(text: str) -> int:
    """How many: 0 to 999999."""
    if not re.fullmatch(r"[0-9]{1,6}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"个数写作 {text}；应为 不超过 6 位的非负整数")
    return int(text)


def number(text: str) -> int:
    """The number of a line: 0 to 999999999."""
    if not re.fullmatch(r"[0-9]{1,9}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"编号写作 {text}；应为 不超过 9 位的非负整数，如 120")
    return int(text)


def port(text: str) -> int:
    """0 (the system chooses) to 65535."""
    if not re.fullmatch(r"[0-9]{1,5}", text, re.ASCII) or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"端口写作 {text}；应为 0 到 65535 的整数，0 由系统选择")
    return int(text)
