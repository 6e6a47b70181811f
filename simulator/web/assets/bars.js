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

const ranked = (countries) => [...countries].sort((one, other) => other.pledged - one.pledged || one.name.localeCompare(other.name, "en"));

function barOf(parent, country, pinned) {
  const svg = drawn("svg", { class: "bar", width: "100%", height: "16", "aria-hidden": "true", focusable: "false" }, parent);
  const share = (persons) => `${((100 * persons) / LARGEST_COUNTRY).toFixed(3)}%`;
  const kind = nearest(country.ground) >= 50 ? "often" : "seldom";
  drawn("rect", { x: 0, y: 1, height: 14, width: share(country.pledged), class: kind }, svg);
  if (pinned !== undefined) {
    drawn("rect", { x: share(pinned), y: 0, height: 16, width: 2.5, class: "pinned-mark", transform: "translate(-1.25 0)" }, svg);
  }
}

function drawBars(body, rest, found, pinned) {
  const before = pinned && new Map(pinned.found.countries.map((country) => [country.iso3, country.pledged]));
  const order = ranked(found.countries);
  const shown = order.filter((country, place) => place < MOST_BARS && country.pledged >= 0.5);
  body.replaceChildren(
    ...shown.map((country) => {
      const row = document.createElement("tr");
      row.dataset.iso3 = country.iso3;
      cell(row, "th", country.name);
      barOf(cell(row, "td", undefined, "bar-cell"), country, before?.get(country.iso3));
      cell(row, "td", troops(country.pledged), "number");
      cell(row, "td", of100(country.ground), "number");
      cell(row, "td", of100(country.joins), "number joins");
      return row;
    }),
  );
  rest.replaceChildren(...restWords(order.slice(shown.length)).map((words) => {
    const line = document.createElement("p");
    line.textContent = words;
    return line;
  }));
}

function restWords(others) {
  const names = (countries) => countries.map((country) => country.name).sort((one, other) => one.localeCompare(other, "en")).join(", ");
  const few = others.filter((country) => country.pledged > 0);
  const none = others.filter((country) => country.pledged <= 0);
  const lines = [];
  if (few.length) lines.push(`Fewer each: ${few.map((country) => `${country.name} ${troops(country.pledged)}`).join(", ")}.`);
  if (none.length) lines.push(`No troops in any run: ${names(none)}.`);
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
