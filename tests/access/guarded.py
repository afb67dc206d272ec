"""What every answer carries, whoever gets it and whatever it says: the headers by which browsers protect people."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase

from tests.project.test_headers import POLICY

HSTS = "max-age=31536000; includeSubDomains"
FRAMED = {part if part != "frame-ancestors 'none'" else "frame-ancestors *" for part in POLICY}
"""The one exception: a figure made for other people's pages."""
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": HSTS,
}


def as_with_https(settings: Any) -> None:
    """Set what the settings set where visitors come by https."""
    settings.HTTPS = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"


def gaps(answer: HttpResponseBase, *, may_be_framed: bool = False) -> list[str]:
    """What an answer by https lacks."""
    headers = answer.headers
    found = [name for name, value in FIXED.items() if headers.get(name) != value]
    policy = {part.strip() for part in headers.get("Content-Security-Policy", "").split(";")}
    if policy != (FRAMED if may_be_framed else POLICY):
        found.append("Content-Security-Policy")
    if headers.get("X-Frame-Options") != (None if may_be_framed else "DENY"):
        found.append("X-Frame-Options")
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    kind = headers.get("Content-Type", "")
    if kind.startswith("text/") or kind.partition(";")[0].endswith("xml"):
        found += [] if "charset=utf-8" in kind.lower().replace('"', "") else [f"Content-Type {kind}"]
    for name, cookie in answer.cookies.items():
        is_bound = name.startswith("__Host-") and cookie["path"] == "/" and not cookie["domain"]
        is_hidden = cookie["secure"] and cookie["httponly"] and cookie["samesite"] in ("Lax", "Strict")
        # A cookie that is taken back has neither value nor time.
        found += [] if is_bound and (is_hidden or cookie["max-age"] == 0) else [f"Set-Cookie {name}"]
    return found
