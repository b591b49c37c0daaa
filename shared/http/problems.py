"""Problems: every refusal of the HTTP interface as one RFC 9457 document, in two languages.

A problem names what is wrong and the way out. It never repeats what the caller sent: bodies
hold personal data, and problems end up in logs and screenshots.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from starlette.responses import JSONResponse

from shared.http.field_errors import FieldError, field_errors
from shared.http.problem_schema import DESCRIPTIONS, HEADERS
from shared.text import Text

MEDIA_TYPE = "application/problem+json"


@dataclass(eq=False)
class Problem(Exception):
    """A refusal: raised anywhere below a route, it becomes the answer.

    `slug` is stable and makes the type ``/problems/<slug>``; `members` are further members of
    the document, such as ``current_version``.
    """

    status: int
    slug: str
    title: Text
    detail: Text
    errors: Sequence[FieldError] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.status} {self.slug}: {self.detail.en}"

    def document(self) -> dict[str, Any]:
        """The members of the answer's JSON object."""
        document: dict[str, Any] = {
            "type": f"/problems/{self.slug}",
            "title": self.title.en,
            "title_zh": self.title.zh,
            "status": self.status,
            "detail": self.detail.en,
            "detail_zh": self.detail.zh,
        }
        if self.errors:
            document["errors"] = [error.document() for error in self.errors]
        document.update(self.members)
        return document

    def response(self) -> JSONResponse:
        """The answer itself."""
        return JSONResponse(
            self.document(), self.status, headers=dict(self.headers), media_type=MEDIA_TYPE
        )


def bad_request(*errors: FieldError) -> Problem:
    """400: headers or parameters are missing, unknown or malformed."""
    return Problem(
        400,
        "bad-request",
        Text(zh="请求格式不正确", en="The request is not well formed"),
        Text(
            zh="请按 errors 中的说明更正请求头或参数后重新发送。",
            en="Fix the headers or parameters named under errors and send the request again.",
        ),
        errors,
    )


def malformed_request(detail: Text) -> Problem:
    """400: this is no HTTP, or HTTP that may be understood in two ways."""
    return Problem(
        400,
        "malformed-request",
        Text(zh="请求不符合 HTTP 规范", en="The request is not well-formed HTTP"),
        detail,
    )


def sent_twice(header: str) -> Problem:
    """400: a header that has one meaning was sent more than once; none of them is chosen."""
    return bad_request(
        FieldError(
            "sent_twice",
            Text(zh="此请求头只能出现一次，请删去多余的。", en="Send this header once."),
            header=header,
        )
    )


def malformed_json() -> Problem:
    """400: the body is no JSON text."""
    return Problem(
        400,
        "malformed-json",
        Text(zh="请求体不是有效的 JSON", en="The body is not JSON"),
        Text(
            zh="请按接口示例发送一个 UTF-8 编码的 JSON 对象。",
            en="Send one JSON object in UTF-8, as the operation's example shows.",
        ),
    )


def invalid(errors: Sequence[FieldError]) -> Problem:
    """422: the request can be read, but some of its fields cannot be accepted."""
    return Problem(
        422,
        "invalid-request",
        Text(zh="部分字段无法接受", en="Some fields cannot be accepted"),
        Text(
            zh="请按 errors 中的说明逐项更正后重新发送。",
            en="Correct each field named under errors and send the request again.",
        ),
        errors,
    )


def invalid_body(error: ValidationError) -> Problem:
    """400 or 422: the body is no JSON, or does not have the shape of the operation's model."""
    errors = error.errors(include_url=False, include_input=False)
    return from_validation([{**each, "loc": ("body", *each["loc"])} for each in errors])


def unauthenticated(detail: Text, *, challenge: str = "") -> Problem:
    """401: no token, or one that does not hold; `challenge` is the bearer error code."""
    return Problem(
        401,
        "unauthenticated",
        Text(zh="需要有效的访问令牌", en="A valid bearer token is needed"),
        detail,
        headers={"WWW-Authenticate": f'Bearer error="{challenge}"' if challenge else "Bearer"},
    )


