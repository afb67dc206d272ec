"""Whatever stands in a file of the catalogue: it is read whole, or a sentence names the file; nothing else happens."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.files import Files
from tests.drawing import bounded, texts
from tracker.catalogue.files import DATA, read_catalogue
from tracker.catalogue.reading import CatalogueError

NAMES = sorted(file.stem for file in DATA.glob("*.json"))
WHOLE = {name: (DATA / f"{name}.json").read_bytes() for name in NAMES}
VALUES = (
    texts
    | st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.sampled_from([[], {}, [[]], [None], {"a": {}}, [1, "a"]])
)


def places(value, path=()):
    """Every place in a file at which a value stands."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


PLACES = {name: list(places(json.loads(content)))[1:] for name, content in WHOLE.items()}


def told(folder, name):
    """Read the catalogue; if it cannot be read, a sentence says why."""
    try:
        read_catalogue(folder)
    except CatalogueError as fault:
        assert ".json" in str(fault)
    finally:
        (folder / f"{name}.json").write_bytes(WHOLE[name])


@bounded(40)
@given(data=st.data(), name=st.sampled_from(NAMES), value=VALUES)
def test_any_value_at_any_place(tmp_path, data, name, value):
    files = Files(tmp_path)
    *above, last = data.draw(st.sampled_from(PLACES[name]))

    def change(content):
        for key in above:
            content = content[key]
        content[last] = value

    files.change(name, change)
    told(tmp_path, name)


@bounded(15)
@given(name=st.sampled_from(NAMES), place=st.integers(0, 9_999), what=st.binary(max_size=4), cut=st.booleans())
def test_any_damage_to_its_bytes(tmp_path, name, place, what, cut):
    Files(tmp_path)
    whole = WHOLE[name]
    place = place * len(whole) // 10_000
    (tmp_path / f"{name}.json").write_bytes(whole[:place] + what + (b"" if cut else whole[place + len(what) :]))
    told(tmp_path, name)
