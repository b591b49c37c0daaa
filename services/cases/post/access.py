"""The access rule of who enters a post that was bought."""

from fastapi import Request

from services.cases.access_table import BUYS_POSTS
from services.cases.refused_access import buys_no_posts
from shared.agencies import KINDS
from shared.http.access_rules import AccessRule
from shared.http.operation import Call
from shared.text import Text


class _BuysPosts(AccessRule):
    async def check(self, request: Request, call: Call) -> None:
        if call.caller.kind not in BUYS_POSTS:
            raise buys_no_posts()


BUYS = _BuysPosts(
    "buys_posts",
    Text(
        zh="、".join(KINDS[kind].zh for kind in sorted(BUYS_POSTS)) + "可以登记所购买的岗位。",
        en="May enter posts that it buys: "
        + ", ".join(KINDS[kind].en for kind in sorted(BUYS_POSTS))
        + ".",
    ),
)
