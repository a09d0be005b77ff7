"""How a request may travel: HTTPS; plain HTTP on this machine; on private addresses if allowed.

In a village hall without a certificate ``MUFAKAT_LAN_HTTP=1`` allows plain HTTP between private
addresses (RFC 1918 and the like), and every page says that it can be read on the way. A trusted
proxy in front must pass the scheme and the host on (X-Forwarded-Proto, Host).
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from starlette.datastructures import URL, Headers
from starlette.types import Scope

from voting.errors import ForbiddenError, InvalidError
from web.settings import Settings

# RFC 1918, 3927 and 4193, and this machine. Python's own ``is_private`` holds more than these.
_PRIVATE = tuple(
    ip_network(text)
    for text in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "127.0.0.0/8",
        "fc00::/7",
        "fe80::/10",
        "::1/128",
    )
)
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
# Asked by programs on the machine itself or its orchestrator; they show nothing.
PROBES = frozenset({"/healthz", "/readyz"})


def check_transport(settings: Settings, scope: Scope) -> None:
    """Refuse a request under a strange host name, or readable by others without permission."""
    if scope["path"] in PROBES:
        return
    host = URL(scope=scope).hostname or ""
    if scope["scheme"] != "https" and host not in _HERE:
        client = scope["client"][0] if scope.get("client") else ""
        if not settings.lan_http:
            raise ForbiddenError("web.needs-https")
        if not is_private(client):
            raise ForbiddenError("web.private-only")
    _check_host(settings, host)


def _check_host(settings: Settings, host: str) -> None:
    """Once the site knows its own address, no other public name leads to it."""
    if not settings.base_url or host in _HERE:
        return
    own = urlsplit(settings.base_url).hostname
    if host != own and not (settings.lan_http and is_private(host)):
        raise InvalidError("web.strange-host", host=host)


def is_private(address: str) -> bool:
    """Tell whether text is an address of a private network or of this machine."""
    try:
        given = ip_address(address)
    except ValueError:
        return False
    if isinstance(given, IPv6Address) and given.ipv4_mapped is not None:
        given = given.ipv4_mapped
    return any(given in network for network in _PRIVATE)


def client_of(scope: Scope) -> str:
    """Return where a request comes from, for counting only; never written down.

    Of an IPv6 address the first 64 bits: the others are free to choose for whoever has them.
    """
    text = str(scope["client"][0]) if scope.get("client") else ""
    try:
        given = ip_address(text)
    except ValueError:
        return text
    if isinstance(given, IPv4Address):
        return text
    return str(given.ipv4_mapped or ip_network((given.packed[:8] + bytes(8), 64)))


def headers_of(scope: Scope) -> Headers:
    """Return the headers of a request."""
    return Headers(scope=scope)
