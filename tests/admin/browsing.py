"""A person at a desk: opens pages, changes forms and sends them as a browser would."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tracker.models import Account

Data = dict[str, list[str]]


def address(item: Any, what: str = "change") -> str:
    """The address of a record in the admin."""
    return reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_{what}", args=[item.pk])


def list_of(model: Any, what: str = "changelist") -> str:
    """The address of a list in the admin."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}")


def form_of(response: HttpResponse) -> Tag:
    """The form on a page that is meant for its record."""
    page = BeautifulSoup(response.content, "lxml")
    forms = [form for form in page.find_all("form", method="post") if form.get("id") != "logout-form"]
    assert len(forms) == 1, [form.attrs for form in forms]
    return forms[0]


def values_of(form: Tag) -> Data:
    """What a browser would send of a form as it stands."""
    data: Data = {}
    for control in form.find_all(["input", "textarea", "select"]):
        name = control.get("name")
        if not name or "__prefix__" in name or control.has_attr("disabled"):
            continue
        if control.name == "textarea":
            text = control.get_text()
            data.setdefault(name, []).append(text.removeprefix("\r\n").removeprefix("\n"))
        elif control.name == "select":
            options = control.find_all("option")
            chosen = [option for option in options if option.has_attr("selected")]
            if not chosen and not control.has_attr("multiple"):
                chosen = options[:1]
            data.setdefault(name, []).extend(option.get("value", option.get_text()) for option in chosen)
        elif control.get("type") in ("checkbox", "radio"):
            if control.has_attr("checked"):
                data.setdefault(name, []).append(control.get("value", "on"))
        elif control.get("type") not in ("submit", "button", "file"):
            data.setdefault(name, []).append(control.get("value", ""))
    return data


class Desk:
    """One person with one browser."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.client = Client()
        self.client.force_login(account)

    def get(self, where: str) -> HttpResponse:
        response = self.client.get(where)
        assert response.status_code == 200, (where, response.status_code, getattr(response, "url", ""))
        return response

    def open(self, where: str) -> Data:
        """The values of the form on a page."""
        return values_of(form_of(self.get(where)))

    def send(self, where: str, data: Data, **changes: str | list[str] | None) -> HttpResponse:
        """Send a form with some values changed; None takes a value away."""
        sent = dict(data)
        for name, value in changes.items():
            if value is None:
                sent.pop(name, None)
            else:
                sent[name] = [value] if isinstance(value, str) else value
        return self.client.post(where, sent)

    def save(self, where: str, **changes: str | list[str] | None) -> HttpResponse:
        """Open a form, change it and save it."""
        return self.send(where, self.open(where), **changes)


def words(response: HttpResponse) -> str:
    """The text of a page, in one line."""
    return " ".join(BeautifulSoup(response.content, "lxml").get_text(" ").split())


def errors(response: HttpResponse) -> str:
    """The errors a page tells, in one line."""
    page = BeautifulSoup(response.content, "lxml")
    return " ".join(" ".join(part.get_text(" ").split()) for part in page.select(".errorlist, .summary"))
