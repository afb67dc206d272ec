"""Whatever a site does, asking for an address ends in time with a word for what was wrong."""

import socket
from email.utils import format_datetime

import pytest
from django.utils import timezone

from tests.links.badly import OK, Clock, drip, endless, hang, leads_to, self_signed, site, status
from tracker.links.asking import MOST_BYTES, Asker, host_of
from tracker.links.following import Follower
from tracker.links.network import is_public, resolve
from tracker.vocabulary import LinkFault


def asker(timeout: float = 5, clock: Clock | None = None) -> Asker:
    return Asker(timeout=timeout, private=True, **({"clock": clock} if clock else {}))


def follow(url: str, **more):
    clock = Clock()
    return Follower(asker(**more), pause=2, sleep=clock.sleep, clock=clock).follow(url)


def test_an_address_that_answers_is_fine():
    with site({"/a": OK}) as here:
        found = follow(here.url("/a"))
    assert (found.status, found.fault, found.target) == (200, None, "")
    assert here.asked == ["GET /robots.txt", "HEAD /a"]


def test_the_question_names_the_site_and_whom_to_write_to(settings):
    settings.SITE_URL, settings.CONTACT_EMAIL = "https://zusagen.example.org", "redaktion@example.org"
    with site({"/a": OK}) as here:
        follow(here.url("/a"))
    assert all("User-Agent: AllianzTrackerLinkCheck/1.0 (+https://zusagen.example.org, redaktion@example.org)" in head
               for head in here.heads)  # fmt: skip


@pytest.mark.parametrize("silent", [hang, drip], ids=["hangs", "drips"])
def test_a_site_that_is_too_slow_is_given_up(silent):
    # The clock goes on by a second with each look, so a letter now and then does not stretch the time.
    with site({"/a": silent}) as here:
        answer = asker(timeout=0.3 if silent is hang else 20, clock=None if silent is hang else Clock(1)).ask(
            "HEAD", here.url("/a")
        )
    assert answer.fault is LinkFault.SILENT


def test_of_an_endless_body_only_the_beginning_is_read():
    with site({"/a": endless}) as here:
        answer = asker().ask("GET", here.url("/a"))
    assert answer.status == 200
    assert len(answer.body) == MOST_BYTES


def test_an_address_that_leads_to_itself_is_a_loop():
    with site() as here:
        here.pages |= {"/a": leads_to("/b"), "/b": leads_to("/a")}
        assert follow(here.url("/a")).fault is LinkFault.LOOP


def test_an_address_that_leads_on_too_often_is_a_loop():
    with site() as here:
        here.pages |= {f"/{number}": leads_to(f"/{number + 1}") for number in range(20)}
        assert follow(here.url("/0")).fault is LinkFault.LOOP
    assert len(here.pages_asked()) == 6


def test_what_leads_on_for_good_names_where_and_what_leads_on_for_now_does_not_count_as_moved():
    with site({"/new": OK}) as here:
        here.pages |= {"/a": leads_to("/b"), "/b": leads_to("/new", "308 Permanent Redirect")}
        here.pages["/c"] = leads_to("/a", "302 Found")
        moved, passing = follow(here.url("/a")), follow(here.url("/c"))
        assert (moved.target, moved.is_moved) == (here.url("/new"), True)
        assert (passing.target, passing.is_moved) == (here.url("/new"), False)


def test_a_certificate_nobody_vouches_for_is_a_fault_of_the_encryption(tmp_path):
    with site({"/a": OK}, certificate=self_signed(tmp_path)) as here:
        assert asker().ask("HEAD", here.url("/a")).fault is LinkFault.TLS


def test_a_site_without_encryption_behind_https_is_a_fault_of_the_encryption():
    with site({"/a": OK}) as here:
        assert asker().ask("HEAD", here.url("/a").replace("http:", "https:")).fault is LinkFault.TLS


@pytest.mark.parametrize("wait", ["120", "at"])
def test_a_site_that_is_busy_is_left_alone_for_as_long_as_it_says(wait):
    if wait == "at":
        wait = format_datetime(timezone.now() + timezone.timedelta(seconds=125))
    with site({"/a": status("429 Too Many Requests", f"Retry-After: {wait}"), "/b": OK}) as here:
        clock = Clock()
        follower = Follower(asker(), pause=2, sleep=clock.sleep, clock=clock)
        found = follower.follow(here.url("/a"))
        assert found.fault is LinkFault.BUSY
        assert 60 < found.wait <= 130
        assert follower.is_left_alone(host_of(here.url()))
        assert follower.follow(here.url("/b")).fault is LinkFault.BUSY
    assert here.pages_asked() == ["HEAD /a"]


def test_an_error_of_the_site_is_one_by_get_too():
    with site({"/a": status("500 Internal Server Error")}) as here:
        found = follow(here.url("/a"))
    assert (found.status, found.fault) == (500, LinkFault.ANSWER)
    assert here.pages_asked() == ["HEAD /a", "GET /a"]


