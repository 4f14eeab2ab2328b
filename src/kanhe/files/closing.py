"""What can be said of a file only when all of it was seen: its ends, totals, digest, name, delivery, and the rules about the whole."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.contract.explain import explain
from kanhe.files.findings import Findings, built_in
from kanhe.files.lines import LONGEST_LINE, Facts
from kanhe.files.naming import cell, numbered
from kanhe.files.places import Places
from kanhe.files.register import Memory
from kanhe.model.file import Cells, FileContract, FileRule
from kanhe.model.formula import Absent, Scene, Value


class Closing:
    """The last judgements. parts: name, header, trailer, total as far as they could be read."""

    def __init__(
        self, contract: FileContract, findings: Findings, places: Places, parts: Mapping[str, Cells], *, scene: Scene
    ) -> None:
        self.contract, self.findings, self.places, self.parts, self.scene = contract, findings, places, parts, scene
        self.layout = built_in(contract, "layout", contract.layout_rule)

    def facts(self, facts: Facts) -> None:
        """Byte order mark, line ends, the last line, an empty file."""
        self.findings.tried.add(self.layout)
        end, half = self.contract.line_end, "文件可能没写完就取走了"
        if facts.bom:
            self._say(f"文件以 BOM（{facts.bom.hex()}）开头", f"{self.contract.charset} 文件不带 BOM", (1, 0))
        if facts.wrong_ends:
            found, right = ("CRLF", "LF") if end == "LF" else ("LF", "CRLF")
            self._say(f"{facts.wrong_ends} 行以 {found} 结束，第一处在第 {facts.first_wrong[0]} 行", right, facts.first_wrong,
                      "多半经过了按文本方式传输或编辑")
        if facts.too_long[0]:
            self._say(f"一行超过 {LONGEST_LINE} 字节，没有再读下去", f"以 {end} 结束的行", facts.too_long, whole=True)
        if facts.blank[0]:
            self._say("末尾有空行", "最后一行之后没有空行", facts.blank)
        if facts.left_over:
            self._say(f"末尾多出 {facts.left_over} 字节，不足一条记录", f"每条 {self.contract.row.size_bytes} 字节", facts.last, half,
                      whole=True)
        framed = self.contract.header is not None or self.contract.trailer is not None
        if facts.size - len(facts.bom) <= 0:
            if framed:
                self._say("文件是空的（0 字节）", "没有业务的日子也有头尾记录", (0, -1), "空文件不等于没有业务，也不等于没有文件",
                          whole=True)
        elif not facts.ended and self.contract.end:
            self._say("最后一行没有行结束符", f"以 {end} 结束", facts.last, half, whole=True)
        elif self.contract.trailer is not None and "trailer" not in self.parts and not self._told("最后一行不是"):
            self._say("没有尾记录", "头记录和尾记录各一行", facts.last, half, whole=True)

    def _say(self, found: str, right: str, place: tuple[int, int], hint: str = "", *, whole: bool = False) -> None:
        line, offset = place
        self.findings.add(self.layout, found, right=right, hint=hint, line=line, column=min(line, 1), offset=offset, whole=whole)

    def _told(self, text: str) -> bool:
        return any(v.found.startswith(text) for v in self.findings.listed)

    def totals(self) -> None:
        """Every cell that repeats a total."""
        for total in self.contract.totals:
            if total.name not in self.parts["total"]:
                continue
            rule = built_in(self.contract, "totals", total.rule)
            right = self.parts["total"][total.name]
            for path in total.into:
                told = cell(self.parts, path)
                if told is None:
                    continue
                self.findings.tried.add(rule)
                if told != right and not (right is None and not told):
                    self._at(path, rule, f"{path} 写 {_text(told)}", right=f"明细{_TOTALS[total.of]} {_text(right)}")

    def digest(self, right: str) -> None:
        """The digest of the trailer."""
        digest = self.contract.digest
        told = cell(self.parts, digest.into) if digest is not None else None
        if digest is None or told is None:
            return
        rule = built_in(self.contract, "digest", digest.rule)
        self.findings.tried.add(rule)
        right = right.upper() if digest.case == "upper" else right
        if told != right:
            hint = "大小写与约定不同" if str(told).lower() == right.lower() else "内容在签出摘要后变过，或摘要的范围不同"
            self._at(digest.into, rule, f"{digest.into} 写 {told}", right=f"SM3 {right}", hint=hint)

    def name(self) -> None:
        """Name parts that the header says, too."""
        for part in self.contract.name.parts:
            here, there = self.parts["name"].get(part.field.path), cell(self.parts, part.same_as) if part.same_as else None
            if here is None or there is None:
                continue
            rule = built_in(self.contract, "name", self.contract.name.rule)
            self.findings.tried.add(rule)
            if here != there:
                self._at(part.same_as, rule, f"文件名写 {part.field.title} {here}，{part.same_as} 写 {there}", right="两处相同")

    def again(self, memory: Memory, digest: str) -> bool:
        """Whether the file was delivered before with the same bytes; the same number with other bytes is told."""
        if not self.contract.again:
            return False
        key = numbered(self.contract, self.parts)
        rule = built_in(self.contract, "again", self.contract.again_rule)
        before = memory.delivered.get(key)
        if before is None:
            return False
        self.findings.tried.add(rule)
        if before[0] == digest:
            return True
        self.findings.add(rule, f"批次 {' '.join(key)} 已收过 {before[1]}，内容不同", right=f"SM3 {before[0]}",
                          hint="更正须用新的批次号；这一份整份拒收", whole=True)
        return False

    def rules(self, former: Mapping[str, Cells]) -> None:
        """The rules about the whole file and about the file before it, given by its parts."""
        names = self.scene.names
        names.update(self.parts)
        for rule in self.contract.rules:
            if rule.on in ("file", "series") and rule.holds is not None:
                names["former"] = former
                self._judge(rule)

    def _judge(self, rule: FileRule) -> None:
        assert rule.holds is not None
        try:
            kept = bool(rule.holds(self.scene))
        except Absent:
            return
        self.findings.tried.add(rule.id)
        if not kept:
            path = next((p for p in sorted(rule.holds.paths) if p.startswith(("header.", "trailer."))), "")
            self._at(path, rule.id, explain(rule.holds, self.scene) or "不成立", right=rule.holds.text)

    def _at(self, path: str, rule: str, found: str, *, right: str, hint: str = "") -> None:
        line, column, offset = self.places.single(path)
        self.findings.add(rule, found, right=right, hint=hint, line=line, column=column, offset=offset, whole=True)


_TOTALS = {"count": "行数", "sum": "合计", "min": "最小", "max": "最大"}


def _text(value: Value) -> str:
    return "（无）" if value is None else format(value, "f") if hasattr(value, "quantize") else str(value)
