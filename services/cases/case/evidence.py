"""Which documents show a change of a case. Pure."""

from collections.abc import Mapping

from shared.decider import Refused
from shared.events.cases.evidence import Document
from shared.text import Text

DOCUMENTS: Mapping[Document, Text] = {
    Document.DECISION: Text(zh="责令社区戒毒（康复）决定书", en="decision on the programme"),
    Document.REVOCATION_DECISION: Text(
        zh="撤销社区戒毒（康复）决定书", en="decision revoking the programme"
    ),
    Document.ISOLATION_DECISION: Text(
        zh="强制隔离戒毒决定书", en="decision on compulsory isolation"
    ),
    Document.DETENTION_NOTICE: Text(zh="拘留通知书", en="notice of detention"),
    Document.ARREST_WARRANT: Text(zh="逮捕证", en="warrant of arrest"),
    Document.RELEASE_CERTIFICATE: Text(zh="解除（释放）证明书", en="certificate of release"),
    Document.COMPLETION_CERTIFICATE: Text(
        zh="解除社区戒毒（康复）通知书", en="certificate of completion"
    ),
    Document.JUDGMENT: Text(zh="刑事判决书", en="judgment"),
    Document.DEATH_CERTIFICATE: Text(zh="死亡证明", en="death certificate"),
    Document.EXIT_RECORD: Text(zh="出境证明", en="record of leaving the country"),
    Document.TRANSFER_LETTER: Text(zh="转移函", en="letter of transfer"),
    Document.REMOVAL_APPROVAL: Text(
        zh="解除动态管控审批表", en="approval to take off the register"
    ),
    Document.MEDICAL_CERTIFICATE: Text(zh="医疗机构证明", en="medical certificate"),
    Document.CLINIC_RECORD: Text(zh="维持治疗登记", en="record of the maintenance clinic"),
}


class WrongDocument(Refused):
    """This document does not show the change; name the one that does."""

    zh = "该文书不能证明此项变更，请填写相应的文书。"
    field = "evidence"

    def __init__(self, wanted: frozenset[Document]) -> None:
        super().__init__()
        self._wanted = sorted(wanted)

    @property
    def text(self) -> Text:
        """Which documents would show it."""
        zh = "、".join(f"{DOCUMENTS[each].zh}（{each}）" for each in self._wanted)
        en = ", ".join(f"{DOCUMENTS[each].en} ({each})" for each in self._wanted)
        return Text(
            zh=f"该文书不能证明此项变更，应为：{zh}。",
            en=f"This document does not show the change; name one of: {en}.",
        )


def check_document(evidence: Document, wanted: frozenset[Document]) -> None:
    """Refuse a document that does not show a change. Raises `WrongDocument`."""
    if evidence not in wanted:
        raise WrongDocument(wanted)
