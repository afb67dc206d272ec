"""What attackers try first leads nowhere: headers they make up, paths, foreign tokens, lists of who has an account."""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator

import pytest
from django.conf import settings as configured
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import signing
from django.test import Client

from tests.access.taken import body_of
from tests.accounts.people import enter, make_account
from tracker.pages.openforms import new_stamp
from tracker.vocabulary import AccountRole

# These start programs of their own, without a shell: those of the database, and one that reads files of others.
STARTERS = ("tracker/backup/", "tracker/intake/")
pytestmark = pytest.mark.django_db
MADE_UP = {
    "x-forwarded-host": "evil.example",
    "x-host": "evil.example",
    "x-original-url": "/verwaltung/",
    "x-rewrite-url": "/verwaltung/",
    "x-http-method-override": "DELETE",
    "x-forwarded-prefix": "/evil",
    "x-forwarded-scheme": "evil",
    "forwarded": "host=evil.example;proto=http",
    "origin": "https://evil.example",
    "accept-language": "fr",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """The code of the running site; measuring is a command of development and starts programs."""
    for part in ("allianz", "tracker"):
        for path in sorted((configured.BASE_DIR / part).rglob("*.py")):
            if "benchmark" not in path.parts:
                yield str(path), ast.parse(path.read_text(encoding="utf-8"))


def words(tree: ast.Module) -> Iterator[str]:
    """Every module imported and every name called, with dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call):
            yield ast.unparse(node.func)


@pytest.mark.parametrize(
    "forbidden",
    [
        r"(eval|exec|compile|__import__)",
        r"(subprocess|os\.system|os\.popen|pty)(\..*)?",
        r"(pickle|marshal|shelve|yaml)(\..*)?",
        r"(urllib\.request|http\.client|requests|httpx|ftplib|telnetlib|socket\.(socket|create_connection))(\..*)?",
        r"hashlib\.(md5|sha1)",
        r"(random|xml\.etree.*|xml\.dom.*|xml\.sax)(\..*)?",
    ],
)
def test_the_site_runs_no_code_asks_no_address_and_reads_nothing_that_others_could_have_made(forbidden):
    found = [(path, word) for path, tree in modules() for word in words(tree) if re.fullmatch(forbidden, word)]
    # Quoting what goes into a document is no reading.
    allowed = [
        (path, word)
        for path, word in found
        if word == "xml.sax.saxutils.escape" or (word.startswith("subprocess") and any(own in path for own in STARTERS))
    ]
    assert [item for item in found if item not in allowed] == []


def test_no_expression_lets_two_greedy_parts_share_the_same_blanks():
    """A line of 20,000 blanks would take seconds: each part tries every length for each length of the other."""
    greedy = re.compile(r"\\s[+*]\(?\.[+*]")
    found = [
        (path, node.value)
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and greedy.search(node.value)
    ]
    assert found == []


def test_scripts_keep_nothing_in_the_browser_and_make_no_markup():
    scripts = [path.read_text(encoding="utf-8") for path in (configured.BASE_DIR / "static").rglob("*.js")]
    assert scripts
    for word in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "innerHTML", "eval(", "postMessage"):
        assert not any(word in script for script in scripts), word


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("address", ["/", "/massnahmen/", "/massnahmen.json", "/sitemap.xml", "/konto/anmelden/"])
def test_made_up_headers_change_no_page_and_poison_no_store(address, settings):
    settings.PAGE_CACHE_MB = 8
    poisoned = Client().get(address, headers=MADE_UP)
    after = Client().get(address)
    first, second = body_of(poisoned), body_of(after)
    assert poisoned.status_code == after.status_code == 200
    assert b"evil" not in first
    assert "evil" not in str(poisoned.headers)
    # A form has a word of its own each time.
    assert first == second or address == "/konto/anmelden/"


@pytest.mark.parametrize("address", ["/", "/massnahmen.json", "/api/v1/agreements", "/portal/", "/konto/anmelden/"])
def test_no_other_site_may_read_what_needs_a_session(address):
    answer = Client().get(address, headers={"origin": "https://evil.example"})
    assert answer.headers.get("Access-Control-Allow-Origin", "*") == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    if address in ("/portal/", "/konto/anmelden/"):
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/.git/HEAD",
        "/.env",
        "/var/secret",
        "/var/allianz.sqlite3",
        "/media/",
        "/static/",
        "/static/kern/",
        "/static/..%2f..%2fmanage.py",
        "/static/%2e%2e/%2e%2e/var/secret",
        "/static/....//....//manage.py",
        "/static//etc/passwd",
        "/belege/../../manage.py",
        "/belege/1.pdf/../../../etc/passwd",
        "/allianz/settings.py",
        "/dumps/..%2f..%2fmanage.py",
        "/einbetten/..%2f..%2f/",
        "/%00",
        "/massnahmen/%00/",
        "//evil.example/massnahmen",
        "/%5cevil.example",
        "/server-status",
        "/phpinfo.php",
    ],
)
def test_tricks_with_paths_find_nothing_and_lead_nowhere_else(path):
    answer = Client(raise_request_exception=True).get(path)
    assert answer.status_code in (400, 404) or answer.headers["Location"].startswith("/")
    assert not answer.headers.get("Location", "").startswith(("//", "/\\"))
    assert b"DJANGO_SETTINGS" not in b"".join(getattr(answer, "streaming_content", [])) + getattr(
        answer, "content", b""
    )


@pytest.mark.parametrize(
    "token",
    [
        lambda: new_stamp(),
        lambda: signing.dumps([1, "x"]),
        lambda: signing.dumps([1, "x"], salt="tracker.invitation", key="another secret"),
        lambda: "a" * 5000,
        lambda: "..:..:..",
    ],
)
def test_a_token_of_another_purpose_or_key_opens_no_account(token):
    assert Client().get(f"/konto/einladung/{token()}/").status_code == 410


@pytest.mark.own_factor
def test_an_unknown_address_costs_as_much_hashing_as_a_known_one(monkeypatch):
    counted = []
    made = Argon2PasswordHasher.encode
    checked = Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *a: counted.append("hash") or made(*a))
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *a: counted.append("hash") or checked(*a))
    account = make_account(AccountRole.REPORTER)
    found = {}
    for address in (account.email, "nobody@example.org"):
        counted.clear()
        answer = enter(Client(), address, "wrong-password-1")
        found[address] = (answer.status_code, len(counted))
    assert len(set(found.values())) == 1
    assert found[account.email][1] >= 1


@pytest.mark.parametrize("path", ["/gibt-es-nicht/", "/x%0a2026-12-01%20INFO%20tracker:%20all%20is%20well/"])
def test_what_is_refused_is_logged_and_writes_no_line_of_its_own(path, caplog):
    with caplog.at_level(logging.WARNING, logger="django.request"):
        logging.getLogger("django.request").addHandler(caplog.handler)
        Client().get(path)
        logging.getLogger("django.request").removeHandler(caplog.handler)
    lines = [record.getMessage() for record in caplog.records if record.name == "django.request"]
    assert lines and all("Not Found" in line and "\n" not in line for line in lines)


def test_a_refused_form_is_logged(caplog):
    with caplog.at_level(logging.WARNING, logger="django.security.csrf"):
        logger = logging.getLogger("django.security.csrf")
        logger.addHandler(caplog.handler)
        Client(enforce_csrf_checks=True).post("/konto/anmelden/", {"login": "a"})
        logger.removeHandler(caplog.handler)
    assert any("CSRF" in record.getMessage() for record in caplog.records)
