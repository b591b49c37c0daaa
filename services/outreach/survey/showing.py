"""A survey as a caller is shown it: all of it to its agency, what tells of nobody to others."""

from datetime import date, timedelta

from services.outreach.survey.bodies import (
    ShownBand,
    ShownBatch,
    ShownChoice,
    ShownCounted,
    ShownGroup,
    ShownPlanned,
    ShownRate,
    ShownTotal,
    SurveyFacts,
)
from services.outreach.survey.results import Result, choices, results, totals
from services.outreach.survey.rows import standing_of
from services.outreach.survey.state import Closed, Known, Open
from shared.events.outreach.questionnaires import Surveyed
from shared.events.outreach.surveys import SurveyPrepared
from shared.policies.policies import Policies
from shared.policies.values import Value
from shared.rates import too_small
from shared.regions import level

BANDS = {
    Surveyed.AWARENESS: Value.AWARENESS_BANDS,
    Surveyed.LEGAL_KNOWLEDGE: Value.LEGAL_KNOWLEDGE_BANDS,
    Surveyed.SATISFACTION: Value.SATISFACTION_BANDS,
}


def smallest_sample(plan: SurveyPrepared, policies: Policies, today: date) -> int:
    """Of how many answers others are shown a rate, by the policies of the last day, or of today."""
    return policies.number(Value.SMALLEST_SAMPLE, plan.region, _policy_day(plan, today))


def _policy_day(plan: SurveyPrepared, today: date) -> date:
    return min(plan.until - timedelta(days=1), today)


def shown(state: Known, version: int, *, own: bool, policies: Policies, today: date) -> SurveyFacts:
    """A survey with its results, by the policies of its last day, or of today before that."""
    plan = state.plan
    day = _policy_day(plan, today)
    batches = state.batches if isinstance(state, Open | Closed) else ()
    found = totals(batches)
    smallest = smallest_sample(plan, policies, today)
    answered = {code: each.answered for code, each in found.items()}
    # While answers come, two looks would tell what stood on the sheets between them.
    still_comes = not own and isinstance(state, Open)
    small = too_small(answered, smallest) if not own else frozenset()
    groups, whole = results(
        plan.planned,
        found,
        policies.bands(BANDS[plan.surveyed], plan.region, day),
        hidden=answered.keys() if still_comes else small,
        whole_hidden=still_comes or (not own and sum(answered.values()) < smallest),
        numbers=own or level(plan.region) != "community",
    )
    return SurveyFacts(
        survey_id=plan.survey_id,
        region=plan.region,
        questionnaire_id=plan.questionnaire_id,
        edition=plan.edition,
        surveyed=plan.surveyed,
        title=plan.title,
        since=plan.since,
        until=plan.until,
        state=standing_of(state),
        version=version,
        own=own,
        planned=[ShownPlanned.model_validate(each.model_dump()) for each in plan.planned],
        smallest_sample=smallest,
        groups=[
            ShownGroup(audience=each.audience or "", **_numbers(each).model_dump())
            for each in groups
        ],
        whole=_numbers(whole),
        choices=[
            ShownChoice(question=question, choice=choice, number=number)
            for (question, choice), number in sorted(choices(batches).items())
        ]
        if own
        else None,
        batches=[
            ShownBatch(
                entry_id=batch.entry_id,
                occurred_on=batch.occurred_on,
                groups=[ShownCounted.model_validate(each.model_dump()) for each in batch.groups],
            )
            for batch in batches
        ]
        if own
        else None,
    )


def _numbers(result: Result) -> ShownTotal:
    rate, band = result.rate, result.band
    return ShownTotal(
        planned=result.planned,
        answered=result.answered,
        counting=result.counting,
        rate=None
        if rate is None
        else ShownRate(percent=rate.percent, low=rate.low, high=rate.high),
        band=None
        if band is None
        else ShownBand(number=band.number, name=band.name.en, name_zh=band.name.zh),
    )
