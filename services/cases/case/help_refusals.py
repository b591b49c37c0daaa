"""Why an entry about help is refused. Pure."""

from collections.abc import Sequence
from datetime import date

from services.cases.case.needs import listed
from shared.decider import Missing, Refused
from shared.policies.helping import HelpKind
from shared.policies.in_force import policies_in_force
from shared.text import Text


class HelpKindUnknown(Refused):
    """There is no such kind of help here, on this day; choose one that there is."""

    zh = "没有这种帮扶，请填写现有的帮扶种类。"
    field = "help"

    def __init__(self, used: Sequence[HelpKind] | None = None) -> None:
        super().__init__()
        self._used = policies_in_force().helps if used is None else used

    @property
    def text(self) -> Text:
        """Which kinds there are."""
        there = listed(self._used)
        return Text(
            zh=f"当地当时没有这种帮扶，应为：{there.zh}。",
            en=f"There is no such kind of help here, on this day; choose one of: {there.en}.",
        )


class AmountOutOfRange(Refused):
    """An amount is in fen, between 1 and 100000000 (a million yuan); leave it out where no money
    was given."""

    zh = "金额以分为单位，应在1至100000000（一百万元）之间；没有金额的请不填。"
    field = "amount_fen"


class GivenOnceOnly(Refused):
    """This kind of help is given once and has no end; leave the end out."""

    zh = "这种帮扶是一次性的，没有结束日期；请不填。"
    field = "until"


class EndsBeforeItBegins(Refused):
    """The first day without the help is after its first day; check both days."""

    zh = "结束日期须晚于开始日期，请核对。"
    field = "until"


class GivenAlready(Refused):
    """The client has this help in these days already; end that first, or check the days."""

    zh = "该对象在此期间已有同类帮扶；请先登记其结束，或核对日期。"
    field = "help"


class PostTooLong(Refused):
    """A public-benefit post lasts at most as long as the place's policy says; name an earlier end,
    or leave it out."""

    zh = "公益性岗位超过最长期限，请填写更早的结束日期，或不填。"
    field = "until"

    def __init__(self, limit: date = date.max) -> None:
        super().__init__()
        self._limit = limit

    @property
    def text(self) -> Text:
        """Until when it may last."""
        return Text(
            zh=f"公益性岗位有最长期限，历次岗位合计，本次最迟至{self._limit}（不含当日）；"
            "请填写更早的结束日期，或不填。",
            en="The public-benefit posts of a client together last no longer than the place's"
            f" policy says: this one until {self._limit} at the latest, without that day. Name an"
            " earlier end, or leave it out.",
        )


class PostsUsedUp(Refused):
    """The client has had public-benefit posts for as long as the place's policy allows; help to
    find other work instead."""

    zh = "该对象的公益性岗位已用满最长期限，请帮助其另行就业。"
    field = "help"


class RequestUnknown(Missing):
    """This case has no such application, or it was made void; check the id."""

    zh = "该档案中没有这项申请，或者该记录已经作废，请核对编号。"
    field = "request_id"


class RequestDecided(Refused):
    """This application was granted or refused already; void that entry first if it is wrong."""

    zh = "该项申请已经批准或未获批准；如有错误，请先作废原记录。"


class NotWhatWasRequested(Refused):
    """This application was for another kind of help; check the kind, or leave the application
    out."""

    zh = "该项申请的帮扶种类与此不同；请核对种类，或不填申请。"
    field = "help"


class DecidedBeforeRequested(Refused):
    """An application is not decided before the day it was made on; check the day."""

    zh = "日期早于申请日期，请核对。"
    field = "occurred_on"


class ContactUnknown(Refused):
    """This case has no such contact, or it was made void; check the id."""

    zh = "该档案中没有这次联系，或者该记录已经作废，请核对编号。"
    field = "contact_id"


class NotOnTheDayOfTheContact(Refused):
    """What is given at a contact is given on its day; check the day and the contact."""

    zh = "联系时给予的帮扶，日期应与该次联系相同；请核对日期和联系。"
    field = "occurred_on"


class GivenBeforeNeeded(Refused):
    """The need was found after this day; check the day and the need."""

    zh = "日期早于该项需求的评估日期，请核对日期和需求。"
    field = "occurred_on"


class HelpUnknown(Missing):
    """This case has no such help that goes on, or it was made void; check the id."""

    zh = "该档案中没有这项持续的帮扶，或者该记录已经作废，请核对编号。"


class HelpEndedAlready(Refused):
    """The end of this help is recorded already; void it first if it is wrong."""

    zh = "该项帮扶已经登记结束；如有错误，请先作废结束记录。"


class EndedBeforeGiven(Refused):
    """Help ends after its first day; check the day. Of help that was never given, void the
    entry."""

    zh = "结束日期须晚于开始日期，请核对；实际没有给予的，请作废该帮扶记录。"
    field = "occurred_on"
