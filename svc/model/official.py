"""The notices in which the State Council orders the holidays and make-up days (调休) of a year."""

from __future__ import annotations

# By the year they are for. A year without a number here is cited by its title alone.
_NUMBERS = {
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}


def notice_for(year: int) -> str:
    """Title and, where it is known, number of the year's notice."""
    title = f"国务院办公厅关于{year}年部分节假日安排的通知"
    number = _NUMBERS.get(year)
    return f"{title}（{number}）" if number else title