def forbidden(action: str) -> Problem:
    """403: the token does not allow `action`."""
    return Problem(
        403,
        "action-not-allowed",
        Text(zh="令牌未授予此项操作权限", en="The token does not allow this action"),
        Text(
            zh=f"此接口需要操作权限 {action}；请申请包含该权限的令牌。",
            en=f"This operation needs the action {action}; ask for a token that carries it.",
        ),
        headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{action}"'},
    )


def user_required() -> Problem:
    """403: the token does not say for which person the agency calls."""
    return Problem(
        403,
        "user-required",
        Text(zh="令牌未写明操作人员", en="The token names no user"),
        Text(
            zh="此接口须写明由谁操作：请申请带有 act.sub 声明（操作人员的代号）的令牌。",
            en="This operation is done for a person: ask for a token whose claim act.sub has the"
            " pseudonym of the user.",
        ),
        headers={"WWW-Authenticate": 'Bearer error="insufficient_scope"'},
    )


def not_found() -> Problem:
    """404: there is no such thing, or it is out of the caller's scope."""
    return Problem(
        404,
        "not-found",
        Text(zh="未找到", en="Nothing is found here"),
        Text(
            zh="在本单位的权限范围内没有此内容；请检查地址。",
            en="There is no such thing within your agency's scope; check the address.",
        ),
    )


def too_large(limit: int) -> Problem:
    """413: the body is longer than `limit` bytes."""
    return Problem(
        413,
        "body-too-large",
        Text(zh="请求体过大", en="The body is too large"),
        Text(
            zh=f"请求体最多 {limit} 字节；请分批发送。",
            en=f"A body may have at most {limit} bytes; send the data in parts.",
        ),
    )


def not_json_type() -> Problem:
    """415: the body is not declared as JSON."""
    return Problem(
        415,
        "unsupported-media-type",
        Text(zh="请求体类型必须为 JSON", en="The body must be declared as JSON"),
        Text(
            zh="请使用请求头 Content-Type: application/json。",
            en="Send the header Content-Type: application/json.",
        ),
    )


def precondition_required() -> Problem:
    """428: the operation changes something, and the caller does not name the version it saw."""
    return Problem(
        428,
        "if-match-required",
        Text(zh="此更改需要 If-Match 请求头", en="This change needs If-Match"),
        Text(
            zh="请先读取当前版本，并在 If-Match 请求头中填写其 ETag。",
            en="Read the current version and send its ETag in the header If-Match.",
        ),
    )


_DATABASE_AWAY = Text(
    zh="暂时无法连接数据库；请稍后用同一请求重试。",
    en="Its database cannot be reached; send the same request again a little later.",
)


def unavailable(detail: Text = _DATABASE_AWAY, *, retry_after: int = 2) -> Problem:
    """503: something that this service needs is away; the same request can be sent again."""
    return Problem(
        503,
        "unavailable",
        Text(zh="服务暂时不可用", en="The service cannot answer just now"),
        detail,
        headers={"Retry-After": str(retry_after)},
    )


def internal_error() -> Problem:
    """500: a fault of ours."""
    return Problem(
        500,
        "internal-error",
        Text(zh="服务内部错误", en="Something went wrong in the service"),
        Text(
            zh="错误已记录；请用同一请求重试，或将发生时间告知管理员。",
            en="The fault has been logged; send the same request again, or tell the operator the"
            " time.",
        ),
    )


def method_not_allowed() -> Problem:
    """405: the address is known, but not with this method."""
    return Problem(
        405,
        "method-not-allowed",
        Text(zh="该地址不支持此请求方法", en="This address does not take this method"),
        Text(
            zh="请使用 Allow 响应头中列出的方法。",
            en="Use one of the methods in the Allow header.",
        ),
    )


def from_validation(errors: Sequence[Any]) -> Problem:
    """400 or 422: what pydantic's errors mean, each with its place."""
    if any(error["type"] == "json_invalid" for error in errors):
        return malformed_json()
    return invalid(field_errors(errors))


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What FastAPI's `responses` wants, for problem answers of these statuses.

    >>> sorted(responses(404, 409))
    [404, 409]
    """
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {
            "description": DESCRIPTIONS[status],
            "headers": HEADERS.get(status, {}),
            "content": content,
        }
        for status in statuses
    }
