"""The session's token: long, never stored, never believed in the wrong place."""

from starlette.requests import Request

from web.security import cookies


def request(scheme, cookie):
    scope = {
        "type": "http", "scheme": scheme, "method": "GET", "path": "/", "query_string": b"",
        "headers": [(b"host", b"a.example"), (b"cookie", cookie.encode())],
    }  # fmt: skip
    return Request(scope)


def test_tokens_have_256_bits_and_never_repeat():
    tokens = {cookies.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) >= 43 for token in tokens)


def test_only_a_hash_is_kept():
    token = cookies.new_token()
    assert len(cookies.hash_of(token)) == 32
    assert token.encode() not in cookies.hash_of(token)


def test_each_scheme_has_its_own_cookie():
    both = "mufakat=plain; __Host-mufakat=secure"
    assert cookies.token(request("https", both)) == "secure"
    assert cookies.token(request("http", both)) == "plain"
    assert cookies.token(request("https", "mufakat=plain")) == ""


def test_a_huge_cookie_is_ignored():
    assert cookies.token(request("https", "__Host-mufakat=" + "x" * 200)) == ""
