"""`kanhe file make`: the files of some days from simulated books, handed over as the contract says; with known breaks if asked for."""

from __future__ import annotations

import argparse
import csv
import io
import itertools
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from kanhe.cli.file_check import contract_named
from kanhe.cli.paths import around, contracts_root
from kanhe.contract.functions import add_days
from kanhe.contract.reading import near
from kanhe.errors import Position, Problem, UsageError, reason
from kanhe.files.cells import cell_text
from kanhe.files.faults.all import fitting
from kanhe.files.faults.fault import DUTY_TEXTS
from kanhe.model.contract import Catalogue
from kanhe.model.file import Cells, FileContract
from kanhe.run.consignment import days_of_plan, spoiled_by
from kanhe.run.files import contracts_of, pen_of
from kanhe.simulate.breaks import Break, answer_sheet, parse_breaks, plant
from kanhe.simulate.defects import behaviour_module, load_defect, started
from kanhe.simulate.filing import Delivery, business, delivered, sheet_of
from kanhe.transport.depot import deliver, leave
from kanhe.transport.folder import Folder

BOOKS, ANSWERS = "ledger.csv", "answers.json"


def run(args: argparse.Namespace) -> int:
    """Write the files; with breaks, also what our books say (ledger.csv) and the sealed answers (answers.json)."""
    catalogue = around(contracts_root(args.root), args.contract)
    contract = contract_named(catalogue, args.contract)
    if args.fault:
        return _spoiled(args, catalogue, contract)
    if not contract.behaviour or not contract.party.behaves:
        raise UsageError(Problem(Position("--contract"), f"{contract.id} 没有模拟的账", "契约里的 behaviour 和 party.yaml 里的 behaves"))
    defect = _defect(catalogue, contract, args.defect) if args.defect else None
    wanted = parse_breaks(args.seed_breaks)
    days = [(day, 100 if args.rows is None else args.rows) for day in _due(contract, args.date, max(args.days, 1))]
    module = behaviour_module(contract.party.behaves)
    sheets = [(day, sheet_of(contract, filing)) for day, world in business(contract, module, days, args.seed)
              for filing in getattr(module, contract.behaviour)(world, day)]
    planted = plant(contract, [sheet for _, sheet in sheets], wanted, args.seed) if args.seed_breaks else None
    files = [delivered(contract, sheet, day, pen_of(defect)) for day, sheet in sheets]
    if defect is not None and hasattr(defect, "file_deliveries"):
        files = list(defect.file_deliveries(contract, files))
    folder = _folder(args.out)
    for file in files:
        deliver(folder, contract.arrival, file.name, [file.data])
        print(f"{file.name}  {len(file.sheet.rows)} 行  {len(file.data)} 字节")
    if planted is not None:
        _with_answers(folder, contract, *planted, files, seed=args.seed)
    return 0


def _spoiled(args: argparse.Namespace, catalogue: Catalogue, contract: FileContract) -> int:
    """One file that must not be booked, as `kanhe verify` hands it to a receiver."""
    faults = {one.name: one for one in fitting(contract)}
    for name, said in (("--rows", args.rows is not None), ("--seed-breaks", args.seed_breaks), ("--defect", args.defect)):
        if said:
            raise UsageError(Problem(Position(name), f"--fault 和 {name} 不能一起用", "其中一个"))
    if args.fault not in faults:
        raise UsageError(Problem(Position("--fault"), f"{contract.id} 没有故障 {args.fault}", "、".join(faults), near(args.fault, faults)))
    fault = faults[args.fault]
    days = days_of_plan(contract, args.date, max(args.days, 1))
    made = spoiled_by(catalogue, contract, fault.name, seed=args.seed, days=days)
    if made is None:
        raise UsageError(Problem(Position("--fault"), f"{contract.id} 造不出只坏在 {fault.promise} 的文件", "换一个 --date 或 --seed",
                                 "契约要有 matching，且有模拟的账或样例文件"))
    (deliver if made.ready else leave)(_folder(args.out), contract.arrival, made.name, [made.data])
    first = "先收下按约定的那一份（--fault same_again 做出的就是），再送这一份；" if fault.fault.after else ""
    print(f"{made.name}  {sum(made.tells.values())} 行  {len(made.data)} 字节  {fault.fault.title}（{fault.promise}）  "
          f"收方：{first}{DUTY_TEXTS[fault.fault.duty]}")
    return 0


def _due(contract: FileContract, first: str, count: int) -> list[str]:
    """So many days about which a file is due, from the first one on."""
    days = map(partial(add_days, first), itertools.count())
    return list(itertools.islice(filter(contract.series.due_on, days), count))


def _defect(catalogue: Catalogue, contract: FileContract, name: str) -> Any:
    module = load_defect(name)
    if contract not in contracts_of(catalogue, module):
        raise UsageError(Problem(Position("--defect"), f"{name} 不是写 {contract.id} 的缺陷", f"FAMILY 为 {contract.party.family} 的缺陷",
                                 "kanhe defects 列出全部"))
    return started(module)


def _folder(said: str) -> Folder:
    path = Path(said)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(Problem(Position("--out"), f"建不了目录 {said}：{reason(error)}", "可写的目录")) from None
    return Folder(path)


def _with_answers(
    folder: Folder, contract: FileContract, books: Sequence[Cells], answers: Sequence[Break], files: Sequence[Delivery], *, seed: int
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    columns = [c for c in contract.row.columns if c.field.constant is None]
    writer.writerow([c.name for c in columns])
    writer.writerows([cell_text(c, row.get(c.name)) for c in columns] for row in books)
    folder.write(BOOKS, [text.getvalue().encode()])
    sheet_of_answers = answer_sheet(contract, answers, seed, {f.name: f.data for f in files})
    folder.write(ANSWERS, [(json.dumps(sheet_of_answers, ensure_ascii=False, indent=1) + "\n").encode()])
    print(f"{BOOKS}  我方账 {len(books)} 行")
    print(f"{ANSWERS}  植入 {len(answers)} 处，封印 SM3 {sheet_of_answers['seal']}")
