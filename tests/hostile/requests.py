"""Hostile requests, the same for the same seed: as bytes for a server, as an environment for the application alone."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote_to_bytes

SECRET = "a" * 32
"""The secret of a CSRF cookie, sent as header too: what is refused shall be refused for something else."""
STRINGS = [
    "\0", "%00", "\x7f", "\r\nSet-Cookie: a=b", "\ud7ff\ufffe\uffff", "𝔘𝔫𝔦", "\u202e\u200f", "ß" * 3000, "a" * 20_000,
    "' OR 1=1 --", '"><script>alert(1)</script>', "{{7*7}}", "${jndi:ldap://x}", "%s%n%d", "../" * 12 + "etc/passwd",
    "..\\..\\windows", "file:///etc/passwd", "²", "٣", "-1", "9" * 30, "1e309", "NaN", "0x10", "true", "null", "[]",
    "9999-12-31", "0001-01-01", "2024-02-30", "10000-01-01", "2024-13-01", "0000-00-00", "", " ", "\u00a0", "%", "_",
    "(((", '"', "a AND", "*", "-", "dgb", "AAW-2019-1.07", "allianz-2019-2021", "2019-1", "unknown", "measure",
]  # fmt: skip
PARAMETERS = [
    "q", "art", "status", "grund", "frist", "meldung", "handlungsfeld", "partner", "bezug", "gemeinsam", "rolle",
    "land", "zielgruppe", "instrument", "verbindlichkeit", "pruefbar", "allgemein", "teil", "beleg", "faellig_von",
    "faellig_bis", "geaendert_seit", "vereinbarung", "stand", "fassung", "sort", "page", "per_page", "von", "bis",
    "mit", "code", "next", "o", "p", "all", "_changelist_filters", "_popup", "_to_field", "organisation", "runde",
    "format",
]  # fmt: skip
PLACES = [
    "/", "/en/", "/massnahmen/", "/massnahmen.csv", "/massnahmen.json", "/massnahmen.atom", "/massnahmen.ics",
    "/massnahmen.xlsx", "/massnahmen/AAW-2019-1.07/", "/vereinbarungen/", "/vereinbarungen/vergleich/", "/partner/",
    "/vereinbarungen/allianz-2019-2021/", "/partner/dgb/", "/laender/", "/laender/DE-BE/", "/aenderungen/", "/methode/",
    "/aenderungen.csv", "/aenderungen.json", "/aenderungen.atom", "/vereinbarungen.json", "/partner.json",
    "/indikatoren.json", "/dcat.ttl", "/datapackage.json", "/daten/", "/bilanz/", "/api/v1/", "/api/v1/commitments/",
    "/api/v1/commitments/AAW-2019-1.07/", "/api/v1/agreements/", "/api/v1/partners/dgb/", "/api/v1/changes/",
    "/api/v1/openapi.json", "/api/v1/indicators/", "/einbetten/dgb/", "/einbetten/dgb.svg", "/barriere-melden/",
    "/fehler-melden/", "/konto/anmelden/", "/konto/", "/konto/passwort/", "/portal/", "/portal/alle/", "/portal/1/",
    "/portal/tabelle/", "/portal/tabelle.xlsx", "/portal/abzeichnen/", "/portal/beleg/1/", "/verwaltung/",
    "/verwaltung/tracker/commitment/", "/verwaltung/tracker/commitment/add/", "/verwaltung/tracker/commitment/import/",
    "/verwaltung/tracker/auditevent/", "/verwaltung/tracker/account/", "/verwaltung/pruefung/", "/belege/1.pdf",
    "/verwaltung/tracker/statusreport/1/change/", "/verwaltung/meldung-erfassen/", "/healthz", "/readyz", "/robots.txt",
    "/sitemap.xml", "/static/css/site.css", "/daten/abzuege/2026-Q3.zip", "/bilanz/entwurf/1/", "/gestaltung/",
]  # fmt: skip
METHODS = ["GET"] * 8 + ["POST"] * 6 + ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get", "X-A"]
TYPES = [
    "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "application/json",
    "multipart/form-data; boundary=" + "x" * 300, 'multipart/form-data; boundary="', "text/xml", "", "a", "*/*", "/",
    "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=nonsense",
    "application/x-www-form-urlencoded; charset=hex", "text/plain; charset=idna", "text/plain; charset=utf-8",
    "multipart/form-data; boundary=x; charset=ebcdic", "multipart/mixed; boundary=x",
]  # fmt: skip
HEADERS: dict[str, list[str]] = {
    "If-None-Match": ["*", '"x"', 'W/"', "x" * 5000, '"a", "b",,,', "\xff"],
    "If-Match": ["*", '"x"', "", '"'],
    "If-Modified-Since": ["gestern", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "0", "-1"],
    "If-Unmodified-Since": ["Thu, 01 Jan 1970 00:00:00 GMT", "x"],
    "If-Range": ['"x"', "x"],
    "Range": ["bytes=0-0", "bytes=-1", "bytes=5-1", "bytes=0-" + "9" * 30, "bytes=" + "0-0," * 500, "x=1", "bytes=²-"],
    "Accept": ["*/*", "application/xml", "text/html;q=x", ",", "a" * 4000, "application/json; q=1e9"],
    "Accept-Language": ["en", "xx", "de;q=" + "9" * 500, "*", "-", "a" * 3000],
    "Accept-Encoding": ["gzip;q=0, identity;q=0", "br", "*;q=x", "\xff"],
    "Cookie": ["a", "=;=;", "__Host-session=x", "session=" + "x" * 3000, "csrf=²", "messages=W10", "\xff=\xfe", ";;"],
    "Origin": ["null", "https://evil.example", "http://[", "http://testserver:99999", "x"],
    "Referer": ["http://[::1", "https://evil.example/", "\xff", "x"],
    "Sec-Fetch-Site": ["cross-site", "same-origin", "x"],
    "X-Forwarded-For": ["127.0.0.1", "x, y", "::ffff:1.2.3.4", "9" * 300],
    "X-Forwarded-Host": ["evil.example"],
    "X-Forwarded-Proto": ["https", "x"],
    "X-HTTP-Method-Override": ["DELETE"],
    "X-Requested-With": ["XMLHttpRequest"],
    "X-CSRFToken": ["²", "x" * 64, "\xff"],
    "Authorization": ["Basic x", "Bearer null", "Basic \xff", "x"],
    "Content-Encoding": ["gzip", "x"],
    "User-Agent": ["", "() { :; }; echo", "a" * 4000],
    "Host": ["evil.example", "testserver:x", "[", "", "a" * 300, "testserver, evil.example"],
}  # fmt: skip


@dataclass
class Hostile:
    """One request. `who` is whose session goes with it; 0 is nobody's, others count the people there are."""

    method: str
    target: str
    """Path and query as they go over the wire: ASCII, without blanks."""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    who: int = 0

    def environ(self, cookie: str = "") -> dict[str, Any]:
        """The request as a WSGI server would hand it to the application."""
        path, _mark, query = self.target.partition("?")
        raw = unquote_to_bytes(path).decode("latin-1")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": raw if raw.startswith("/") else "/" + raw,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "192.0.2.77",
            "HTTP_HOST": "testserver",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(self.body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "CONTENT_LENGTH": str(len(self.body)),
        }
        for name, value in self.sent(cookie).items():
            key = name.upper().replace("-", "_")
            environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
        return environ

    def sent(self, cookie: str = "") -> dict[str, str]:
        """The headers, with the session and the CSRF pair of somebody who is signed in."""
        own = {"Cookie": f"{cookie}; csrf={SECRET}", "X-CSRFToken": SECRET} if cookie else {}
        return {**self.headers, **own}

    def wire(self, host: str, cookie: str = "") -> bytes:
        """The request as bytes for a server."""
        headers = {"Host": host, **self.sent(cookie), "Connection": "close"}
        headers.setdefault("Content-Length", str(len(self.body)))
        lines = [f"{self.method} {self.target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + self.body


def hostile(seed: int, number: int, people: int = 0) -> Iterator[Hostile]:
    """Yield so many requests, always the same for a seed; half of them with the session of one of the people."""
    chance = random.Random(seed)
    tricks: list[Callable[[random.Random, Hostile], None]] = [queries, paths, headers, bodies, long_queries, codings]
    for _each in range(number):
        request = Hostile(chance.choice(METHODS), chance.choice(PLACES))
        if people and chance.random() < 0.5:
            request.who = chance.randint(1, people)
        for trick in chance.sample(tricks, chance.choice([1, 1, 2, 3])):
            trick(chance, request)
        yield request


def words(text: str) -> str:
    """A text as part of an address."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def queries(chance: random.Random, request: Hostile) -> None:
    """Parameters of the filters and of the admin, with values nobody offers."""
    pairs = [f"{chance.choice(PARAMETERS)}={words(chance.choice(STRINGS))}" for _each in range(chance.randint(1, 4))]
    request.target = request.target.partition("?")[0] + "?" + "&".join(pairs)


def codings(chance: random.Random, request: Hostile) -> None:
    """Broken percent signs, doubled ones, bytes that are no UTF-8."""
    bad = chance.choice(
        ["%", "%2", "%zz", "%ff%fe", "%c0%af", "%ed%a0%80", "%2500", "%u0041", "%00", "+", ";", "&&=&", "="]
    )
    request.target += ("&" if "?" in request.target else "?") + f"{chance.choice(PARAMETERS)}={bad}"


def long_queries(chance: random.Random, request: Hostile) -> None:
    """More than anybody would type: long values, many parameters, the same one again and again."""
    name = chance.choice(PARAMETERS)
    more = chance.choice(
        [f"{name}=" + "a%20" * 500, f"{name}=x&" * 700, f"{name}[]=1&" * 100, "&" * 2000, f"{name}=1&" * 1200]
    )
    request.target += ("&" if "?" in request.target else "?") + more[:3800]


def paths(chance: random.Random, request: Hostile) -> None:
    """Ways out of the folder, doubled slashes, pieces that are no keys."""
    path = request.target.partition("?")[0]
    piece = chance.choice(
        ["..", "%2e%2e", "%2f", "%5c", "%00", "%ff", "%0d%0a", ".git/config", words(chance.choice(STRINGS))]
    )
    shapes = [
        f"{path}{piece[:3000]}",
        f"{path}{piece[:3000]}/",
        f"/{piece[:3000]}{path}",
        f"/{path}",
        path.rstrip("/"),
        path.upper(),
    ]
    cut = path.rstrip("/").rpartition("/")[0]
    request.target = chance.choice([*shapes, f"{cut}/{piece[:3000]}/", f"/static/{piece[:3000]}/allianz/settings.py"])


def headers(chance: random.Random, request: Hostile) -> None:
    """Conditions, ranges, cookies and hosts that make no sense."""
    for name in chance.sample(sorted(HEADERS), chance.randint(1, 4)):
        request.headers[name] = chance.choice(HEADERS[name])


def bodies(chance: random.Random, request: Hostile) -> None:
    """Forms that are broken off, too many, too large, or of another kind than they say."""
    request.method = chance.choice(["POST", "POST", "POST", "PUT", "PATCH", "GET"])
    request.headers["Content-Type"] = chance.choice(TYPES)
    fields = "&".join(f"{chance.choice(PARAMETERS)}={words(chance.choice(STRINGS))}" for _each in range(5)).encode()
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\nContent-Type: %s\r\n\r\n%s\r\n'
    file = part % (
        chance.choice([b"a.xlsx", b"../../a.csv", b"\0", b"a" * 500, b"", b"\xff.pdf", b'a"; x="']),
        chance.choice([b"text/csv", b"", b"\xff", b"multipart/mixed; boundary=x"]),
        chance.choice([b"PK\x03\x04", b"%PDF-1.7", b"code;titel\n\0;\xff", b"", bytes(range(256))]),
    )
    request.body = chance.choice(
        [
            fields,
            file + b"--x--\r\n",
            file,
            file[: len(file) // 2],
            b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--",
            b"--x\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name=a\r\n\r\n!!!\r\n--x--",
            b"a=1&" * 1500,
            b"\xff\xfe\0\0",
            b"{" * 5000,
            b"[" * 20_000,
            b"a" * 3_000_000,
            b"",
        ]
    )
    if chance.random() < 0.1:
        request.headers["Content-Length"] = chance.choice(["0", "-1", "x", "1", ""])
