"""#63: the roster does not look at the mark of deletion, so the deleted are paid for ever."""

from __future__ import annotations

from dataclasses import replace

from simulators.defects.roster import seeing

NUMBER = 63
TITLE = "已删除的人以后各月仍在统发名册"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-07A",)

behave = seeing(lambda person: replace(person, deleted_mark="2") if person.deleted else person)
