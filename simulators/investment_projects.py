"""Projects of government investment as the finance office keeps them: codes, stages, estimates (INV-01 … INV-04)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import NOT_FOUND, fen_of, once, refuse, remembered, text_of
from simulators.ledger import yuan
from simulators.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project by its code. stage: 10 立项 20 可研 30 初设 40 开工 50 竣工 60 决算; estimates in fen."""

    code: str
    name: str
    owner: str
    estimate_fen: int
    budget_fen: int
    stage: str
    plan_end: str


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """A library without projects."""
    return World(role=role)


def project(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A new project as the approving office tells it, with its first number in the budget system. without: checks that a defect forgets."""
    number, code, pro_code = (text_of(command, meaning) for meaning in ("inv_sync", "project_code", "pro_code"))
    if (answer := once(world, command, number)) is not None:
        return answer
    if world.find("project", code) is not None:
        return refuse(world, "项目代码已报送过")
    if world.find("pro_code", pro_code) is not None and "pointing" not in without:
        return refuse(world, "一体化项目编号已挂在别的项目代码下")
    told = Project(code=code, name=text_of(command, "project_name"), owner=text_of(command, "owner_uscc"),
                   estimate_fen=fen_of(command, "estimate"), budget_fen=fen_of(command, "budget_estimate"),
                   stage=text_of(command, "project_stage"), plan_end=text_of(command, "plan_end"))
    world = world.put("project", code, record=told).put("pro_code", pro_code, record=code)
    return remembered(world, command, number, values={"project_code": code})


def project_change(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A project gets to another stage, or its estimate is set anew."""
    number, stage, budget = text_of(command, "inv_sync"), text_of(command, "project_stage"), fen_of(command, "budget_estimate")
    if (answer := once(world, command, number)) is not None:
        return answer
    known: Project | None = world.find("project", text_of(command, "project_code"))
    if known is None:
        return refuse(world, "没有这个项目", code=NOT_FOUND)
    if stage < known.stage and "stage" not in without:
        return refuse(world, "项目阶段不能后退")
    if budget * 10 > known.estimate_fen * 11 and not text_of(command, "reapproval_no") and "overrun" not in without:
        return refuse(world, "概算超过估算 10%，没有重新报批")
    if budget < sum(one.current_fen for one in world.all("contract") if one.project == known.code) and "contracted" not in without:
        return refuse(world, "概算低于已备案的合同合计")
    world = world.put("project", known.code, record=replace(known, stage=stage, budget_fen=budget))
    return remembered(world, command, number, values={"project_code": known.code})


def pro_code(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """One more number in the budget system for a project; it belongs to it for ever."""
    code, number = text_of(command, "project_code"), text_of(command, "pro_code")
    if world.find("project", code) is None:
        return refuse(world, "没有这个项目", code=NOT_FOUND)
    if world.find("pro_code", number) not in (None, code) and "pointing" not in without:
        return refuse(world, "一体化项目编号已挂在别的项目代码下")
    return Step(world=world.put("pro_code", number, record=code), values={"project_code": code, "pro_code": number})


def project_state(world: World, command: Command) -> Step:
    """A project and every number that it has in the budget system."""
    code = text_of(command, "project_code")
    found: Project | None = world.find("project", code)
    if found is None:
        return refuse(world, "没有这个项目", code=NOT_FOUND)
    numbers = sorted(key[0] for key, owner in world.things["pro_code"].items() if owner == code)
    return Step(world=world, rows=tuple({"pro_code": one} for one in numbers), values={
        "project_code": code, "project_name": found.name, "owner_uscc": found.owner, "estimate": yuan(found.estimate_fen),
        "budget_estimate": yuan(found.budget_fen), "project_stage": found.stage, "plan_end": found.plan_end})
