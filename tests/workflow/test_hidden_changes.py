"""What is not public yet leaks nowhere: not into pages, files, search, site map or ETags; then it is there at once."""

import io
import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from tests.access.taken import body_of, text_of
from tests.factories import make_agreement, make_commitment, make_fact, make_partner, record_change
from tests.factories_of_accounts import make_account
from tests.notify.world import hand_in
from tracker import days, workflow
from tracker.api import urls as api
from tracker.balance.building import build
from tracker.balance.contents import compute
from tracker.models import BalanceReport, Event, Extension, PublicVersion, Revision, Signatory, Source
from tracker.notify.reminders import order_reminders
from tracker.notify.send import send_waiting
from tracker.outputs import urls as outputs
from tracker.outputs.dumps import write_dump
from tracker.vocabulary import AccountRole, EventKind, PartnerKind, Status

pytestmark = pytest.mark.django_db
SECRET = "Geheimvorhaben"
FILES = [path for path in (*outputs.urlpatterns, *api.urlpatterns) if not path.pattern.regex.groups]
"""Every file and every list of the interface; a new one is looked at as soon as it has an address."""
RECORD = ("/massnahmen", "/vereinbarungen/", "/partner/", "/aenderungen", "/sitemap.xml", "/api/", "/einbetten/")
ROWS = [f"/massnahmen.{kind}" for kind in ("csv", "xlsx", "json", "atom", "ics")]
FEW = [
    "/robots.txt",
    "/sitemap.xml",
    f"/massnahmen/?q={SECRET}",
    f"/en/massnahmen/?q={SECRET}",
    "/massnahmen.json?sort=-as_of",
]


def addresses(client):
    """Every public address: those of the site map, the files, the search, and what is still hidden."""
    plan = client.get("/sitemap.xml").content.decode()
    pages = sorted({urlsplit(url).path for url in re.findall(r"https?://[^<\"]+", plan) if "sitemaps.org" not in url})
    files = [reverse(path.name) for path in FILES]
    assert len(pages) > 40
    assert len(files) >= 17
    hidden = ["/vereinbarungen/geheim/", "/massnahmen/TST-9999-1/", "/massnahmen/?vereinbarung=geheim"]
    hidden += ["/api/v1/agreements/geheim/", "/api/v1/commitments/TST-9999-1/", "/massnahmen.json?vereinbarung=geheim"]
    hidden += ["/bilanz/geheim/", "/bilanz/geheim.docx"]
    one = ["/api/v1/agreements/allianz/", "/api/v1/partners/verband/", "/einbetten/verband/", "/einbetten/verband.svg"]
    one += [f"/api/v1{page}".replace("massnahmen", "commitments") for page in pages if page.startswith("/massnahmen/T")]
    return [*(page for page in pages if page.startswith("/")), *files, *FEW, *one, *hidden, *as_they_stood(pages)]


def as_they_stood(pages):
    """The same as it stood, and as it was published, the day before."""
    day = days.today() - timedelta(days=1)
    code = next(page for page in pages if page.startswith("/massnahmen/T"))
    past = ["/", "/massnahmen/", code, "/vereinbarungen/allianz/", "/partner/verband/", *ROWS, "/api/v1/commitments/"]
    past += ["/api/v1/agreements/", "/api/v1/partners/"]
    return [f"{path}?{kind}={day}" for path in past for kind in ("stand", "fassung")]


def snapshot(client, paths):
    """What every address answers: status, ETag and content (files with a moment in them by ETag alone)."""
    found = {}
    for path in paths:
        response = client.get(path)
        body = b"".join(response) if response.streaming else response.content
        found[path] = (response.status_code, response.headers.get("ETag"), b"" if ".xlsx" in path else body)
    return found


@pytest.fixture
def world(settings):
    """A public agreement with a round and reports in it, and people; nothing hidden yet."""
    settings.HEARING_DAYS = 5
    # The same addresses are asked after every action, more often than one visitor may.
    settings.API_LIMIT = 100_000
    # Published some days ago, so that there is a past to look at.
    with record_change(at=timezone.now() - timedelta(days=3)) as change:
        partner, member = make_partner("verband", name="Verband der Bäcker"), make_partner("mitglied")
        group = make_partner("gruppe", kind=PartnerKind.GROUP)
        agreement = make_agreement("allianz", fields=["Ausbildung"])
        parts = [make_commitment(agreement, leads=[partner]).contributions.get() for _ in range(4)]
        joint = make_commitment(agreement, leads=[group]).contributions.get()
        workflow.name_reporter([joint], partner, actor=workflow.system_actor())
        event = Event(key="treffen", agreement=agreement, kind=EventKind.TOP_MEETING, title="Treffen")
        event.save()
        change.touch(agreement)
    joint.refresh_from_db()
    reporter = make_account(AccountRole.REPORTER, partners=[partner])
    other = make_account(AccountRole.REPORTER, partners=[partner])
    reviewer = make_account(AccountRole.REVIEWER)
    asked = workflow.open_round(
        agreement,
        title="Runde",
        starts_on=days.today() - timedelta(days=1),
        due_on=days.today() + timedelta(days=5),
        contributions=[*parts, joint],
        actor=workflow.system_actor(),
    )
    on = days.today() - timedelta(days=1)
    return {
        "partner": partner,
        "member": member,
        "agreement": agreement,
        "parts": parts,
        "joint": joint,
        "reporter": reporter,
        "other": other,
        "reviewer": reviewer,
        "asked": asked,
        "reports": [hand_in(part, reporter, as_of=on) for part in parts[:3]],
    }


