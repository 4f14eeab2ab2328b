"""Blocks as columns: many lines cut together are cut as each line alone."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kanhe.files.lines import Block
from kanhe.files.table import tabulate
from kanhe.model.file import FileContract
from tests.files.bank import DEPOSIT, contract

SIZE = contract(DEPOSIT).row.size_bytes
CELLS = st.one_of(st.text("0123456789A .-", max_size=9).map(str.encode), st.text("汉珅昞镕€", max_size=6).map(lambda t: t.encode("gb18030")),
                  st.binary(max_size=4))


def line(contract_: FileContract, cells: list[bytes]) -> bytes:
    """One record of these cells, cut or filled to their widths."""
    return b"".join(cell[: c.width].ljust(c.width) for c, cell in zip(contract_.row.columns, cells, strict=True))


LINES = st.lists(CELLS, min_size=20, max_size=20).map(lambda cells: line(contract(DEPOSIT), cells))


@given(st.lists(LINES, min_size=1, max_size=6), st.sampled_from(["GBK", "GB18030", "UTF-8"]), st.booleans())
def test_a_block_is_cut_as_its_lines_are(lines: list[bytes], charset: str, ended: bool) -> None:
    """The same cells of the same lines, and the same lines told as wrong, in whatever charset, with and without line ends."""
    one = replace(contract(DEPOSIT), charset=charset, line_end="LF" if ended else "none")
    lines = [part.replace(b"\n", b" ") for part in lines] if ended else lines
    wrong, alone, kept = list[int](), list[tuple[str, ...]](), list[int]()
    whole = tabulate(Block(part="row", lines=lines, first=1, offset=0, data=b""), one.row, one, lambda index, *_, **__: wrong.append(index))
    told = list[int]()
    for index, part in enumerate(lines):
        block = Block(part="row", lines=[part], first=1, offset=0, data=b"")
        table = tabulate(block, one.row, one, lambda *_, index=index, **__: told.append(index))
        alone += zip(*table.columns, strict=True)
        kept += [index for _ in table.lines]
    assert alone == list(zip(*whole.columns, strict=True)) and kept == list(whole.lines) and told == wrong
