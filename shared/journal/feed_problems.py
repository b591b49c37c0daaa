"""Why a journal cannot be followed, as problems: a cursor that does not hold, or the database."""

import structlog

from shared.http import problems
from shared.http.field_errors import FieldError
from shared.journal.cluster import JournalMoved, OnStandby
from shared.journal.feed import BadCursor, SetBack
from shared.text import Text

log = structlog.get_logger(__name__)

_NOT_HERE = {
    JournalMoved: Text(
        zh="事件库被恢复到了另一个 PostgreSQL 集群，从中读取会遗漏事件；"
        "请改用物理备份恢复整个集群。",
        en="The journal was restored into another PostgreSQL cluster, where readers would miss"
        " events; restore the whole cluster from a physical backup instead.",
    ),
    OnStandby: Text(
        zh="该服务连接的是数据库备机，从备机读取会遗漏事件；请连接主库。",
        en="This service is connected to a standby, where readers would miss events; connect it to"
        " the primary.",
    ),
}


def bad_cursor(error: BadCursor) -> problems.Problem:
    """400: a cursor that does not hold, or no longer."""
    reason, zh = "bad_cursor", "该游标无效；去掉此参数即可从头读取。"
    if isinstance(error, SetBack):
        reason, zh = (
            "journal_set_back",
            "该游标生成后，事件库被恢复到更早的时刻或迁移过；请去掉此参数，从头读取。",
        )
    en = (type(error).__doc__ or "").strip()
    return problems.bad_request(FieldError(reason, Text(zh=zh, en=en), parameter="after"))


def not_here(error: Exception) -> problems.Problem:
    """503: `JournalMoved` or `OnStandby`: this journal cannot be followed here."""
    log.error("journal_not_followed", reason=type(error).__name__)
    return problems.unavailable(_NOT_HERE[type(error)], retry_after=60)
