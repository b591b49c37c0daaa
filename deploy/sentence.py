"""Errors for people: a sentence that says what is wrong and what to do."""

from shared.text import Text


class CannotGoOn(Exception):
    """Something outside the program has to be fixed first; says what, in two languages.

    `zh` and `en` are whole sentences that name the problem and what to do.

    >>> taken = CannotGoOn(zh="端口 80 已被占用，请另选。", en="Port 80 is taken; choose another.")
    >>> str(taken)
    'Port 80 is taken; choose another. / 端口 80 已被占用，请另选。'
    >>> taken.text.en
    'Port 80 is taken; choose another.'
    """

    def __init__(self, *, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.text = Text(zh=zh, en=en)

    def __str__(self) -> str:
        return f"{self.text.en} / {self.text.zh}"


def port_taken(host: str, port: int, option: str = "--port") -> CannotGoOn:
    """The error when an address cannot be listened on."""
    return CannotGoOn(
        zh=f"{host} 的端口 {port} 已被占用或不属于本机；请停止占用它的程序，"
        f"或用 {option} 另选一个。",
        en=f"Port {port} of {host} is taken or not this machine's; stop what uses it, or choose"
        f" another with {option}.",
    )
