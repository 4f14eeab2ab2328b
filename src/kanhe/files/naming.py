"""The name of a file: its parts read and written."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.contract.leaf import BadLeaf, read, write
from kanhe.model.file import Cells, FileContract, FileName
from kanhe.model.formula import Value


def parts_of(contract: FileContract, name: str) -> tuple[dict[str, Value], str]:
    """(the typed parts of a name, what is wrong with it: '' where nothing is)."""
    match = contract.name.match.fullmatch(name)
    if match is None:
        return {}, f"文件名 {name[:80]}"
    found: dict[str, Value] = {}
    for part in contract.name.parts:
        text = match[part.field.path]
        try:
            found[part.field.path] = read(part.field.type, text, contract.charset)
        except BadLeaf as bad:
            return found, f"文件名 {name[:80]} 的 {part.field.title} {bad.found}"
    return found, ""


def name_of(name: FileName, parts: Mapping[str, Value]) -> str:
    """The name that these parts make."""
    text = name.pattern
    for part in name.parts:
        text = text.replace(f"{{{part.field.path}}}", str(write(part.field.type, parts[part.field.path])))
    return text


def numbered(contract: FileContract, parts: Mapping[str, Cells]) -> tuple[str, ...]:
    """The number of a delivery: the cells of `again` as texts."""
    return tuple(str(cell(parts, path)) for path in contract.again)


def cell(parts: Mapping[str, Cells], path: str) -> Value:
    """A cell by `part.name`, None where it is not there."""
    part, _, name = path.partition(".")
    return parts.get(part, {}).get(name)
