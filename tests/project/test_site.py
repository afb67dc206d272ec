"""The public settings and their fingerprint."""

from django.utils import translation

from tracker.site import site


def test_texts_nobody_set_come_in_the_language_of_the_page():
    with translation.override("de"):
        assert str(site().claim) == "für Aus- und Weiterbildung"
    with translation.override("en"):
        assert str(site().claim) == "for Initial and Further Training"


def test_the_fingerprint_is_the_same_in_every_language():
    with translation.override("de"):
        german = site().fingerprint()
    with translation.override("en"):
        assert site().fingerprint() == german


def test_the_fingerprint_changes_with_a_public_setting(settings):
    before = site().fingerprint()
    settings.BANNER_TEXT = "Amtliche Seite"
    assert site().fingerprint() != before