def test_an_address_that_robots_txt_forbids_is_not_asked_for():
    robots = status("200 OK", body=b"\xef\xbb\xbfUser-agent: *\nDisallow: /a\nCrawl-delay: 7\n")
    with site({"/a": OK, "/b": OK}, robots=robots) as here:
        clock = Clock()
        follower = Follower(asker(), pause=2, sleep=clock.sleep, clock=clock)
        assert follower.follow(here.url("/a")).fault is LinkFault.DENIED
        assert follower.follow(here.url("/b")).fault is None
    assert here.pages_asked() == ["HEAD /b"]
    assert clock.slept == [7]


def test_a_site_whose_robots_txt_fails_is_left_alone():
    with site({"/a": OK}, robots=status("503 Service Unavailable")) as here:
        assert follow(here.url("/a")).fault is LinkFault.BUSY
        assert here.pages_asked() == []
    with site({"/a": OK}, robots=status("500 Internal Server Error")) as here:
        assert follow(here.url("/a")).fault is LinkFault.ANSWER
        assert here.pages_asked() == []


def test_a_robots_txt_in_no_encoding_is_read_as_far_as_it_can_be():
    with site({"/a": OK}, robots=status("200 OK", body=b"\xff\xfe\x00User-agent: \x80\xff\nDisallow: /\n")) as here:
        assert follow(here.url("/a")).fault is None


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X-Large: " + b"a" * 300_000 + b"\r\n\r\n",
        b"\x00\x01garbage\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"",
    ],
    ids=["huge head", "garbage", "no status", "nothing"],
)
def test_an_answer_that_cannot_be_read_is_said_so(answer):
    with site({"/a": lambda line, over: line.sendall(answer)}) as here:
        assert asker().ask("HEAD", here.url("/a")).fault is LinkFault.GARBLED


def test_a_broken_encoding_in_the_place_it_leads_to_does_no_harm():
    with site({"/a": b"HTTP/1.1 301 Moved\r\nLocation: /\xff\xfe\xe4\r\nContent-Length: 0\r\n\r\n"}) as here:
        assert follow(here.url("/a")).fault is LinkFault.ANSWER  # that page is not there


def test_nobody_there_is_a_refused_connection():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert asker().ask("HEAD", f"http://127.0.0.1:{port}/").fault is LinkFault.REFUSED


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/a", "file:///etc/passwd", "https://", "http://a:b@example.org/", "http://[::1", "javascript:1"],
)
def test_only_addresses_of_the_web_are_asked_for(url):
    assert asker().ask("HEAD", url).fault is LinkFault.ADDRESS


# --- nothing inside ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
        ),
        *("::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
    ],
)
def test_no_address_of_an_inner_network_is_public(address):
    assert not is_public(address)


def test_an_address_of_the_public_network_is_public():
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1"])
def test_this_machine_is_not_asked_whatever_its_name(host):
    with site({"/a": OK}) as here:
        answer = Asker(timeout=5).ask("HEAD", f"http://{host}:{here.port}/a")
    assert answer.fault is LinkFault.INSIDE
    assert here.asked == []


def test_what_leads_inside_is_not_followed(monkeypatch):
    with site({"/secret": OK}) as inside, site() as outside:
        outside.pages["/a"] = leads_to(f"http://inside.example:{inside.port}/secret")
        names = {"outside.example": "93.184.216.34", "inside.example": "127.0.0.1"}
        monkeypatch.setattr("tracker.links.network.resolve", lambda host, port: [names[host]])
        # The public address is played by this machine, after it was looked at.
        monkeypatch.setattr(
            "httpcore.SyncBackend.connect_tcp",
            lambda self, host, port, **more: _connected(outside.port),
        )
        clock = Clock()
        found = Follower(Asker(timeout=5), pause=1, sleep=clock.sleep, clock=clock).follow("http://outside.example/a")
        assert found.fault is LinkFault.INSIDE
        assert inside.asked == []


def _connected(port: int):
    from httpcore._backends.sync import SyncStream

    return SyncStream(socket.create_connection(("127.0.0.1", port)))


def test_the_name_is_resolved_once_and_that_address_is_connected_to(monkeypatch):
    asked, connected = [], []

    def once(host, port):
        asked.append(host)
        return ["93.184.216.34"]

    def connect(self, host, port, **more):
        connected.append(host)
        return _connected(here.port)

    with site({"/a": OK}) as here:
        monkeypatch.setattr("tracker.links.network.resolve", once)
        monkeypatch.setattr("httpcore.SyncBackend.connect_tcp", connect)
        assert Asker(timeout=5).ask("HEAD", "http://name.example/a").status == 200
    assert (asked, connected) == (["name.example"], ["93.184.216.34"])


def test_a_name_that_cannot_be_one_is_unknown():
    assert asker().ask("HEAD", f"http://{'a' * 70}.example/").fault in (LinkFault.NAME, LinkFault.ADDRESS)
    assert resolve("127.0.0.1", 80) == ["127.0.0.1"]
