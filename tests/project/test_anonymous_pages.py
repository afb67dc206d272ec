"""Sign-in, sessions and messages of the admin leave public pages alone."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/en/", "/gibt-es-nicht/"])
def test_an_anonymous_visit_sets_no_cookie(client, address):
    response = client.get(address, headers={"accept-language": "en"})
    assert not response.cookies
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("address", ["/", "/en/", "/gibt-es-nicht/"])
def test_a_public_answer_varies_with_nothing_of_the_visitor(client, address):
    varies = client.get(address).headers.get("Vary", "")
    assert {part.strip() for part in varies.split(",") if part.strip()} <= {"Accept-Encoding"}
