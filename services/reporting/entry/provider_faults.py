"""Why an identity provider lets nobody in at present: a reason for the log, words for the person.

A reason is made of fixed words, of what TLS says of a certificate, and of codes that OAuth has.
"""

import aiohttp

from services.reporting.entry.rights import EntryRefused
from services.reporting.entry.wording import DENIED
from shared.text import Text

# What OAuth 2.0 and OpenID Connect answer to a client that is not registered as it asks.
NOT_REGISTERED = frozenset(
    {
        "invalid_client", "invalid_request", "invalid_scope", "unauthorized_client",
        "unsupported_grant_type", "unsupported_response_type",
    }
)  # fmt: skip
_OUT_OF_ORDER = frozenset({"server_error", "temporarily_unavailable"})
_NOT_THE_PERSON = frozenset(
    {
        "access_denied", "account_selection_required", "consent_required", "interaction_required",
        "login_required",
    }
)  # fmt: skip


def refused_by_provider(code: str) -> EntryRefused:
    """What to say of the error that the provider has sent a browser back with."""
    if code in _OUT_OF_ORDER:
        return away(code)
    if code in NOT_REGISTERED:
        return not_registered(code)
    known = code in _NOT_THE_PERSON
    return EntryRefused(f"denied: {code}" if known else "denied", DENIED)


def not_reached(error: Exception) -> EntryRefused:
    """What to say of a request that got no answer, or none that can be read."""
    match error:
        case aiohttp.ClientConnectorCertificateError():
            said = getattr(error.certificate_error, "verify_message", "")
            return untrusted(said or type(error.certificate_error).__name__)
        case aiohttp.ClientConnectorDNSError():
            return away("its name is not found")
        case aiohttp.ClientSSLError():
            return away("no TLS connection")
        case aiohttp.ClientConnectorError(os_error=OSError(strerror=str(said))):
            return away(f"no connection: {said}")
        case TimeoutError():
            return away("no answer in time")
    return away(type(error).__name__)


def away(why: str) -> EntryRefused:
    """It does not answer, or not as a provider does."""
    return EntryRefused(
        f"provider: {why}",
        Text(
            zh="统一认证服务暂时没有应答；请稍后再试，或告知管理员。",
            en="The service that you sign in with does not answer at present; try again in a"
            " moment, or tell the operator.",
        ),
        503,
    )


def untrusted(why: str) -> EntryRefused:
    """It answers with a certificate that nobody here vouches for."""
    return EntryRefused(
        f"certificate: {why}",
        Text(
            zh="统一认证服务的证书未通过验证，登录已中止；请告知管理员（检查证书，自建证书机构的根证书"
            "由 WAYSTATION_OIDC_CA 设置）。",
            en="The certificate of the service that you sign in with is not trusted here, so"
            " nothing was sent to it; tell the operator (the certificate itself, or"
            " WAYSTATION_OIDC_CA for an authority of your own).",
        ),
        503,
    )


def misdescribed(why: str) -> EntryRefused:
    """It says of itself what does not fit the settings."""
    return EntryRefused(
        f"discovery: {why}",
        Text(
            zh="统一认证服务公布的信息与设置不符；请告知管理员（核对 WAYSTATION_OIDC_ISSUER）。",
            en="What the service that you sign in with says of itself does not fit the settings;"
            " tell the operator (WAYSTATION_OIDC_ISSUER).",
        ),
        503,
    )


def not_registered(why: str) -> EntryRefused:
    """It does not take Waystation for one of its clients, or not for what it asks."""
    return EntryRefused(
        f"client: {why}",
        Text(
            zh="统一认证服务不接受驿站的客户端登记；请告知管理员（核对客户端编号、密钥、回调地址和"
            "授权范围：WAYSTATION_OIDC_CLIENT_ID 等）。",
            en="The service that you sign in with does not take Waystation as its client; tell the"
            " operator (WAYSTATION_OIDC_CLIENT_ID, its secret, the redirect address, the scopes).",
        ),
        503,
    )


def clocks_differ(why: str) -> EntryRefused:
    """Its ID token has ended before it came, or is from the future."""
    return EntryRefused(
        f"clock: {why}",
        Text(
            zh="登录结果的时间不在有效期内：统一认证服务与驿站的时钟可能不一致；请重新登录，仍不行请"
            "告知管理员校准时钟。",
            en="What came back from the service that you sign in with is not valid at this time:"
            " its clock and that of Waystation may differ. Sign in again, and tell the operator if"
            " that does not help.",
        ),
        403,
    )


def not_believed(why: str) -> EntryRefused:
    """It has answered what does not hold."""
    return EntryRefused(
        f"token: {why}",
        Text(
            zh="统一认证服务返回的登录结果未通过核验；请重新登录，仍不行请告知管理员。",
            en="What came back from the service that you sign in with does not hold; sign in again,"
            " and tell the operator if that does not help.",
        ),
        403,
    )
