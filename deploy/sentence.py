"""Errors for people: a sentence that says what is wrong and what to do."""


class CannotGoOn(Exception):
    """Something outside the program has to be fixed first; says what, in two languages.

    `english` and `chinese` are whole sentences that name the problem and what to do.

    >>> str(CannotGoOn("Port 80 is taken; choose another.", "端口 80 已被占用，请另选一个。"))
    'Port 80 is taken; choose another. / 端口 80 已被占用，请另选一个。'
    """

    def __init__(self, english: str, chinese: str) -> None:
        super().__init__(english, chinese)
        self.english = english
        self.chinese = chinese

    def __str__(self) -> str:
        return f"{self.english} / {self.chinese}"


def port_taken(host: str, port: int) -> CannotGoOn:
    """The error when an address cannot be listened on."""
    return CannotGoOn(
        f"Port {port} of {host} is taken or not this machine's; stop what uses it, or choose"
        " another with --port.",
        f"{host} 的端口 {port} 已被占用或不属于本机；请停止占用它的程序，或用 --port 另选一个。",
    )
