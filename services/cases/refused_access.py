"""Why a part in a case is not enough for what is asked, in both languages."""

from services.cases.access_table import BUYS_POSTS, KNOWN_AFTER_DUE
from shared.agencies import KINDS
from shared.http.field_errors import FieldError
from shared.http.problems import Problem
from shared.text import Text


def not_entitled() -> Problem:
    """403: the caller has a part in the case, which does not go as far as this."""
    return Problem(
        403,
        "not-entitled",
        Text(zh="本单位无权进行此项操作", en="Your agency is not entitled to this"),
        Text(
            zh="按本单位的类别和与该档案的关系，不能查看或登记这部分内容；见接口文档中的权限表。",
            en="What your agency is, and is to this case, does not go as far; the table of rights"
            " is in the documentation (docs/access.md).",
        ),
    )


def buys_no_posts() -> Problem:
    """403: the caller's kind of agency buys no posts."""
    return Problem(
        403,
        "buys-no-posts",
        Text(zh="本单位不购买岗位", en="Your agency buys no posts"),
        Text(
            zh="岗位由" + "、".join(KINDS[kind].zh for kind in sorted(BUYS_POSTS)) + "购买并登记；"
            "承接单位请由购买单位登记岗位，再派人到岗。",
            en="Posts are bought and entered by: "
            + ", ".join(KINDS[kind].en for kind in sorted(BUYS_POSTS))
            + ". Have the agency that bought the post enter it; its provider fills it then.",
        ),
    )


def keeps_nothing_here() -> Problem:
    """403: the shop and the relief box of a workstation are kept by others."""
    return Problem(
        403,
        "not-kept-by-you",
        Text(
            zh="本单位不管理该工作站的超市和救助箱",
            en="Your agency does not keep the shop and the relief box of this workstation",
        ),
        Text(
            zh="由所在街道（乡镇）工作站、登记该工作站或首先登记其超市、救助箱的单位，以及承接该站岗位或负责该站档案的"
            "单位管理。承接该站岗位的，请购买单位先将岗位安排到该站；"
            "合同已到期的，请购买单位将新合同登记为新岗位并安排到该站。",
            en="They are kept by the street's workstation, by the agency that registered the"
            " workstation or made the first entry of its shop or box, and by those who fill a"
            " post that was placed there or carry a case of it. Where you provide workers for it,"
            " have the agency that bought the post place it there first; once its contract is over,"
            " have the next one entered as a post and placed there.",
        ),
    )


def no_longer_known() -> Problem:
    """403: who the person is was to be read for a test, and the time for it is over."""
    days = KNOWN_AFTER_DUE.days
    return Problem(
        403,
        "time-for-test-over",
        Text(zh="已过可查看个人信息的期限", en="The time to read who the person is is over"),
        Text(
            zh=f"受托检测单位只能在检测期限后{days}天内查看个人身份信息；检测结果仍可登记。"
            "如仍需核对身份，请责任单位另行预约。",
            en=f"Who is asked for a test reads who the person is until {days} days after it is due."
            " The test can still be entered; to see the person, have the responsible agency make"
            " another appointment.",
        ),
    )


def no_version_shown() -> Problem:
    """400: a version is named by who was only asked for a test, and so is shown none."""
    return Problem(
        400,
        "no-version-shown",
        Text(zh="本单位看不到该档案的版本号", en="Your agency is shown no version of this case"),
        Text(
            zh="本单位仅受托检测，不显示档案版本号；请去掉 If-Match 请求头。",
            en="Who was only asked for a test is shown no version of the case; leave the header"
            " If-Match out.",
        ),
        [
            FieldError(
                "no_version_shown",
                Text(zh="请去掉此请求头。", en="Leave this header out."),
                header="If-Match",
            )
        ],
    )
