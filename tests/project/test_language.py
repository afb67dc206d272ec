"""The language of an answer follows from its path alone."""

import pytest
from django.urls import reverse
from django.utils import translation

from allianz.middleware import language_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/", "de"),
        ("/massnahmen/", "de"),
        ("/en/", "en"),
        ("/en", "en"),
        ("/en/massnahmen/", "en"),
        ("/energie/", "de"),
        ("/verwaltung/", "de"),
        ("/fr/", "de"),
    ],
)
def test_the_first_part_of_the_path_decides(path, language):
    assert language_of(path) == language


@pytest.mark.parametrize(("path", "language"), [("/", "de"), ("/en/", "en")])
def test_the_wish_of_the_browser_changes_nothing(client, path, language):
    response = client.get(path, headers={"accept-language": "en" if language == "de" else "de"})
    assert response.headers["Content-Language"] == language


def test_german_pages_have_no_language_in_their_address():
    with translation.override("de"):
        german = reverse("public:overview")
    with translation.override("en"):
        english = reverse("public:overview")
    assert (german, english) == ("/", "/en/")