def hidden_actions(world):
    """Everything that happens behind the scenes, by name, in the order in which it may happen."""
    system, reporter = workflow.system_actor(), workflow.actor_of(world["reporter"])
    reviewer = workflow.actor_of(world["reviewer"])
    now, made = timezone.now(), {}
    moment = now + timedelta(days=30)

    def agreement():
        names = {"title": SECRET, "short_title": SECRET, "predecessor": world["agreement"]}
        made["agreement"] = make_agreement("geheim", published=False, fields=["Neu"], **names)

    def commitments():
        values = {"leads": [world["partner"]], "title": SECRET, "description": SECRET}
        made["ready"] = make_commitment(made["agreement"], code="TST-9999-1", **values)
        made["drafts"] = [
            make_commitment(made["agreement"], published=False, code=f"TST-9999-{number}", **values)
            for number in (2, 3)
        ]

    def rows_of_it():
        with record_change() as change:
            Extension(agreement=made["agreement"], new_end=date(2030, 12, 31)).save()
            workflow.settle_agreement(made["agreement"], change)
            Signatory(agreement=made["agreement"], partner=world["partner"], status="sourced").save()
            event = Event(key="geheim", agreement=made["agreement"], kind=EventKind.SIGNING, title=SECRET)
            event.save()
            source = Source(title=SECRET, publisher="Verlag")
            source.save()
            event.sources.add(source)
            event.commitments.add(made["ready"])
            made["ready"].continues.add(world["parts"][0].commitment)

    def draft_in_public():
        made["draft"] = make_commitment(
            world["agreement"], published=False, leads=[world["partner"]], title=SECRET, code="TST-8888-1"
        )
        make_fact(made["draft"], Status.IN_PROGRESS)
        workflow.move_deadline(
            made["draft"], due_on=date(2026, 12, 31), wording="Ende 2026", precision="year", reason="So", actor=system
        )
        workflow.correct_wording(made["draft"], texts={"description": SECRET}, reason="So", actor=system)
        workflow.drop(made["draft"], reason=SECRET, as_of=days.today(), actor=system)

    def draft_of_report():
        draft = workflow.start_draft(world["parts"][3], actor=reporter, on=days.today())
        data = workflow.ReportData(as_of=days.today(), status=Status.ONGOING, summary=SECRET)
        workflow.save_draft(draft, data, actor=reporter)

    def supply():
        given = workflow.supply(world["joint"], world["member"], text=SECRET, links="", actor=system)
        workflow.take_over(given, actor=reporter)

    def returned():
        workflow.return_report(world["reports"][0], {"summary": SECRET}, actor=reviewer)

    def assessed():
        workflow.accept(world["reports"][1], actor=reviewer, assessed_status=Status.PREPARING, note=SECRET)

    def with_its_round():
        workflow.set_publication(world["asked"], moment, actor=system, now=now)
        world["reports"][2].refresh_from_db()
        made["waiting"] = workflow.accept(world["reports"][2], actor=reviewer)
        assert made["waiting"].published_at is None

    def balances():
        balance = BalanceReport(slug="geheim", title=SECRET, agreement=world["agreement"], with_unaccepted=True)
        balance.save()
        build(balance)

    def people():
        workflow.invite(
            email="neu@example.org", first_name=SECRET, last_name="", roles=[AccountRole.EDITOR], actor=system
        )
        workflow.disable_account(world["other"], actor=system)

    def mail():
        order_reminders(on=days.today() + timedelta(days=5), at=now)
        send_waiting(at=now)

    yield "an agreement is begun", agreement
    yield "its commitments are written", commitments
    yield "its rows are written", rows_of_it
    yield "a fact is added to it", lambda: make_fact(made["ready"], Status.IN_PROGRESS, summary=SECRET)
    yield "a commitment of it is released", lambda: workflow.publish([made["drafts"][0]], actor=system)
    yield "its publication is set", lambda: workflow.set_publication(made["agreement"], moment, actor=system, now=now)
    yield "a draft in a public agreement is kept", draft_in_public
    yield "a report is drafted", draft_of_report
    yield "a member supplies a text", supply
    yield "a report is returned", returned
    yield "a report is assessed differently", assessed
    yield "a round waits for its moment", with_its_round
    yield "a balance is built from what is not accepted", balances
    yield "people are invited and disabled", people
    yield "people are reminded", mail


