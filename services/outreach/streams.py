"""Every stream of this service by its name; nothing else spells them out."""

from uuid import UUID

ACTIVITY = "activity-"
PUBLICATION = "publication-"
QUESTIONNAIRE = "questionnaire-"
SURVEY = "survey-"
PLACE = "place-"
PLACE_USE = "use-"
INFORMANTS = "informants-"
CAMPAIGN = "campaign-"


def activity_stream(activity_id: UUID) -> str:
    """The stream of an activity, planned or held."""
    return f"{ACTIVITY}{activity_id}"


def publication_stream(publication_id: UUID) -> str:
    """The stream of an article."""
    return f"{PUBLICATION}{publication_id}"


def questionnaire_stream(questionnaire_id: UUID) -> str:
    """The stream of a questionnaire, an event an edition."""
    return f"{QUESTIONNAIRE}{questionnaire_id}"


def survey_stream(survey_id: UUID) -> str:
    """The stream of a survey."""
    return f"{SURVEY}{survey_id}"


def questionnaire_claim(code: str) -> str:
    """Held by the one questionnaire of a code."""
    return f"questionnaire:{code}"


def place_stream(place_id: UUID | str) -> str:
    """The stream of a place."""
    return f"{PLACE}{place_id}"


def place_use_stream(use_id: UUID | str) -> str:
    """The stream of one use of a place."""
    return f"{PLACE_USE}{use_id}"


def informants_stream(region: str) -> str:
    """The stream of how many informants a community has."""
    return f"{INFORMANTS}{region}"


def campaign_stream(campaign_id: UUID) -> str:
    """The stream of a campaign."""
    return f"{CAMPAIGN}{campaign_id}"


def campaign_code_claim(code: str) -> str:
    """The claim of a campaign's code, for ever: activities carry it."""
    return f"campaign:{code}"
