"""Numbers carry the signs of the language of the page."""

from decimal import Decimal

import pytest
from django.utils import translation

from tracker.templatetags.tracker_tags import number


@pytest.mark.parametrize(
    ("value", "text"),
    [(24000, "24.000"), (Decimal("78.5000"), "78,5"), (Decimal("1200.00"), "1.200"), (0, "0"), (None, "")],
)
def test_a_number_is_german_by_default(value, text):
    assert number(value) == text


def test_a_number_is_english_on_english_pages():
    with translation.override("en"):
        assert number(Decimal("24000.5")) == "24,000.5"
