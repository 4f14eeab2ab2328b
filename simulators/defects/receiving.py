"""What receivers of files overlook: shared by the defects that take what they should refuse."""

from __future__ import annotations

from kanhe.files.findings import FileReport


def overlooked(report: FileReport, takes: bool, rule: str, *words: str) -> bool:
    """Whether a file is taken by one who does not see what breaks this rule. words: of the violations that he does not see, none: all."""
    seen = [v for v in report.violations if words and not any(word in v.found for word in words)]
    return takes or (set(report.counts) == {rule} and not seen)
