// The bars: who sends troops, as a table whose second column is drawn; and all numbers as a plain table.

const MOST_BARS = 16;

function cell(row, tag, words, name) {
  const node = document.createElement(tag);
  if (words !== undefined) node.textContent = words;
  if (name) node.className = name;
  if (tag === "th") node.scope = "row";
  row.append(node);
  return node;
}

// Names are compared once: a collation at every step of a slider would be felt.
const NAME_ORDER = new Map(
  DATA.countries.map((country) => country.name).sort((one, other) => one.localeCompare(other, "en")).map((name, at) => [name, at]),
);
const byName = (one, other) => NAME_ORDER.get(one.name) - NAME_ORDER.get(other.name);
const ranked = (countries) => [...countries].sort((one, other) => other.pledged - one.pledged || byName(one, other));

// Rows are made once and moved: making them anew costs far more than telling them what has changed.
const barRows = new Map();

function barRow(country) {
  const row = document.createElement("tr");
  row.dataset.iso3 = country.iso3;
  cell(row, "th", country.name);
  const svg = drawn("svg", { class: "bar", width: "100%", height: "16", "aria-hidden": "true", focusable: "false" }, cell(row, "td", undefined, "bar-cell"));
  const bar = drawn("rect", { x: 0, y: 1, height: 14 }, svg);
  const mark = drawn("rect", { y: 0, height: 16, width: 2.5, class: "pinned-mark", transform: "translate(-1.25 0)" }, svg);
  const numbers = ["number", "number", "number joins"].map((name) => cell(row, "td", undefined, name));
  return { row, bar, mark, numbers };
}

function moveBar({ row, bar, mark, numbers }, country, pinned) {
  const share = (persons) => `${((100 * persons) / LARGEST_COUNTRY).toFixed(3)}%`;
  put(bar, { width: share(country.pledged), class: nearest(country.ground) >= 50 ? "often" : "seldom" });
  put(mark, { x: share(pinned ?? 0), visibility: pinned === undefined ? "hidden" : "visible" });
  [troops(country.pledged), of100(country.ground), of100(country.joins)].forEach((words, at) => say(numbers[at], words));
  return row;
}

function drawBars(body, rest, found, pinned) {
  const before = pinned && new Map(pinned.found.countries.map((country) => [country.iso3, country.pledged]));
  const order = ranked(found.countries);
  const shown = order.filter((country, at) => at < MOST_BARS && country.pledged >= 0.5);
  const rows = shown.map((country) => {
    if (!barRows.has(country.iso3)) barRows.set(country.iso3, barRow(country));
    return moveBar(barRows.get(country.iso3), country, before?.get(country.iso3));
  });
  if (rows.length !== body.children.length || rows.some((row, at) => row !== body.children[at])) body.replaceChildren(...rows);
  const lines = restWords(order.slice(shown.length));
  [...rest.children].forEach((line, at) => {
    say(line, lines[at] ?? "");
    line.hidden = !lines[at];
  });
}

function restWords(others) {
  const few = others.filter((country) => country.pledged > 0);
  const none = others.filter((country) => country.pledged <= 0);
  const lines = [];
  if (few.length) lines.push(`Fewer each: ${few.map((country) => `${country.name} ${troops(country.pledged)}`).join(", ")}.`);
  if (none.length) lines.push(`No troops in any run: ${none.sort(byName).map((country) => country.name).join(", ")}.`);
  return lines;
}

function fillTables(force, countries, found, view, pinned) {
  const cases = [["This case", found], ...(pinned ? [[pinned.label, pinned.found]] : [])];
  force.tHead.replaceChildren(headRow(["", ...cases.map(([label]) => label)]));
  force.tBodies[0].replaceChildren(...forceRows(cases, view));
  const counts = { joins: "Joins", inside: "Inside Ukraine", ground: "Ground troops" };
  const heads = ["Country", "Pledged, mean", "± at most", ...DATA.counts.map((name) => `${counts[name]}, of 100 runs`)];
  countries.tHead.replaceChildren(headRow(heads));
  countries.tBodies[0].replaceChildren(
    ...ranked(found.countries).map((country) => {
      const row = document.createElement("tr");
      cell(row, "th", country.name);
      const numbers = [troops(country.pledged), country.noise, ...DATA.counts.map((name) => of100(country[name]))];
      for (const words of numbers) cell(row, "td", words, "number");
      return row;
    }),
  );
}

function headRow(heads) {
  const row = document.createElement("tr");
  for (const words of heads) {
    const node = cell(row, words ? "th" : "td", words);
    if (words) node.scope = "col";
  }
  return row;
}

function forceRows(cases, view) {
  const labels = { pledged: "Pledged", usable: "Usable" };
  const lines = DATA.strengths.flatMap((name) => [
    [`${labels[name]}, median`, (found) => troops(found.strengths[name].p50)],
    [`${labels[name]}, run noise of the median`, (found) => range(...found.strengths[name].noise)],
    [`${labels[name]}, 8 of 10 runs`, (found) => range(found.strengths[name].p10, found.strengths[name].p90)],
    ...view.sizes.map((size) => [
      `${labels[name]}, reaches ${grouped(size)}, of 100 runs (run noise)`,
      (found) => {
        const chance = chanceOf(found.strengths[name], size);
        return `${of100(chance)} (${noiseWords(chance, found.runs)})`;
      },
    ]),
  ]);
  return lines.map(([label, words]) => {
    const row = document.createElement("tr");
    cell(row, "th", label);
    for (const [, found] of cases) cell(row, "td", words(found), "number");
    return row;
  });
}
