"""`datapackage.json` describes every table file so well that a program of others can validate each of them."""

import json
from pathlib import Path

import pytest
from frictionless import Package, system

from tests.factories import make_commitment
from tests.listings.reading import body_of
from tracker.listings.datasets import DATASETS

pytestmark = pytest.mark.django_db
NAMES = [file.name for dataset in DATASETS for file in dataset.files]
FEWER = {"vereinbarungen-json": 3, "partner-json": 50, "indikatoren-json": 40}


def local_package(client, folder: Path) -> dict:
    """Return the package with its files fetched into a folder."""
    package = json.loads(client.get("/datapackage.json").content)
    for resource in package["resources"]:
        address = resource["path"].removeprefix("http://testserver")
        name = Path(address).name
        (folder / name).write_bytes(body_of(client.get(address)))
        resource |= {"path": name, "scheme": "file"}
    (folder / "datapackage.json").write_text(json.dumps(package))
    return package


@pytest.mark.parametrize("name", NAMES)
def test_every_column_of_every_file_is_explained(client, name):
    package = json.loads(client.get("/datapackage.json").content)
    (resource,) = (resource for resource in package["resources"] if resource["name"] == name)
    assert all(field["description"] for field in resource["schema"]["fields"])


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("-json")])
def test_a_json_file_holds_exactly_the_fields_told(client, catalogue, tmp_path, name):
    package = local_package(client, tmp_path)
    (resource,) = (resource for resource in package["resources"] if resource["name"] == name)
    rows = json.loads((tmp_path / resource["path"]).read_text())[resource["dialect"]["json"]["property"]]
    told = [field["name"] for field in resource["schema"]["fields"]]
    assert {tuple(sorted(row)) for row in rows} == {tuple(sorted(told))}


def report_on(folder: Path, name: str):
    with system.use_context(trusted=True):
        package = Package(str(folder / "datapackage.json"))
        return package.get_resource(name).validate()


def test_it_lists_every_table_file_with_licence(client, settings):
    package = json.loads(client.get("/datapackage.json").content)
    assert [resource["name"] for resource in package["resources"]] == NAMES
    assert package["licenses"][0]["title"] == settings.DATA_LICENCE


@pytest.mark.parametrize("name", NAMES)
def test_every_published_file_is_valid_by_it(client, catalogue, tmp_path, name):
    local_package(client, tmp_path)
    report = report_on(tmp_path, name)
    assert report.valid, report.flatten(["title", "fieldName", "rowNumber", "message"])[:5]
    assert report.tasks[0].stats["rows"] >= FEWER.get(name, 101)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("massnahmen")])
def test_a_wrong_value_would_be_found(client, tmp_path, name):
    make_commitment()
    package = local_package(client, tmp_path)
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            if field["name"] == "kind":
                field["constraints"] = {"enum": ["anything else"]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    assert not report_on(tmp_path, name).valid
