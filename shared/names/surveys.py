"""What surveys measure, by name. Pure."""

from collections.abc import Mapping

from shared.events.outreach.questionnaires import Surveyed
from shared.text import Text

SURVEYED: Mapping[Surveyed, Text] = {
    Surveyed.AWARENESS: Text(zh="禁毒知识知晓率", en="awareness"),
    Surveyed.LEGAL_KNOWLEDGE: Text(zh="法律知识普及率", en="reach of legal knowledge"),
    Surveyed.SATISFACTION: Text(zh="群众满意度", en="satisfaction"),
}
