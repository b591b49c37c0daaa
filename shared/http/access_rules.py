"""Access rules: what a call needs besides its action. Each route names the one it is held to.

A rule is checked before the body is read, and stands in the OpenAPI document as it is: its text
in the description, its members under ``x-waystation-access``.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import Request

from shared.text import Text

if TYPE_CHECKING:
    from shared.http.call import Call


@dataclass(frozen=True)
class AccessRule:
    """A rule by its stable name, in words. By itself it asks for nothing more than the action."""

    name: str
    text: Text

    def document(self) -> dict[str, Any]:
        """The members under ``x-waystation-access``."""
        return {"rule": self.name}

    async def check(self, request: Request, call: "Call") -> None:
        """Raise the Problem that a call is refused with; what is found stays in the request."""


BY_ACTION = AccessRule(
    "by_action",
    Text(zh="令牌具有该权限的单位均可使用。", en="Any agency whose token has the action."),
)
BY_REGION = AccessRule(
    "by_region",
    Text(
        zh="仅限本单位管辖的区划。",
        en="Within the regions of the token and of the agency.",
    ),
)
OWN = AccessRule(
    "own",
    Text(zh="仅限本单位自己登记的内容。", en="What the caller's own agency has written."),
)
EACH = AccessRule(
    "each",
    Text(
        zh="批量中的每条命令各按其自身接口的规则检查。",
        en="Each command of the batch is held to the rule of its own operation.",
    ),
)
SERVICES = AccessRule(
    "services",
    Text(
        zh="仅供驿站自身的服务使用，不向任何单位开放。",
        en="Waystation's own services; no agency.",
    ),
)
OPERATORS = AccessRule(
    "operators",
    Text(
        zh="供驿站运维人员使用，以令牌中的该权限为准；不应向其他单位签发。",
        en="Those who operate Waystation, by the action alone: issue it to nobody else.",
    ),
)
