"""A program that knows the schema alone, and asks what it allows, finds no error and no answer it does not tell of."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from allianz.wsgi import application
from tracker.api.schema import schema as made

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
schema = schemathesis.openapi.from_dict(made())
schema.app = application


@pytest.fixture
def unlimited(settings):
    settings.API_LIMIT = 100_000


@schema.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@pytest.mark.django_db
def test_whatever_the_schema_allows_is_answered_as_it_says(case: Case, catalogue, unlimited, the_connection_stays):
    case.call_and_validate(checks=CHECKS, base_url="http://testserver")
