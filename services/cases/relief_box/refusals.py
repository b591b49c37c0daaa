"""Why something about a relief box is refused. Pure."""

from shared.decider import Missing, Refused
from shared.money import in_yuan
from shared.text import Text


class NothingGiven(Refused):
    """Say how much money it is in fen, or which goods and how many: one of the two."""

    zh = "请填写金额（分），或填写物品名称和数量；二者只填一种。"
    field = "amount_fen"


class ProposalUnknown(Missing):
    """There is no such proposal."""

    zh = "没有这项申请。"


class AlreadyDecided(Refused):
    """This proposal was released or taken back already."""

    zh = "该项申请已经发放或撤回。"


class SamePersonReleases(Refused):
    """Who proposed relief cannot release it as well; another person must."""

    zh = "申请人不能同时批准发放，须由另一人发放。"


class OneWorkerReleased(Refused):
    """Two workers release relief: name who proposed it, and another one who released it."""

    zh = "救助箱须由两人开箱：申请（经办）人和批准发放（复核）人不能是同一人，请填写另一人。"
    field = "released_by"


class SamePersonTakesBack(Refused):
    """Who released relief cannot take the release back as well; another person must."""

    zh = "批准发放的人不能自行作废该次发放，须由另一人作废。"


class ReleasedBeforeProposed(Refused):
    """The release is before the day of the proposal; check both days."""

    zh = "发放日期早于申请日期，请核对这两个日期。"
    field = "occurred_on"


class NotEnoughInTheBox(Refused):
    """There is not so much in the box."""

    zh = "救助箱余额不足。"

    def __init__(self, has: int, what: str) -> None:
        super().__init__()
        self._has, self._what = has, what

    @property
    def text(self) -> Text:
        """How much there is."""
        zh = f"{self._what}{self._has}件" if self._what else f"{in_yuan(self._has)}元"
        en = f"{self._has} of {self._what}" if self._what else f"{in_yuan(self._has)} yuan"
        return Text(
            zh=f"救助箱余额不足：现有{zh}；请减少数额，或先登记捐入。",
            en=f"There is not so much in the box: it has {en}; release less, or enter what was"
            " donated first.",
        )


class ReliefAlreadyVoid(Refused):
    """This entry is void already."""

    zh = "该记录已经作废。"
