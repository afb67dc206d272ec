"""A password may be anything long enough that others do not try first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.accounts.people import add_app, enter, make_account
from tracker.vocabulary import AccountRole

GOOD = [
    "Ausbildung-Pferd-Lampe",
    "ÄÖÜäöüß€µ字字字",
    "correct horse battery staple " * 4,
    "nurkleinebuchstaben",
]


@pytest.mark.parametrize("password", GOOD)
def test_any_composition_will_do(password):
    validate_password(password)


@pytest.mark.parametrize(
    "password",
    ["Allianz2026!!", "Redaktion-2027", "weiterbildung", "Zusagen.Allianz.1", "VERWALTUNG123456", "testserver-99"],
)
def test_words_of_the_site_with_some_figures_are_refused(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "Wörtern dieser Seiten" in " ".join(refused.value.messages)


@pytest.mark.parametrize("password", ["kurz", "qwerty123456", "elf-zeichen", "123456789012", "startfinding"])
def test_what_is_short_common_or_figures_alone_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.django_db
@pytest.mark.own_factor
@pytest.mark.parametrize("password", [" blanks at both ends ", "x" * 40 + "y" * 60])
def test_a_password_is_taken_sign_by_sign(client, password):
    account = make_account(AccountRole.READER)
    account.set_password(password)
    account.save()
    add_app(account)
    for wrong in (password.strip() if password != password.strip() else password[:-1], password.swapcase()):
        assert enter(client, account.email, wrong).status_code == 200
    assert enter(client, account.email, password).headers["Location"] == "/konto/anmelden/code/"
