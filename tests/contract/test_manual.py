"""The worked example of the manual is what a newcomer copies: it lints as it stands."""

from __future__ import annotations

import re
from pathlib import Path

from tests.contract.roots import problems

MANUAL = Path(__file__).resolve().parents[2] / "docs/contract-language.md"


def test_the_json_bank_of_the_manual_lints(tmp_path: Path) -> None:
    """The files of `A JSON bank in ten minutes`, copied as they are, leave nothing to say, not even a note."""
    chapter = MANUAL.read_text("utf-8").partition("## A JSON bank in ten minutes")[2].partition("\n## ")[0]
    files = re.findall(r"```yaml\n# contracts/([a-z_/]+\.yaml):[^\n]*\n(.*?)```", chapter, re.DOTALL)
    assert [name for name, _ in files] == ["vocabulary.yaml", "saltmarsh/party.yaml", "saltmarsh/deposit.yaml"]
    for name, text in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert [] == problems(tmp_path)
