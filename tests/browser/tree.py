"""What aids are told of a page: its accessibility tree, held against what one sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Page

CONTROLS = {
    *("button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio", "spinbutton", "switch"),
    *("slider", "tab", "menuitem", "Date", "DateTime", "InputTime", "DisclosureTriangle"),
}
LANDMARKS = {"main", "banner", "contentinfo", "navigation", "search", "region", "complementary", "form"}
MARK = """
() => {
    const text = node => {
        // what one sees: without what is only for aids, and without signs that are drawn
        let words = "";
        for (const child of node.childNodes) {
            if (child.nodeType === 3) words += child.data;
            else if (child.nodeType === 1 && child.checkVisibility() && !child.matches(".kern-sr-only, .visually-hidden, svg, [aria-hidden=true], select, input, textarea"))
                words += (getComputedStyle(child).display === "inline" ? "" : " ") + text(child) + (getComputedStyle(child).display === "inline" ? "" : " ");
        }
        return words;
    };
    const seen = {};
    let number = 0;
    for (const element of document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")) {
        element.setAttribute("data-seen", ++number);
        let words = element.matches("a, button, summary") ? text(element) : "";
        if (element.matches("input[type=submit], input[type=button]")) words = element.value;
        else if (element.labels?.length) words = text(element.labels[0]);
        seen[number] = words;
    }
    return seen;
}
"""  # noqa: E501 - a script


@dataclass
class Node:
    """One thing an aid is told of."""

    role: str
    name: str
    properties: dict[str, Any]
    children: list[Node]
    seen: str


def read(page: Page, session: CDPSession) -> list[Node]:
    """The tree of the page that is open, its root first; whatever is not told is left out."""
    seen = page.evaluate(MARK)
    marks = dict(_marks(session.send("DOM.getDocument", {"depth": -1})["root"]))
    raw = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}

    def made(key: str) -> Iterator[Node]:
        node = raw.get(key)
        if node is None:
            return
        children = [child for child_key in node.get("childIds", []) for child in made(child_key)]
        if node.get("ignored"):
            yield from children
            return
        yield Node(
            node["role"]["value"],
            " ".join(str(node.get("name", {}).get("value", "")).split()),
            {item["name"]: item["value"].get("value") for item in node.get("properties", [])},
            children,
            " ".join(seen.get(marks.get(node.get("backendDOMNodeId"), ""), "").split()),
        )

    return [node for key, item in raw.items() if "parentId" not in item for node in made(key)]


def _marks(node: dict[str, Any]) -> Iterator[tuple[int, str]]:
    given = node.get("attributes", [])
    for name, value in zip(given[::2], given[1::2], strict=True):
        if name == "data-seen":
            yield node["backendNodeId"], value
    for child in node.get("children", []):
        yield from _marks(child)


def walk(nodes: list[Node], above: tuple[Node, ...] = ()) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Every node in the order in which it is read, with those it lies in."""
    for node in nodes:
        yield node, above
        yield from walk(node.children, (*above, node))


def faults(nodes: list[Node]) -> Iterator[str]:
    """What an aid is not told, or told otherwise than one sees it."""
    everything = list(walk(nodes))
    for node, above in everything:
        if node.role in CONTROLS:
            if not node.name:
                yield f"{node.role} without a name ({node.seen})"
            elif node.seen and _letters(node.seen) not in _letters(node.name):
                yield f"{node.role} is seen as “{node.seen}”, but called “{node.name}”"
        if node.role == "radio" and not any(group.role in ("radiogroup", "group") and group.name for group in above):
            yield f"radio “{node.name}” in no named group"
        if node.role in ("table", "grid"):
            inside = {other.role for other, _above in walk(node.children)}
            if not inside & {"columnheader", "rowheader"}:
                yield f"table “{node.name}” without headers"
            if not node.name:
                yield "table without a name"
    yield from _headings([node for node, _above in everything if node.role == "heading"])
    yield from _landmarks([node for node, _above in everything if node.role in LANDMARKS])


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _headings(found: list[Node]) -> Iterator[str]:
    levels = [int(node.properties.get("level", 0)) for node in found]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} headings of level 1"
    for before, node in zip([1, *levels], found, strict=False):
        if int(node.properties.get("level", 0)) > before + 1:
            yield f"heading “{node.name}” leaves out a level after {before}"
        if not node.name:
            yield "a heading without words"


def _landmarks(found: list[Node]) -> Iterator[str]:
    # a form without a name is no landmark
    found = [node for node in found if node.name or node.role != "form"]
    roles = [node.role for node in found]
    for role in ("main", "banner"):
        if roles.count(role) != 1:
            yield f"{roles.count(role)} × {role}"
    for role in set(roles):
        names = [node.name for node in found if node.role == role]
        if len(names) > 1 and (len(set(names)) < len(names) or "" in names):
            yield f"several {role} that are not told apart: {names}"
