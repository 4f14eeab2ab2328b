"""#42 (public dictionary): 退休 has the codes 2 and 4; only 2 is taken for retired, so who has 4 is paid on."""

from __future__ import annotations

from dataclasses import replace

from simulators.defects.roster import seeing

NUMBER = 42
TITLE = "“退休”有 2、4 两个代码，只把 2 当退休，4 仍发工资"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-07A",)

behave = seeing(lambda person: replace(person, person_status="1") if person.person_status == "4" else person)
