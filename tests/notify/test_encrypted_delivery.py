"""Mail goes out encrypted where the operator says so, and not at all to a server whose certificate is not trusted."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.notify.postbox import Postbox
from tests.notify.world import day, make_world
from tracker.models import OutboxMail
from tracker.notify.reminders import order_reminders
from tracker.notify.send import send_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of this machine with its key, signed by nobody else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def encrypted_postbox(certificate, settings):
    """A mail server that asks for STARTTLS, to which the site sends encrypted."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Postbox(tls_context=context, require_starttls=True) as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = found.host, found.port
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = True, 5
        yield found


@pytest.fixture
def due(clock):
    """One reminder that waits."""
    make_world()
    order_reminders(on=day(-7), at=clock.set(day(-7)))
    return clock.at


def test_a_trusted_server_gets_the_mail(due, encrypted_postbox, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert send_waiting(at=due).mails == 1
    assert len(encrypted_postbox.mail) == 1


def test_a_server_that_is_not_trusted_gets_nothing_and_nothing_is_lost(due, encrypted_postbox):
    assert send_waiting(at=due).failed == 1
    assert encrypted_postbox.mail == []
    assert OutboxMail.objects.get().last_error == "SSLCertVerificationError"


def test_a_server_that_wants_encryption_gets_nothing_in_the_clear(due, encrypted_postbox, settings):
    settings.EMAIL_USE_TLS = False
    assert send_waiting(at=due).failed == 1
    assert encrypted_postbox.mail == []
    assert OutboxMail.objects.unsent().count() == 1
