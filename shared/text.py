"""Words for people, in Chinese and in English."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The same thing in Chinese and in English, each written for its own readers.

    >>> Text(zh="工作站", en="workstation").in_language("en")
    'workstation'
    """

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in English for "en", else in Chinese."""
        return self.en if language == "en" else self.zh
