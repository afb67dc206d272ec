"""Addresses of the public room."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def index(request: HttpRequest) -> HttpResponse:
    """Say that the site is there."""
    return HttpResponse("Allianz")


app_name = "public"
urlpatterns = [path("", index, name="index")]
