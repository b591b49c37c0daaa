"""The ledger of campaigns beside that of sessions, imported into the real services."""

import pytest

from tests.deploy.ledgers.importing import Imports
from tests.deploy.ledgers.rows_of_outreach import RIGHT_OUTREACH
from tests.deploy.ledgers.rows_of_prevention import RIGHT_PREVENTION

pytestmark = pytest.mark.postgres

CAMPAIGN = RIGHT_PREVENTION["专项活动"]
SESSION = RIGHT_OUTREACH["宣传活动"] | {"日期": "2019-06-05", "专项活动": CAMPAIGN["活动代码"]}


async def test_a_dry_run_takes_sessions_of_a_campaign_of_the_folder(imports: Imports) -> None:
    """Nobody has launched it yet, and the import will; the same again does nothing more."""
    wanted = {"专项活动.csv": 1, "宣传活动.csv": 1}
    for dry_run in (True, False):
        done = await imports({"专项活动": [CAMPAIGN], "宣传活动": [SESSION]}, dry_run=dry_run)
        assert done.as_json()["rejected"] == []
        assert done.accepted == wanted
    again = await imports({"专项活动": [CAMPAIGN], "宣传活动": [SESSION]})
    assert (again.accepted.total(), again.duplicates) == (0, wanted)


async def test_trainings_and_duty_belong_to_campaigns(imports: Imports) -> None:
    """As sessions do; the list of a campaign has them."""
    of = {"日期": "2019-06-05", "专项活动": CAMPAIGN["活动代码"]}
    names = ("培训与会议", "值守登记", "其他主题宣传")
    folder = {name: [RIGHT_OUTREACH[name] | of] for name in names}
    for dry_run in (True, False):
        done = await imports({"专项活动": [CAMPAIGN], **folder}, dry_run=dry_run)
        assert done.as_json()["rejected"] == []
    page = await imports.post(f"/v1/activities?campaign={CAMPAIGN['活动代码']}", None, "GET")
    kinds = {each["kind"] for each in page["activities"]}
    assert kinds == {"mobilisation_meeting", "emergency_duty", "other_publicity"}


@pytest.mark.parametrize("dry_run", [True, False])
async def test_a_session_of_no_campaign_that_is_launched_is_refused(
    imports: Imports, *, dry_run: bool
) -> None:
    """Of a code that nobody knows, or that the folder has as a draft alone."""
    draft = CAMPAIGN | {"启动日期": ""}
    lost = SESSION | {"专项活动": "no-such-code"}
    done = await imports({"专项活动": [draft], "宣传活动": [SESSION, lost]}, dry_run=dry_run)
    rejected = [(each["row"], each["field"], each["reason"]) for each in done.as_json()["rejected"]]
    assert rejected == [(number, "专项活动", "unknown_campaign") for number in (2, 3)]
