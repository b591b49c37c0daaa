"""The access rule of informants: how many a community has is for police and anti-drug offices."""

from fastapi import Request

from shared.agencies import KINDS, AgencyKind
from shared.http import problems
from shared.http.access_rules import AccessRule
from shared.http.operation import Call
from shared.http.problems import Problem
from shared.text import Text

MAY = (AgencyKind.ANTI_DRUG_OFFICE, AgencyKind.POLICE)


class _Informants(AccessRule):
    """A rule about who calls: a small number may say who it is made of."""

    async def check(self, request: Request, call: Call) -> None:
        """404 for a community of other regions; 403 for agencies of other kinds."""
        region = request.path_params.get("region")
        if region is not None and not call.caller.covers(region):
            raise problems.not_found()
        if call.caller.kind not in MAY:
            raise Problem(
                403,
                "not-entitled",
                Text(zh="本单位无权进行此项操作", en="Your agency is not entitled to this"),
                Text(
                    zh="信息员统计只供公安机关和禁毒办登记、查看；需要汇总数字请查看统计报表。",
                    en="Numbers of informants are entered and read by police and anti-drug offices"
                    " alone; reports have the totals.",
                ),
            )


INFORMANTS = _Informants(
    "informants",
    Text(
        zh="、".join(KINDS[kind].zh for kind in MAY) + "，且限本单位管辖的区划。",
        en="For these kinds of agencies, within the regions of the token and of the agency: "
        + ", ".join(KINDS[kind].en for kind in MAY)
        + ".",
    ),
)
