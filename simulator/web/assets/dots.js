// The dots: 50 quantiles of the force, stacked in columns, with sizes to reach and the pinned case.

const SVG = "http://www.w3.org/2000/svg";

function drawn(tag, attributes, parent, words) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (words !== undefined) node.textContent = words;
  parent.append(node);
  return node;
}

const DOTS_HEIGHT = 262;
const DOTS_TOP = 46;
const DOTS_BASE = 206;
const DOTS_SIDE = 20;

// Columns of a width that the sizes fall between, wide enough for a dot.
function binOf(width) {
  const persons = LARGEST / (width - 2 * DOTS_SIDE);
  return [100, 200, 250, 500, 1000, 2000, 5000, 10000].find((bin) => bin / persons >= 8) ?? 20000;
}

function tickStep(width) {
  const most = Math.max(2, Math.floor(width / 72));
  return [1000, 2000, 5000, 10000, 20000, 50000, 100000].find((step) => LARGEST / step <= most) ?? 200000;
}

// Left edge of a label near x that stays inside the chart.
function anchored(x, words, width, gap) {
  const room = words.length * 7.2;
  if (x + gap + room <= width) return { x: x + gap, "text-anchor": "start" };
  return x - gap - room >= 0 ? { x: x - gap, "text-anchor": "end" } : { x: width, "text-anchor": "end" };
}

function drawDots(svg, found, view, pinned) {
  const width = Math.max(260, svg.clientWidth || svg.parentElement.clientWidth || 700);
  svg.replaceChildren();
  svg.setAttribute("viewBox", `0 0 ${width} ${DOTS_HEIGHT}`);
  svg.setAttribute("height", DOTS_HEIGHT);
  const bin = binOf(width);
  const reach = Math.ceil(LARGEST / bin) * bin;
  const scale = (persons) => DOTS_SIDE + (Math.min(persons, reach) / reach) * (width - 2 * DOTS_SIDE);
  const strength = found.strengths[view.strength];
  drawSizes(svg, strength, view, width, scale, reach);
  drawStacks(svg, strength.dots, view.sizes, bin, reach, scale);
  drawAxis(svg, width, scale, reach);
  if (pinned) drawPinned(svg, pinned.found.strengths[view.strength].p50, pinned.short, width, scale);
}

function drawSizes(svg, strength, view, width, scale, reach) {
  // Lines first: labels lie on top of them.
  const lines = drawn("g", {}, svg);
  view.sizes.forEach((size, number) => {
    const y = 16 + 19 * number;
    const x = scale(size);
    const beyond = size > reach ? " (beyond the chart)" : "";
    const words = `${grouped(size)}: ${of100(chanceOf(strength, size))} of 100${beyond}`;
    if (!beyond) drawn("line", { x1: x, x2: x, y1: y - 11, y2: DOTS_BASE, class: `size size-${number}` }, lines);
    drawn("text", { y, class: "size-label", ...anchored(x, words, width, 6) }, svg, words);
  });
}

function drawStacks(svg, dots, sizes, bin, reach, scale) {
  const [low, high] = [...sizes].sort((one, other) => one - other);
  const stacks = new Map();
  for (const value of dots) {
    const place = Math.min(Math.floor(value / bin), Math.floor(reach / bin) - 1);
    stacks.set(place, [...(stacks.get(place) ?? []), value]);
  }
  const tallest = Math.max(...[...stacks.values()].map((stack) => stack.length));
  const room = scale(bin) - scale(0);
  const radius = Math.min(6.2, 0.45 * room);
  const pitch = Math.min(2 * radius + 1.4, (DOTS_BASE - DOTS_TOP - 2 * radius - 2) / Math.max(1, tallest - 1));
  for (const [place, stack] of stacks) {
    const x = scale((place + 0.5) * bin);
    stack.forEach((value, number) => {
      const kind = value >= high ? "above" : value >= low ? "between" : "below";
      const y = DOTS_BASE - radius - 3 - number * pitch;
      drawn("circle", { cx: x.toFixed(2), cy: y.toFixed(2), r: radius.toFixed(2), class: `dot ${kind}` }, svg);
    });
  }
}

function drawAxis(svg, width, scale, reach) {
  drawn("line", { x1: 0, x2: width, y1: DOTS_BASE, y2: DOTS_BASE, class: "axis" }, svg);
  const step = tickStep(width);
  for (let value = 0; value <= reach; value += step) {
    const x = scale(value);
    drawn("line", { x1: x, x2: x, y1: DOTS_BASE, y2: DOTS_BASE + 4, class: "axis" }, svg);
    drawn("text", { x, y: DOTS_BASE + 19, "text-anchor": "middle", class: "tick" }, svg, grouped(value));
  }
}

function drawPinned(svg, median, label, width, scale) {
  const x = scale(median);
  const top = DOTS_BASE + 26;
  drawn("path", { d: `M${x - 6},${top + 10}L${x + 6},${top + 10}L${x},${top}Z`, class: "pinned-mark" }, svg);
  const words = `${label}: median ${troops(median)}`;
  drawn("text", { y: top + 10, class: "pinned-label", ...anchored(x, words, width, 10) }, svg, words);
}

function dotsInWords(found, view) {
  const strength = found.strengths[view.strength];
  const chances = view.sizes.map((size) => `${grouped(size)} ${inRuns(chanceOf(strength, size))}`).join(", ");
  return (
    `Dot plot of 50 dots, each 2 of 100 runs. The smallest stands at ${troops(strength.dots[0])} troops, the median ` +
    `is ${troops(strength.p50)}, the largest stands at ${troops(strength.dots.at(-1))}. It reaches ${chances}.`
  );
}
