// The dots: 50 quantiles of the force, stacked in columns, with sizes to reach and the pinned case.
//
// What a step of a slider moves is made once and moved; only a new width draws the chart anew.

const SVG = "http://www.w3.org/2000/svg";

function drawn(tag, attributes, parent) {
  const node = document.createElementNS(SVG, tag);
  put(node, attributes);
  parent.append(node);
  return node;
}

function put(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
}

// Text is set only where it changes: setting it costs a layout.
function say(node, words) {
  if (node.said === words) return;
  node.said = words;
  node.textContent = words;
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

// Where a label near x stays inside the chart.
function anchored(x, words, width, gap) {
  const room = words.length * 7.2;
  if (x + gap + room <= width) return { x: x + gap, "text-anchor": "start" };
  return x - gap - room >= 0 ? { x: x - gap, "text-anchor": "end" } : { x: width, "text-anchor": "end" };
}

// A chart of one width: its scale, its axis, and the parts that a case moves.
function chartOf(svg, width) {
  svg.replaceChildren();
  put(svg, { viewBox: `0 0 ${width} ${DOTS_HEIGHT}`, height: DOTS_HEIGHT });
  const bin = binOf(width);
  const reach = Math.ceil(LARGEST / bin) * bin;
  const scale = (persons) => DOTS_SIDE + (Math.min(persons, reach) / reach) * (width - 2 * DOTS_SIDE);
  // Lines first: labels lie on top of them.
  const lines = [0, 1].map((number) => drawn("line", { class: `size size-${number}`, y2: DOTS_BASE }, svg));
  const labels = [0, 1].map((number) => drawn("text", { class: "size-label", y: 16 + 19 * number }, svg));
  const radius = Math.min(6.2, 0.45 * (scale(bin) - scale(0)));
  const dots = DATA.dots.map(() => drawn("circle", { class: "dot", r: radius.toFixed(2) }, svg));
  drawAxis(svg, width, scale, reach);
  const mark = drawn("path", { class: "pinned-mark" }, svg);
  const label = drawn("text", { class: "pinned-label", y: DOTS_BASE + 36 }, svg);
  return { width, bin, reach, scale, lines, labels, radius, dots, mark, label };
}

function drawAxis(svg, width, scale, reach) {
  drawn("line", { x1: 0, x2: width, y1: DOTS_BASE, y2: DOTS_BASE, class: "axis" }, svg);
  const step = tickStep(width);
  for (let value = 0; value <= reach; value += step) {
    const x = scale(value);
    drawn("line", { x1: x, x2: x, y1: DOTS_BASE, y2: DOTS_BASE + 4, class: "axis" }, svg);
    say(drawn("text", { x, y: DOTS_BASE + 19, "text-anchor": "middle", class: "tick" }, svg), grouped(value));
  }
}

function moveDots(chart, found, view, pinned) {
  const strength = found.strengths[view.strength];
  moveSizes(chart, strength, view.sizes);
  moveStacks(chart, strength.dots, view.sizes);
  movePinned(chart, pinned && pinned.found.strengths[view.strength].p50, pinned?.short);
}

function moveSizes({ lines, labels, scale, reach, width }, strength, sizes) {
  sizes.forEach((size, number) => {
    const x = scale(size);
    const isBeyond = size > reach;
    const words = `${grouped(size)}: ${of100(chanceOf(strength, size))} of 100${isBeyond ? " (beyond the chart)" : ""}`;
    put(lines[number], { x1: x, x2: x, y1: 5 + 19 * number, visibility: isBeyond ? "hidden" : "visible" });
    put(labels[number], anchored(x, words, width, 6));
    say(labels[number], words);
  });
}

function moveStacks({ bin, reach, scale, radius, dots }, values, sizes) {
  const [low, high] = [...sizes].sort((one, other) => one - other);
  const columns = values.map((value) => Math.min(Math.floor(value / bin), Math.floor(reach / bin) - 1));
  const heights = new Map();
  const levels = columns.map((column) => {
    const level = heights.get(column) ?? 0;
    heights.set(column, level + 1);
    return level;
  });
  const tallest = Math.max(...heights.values());
  const pitch = Math.min(2 * radius + 1.4, (DOTS_BASE - DOTS_TOP - 2 * radius - 2) / Math.max(1, tallest - 1));
  values.forEach((value, number) => {
    const kind = value >= high ? "above" : value >= low ? "between" : "below";
    const x = scale((columns[number] + 0.5) * bin);
    const y = DOTS_BASE - radius - 3 - levels[number] * pitch;
    put(dots[number], { cx: x.toFixed(2), cy: y.toFixed(2), class: `dot ${kind}` });
  });
}

function movePinned({ mark, label, scale, width }, median, short) {
  for (const node of [mark, label]) node.setAttribute("visibility", short ? "visible" : "hidden");
  if (!short) return;
  const x = scale(median);
  const top = DOTS_BASE + 26;
  const words = `${short}: median ${troops(median)}`;
  put(mark, { d: `M${x - 6},${top + 10}L${x + 6},${top + 10}L${x},${top}Z` });
  put(label, anchored(x, words, width, 10));
  say(label, words);
}

function dotsInWords(found, view) {
  const strength = found.strengths[view.strength];
  const chances = view.sizes.map((size) => `${grouped(size)} ${inRuns(chanceOf(strength, size))}`).join(", ");
  return (
    `Dot plot of 50 dots, each 2 of 100 runs. The smallest stands at ${troops(strength.dots[0])} troops, the median ` +
    `is ${troops(strength.p50)}, the largest stands at ${troops(strength.dots.at(-1))}. It reaches ${chances}.`
  );
}
