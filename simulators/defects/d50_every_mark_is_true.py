"""#50: is_deleted is 2 for 'not deleted'; a truthiness test takes everybody for deleted."""

from __future__ import annotations

from dataclasses import replace

from simulators.defects.roster import seeing

NUMBER = 50
TITLE = "删除标志按真假值判断，2（未删除）也当成已删除"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-07A",)

behave = seeing(lambda person: replace(person, deleted_mark="1") if person.deleted_mark else person)
