"""A first visit to the overview is light: at most 6 requests and 150 KB as they are sent."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db


def test_a_first_visit_is_light(client, catalogue):
    page = client.get("/").content
    head = page[: page.index(b"</head>")].decode()
    files = re.findall(r'<link rel="(?:stylesheet|icon)"[^>]*href="/static/([^"]+)"', head)
    files += re.findall(r'<script[^>]+src="/static/([^"]+)"', page.decode())
    assert files
    assert b"<img" not in page
    sizes = [len(gzip.compress(page))]
    for name in files:
        with open(finders.find(name), "rb") as content:  # noqa: PTH123
            sizes.append(len(gzip.compress(content.read())))
    assert len(sizes) <= 6
    assert sum(sizes) <= 150_000
