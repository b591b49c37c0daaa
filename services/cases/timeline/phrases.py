"""How sentences of a timeline are put together, in both languages. Pure."""

from collections.abc import Iterable
from enum import StrEnum

from services.cases.timeline.words import word
from shared.text import Text

SAYS_NOTHING = Text(zh="", en="")


def joined(parts: Iterable[Text], *, zh: str, en: str) -> Text:
    """The parts that say something, with a mark between them."""
    said = [part for part in parts if part != SAYS_NOTHING]
    return Text(zh=zh.join(part.zh for part in said), en=en.join(part.en for part in said))


def clause(*parts: Text) -> Text:
    """What is said in one breath."""
    return joined(parts, zh="，", en="; ")


def whole(*parts: Text) -> Text:
    """A sentence of its clauses; the English one begins with a capital letter.

    >>> whole(Text(zh="面谈", en="talk"), Text(zh="建议就业", en="advised: work"))
    Text(zh='面谈；建议就业', en='Talk; advised: work')
    """
    sentence = joined(parts, zh="；", en="; ")
    return Text(zh=sentence.zh, en=sentence.en[:1].upper() + sentence.en[1:])


def listed(codes: Iterable[StrEnum]) -> Text:
    """Things by their names."""
    return joined(map(word, codes), zh="、", en=", ")


def people(codes: Iterable[StrEnum]) -> Text:
    """Persons by their roles, as Chinese lists them: the last one behind 与."""
    *others, last = map(word, codes)
    if not others:
        return last
    before = joined(others, zh="、", en=", ")
    return Text(zh=f"{before.zh}与{last.zh}", en=f"{before.en}, {last.en}")


def put(text: Text | None, *, zh: str = "{}", en: str = "{}") -> Text:
    """A text with words around it; nothing where there is none.

    >>> put(Text(zh="就业", en="work"), zh="建议{}", en="advised: {}")
    Text(zh='建议就业', en='advised: work')
    """
    if text is None or text == SAYS_NOTHING:
        return SAYS_NOTHING
    return Text(zh=zh.format(text.zh), en=en.format(text.en))


def named(code: StrEnum | None, *, zh: str = "{}", en: str = "{}") -> Text:
    """A code by its name, with words around it; nothing where there is none."""
    return SAYS_NOTHING if code is None else put(word(code), zh=zh, en=en)


def present(codes: Iterable[StrEnum]) -> Text:
    """Who took part, if it is said."""
    roles = tuple(codes)
    return put(people(roles), zh="{}在场", en="present: {}") if roles else SAYS_NOTHING


def shown_by(document: StrEnum | None) -> Text:
    """The document that shows a change, if one does."""
    return named(document, zh="凭{}", en="shown by: {}")


def when(is_so: bool, *, zh: str, en: str) -> Text:
    """Words that are said where something is so."""
    return Text(zh=zh, en=en) if is_so else SAYS_NOTHING
