"""The rooms of the site with people in them: which pages somebody walks through, and how they get in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.cast import Cast
from tracker.models import Account, Commitment
from tracker.vocabulary import Reporting

NOBODY, PARTNER, STAFF = "public", "partner", "staff"


@dataclass(frozen=True)
class Rooms:
    """The served site, the cast in it, and the pages of each room."""

    root: str
    cast: Cast

    def pages(self, who: str) -> list[str]:
        """The addresses that somebody of this kind walks through."""
        of, admin = self.cast.of, "admin:tracker_"
        if who == NOBODY:
            return [
                "/",
                "/massnahmen/?vereinbarung=allianz-2019-2021",
                "/massnahmen/?q=keineswegs",
                "/massnahmen/AAW-2019-2.27/",
                "/vereinbarungen/allianz-2019-2021/",
                "/vereinbarungen/vergleich/?von=allianz-2015-2018&mit=allianz-2019-2021",
                "/partner/biaj/",
                "/laender/",
                "/aenderungen/",
                "/daten/",
                "/barrierefreiheit/",
                "/barriere-melden/",
                "/konto/anmelden/",
                "/konto/passwort/vergessen/",
            ]
        if who == PARTNER:
            return [
                "/portal/",
                "/portal/alle/",
                f"/portal/{of[Reporting.DUE].pk}/",
                f"/portal/{of[Reporting.RETURNED].pk}/",
                f"/portal/{self.cast.pending.pk}/",
                f"/portal/{of[Reporting.CURRENT].pk}/unveraendert/",
                f"/portal/{of[Reporting.IN_REVIEW].pk}/verlauf/",
                "/portal/tabelle/",
                "/konto/",
                "/konto/passwort/",
                "/konto/zweiter-faktor/",
            ]
        commitment = Commitment.objects.get(code="AAW-2019-1.07")
        return [
            reverse("admin:index"),
            reverse(f"{admin}commitment_changelist"),
            reverse(f"{admin}commitment_change", args=[commitment.pk]),
            reverse(f"{admin}commitment_wording", args=[commitment.pk]),
            reverse(f"{admin}commitment_import"),
            reverse(f"{admin}ticket_changelist"),
            reverse(f"{admin}ticket_change", args=[self.cast.ticket.pk]),
            reverse("admin:review_queue"),
            reverse("admin:review_report", args=[self.cast.reports["submitted"].pk]),
            reverse(f"{admin}reportinground_changelist"),
            reverse(f"{admin}account_changelist"),
        ]

    def person(self, who: str) -> Account | None:
        """The account of somebody of this kind."""
        return {PARTNER: self.cast.people["reporter_of_a"], STAFF: self.cast.people["administrator"]}.get(who)

    @contextmanager
    def window(self, browser: Browser, who: str, **options: Any) -> Iterator[Page]:
        """A browser window in which somebody of this kind is signed in."""
        values: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
        context = browser.new_context(locale="de-DE", **values)
        try:
            enter(context, self.person(who), self.root)
            yield context.new_page()
        finally:
            context.close()


def enter(context: Any, account: Account | None, root: str) -> None:
    """Give the browser the session of somebody who is signed in."""
    if account is None:
        return
    client = Client()
    client.force_login(account)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": root}])
