"""Which rows of which file show what was done by messages (see contract/linkages.py)."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.contract.lookup import Layout
from kanhe.contract.reading import Reading, near
from kanhe.contract.yaml import Node
from kanhe.errors import those
from kanhe.model.file import FileContract
from kanhe.model.formula import Formula


def read_file(reading: Reading, node: Node, files: Mapping[str, FileContract]) -> FileContract | None:
    """`file:`, a file contract whose rows can be matched."""
    body = node.get("file")
    name, at = reading.text(body, "file", node.at), (body or node).at
    found = files.get(name)
    if found is None:
        if name and not reading.partial:
            reading.blame(at, f"没有文件契约 {name}", those(files, name), near(name, files))
        return None
    if not found.matching.key or not found.matching.amount:
        reading.blame(at, f"文件契约 {name} 没有说按哪些列对、金额是哪一列", "matching: {key: […], amount: …}", f"写在 {name} 里")
        return None
    return found


def read_key(reading: Reading, node: Node, file: FileContract, layout: Layout) -> dict[str, Formula]:
    """`key:`, what the columns say that tell such rows from others."""
    body = node.get("key")
    if body is None or body.null or body.pairs == {}:
        reading.blame((body or node).at, "key 没有说凭哪些列认出这样的行", "列: 公式", f"如 key: {{{file.matching.key[0]}: 公式}}")
    return read_row(reading, node, file, layout, "key")


def read_row(reading: Reading, node: Node, file: FileContract, layout: Layout, word: str = "values") -> dict[str, Formula]:
    """What columns of the row say, by `key:` or `values:`."""
    told = reading.mapping(node.get(word), word)
    columns = {c.name for c in file.row.columns}
    for name, body in told.items():
        if name not in columns:
            reading.blame(body.at, f"{file.id} 的明细没有列 {name}", "、".join(sorted(columns)), near(name, columns))
    found = {name: reading.formula(body, layout) for name, body in told.items() if name in columns}
    return {name: one for name, one in found.items() if one is not None}
