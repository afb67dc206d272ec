"""Addresses of the files: the same rows as the pages, by the same query."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
