"""Writing into a root so that it stays right: new files never over old ones, and all is taken back where lint has something to say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kanhe.contract.load import load
from kanhe.errors import ContractError, KanheError, Position, Problem, UsageError, reason
from kanhe.model.contract import Catalogue
from kanhe.run.lint.lint import lint

_PLAIN = re.compile(r"[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff，。、；（）.-]*")
_NULL = {"null", "~", "Null", "NULL"}


def scalar(text: str) -> str:
    """A text as YAML that reads back as the same text."""
    if _PLAIN.fullmatch(text) and text not in _NULL:
        return text
    return "'" + text.replace("'", "''") + "'"


def clean(root: Path) -> Catalogue:
    """The catalogue of a root that lint has nothing against; raises ContractError with what has to be mended first."""
    catalogue = load(root)
    wrong = [p for p in lint(catalogue) if not p.note]
    if wrong:
        raise ContractError(wrong)
    return catalogue


def fresh(path: Path, said: str) -> None:
    """Raises UsageError for a file that is there already."""
    if path.exists():
        raise UsageError(Problem(Position(said), f"{path} 已经存在", "还没有的名字",
                                 "不覆盖已有的文件：换一个名字，或直接改那个文件"))


def written(root: Path, files: Mapping[Path, bytes], retold: Callable[[Problem], Problem] = lambda problem: problem) -> None:
    """Write, then lint the root; takes all back and raises ContractError with the problems, `retold` for whoever typed the command."""
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    made: list[Path] = []
    try:
        for path, data in files.items():
            made += _folders(path.parent)
            path.write_bytes(data)
        wrong = _wrong(root)
        if wrong:
            raise ContractError(map(retold, wrong))
    except (OSError, KanheError) as error:
        _back(before, made)
        if isinstance(error, OSError):
            raise UsageError(Problem(Position(str(error.filename or root)), f"写不了：{reason(error)}", "可写的目录")) from None
        raise


def _wrong(root: Path) -> list[Problem]:
    try:
        return [p for p in lint(load(root)) if not p.note]
    except ContractError as error:
        return list(error.problems)


def _folders(folder: Path) -> list[Path]:
    """Make a folder and those around it; returns those that were not there, outermost first."""
    lacking = [f for f in (folder, *folder.parents) if not f.exists()][::-1]
    for one in lacking:
        one.mkdir()
    return lacking


def _back(before: Mapping[Path, bytes | None], made: Sequence[Path]) -> None:
    for path, data in before.items():
        if data is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(data)
    for folder in reversed(made):
        if not any(folder.iterdir()):
            folder.rmdir()


def fixtures_of(root: Path, folder: Path) -> Path:
    """The mirror of a folder of the root."""
    return root.resolve().parent / "fixtures" / folder.resolve().relative_to(root.resolve())


def told(paths: Sequence[Path], *then: str) -> int:
    """Say what was written and what to type next."""
    for path in paths:
        print(f"写了 {path}")
    for line in then:
        print(f"下一步: {line}")
    return 0
