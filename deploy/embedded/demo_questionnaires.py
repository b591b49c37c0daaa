"""The questionnaires of the demo, which its surveys rest on: published once, before the import."""

import structlog

from deploy.demo.city.surveys import QUESTIONNAIRES
from deploy.embedded.demo_calls import CallRefused, DemoCalls

log = structlog.get_logger(__name__)


async def publish_questionnaires(calls: DemoCalls, agency: str) -> None:
    """Have an agency publish them; the same again is answered again.

    What is refused ends it with a warning: the demo is of use without its surveys.
    """
    try:
        for each in QUESTIONNAIRES:
            await calls.post(agency, "/v1/questionnaires", each, f"demo-{each['code']}")
    except CallRefused as refused:
        log.warning("demo_call_refused", call=str(refused))
