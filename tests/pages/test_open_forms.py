"""Forms that everybody may send: where they come from, and whose address counts."""

import pytest
from django.test import RequestFactory

from tracker.pages.openforms import address_of, comes_from_here, page_before


@pytest.mark.parametrize(
    ("headers", "believed"),
    [
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "http://testserver.evil.example"}, False),
        ({"Origin": "https://testserver"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({}, False),
    ],
)
def test_only_a_form_of_this_site_is_believed(headers, believed):
    assert comes_from_here(RequestFactory().post("/", headers=headers)) is believed


def test_origins_that_the_operator_trusts_are_believed(settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://www.example.org"]
    assert comes_from_here(RequestFactory().post("/", headers={"Origin": "https://www.example.org"}))


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 10.0.0.1", "1.1.1.1"),
        (2, "1.1.1.1", "9.9.9.9"),
        (1, "", "9.9.9.9"),
    ],
)
def test_only_as_many_proxies_are_believed_as_stand_in_front(settings, proxies, told, address):
    settings.PROXIES = proxies
    assert address_of(RequestFactory(REMOTE_ADDR="9.9.9.9").post("/", headers={"X-Forwarded-For": told})) == address


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("http://testserver/partner/dgb/?q=a", "/partner/dgb/?q=a"),
        ("http://elsewhere.example/partner/", ""),
        ("http://testserver/barriere-melden/", ""),
        ("", ""),
    ],
)
def test_the_page_before_is_told_if_it_is_ours(referer, page):
    assert page_before(RequestFactory().get("/barriere-melden/", headers={"Referer": referer})) == page
