"""How a query parameter is refused."""

from shared.http import problems
from shared.http.field_errors import FieldError
from shared.http.problems import Problem
from shared.text import Text


def refuse(parameter: str, reason: str, detail: Text) -> Problem:
    """The 422 problem for a parameter."""
    return problems.invalid([FieldError(reason, detail, parameter=parameter)])
