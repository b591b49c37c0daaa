"""The language of a page: what was asked for, else what the browser prefers."""

from shared.text import Language

LANGUAGES: dict[str, Language] = {"zh": "zh", "en": "en"}
OTHER: dict[Language, Language] = {"zh": "en", "en": "zh"}
TAG: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


def language_of(requested: Language | None, accept_language: str) -> Language:
    """The language to answer in: the requested one, else the caller's first, else Chinese.

    >>> language_of(None, "en-GB,en;q=0.9,zh;q=0.8"), language_of("zh", "en"), language_of(None, "")
    ('en', 'zh', 'zh')
    """
    if requested is not None:
        return requested
    for part in accept_language.lower().split(","):
        match part.strip()[:2]:
            case "en":
                return "en"
            case "zh":
                return "zh"
    return "zh"
