"""What may happen in a case, in any order: entries, voids, and closings of its windows."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.contacts import Crisis
from shared.events.cases.drug_tests import DrugTestMethod, DrugTestRecorded, DrugTestResult
from shared.events.cases.endings import Ending
from shared.events.cases.help import HelpForm, HelpGiven, HelpSource
from tests.services.cases.case.history import ON_CASE, ended, resumed, suspended
from tests.services.cases.duties.lives import Life, a_contact

FIRST, LAST = date(2019, 1, 15), date(2020, 6, 30)
ENTRIES: dict[str, Callable[[UUID, date], Any]] = {
    "met": lambda entry_id, day: a_contact(day, entry_id.int),
    "assessed": lambda entry_id, day: RiskAssessed(
        **ON_CASE, entry_id=entry_id, occurred_on=day, level="high"
    ),
    "tested": lambda entry_id, day: DrugTestRecorded(
        **ON_CASE,
        entry_id=entry_id,
        occurred_on=day,
        result=DrugTestResult.NEGATIVE,
        method=DrugTestMethod.URINE,
    ),
    "suspended": lambda entry_id, day: suspended.model_copy(
        update={"entry_id": entry_id, "occurred_on": day}
    ),
    "resumed": lambda entry_id, day: resumed.model_copy(
        update={"entry_id": entry_id, "occurred_on": day}
    ),
    "ended": lambda entry_id, day: ended.model_copy(
        update={"entry_id": entry_id, "occurred_on": day}
    ),
    "completed": lambda entry_id, day: ended.model_copy(
        update={"entry_id": entry_id, "occurred_on": day, "ending": Ending.COMPLETED}
    ),
    "crisis": lambda entry_id, day: a_contact(day, entry_id.int).model_copy(
        update={"crisis": Crisis.DANGER_TO_SELF}
    ),
    "posted": lambda entry_id, day: HelpGiven(
        **ON_CASE,
        entry_id=entry_id,
        occurred_on=day,
        help="public_benefit_post",
        form=HelpForm.POST,
        source=HelpSource.HUMAN_RESOURCES,
        until=day + timedelta(days=120),
    ),
}
Step = tuple[str, Any]

steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([*ENTRIES]), st.dates(FIRST, LAST)),
        st.integers(0, 5).map(lambda number: ("void", number)),
        st.integers(1, 120).map(lambda days: ("close", days)),
    ),
    max_size=15,
)


def lived(path: list[Step], start: date, *, back: bool = False) -> tuple[Life, date]:
    """A case that went through steps, and the last day on which it was closed."""
    life, day, latest = Life(), start, start
    entries: list[Any] = []
    for number, (step, what) in enumerate(path):
        if step == "void":
            if entries:
                life = life.voided(entries.pop(what % len(entries)))
        elif step == "close":
            day += timedelta(days=what - 60 if back else what)
            latest = max(latest, day)
            life = life.closed(day)
        else:
            entries.append(ENTRIES[step](UUID(int=2000 + number), what))
            life = life.with_entry(entries[-1])
    return life, latest