def test_nothing_hidden_changes_any_public_answer(client, world, mailoutbox):
    paths = addresses(client)
    before, revision = snapshot(client, paths), Revision.current()
    # After each action the pages of the record in German, in the end every address in both languages.
    record = [path for path in paths if path.startswith(RECORD)]
    assert len(record) >= 15
    for name, action in hidden_actions(world):
        action()
        assert Revision.current() == revision, name
        after = snapshot(client, record)
        assert [path for path in record if after[path] != before[path]] == [], name
    after = snapshot(client, paths)
    assert [path for path in paths if after[path] != before[path]] == []
    assert not any(SECRET.encode() in body for path, (_status, _tag, body) in before.items() if "q=" not in path)


def written(world):
    """A dump of the running year and a balance made now, as far as they tell of the record."""
    dump = io.BytesIO()
    write_dump(str(days.today().year), dump)
    document = compute(BalanceReport(slug="neu", title="Neu", agreement=world["agreement"])).document
    return dump.getvalue(), document.as_data()


def test_nothing_hidden_gets_into_a_dump_or_a_balance_made_meanwhile(world, mailoutbox):
    before = written(world)
    for _name, action in hidden_actions(world):
        action()
    assert written(world) == before


TELLING = [*ROWS[:4], "/aenderungen.csv", "/aenderungen.json", "/aenderungen.atom", "/api/v1/commitments/"]
TELLING += [
    "/api/v1/agreements/",
    "/api/v1/agreements/geheim/",
    "/api/v1/commitments/TST-9999-1/",
    "/einbetten/verband/",
]


def test_at_its_moment_every_file_feed_and_interface_tells_of_it(client, world, mailoutbox):
    for _name, action in hidden_actions(world):
        action()
    workflow.publish_due(at=timezone.now() + timedelta(days=31), actor=workflow.system_actor())
    bodies = {path: text_of(body_of(client.get(path))) for path in TELLING}
    assert [path for path, text in bodies.items() if SECRET not in text] == []


def test_all_of_it_becomes_public_with_one_revision(world, mailoutbox):
    for _name, action in hidden_actions(world):
        action()
    before = Revision.current()
    workflow.publish_due(at=timezone.now() + timedelta(days=31), actor=workflow.system_actor())
    told = PublicVersion.objects.filter(revision__number__gt=before)
    numbers = set(told.filter(Q(key="geheim") | Q(key__startswith="TST-9999")).values_list("revision", flat=True))
    assert len(numbers) == 1


def test_at_its_moment_everything_is_there_at_once(client, world, mailoutbox):
    for _name, action in hidden_actions(world):
        action()
    before = client.get("/").headers["ETag"]
    moment = timezone.now() + timedelta(days=31)
    agreements, reports = workflow.publish_due(at=moment, actor=workflow.system_actor())
    assert (agreements, reports) == (1, 2)
    assert client.get("/").headers["ETag"] != before
    for path in ("/vereinbarungen/geheim/", *(f"/massnahmen/TST-9999-{number}/" for number in (1, 2, 3))):
        assert SECRET in client.get(path).content.decode(), path
        assert path in client.get("/sitemap.xml").content.decode()
    assert client.get("/massnahmen/TST-8888-1/").status_code == 404
    rows = b"".join(client.get("/massnahmen.csv?vereinbarung=geheim")).decode()
    assert rows.count("TST-9999-") >= 3
    assert {version.key for version in PublicVersion.objects.filter(key__startswith="TST-9999")} == {
        f"TST-9999-{number}" for number in (1, 2, 3)
    }
    assessed = world["reports"][1].commitment.code
    assert SECRET in client.get(f"/massnahmen/{assessed}/").content.decode()
    assert workflow.publish_due(at=moment, actor=workflow.system_actor()) == (0, 0)


def test_if_one_part_of_a_publication_fails_nothing_of_it_is_public(client, world, monkeypatch):
    for _name, action in hidden_actions(world):
        action()
    revision = Revision.current()
    monkeypatch.setattr("tracker.workflow.publication.publish_reports", None)
    with pytest.raises(TypeError):
        workflow.publish_due(at=timezone.now() + timedelta(days=31), actor=workflow.system_actor())
    assert client.get("/vereinbarungen/geheim/").status_code == 404
    assert Revision.current() == revision


def test_taking_back_the_moment_of_a_round_publishes_what_waited_at_the_next_run(client, world):
    actions = dict(hidden_actions(world))
    actions["a round waits for its moment"]()
    now = timezone.now()
    workflow.set_publication(world["asked"], None, actor=workflow.system_actor(), now=now)
    assert workflow.publish_due(at=now + timedelta(seconds=1), actor=workflow.system_actor()) == (0, 1)
