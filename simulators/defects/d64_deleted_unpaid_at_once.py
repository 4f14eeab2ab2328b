"""#64: a deleted person is off the roster in the very month of the deletion."""

from __future__ import annotations

from simulators.defects.roster import seeing

NUMBER = 64
TITLE = "删除当月就不再发工资"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-07A",)

behave = seeing(lambda person: None if person.deleted else person)
