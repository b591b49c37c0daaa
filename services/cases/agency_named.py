"""An agency that a caller names in a body: it must be in the register, of a fitting kind, there."""

from collections.abc import Collection

from services.cases.context import Context
from shared.agencies import KINDS, AgencyKind
from shared.http import problems
from shared.http.field_errors import FieldError
from shared.text import Text


def check_agency(
    context: Context, agency_id: str, kinds: Collection[AgencyKind], region: str, field: str
) -> None:
    """Refuse (422) an agency that is not valid today, of none of the kinds, or not of the region.

    The three are named in one sentence: the register is no secret, and no list of its own either.
    """
    agency = context.agencies.present().find(agency_id)
    if (
        agency is not None
        and agency.holds(context.handler.today())
        and agency.kind in kinds
        and region.startswith(agency.regions)
    ):
        return
    zh = "、".join(KINDS[kind].zh for kind in sorted(kinds))
    en = ", ".join(KINDS[kind].en for kind in sorted(kinds))
    raise problems.invalid(
        [
            FieldError(
                "unknown_agency",
                Text(
                    zh=f"该区划内没有此单位；应为登记表中管辖该区划的单位，类别须为：{zh}。",
                    en="No such agency serves the case's region; name one of the register that"
                    f" does, of these kinds: {en}.",
                ),
                pointer=f"/{field}",
            )
        ]
    )
