"""What holds on every page that a story looks at (interface.md §4)."""

from playwright.sync_api import Page
from pytest_playwright_axe.axe import MIN_AXE_PATH, WCAG_22AA_RULESET

AXE = MIN_AXE_PATH.read_text(encoding="utf-8")
RUN_AXE = """
async (tags) => {
    const options = {
        runOnly: {type: "tag", values: tags},
        resultTypes: ["violations"],
    };
    const found = (await axe.run(document, options)).violations;
    return found.flatMap((rule) => rule.nodes.map(
        (node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`
    ));
}
"""
TOO_WIDE = """
(width) => {
    const scrolls = (element) => {
        for (let at = element.parentElement; at; at = at.parentElement) {
            const rolls = ["auto", "scroll"].includes(getComputedStyle(at).overflowX);
            if (rolls && !at.matches("main, .shell-scroll")) return true;
        }
        return false;
    };
    const root = document.documentElement;
    const boxes = [...document.querySelectorAll("main, .shell-scroll")];
    const fits = boxes.every((box) => box.scrollWidth <= box.clientWidth);
    if (root.scrollWidth <= width && fits) return [];
    const wide = [...document.querySelectorAll("body *")].filter(
        (one) => one.getBoundingClientRect().right > width + 0.5 && !scrolls(one)
    );
    const names = wide.map((one) => `${one.tagName.toLowerCase()}.${one.className}`);
    return [`${root.scrollWidth} > ${width}`, ...names.slice(0, 8)];
}
"""
TOO_SMALL = """
() => {
    const targets = "button, .btn, select, summary, .tab-bar a, .bar-nav a, "
        + "input:not([type=hidden]):not([type=checkbox]):not([type=radio])";
    return [...document.querySelectorAll(targets)]
        .filter((one) => one.checkVisibility({visibilityProperty: true}))
        .map((one) => [one, one.getBoundingClientRect()])
        .filter(([one, box]) => box.height > 1 && box.height < 43.5)
        .map(([one, box]) => `${one.outerHTML.slice(0, 120)}: ${box.height} px high`);
}
"""


def barriers(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice."""
    page.evaluate(AXE)
    return page.evaluate(RUN_AXE, WCAG_22AA_RULESET)


def overflow(page: Page, width: int) -> list[str]:
    """What makes a page of this width scroll sideways."""
    return page.evaluate(TOO_WIDE, width)


def small_targets(page: Page) -> list[str]:
    """What a thumb would miss: less than 44 pixels high."""
    return page.evaluate(TOO_SMALL)
