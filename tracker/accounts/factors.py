"""The second factor: who has one, which, and how its secrets are kept."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from tracker.models import Account

_SALT = "tracker.accounts.factors"
REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Factors:
    """The factors of an account; `codes_left` is None where there are no recovery codes."""

    app: Authenticator | None = None
    passkeys: list[Authenticator] = field(default_factory=list)
    codes_left: int | None = None

    def __bool__(self) -> bool:
        return bool(self.app or self.passkeys)


def has_second_factor(account: Account) -> bool:
    """Whether an account has an app or a passkey; recovery codes alone are none."""
    return Authenticator.objects.filter(user=account, type__in=REAL).exists()


def factors_of(account: Account) -> Factors:
    """All factors of an account."""
    rows = list(Authenticator.objects.filter(user=account).order_by("created_at", "pk"))
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return Factors(
        app=next((row for row in rows if row.type == Authenticator.Type.TOTP), None),
        passkeys=[row for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        codes_left=_codes_left(codes) if codes else None,
    )


def _codes_left(codes: Authenticator) -> int:
    """How many codes still hold: none, if the secret that they were encrypted with is lost."""
    try:
        return len(codes.wrap().get_unused_codes())
    except InvalidToken:
        return 0


def encrypt(text: str) -> str:
    """A secret as it is stored: encrypted with a key made from SECRET_KEY."""
    return _box().encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """The secret behind a stored one; earlier keys (SECRET_KEY_FALLBACKS) still open it."""
    return _box().decrypt(text.encode()).decode()


def encrypt_again() -> tuple[int, int]:
    """Encrypt all secrets with the present SECRET_KEY; return how many were not yet, and how many no key opens."""
    changed = lost = 0
    for pk in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("pk", flat=True):
        with transaction.atomic():
            # Whoever signs in meanwhile marks a code as used in the same row.
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            kept = [name for name in ("secret", "seed") if row and name in row.data]
            for name in kept:
                try:
                    if not _is_present(row.data[name]):
                        row.data[name] = encrypt(decrypt(row.data[name]))
                        row.save(update_fields=["data"])
                        changed += 1
                except InvalidToken:
                    lost += 1
    return changed, lost


def _is_present(text: str) -> bool:
    """Whether a stored secret is encrypted with the present key."""
    try:
        _fernet(settings.SECRET_KEY).decrypt(text.encode())
    except InvalidToken:
        return False
    return True


def _box() -> MultiFernet:
    return MultiFernet(_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac(_SALT, "key", secret=key, algorithm="sha256").digest()))
