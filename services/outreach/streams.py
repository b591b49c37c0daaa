"""Every stream of this service by its name; nothing else spells them out."""

from uuid import UUID

ACTIVITY = "activity-"
PUBLICATION = "publication-"


def activity_stream(activity_id: UUID) -> str:
    """The stream of a prevention session."""
    return f"{ACTIVITY}{activity_id}"


def publication_stream(publication_id: UUID) -> str:
    """The stream of an article."""
    return f"{PUBLICATION}{publication_id}"
