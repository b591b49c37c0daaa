"""The ledgers that can be imported, in the order of import; one module each."""

from collections.abc import Collection, Sequence

from deploy.ledgers.help_kinds import help_kinds_of
from deploy.ledgers.kinds import (
    absences,
    appointments,
    articles,
    assessments,
    campaigns,
    clients,
    closing_reports,
    contacts,
    corrections,
    counselling,
    crises,
    departures,
    drug_tests,
    duty,
    evaluations,
    exchanges,
    fillings,
    findings,
    gatherings,
    goals,
    handovers,
    helps,
    households,
    informants,
    informings,
    leaves,
    merits,
    needs,
    other_publicity,
    place_uses,
    places,
    plan_reviews,
    plans,
    posts,
    regular_reports,
    relief_boxes,
    roster,
    sessions,
    shops,
    staff_changes,
    steps,
    stock_counts,
    summaries,
    surveys,
    teams,
    trainings,
    treatments,
    warnings,
    workstations,
)
from deploy.ledgers.ledger import Ledger
from deploy.ledgers.outreach_words import outreach_words_of
from deploy.ledgers.prevention_words import audiences_of, channels_of
from deploy.ledgers.schemes import schemes_of
from deploy.ledgers.sending import Api

LEDGERS = (
    workstations.LEDGER,
    roster.LEDGER,
    trainings.QUALIFICATIONS_HELD,
    trainings.TRAININGS_ATTENDED,
    posts.LEDGER,
    posts.PLACED,
    fillings.LEDGER,
    clients.LEDGER,
    steps.LEDGER,  # before the entries: these carry the kind that the file was of on their day
    corrections.LEDGER,
    contacts.LEDGER,
    appointments.LEDGER,
    crises.LEDGER,
    drug_tests.LEDGER,
    assessments.LEDGER,
    summaries.LEDGER,
    evaluations.LEDGER,
    leaves.LEDGER,
    informings.LEDGER,
    warnings.LEDGER,
    regular_reports.LEDGER,
    treatments.LEDGER,
    merits.LEDGER,
    shops.CATALOGUE,
    shops.STOCK,
    exchanges.LEDGER,  # after all that earns points
    stock_counts.LEDGER,  # after all that changes a stock
    relief_boxes.LEDGER,
    households.HOUSEHOLDS,
    households.EMPLOYMENT,
    needs.LEDGER,
    helps.REQUESTS,
    helps.GIVEN,
    counselling.LEDGER,
    departures.LEDGER,
    findings.LEDGER,  # behind all that may make them
    goals.LEDGER,
    plan_reviews.LEDGER,
    closing_reports.LEDGER,  # each says what the file says when it is signed
    teams.LEDGER,
    handovers.LEDGER,
    absences.ABSENCES,
    absences.COVERS,
    posts.ENDED,
    staff_changes.LEDGER,  # behind all that names those who have left since
    campaigns.LEDGER,  # before the activities, which name them
    places.LEDGER,  # these too
    plans.LEDGER,
    sessions.LEDGER,
    gatherings.LEDGER,
    duty.LEDGER,
    other_publicity.LEDGER,
    articles.LEDGER,
    place_uses.LEDGER,
    informants.LEDGER,
    surveys.LEDGER,
)


async def ledgers_of(api: Api, present: Collection[Ledger]) -> Sequence[Ledger]:
    """The ledgers, with the words of the place that a service is of, where one present has any."""
    here: dict[str, Ledger] = {}
    if assessments.LEDGER in present:
        here[assessments.LEDGER.name] = assessments.ledger_of(await schemes_of(api))
    if not {needs.LEDGER, helps.REQUESTS, helps.GIVEN}.isdisjoint(present):
        kinds = await help_kinds_of(api)
        own = (needs.ledger_of(kinds), helps.requests_of(kinds), helps.given_of(kinds))
        here |= {ledger.name: ledger for ledger in own}
    outreach = {
        plans.LEDGER: plans.ledger_of,
        sessions.LEDGER: sessions.ledger_of,
        gatherings.LEDGER: gatherings.ledger_of,
        duty.LEDGER: duty.ledger_of,
        other_publicity.LEDGER: other_publicity.ledger_of,
        places.LEDGER: places.ledger_of,
        place_uses.LEDGER: place_uses.ledger_of,
    }
    if not {*outreach, articles.LEDGER, surveys.LEDGER}.isdisjoint(present):
        lists = await outreach_words_of(api)
        here |= {ledger.name: made(lists) for ledger, made in outreach.items()}
        here[articles.LEDGER.name] = articles.ledger_of(channels_of(lists))
        here[surveys.LEDGER.name] = surveys.ledger_of(audiences_of(lists))
    return [here.get(ledger.name, ledger) for ledger in LEDGERS]
