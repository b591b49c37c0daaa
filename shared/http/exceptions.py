"""Exceptions of the framework and of the database driver, as problems."""

import asyncpg
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from shared.database import DatabaseAway
from shared.http.problems import (
    Problem,
    from_validation,
    internal_error,
    malformed_json,
    method_not_allowed,
    not_found,
    unavailable,
)

_AWAY = (
    DatabaseAway,
    ConnectionError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
)
_UNSTORABLE = (asyncpg.UntranslatableCharacterError, asyncpg.CharacterNotInRepertoireError)


def problem_from(error: Exception) -> Problem | None:
    """The problem that an exception stands for; None when it is a fault of ours."""
    match error:
        case Problem():
            return error
        case RequestValidationError():
            return from_validation(error.errors())
        case HTTPException():
            return _from_http(error)
        case asyncpg.InterfaceError() if "clos" in str(error):
            return unavailable()
    if isinstance(error, _AWAY):
        return unavailable()
    if isinstance(error, _UNSTORABLE):
        return malformed_json()
    return None


def _from_http(error: HTTPException) -> Problem:
    if error.status_code == 404:
        return not_found()
    if error.status_code == 405:
        problem = method_not_allowed()
    elif error.status_code >= 500:
        problem = internal_error()
    else:
        problem = malformed_json()
        problem.status = error.status_code
    problem.headers = error.headers or {}
    return problem
