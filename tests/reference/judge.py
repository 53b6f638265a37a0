"""Whether an answer is what its schema says: asked of every answer that a test reads."""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from svc.cli.answer_schemas import answers_schema
from svc.cli.answers.table import ANSWERS
from svc.render.words import Words


@cache
def schema(*kinds: str) -> Draft202012Validator:
    """What judges answers of these kinds; of any for none."""
    body = answers_schema(kinds or tuple(ANSWERS), Words("en"))
    Draft202012Validator.check_schema(body)
    return Draft202012Validator(body)


def fits(answer: Any, *kinds: str) -> None:
    """An AssertionError, with the places, if the schema says no."""
    faults = [
        f"{error.json_path}: {(best_match([error]) or error).message[:300]}"
        for error in schema(*kinds).iter_errors(answer)
    ]
    assert not faults, "\n".join(faults)
