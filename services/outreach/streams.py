"""Every stream of this service by its name; nothing else spells them out."""

from uuid import UUID


def activity_stream(activity_id: UUID) -> str:
    """The stream of a prevention session."""
    return f"activity-{activity_id}"


def publication_stream(publication_id: UUID) -> str:
    """The stream of an article."""
    return f"publication-{publication_id}"
