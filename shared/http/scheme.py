"""Whether a caller came by TLS, as the one nearest to the caller says."""

from starlette.types import Scope


def came_by_https(scope: Scope) -> bool:
    """Whether the caller used TLS, with this process or with a proxy in front of it."""
    for name, value in scope["headers"]:
        if name == b"x-forwarded-proto":
            return bool(value.partition(b",")[0].strip().lower() == b"https")
    return bool(scope["scheme"] == "https")
