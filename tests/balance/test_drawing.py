"""A chart on paper says every label whole: a long one goes on below, and the next bar makes room."""

import re
from xml.etree import ElementTree

from tracker.balance.document import Bar, Chart
from tracker.balance.drawing import BAR, LABEL, LETTERS, svg

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Attraktivität und Qualität der dualen Ausbildung weiter steigern; gemeinsam für berufliche Bildung werben"


def drawn():
    bars = [Bar(LONG, {"completed": 3}), Bar("Kurz", {"completed": 1})]
    return ElementTree.fromstring(svg(Chart("Titel", "Worte", bars, 3, {"completed": "abgeschlossen"}), "c0"))


def test_a_long_label_is_told_whole_in_lines_that_fit():
    lines = [node for node in drawn().iter(f"{SVG}text") if node.get("x") == "0.0" and node.text != "Kurz"]
    assert " ".join(line.text for line in lines) == LONG
    assert len(lines) > 2 and all(len(line.text) <= LETTERS for line in lines)


def test_the_next_bar_stands_below_the_last_line():
    tree = drawn()
    last = max(
        float(node.get("y")) for node in tree.iter(f"{SVG}text") if node.get("x") == "0.0" and node.text != "Kurz"
    )
    bars = [node for node in tree.iter(f"{SVG}rect") if node.get("x") == f"{LABEL:.1f}"]
    assert float(bars[1].get("y")) >= last
    assert float(bars[1].get("y")) + BAR <= float(re.findall(r"[\d.]+", tree.get("viewBox"))[3])
