"""What is lost, hidden, too small or in motion on a page that is open, whatever the reader's way to see it."""

from __future__ import annotations

TARGETS = """
() => {
    // WCAG 2.5.8: 24 by 24 px, or so much room around that a circle of 24 px meets no other; not for links in a sentence
    const found = [];
    for (const element of document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")) {
        if (!element.checkVisibility({visibilityProperty: true}) || element.closest(".trap")) continue;
        const carrier = element.matches("[type=checkbox], [type=radio]") && element.labels?.[0]
            && element.labels[0].getBoundingClientRect().height >= 24 ? element.labels[0] : element;
        const box = carrier.getBoundingClientRect();
        if (box.bottom <= 0 || !box.width || !box.height || element.matches(".skip, .skip-to-content-link")) continue;
        const inSentence = element.matches("a") && getComputedStyle(element).display === "inline"
            && [...element.parentElement.childNodes].some(node => node.nodeType === 3 && node.data.trim().length > 1);
        found.push({element, box, inSentence});
    }
    const room = ({box}) => [box.x + box.width / 2, box.y + box.height / 2];
    const small = found.filter(item => !item.inSentence && (item.box.width < 23.5 || item.box.height < 23.5));
    return small.filter(item => found.some(other => {
        if (other === item || other.element.contains(item.element) || item.element.contains(other.element)) return false;
        const [x, y] = room(item);
        // a link that is broken lies in several boxes
        return [...other.element.getClientRects()].some(near => Math.hypot(
            Math.max(near.left - x, 0, x - near.right), Math.max(near.top - y, 0, y - near.bottom)) < 12);
    })).map(({element, box}) =>
        `${element.tagName.toLowerCase()} ${element.name || element.textContent.trim().slice(0, 30)} ${Math.round(box.width)}×${Math.round(box.height)}`);
}
"""  # noqa: E501 - a script
SCROLL_BOXES = """
() => {
    const faults = [];
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) faults.push(`${wide} px too wide`);
    for (const element of document.querySelectorAll("body *")) {
        if (!element.checkVisibility() || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)) continue;
        if (!/auto|scroll/.test(getComputedStyle(element).overflowX) || element.scrollWidth <= element.clientWidth + 1) continue;
        const what = `${element.tagName.toLowerCase()}.${element.className}`;
        if (!element.querySelector("table, pre, svg") && !element.matches("pre")) faults.push(`${what} scrolls, but holds no table`);
        const name = element.getAttribute("aria-label") || element.getAttribute("aria-labelledby");
        if (element.tabIndex < 0 || !name || !/region|group/.test(element.getAttribute("role") || element.tagName.replace("SECTION", "region")))
            faults.push(`${what} scrolls without name and focus`);
    }
    return faults;
}
"""  # noqa: E501 - a script
MOVING = """
() => {
    const slow = text => text.split(",").some(part => parseFloat(part) > 0.001);
    const found = new Set();
    for (const element of [document.documentElement, ...document.querySelectorAll("body, body *")])
        for (const part of [null, "::before", "::after"]) {
            const style = getComputedStyle(element, part);
            if (slow(style.transitionDuration) || (style.animationName !== "none" && slow(style.animationDuration)))
                found.add(`${element.tagName.toLowerCase()}.${element.className} ${part ?? ""}`);
            if (!part && style.scrollBehavior === "smooth") found.add("smooth scrolling");
        }
    return [...found].slice(0, 8);
}
"""
BORDERLESS = """
() => [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea, .kern-btn")]
    .filter(element => element.checkVisibility({visibilityProperty: true}) && !element.closest(".trap"))
    .filter(element => !element.matches("[type=checkbox], [type=radio], [type=file], .linklike"))
    // a link keeps the colour of links; all else must have an edge, its own or that of the box drawn around it
    .filter(element => !element.matches("a") && [element, element.parentElement].every(carrier => {
        const style = getComputedStyle(carrier);
        return style.borderBottomStyle === "none" || parseFloat(style.borderBottomWidth) < 1;
    }))
    .map(element => `${element.tagName.toLowerCase()} ${element.name || element.textContent.trim().slice(0, 30)} has no edge`)
"""  # noqa: E501 - a script
ON_PAPER = """
() => {
    const faults = [];
    const canvas = document.createElement("canvas").getContext("2d");
    const dark = colour => {
        canvas.fillStyle = "#fff"; canvas.fillRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
        return (red + green + blue) / 3;
    };
    if (!document.querySelector("main, #main")?.checkVisibility()) faults.push("no content");
    for (const element of document.querySelectorAll("header nav, footer nav, .skip, .skip-to-content-link, .form__buttons, .submit-row, #user-tools, #nav-sidebar")) {
        const box = element.getBoundingClientRect();
        if (element.checkVisibility() && box.bottom > 0 && box.height > 0) faults.push(`${element.tagName.toLowerCase()}.${element.className} is printed`);
    }
    for (const element of document.querySelectorAll("main h1, main p, main th, main td, main dt, main dd, #content h1, #content th, #content td"))
        if (element.checkVisibility() && element.textContent.trim() && dark(getComputedStyle(element).color) > 130)
            faults.push(`too light: ${element.textContent.trim().slice(0, 30)}`);
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) faults.push(`${wide} px too wide for the paper`);
    return faults.slice(0, 6);
}
"""  # noqa: E501 - a script

LOST = """
() => {
    const lost = [];
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) lost.push(`${wide} px too wide`);
    const scrolls = element => /auto|scroll/.test(getComputedStyle(element).overflowX);
    for (const element of document.querySelectorAll("body *")) {
        if (!element.checkVisibility() || element.closest("svg, .kern-sr-only, .visually-hidden, .trap, option")) continue;
        if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
        const style = getComputedStyle(element), words = element.textContent.trim().slice(0, 40);
        const field = /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);
        if (/hidden|clip/.test(style.overflow) && !field
            && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1))
            lost.push(`cut: ${words}`);
        let box = element.parentElement;
        while (box && !scrolls(box)) box = box.parentElement;
        if (!box && element.getBoundingClientRect().right > innerWidth + 1) lost.push(`outside: ${words}`);
    }
    return lost;
}
"""  # noqa: E501 - a script
