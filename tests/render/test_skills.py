"""How a skill stands, in words."""

from __future__ import annotations

from datetime import date

import pytest

from svc.model.staff import Person, Skill
from svc.render.skills import covers_said, state_said
from svc.render.words import Words
from svc.rules.skills import SkillHeld

WANG = Person(id="wang", name="王强", roles=["technician"])


@pytest.mark.parametrize(
    ("left", "said"),
    [(None, "长期有效"), (0, "还剩 0 天"), (41, "还剩 41 天"), (-3, "已过期 3 天")],
)
def test_how_a_skill_stands(left: int | None, said: str) -> None:
    skill = Skill(covers="CR", since=date(2026, 1, 1))
    assert state_said(SkillHeld(person=WANG, skill=skill, days_left=left), Words("zh")) == said


def test_a_kind_of_work_is_called_so_and_a_model_stays() -> None:
    assert covers_said("installation", Words("zh")) == "安装调试"
    assert covers_said("CR-200", Words("zh")) == "CR-200"
