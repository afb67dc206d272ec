"""A Django view that does nothing, in an application of one file without middleware."""

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    LOGGING_CONFIG=None,
    ROOT_URLCONF=__name__,
    SECRET_KEY="nothing is signed here",  # noqa: S106
)


def trivial(request: HttpRequest) -> HttpResponse:
    """A word."""
    return HttpResponse("ok")


urlpatterns = [path("trivial/", trivial)]
application: WSGIHandler = get_wsgi_application()
