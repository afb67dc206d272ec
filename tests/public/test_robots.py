"""What robots are told."""

import pytest

pytestmark = pytest.mark.django_db


def test_robots_may_read_everything_but_forms(client):
    response = client.get("/robots.txt")
    lines = response.content.decode().splitlines()
    assert response.headers["Content-Type"].startswith("text/plain")
    for path in ("/barriere-melden/", "/en/barriere-melden/", "/fehler-melden/", "/en/fehler-melden/"):
        assert f"Disallow: {path}" in lines
    assert "Disallow: /" not in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines
