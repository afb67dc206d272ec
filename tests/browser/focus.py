"""Where the focus is while somebody presses Tab, and whether one sees it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

LOOK = """
() => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const rgba = colour => {
        canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = ([red, green, blue]) => [red, green, blue].map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
    const contrast = (one, other) => {
        const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
        return (high + 0.05) / (low + 0.05);
    };
    const ground = from => {
        for (let node = from; node; node = node.parentElement) {
            const colour = rgba(getComputedStyle(node).backgroundColor);
            if (colour[3] > 200) return colour;
        }
        return rgba(getComputedStyle(document.documentElement).colorScheme.includes("dark")
            && matchMedia("(prefers-color-scheme: dark)").matches ? "#121212" : "#fff");
    };
    // The ring lies outside the element, so it stands out from what is around it; a label may carry it for its input.
    const rings = [];
    for (const carrier of [element, ...(element.labels ?? [])]) {
        const around = ground(carrier.parentElement);
        for (const part of [null, "::before", "::after"]) {
            const style = getComputedStyle(carrier, part);
            const wide = parseFloat(style.outlineWidth);
            if (style.outlineStyle !== "none" && wide >= 2) rings.push(contrast(rgba(style.outlineColor), around));
            const seen = matchMedia("(forced-colors: active)").matches ? "" : style.boxShadow;
            for (const [, colour, spread] of seen.matchAll(
                /((?:rgba?|color|oklch|lab)\\([^)]*\\)|#\\w+) 0px 0px 0px (\\d+(?:\\.\\d+)?)px/g))
                if (parseFloat(spread) >= 2) rings.push(contrast(rgba(colour), around));
        }
    }
    const box = element.getClientRects()[0];
    const top = box && document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 20) / 2);
    const stops = [...document.querySelectorAll("*")];
    return {
        name: `${element.tagName.toLowerCase()} ${element.name || element.textContent.trim().slice(0, 30)}`,
        ring: Math.max(0, ...rings),
        place: stops.indexOf(element),
        box: box && [box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY],
        inFlow: getComputedStyle(element).position !== "absolute",
        shown: !!box && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
            && (!top || element.contains(top) || top.contains(element) || !!element.labels?.[0]?.contains(top)),
    };
}
"""
STOPS = """
() => {
    const groups = new Set();
    return [...document.querySelectorAll("a[href], summary, input:not([type=hidden]), select, textarea, button")]
        .filter(element => element.checkVisibility({visibilityProperty: true}))
        .filter(element => element.tabIndex >= 0 && !element.disabled)
        .filter(element => element.type !== "radio" || !groups.has(element.name) && groups.add(element.name))
        .length;
}
"""
INSIDE = 25
"""A field for a day or a file has several stops of its own; a page has fewer of them than this."""


def through(page: Page) -> list[dict[str, Any]]:
    """Press Tab until the page is left, and return every stop."""
    stops: list[dict[str, Any]] = []
    for _press in range(page.evaluate(STOPS) * 3 + INSIDE):
        page.keyboard.press("Tab")
        stop = page.evaluate(LOOK)
        if stop is None:
            return stops
        if stops and stop["place"] == stops[0]["place"]:
            return stops
        stops.append(stop)
    return [*stops, {"name": "no way out", "ring": 0, "place": 0, "box": None, "shown": False, "inFlow": False}]


def faults(stops: list[dict[str, Any]]) -> list[str]:
    """What is wrong with the stops of a page: not seen, hidden, or in another order than it is read."""
    found = [f"{stop['name']}: ring {stop['ring']:.1f}" for stop in stops if stop["ring"] < 3]
    found += [f"{stop['name']}: hidden" for stop in stops if not stop["shown"]]
    for before, after in pairwise(stops):
        if after["place"] < before["place"]:
            found.append(f"{after['name']} comes after {before['name']}, but stands before it in the page")
        elif before["inFlow"] and after["inFlow"] and before["box"] and after["box"] and _is_back(before, after):
            found.append(f"{after['name']} comes after {before['name']}, but is seen before it")
    return found


def _is_back(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether one looks up or left to the next stop, though it is not in a column further right."""
    left, top, right, _bottom = before["box"]
    next_left, _next_top, next_right, next_bottom = after["box"]
    above = next_bottom <= top + 1 and next_left < right
    beside = next_right <= left + 1 and after["box"][1] < before["box"][3] - 1 and next_bottom > top + 1
    return bool(above or beside)
