"""Every stream of this service by its name; nothing else spells them out."""

from uuid import UUID

ACTIVITY = "activity-"
PUBLICATION = "publication-"
CAMPAIGN = "campaign-"


def activity_stream(activity_id: UUID) -> str:
    """The stream of a prevention session."""
    return f"{ACTIVITY}{activity_id}"


def publication_stream(publication_id: UUID) -> str:
    """The stream of an article."""
    return f"{PUBLICATION}{publication_id}"


def campaign_stream(campaign_id: UUID) -> str:
    """The stream of a campaign."""
    return f"{CAMPAIGN}{campaign_id}"


def campaign_code_claim(code: str) -> str:
    """The claim of a campaign's code, for ever: activities carry it."""
    return f"campaign:{code}"
