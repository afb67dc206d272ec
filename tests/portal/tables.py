"""A reporter who works with the table."""

from __future__ import annotations

import io
from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories_of_accounts import make_account
from tests.sheets.working import fill
from tests.uploads.files import upload
from tracker.models import Contribution
from tracker.vocabulary import AccountRole


class Reporter:
    """Somebody signed in who reports for the organisation of a contribution."""

    def __init__(self, *contributions: Contribution, role: AccountRole = AccountRole.REPORTER) -> None:
        partners = {part.reporter for part in contributions if part.reporter}
        self.account = make_account(role, partners=partners)
        self.client = Client()
        self.client.force_login(self.account)

    def download(self, query: str = "") -> bytes:
        """The table as it is downloaded."""
        response = self.client.get(reverse("portal:table") + query)
        assert response.status_code == 200
        return response.content

    def hand_in(self, content: bytes, name: str = "tabelle.xlsx") -> HttpResponse:
        """The answer to a table handed in."""
        return self.client.post(reverse("portal:table_upload"), {"file": upload(name, content)})

    def preview(self, *rows: dict[str, Any] | None) -> HttpResponse:
        """The preview of the downloaded table with these cells filled in."""
        return self.hand_in(fill(self.download(), *rows))

    def confirm(self, preview: HttpResponse, action: str = "submit") -> HttpResponse:
        """The answer to the confirmation of a preview."""
        return self.client.post(reverse("portal:table_upload"), {"held": held_word(preview), "action": action})


def held_word(response: HttpResponse) -> str:
    """The hidden word of a preview."""
    page = BeautifulSoup(response.content, "lxml")
    return str(page.find("input", attrs={"name": "held"})["value"])


def words(response: HttpResponse) -> str:
    """The text of a page, in one line."""
    return " ".join(BeautifulSoup(response.content, "lxml").get_text(" ").split())


def as_file(content: bytes) -> io.BytesIO:
    """The content as something to read."""
    return io.BytesIO(content)
