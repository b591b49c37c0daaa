"""The ledgers that can be imported, in the order of import; one module each."""

from collections.abc import Collection, Sequence

from deploy.ledgers.help_kinds import help_kinds_of
from deploy.ledgers.kinds import (
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
    evaluations,
    exchanges,
    findings,
    goals,
    helps,
    households,
    informings,
    leaves,
    merits,
    needs,
    plan_reviews,
    posts,
    regular_reports,
    roster,
    sessions,
    steps,
    summaries,
    teams,
    treatments,
    warnings,
    workstations,
)
from deploy.ledgers.ledger import Ledger
from deploy.ledgers.outreach_words import outreach_words_of
from deploy.ledgers.schemes import schemes_of
from deploy.ledgers.sending import Api

LEDGERS = (
    workstations.LEDGER,
    roster.LEDGER,
    posts.LEDGER,
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
    exchanges.LEDGER,  # after all that earns points
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
    campaigns.LEDGER,  # before the sessions, which name them
    sessions.LEDGER,
    sessions.GATHERINGS_LEDGER,
    sessions.DUTY_LEDGER,
    articles.LEDGER,
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
        sessions.LEDGER: sessions.ledger_of,
        sessions.GATHERINGS_LEDGER: sessions.gatherings_of,
        sessions.DUTY_LEDGER: sessions.duty_of,
        articles.LEDGER: articles.ledger_of,
    }
    if not outreach.keys().isdisjoint(present):
        lists = await outreach_words_of(api)
        here |= {ledger.name: made(lists) for ledger, made in outreach.items()}
    return [here.get(ledger.name, ledger) for ledger in LEDGERS]
