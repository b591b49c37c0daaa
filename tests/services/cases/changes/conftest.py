"""Agencies of one county that follow what changes."""

import pytest

from tests.services.cases.changes.calls import ALL_ACTIONS
from tests.services.service import Client

COUNTY = "410102"


@pytest.fixture
def police(api: Client) -> Client:
    """The police of the county, who oversee it."""
    return api.as_agency("police", COUNTY, actions=ALL_ACTIONS)


@pytest.fixture
def office(api: Client) -> Client:
    """An anti-drug office of the county, who oversees it too."""
    return api.as_agency("anti_drug_office", COUNTY, actions=ALL_ACTIONS)


@pytest.fixture
def provider(api: Client) -> Client:
    """A provider of social workers, who sees its own cases alone."""
    return api.as_agency("social_work_provider", COUNTY, actions=ALL_ACTIONS)


@pytest.fixture
def other_provider(api: Client) -> Client:
    """Another one."""
    return api.as_agency("social_work_provider-2", COUNTY, actions=ALL_ACTIONS)


@pytest.fixture
def laboratory(api: Client) -> Client:
    """A laboratory, who sees what it is asked for."""
    return api.as_agency("laboratory", COUNTY, actions=ALL_ACTIONS)
