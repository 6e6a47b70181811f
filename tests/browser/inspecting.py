"""What is looked for on a page: faults of accessibility, words that overlap, things that stick out."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

OVERLAPS = """() => {
  const seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest("script, style, noscript, .unseen, .skip, svg.figure")) continue;
    if (!parent.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width > 1 && box.height > 1) seen.push([box, node.textContent.trim(), parent]);
    }
  }
  const found = [];
  for (let one = 0; one < seen.length; one += 1) {
    for (let two = one + 1; two < seen.length; two += 1) {
      const [a, words, parent] = seen[one];
      const [b, others, other] = seen[two];
      if (parent === other || parent.contains(other) || other.contains(parent)) continue;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && high > 4) found.push(`${words.slice(0, 40)} | ${others.slice(0, 40)}`);
    }
  }
  return found;
}"""

STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  const found = document.documentElement.scrollWidth > width ? [`page ${document.documentElement.scrollWidth}`] : [];
  for (const node of document.querySelectorAll("body *")) {
    if (node.closest(".scroll, .drawing, .unseen, .skip") || !node.checkVisibility()) continue;
    const box = node.getBoundingClientRect();
    if (box.width && (box.right > width + 1 || box.left < -1)) found.push(`${node.tagName} ${node.id} ${box.right}`);
  }
  return found;
}"""


def overlaps(page: "Page") -> list[str]:
    found: list[str] = page.evaluate(OVERLAPS)
    return found


def sticking_out(page: "Page") -> list[str]:
    found: list[str] = page.evaluate(STICKING_OUT)
    return found


def faults(page: "Page", axe: str) -> list[str]:
    # Evaluated by the browser's own tools, which the page's policy does not bind.
    page.evaluate(axe)
    told: Any = page.evaluate("levels => axe.run({runOnly: {type: 'tag', values: levels}})", LEVELS)
    return [f"{fault['id']}: {node['html'][:160]}" for fault in told["violations"] for node in fault["nodes"]]
