"""Every answer carries the strict headers, whatever it answers."""

import pytest

POLICY = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
ADDRESSES = ["/", "/en/", "/gibt-es-nicht/", "/static/kern/kern.min.css"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_content_security_policy_is_the_strict_one(client, address):
    policy = client.get(address).headers["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";")} == POLICY


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_other_safety_headers_are_there(client, address):
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/", "/gibt-es-nicht/"])
def test_no_page_may_be_framed(client, address):
    assert client.get(address).headers["X-Frame-Options"] == "DENY"


def test_only_the_one_needed_file_of_the_front_end_package_is_served(client):
    assert client.get("/static/kern/kern.min.css").status_code == 200
    assert client.get("/static/kern/kern.css").status_code == 404
