"""Under /en/ the pages speak English, and what comes from the record is marked as German."""

import pytest

from tests.public.records import html, on_that_day, words  # noqa: F401
from tests.reading import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "on_that_day")]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/en/massnahmen/AAW-2019-1.12/", "Contributions of the partners"),
        ("/en/vereinbarungen/", "Agreements"),
        ("/en/vereinbarungen/allianz-2019-2021/", "Signature not confirmed"),
        ("/en/partner/", "Federal ministries"),
        ("/en/partner/dgb/", "Jointly with all partners"),
        ("/en/laender/", "Structures for the whole country"),
        ("/en/laender/DE-BB/", "Alliances of the Land"),
    ],
)
def test_the_page_speaks_english(client, path, said):
    source = html(client, path)
    assert Page(source).lang == "en"
    assert said in words(source)


@pytest.mark.parametrize("path", ["massnahmen/AAW-2019-1.12/", "vereinbarungen/allianz-2019-2021/", "partner/dgb/"])
def test_the_heading_from_the_record_is_marked_as_german(client, path):
    assert '<h1 lang="de">' in html(client, f"/en/{path}")
    assert 'lang="de"' not in html(client, f"/{path}").partition("<main")[2]


def test_a_reason_is_not_said_in_both_languages(client):
    said = words(html(client, "/en/massnahmen/AAW-2019-1.12/"))
    assert "First record from public sources" in said
    assert "Ersterfassung aus öffentlichen Quellen" not in said
