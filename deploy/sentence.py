"""What a person is told when something cannot be done: a sentence with the way out."""


class CannotGoOn(Exception):
    """Something outside the program has to be mended first; says what, in two languages.

    `english` and `chinese` are whole sentences that name the trouble and the way out.

    >>> str(CannotGoOn("Port 80 is taken; choose another.", "端口 80 已被占用，请另选一个。"))
    'Port 80 is taken; choose another. / 端口 80 已被占用，请另选一个。'
    """

    def __init__(self, english: str, chinese: str) -> None:
        super().__init__(english, chinese)
        self.english = english
        self.chinese = chinese

    def __str__(self) -> str:
        return f"{self.english} / {self.chinese}"
