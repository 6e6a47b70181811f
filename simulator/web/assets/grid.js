// The grid: unpacking its tables, and the case that multilinear interpolation gives at any place of the sliders.

const DATA = JSON.parse(document.getElementById("explorer-data").textContent);
const SHAPE = [DATA.missions.length, ...DATA.axes.map((axis) => axis.values.length)];
const POINTS = SHAPE.reduce((product, size) => product * size, 1);

// Straight into a table of the right size: nothing is left behind to be collected while a slider moves.
function numbersOf(text, count) {
  const letters = atob(text);
  const numbers = new Int32Array(count);
  let at = 0;
  let value = 0;
  let factor = 1;
  let afterZero = false;
  for (let letter = 0; letter < letters.length; letter += 1) {
    const byte = letters.charCodeAt(letter);
    value += (byte & 127) * factor;
    factor *= 128;
    if (byte & 128) continue;
    if (afterZero) {
      at += value;
    } else if (value) {
      numbers[at] = value % 2 ? -(value + 1) / 2 : value / 2;
      at += 1;
    }
    afterZero = !afterZero && value === 0;
    value = 0;
    factor = 1;
  }
  return numbers;
}

// Column after column, in each of them point after point; differences were taken along every axis.
function unpacked(text, columns) {
  const table = numbersOf(text, columns * POINTS);
  let stride = 1;
  for (const size of [...SHAPE].reverse()) {
    for (let first = stride; first < table.length; first += stride * size) {
      const end = first + stride * (size - 1);
      for (let place = first; place < end; place += 1) table[place] += table[place - stride];
    }
    stride *= size;
  }
  return table;
}

const TABLES = Object.fromEntries(
  Object.entries(DATA.tables).map(([name, text]) => [name, unpacked(text, DATA.written[name].length)]),
);

// Points around a place and their weights; a place on the grid has one point of weight 1.
function corners(state) {
  let found = [[DATA.missions.indexOf(state.mission), 1]];
  DATA.axes.forEach((axis, number) => {
    const value = state.place[number];
    const last = axis.values.length - 1;
    let low = 0;
    while (low < last && axis.values[low + 1] <= value + 1e-9) low += 1;
    const share = low === last ? 0 : (value - axis.values[low]) / (axis.values[low + 1] - axis.values[low]);
    const clean = share < 1e-9 ? 0 : share;
    found = found.flatMap(([point, weight]) => {
      const first = point * axis.values.length + low;
      return clean ? [[first, weight * (1 - clean)], [first + 1, weight * clean]] : [[first, weight]];
    });
  });
  return found;
}

function interpolated(name, around) {
  const table = TABLES[name];
  const columns = new Float64Array(table.length / POINTS);
  for (let column = 0; column < columns.length; column += 1) {
    let sum = 0;
    for (const [point, weight] of around) sum += weight * table[column * POINTS + point];
    // Weights sum to 1 but for the last bits: "in every run" at all corners must stay so in between.
    columns[column] = Math.round(sum * 1e6) / 1e6;
  }
  return columns;
}

// One case in persons and in runs of 100, from columns by name of table.
function caseOf(columnsOf, kind) {
  const dots = DATA.dots.length;
  const found = { kind, runs: DATA.runs, strengths: {}, countries: [] };
  for (const name of DATA.strengths) {
    const spread = Array.from(columnsOf(`spread.${name}`), (value) => value * DATA.unit);
    found.strengths[name] = {
      dots: spread.slice(0, dots),
      p10: spread[dots],
      p50: spread[dots + 1],
      p90: spread[dots + 2],
      noise: [spread[dots + 3], spread[dots + 4]],
      reached: Array.from(columnsOf(`reached.${name}`), (runs) => (100 * runs) / DATA.runs),
    };
  }
  const pledged = columnsOf("pledged");
  const counted = Object.fromEntries(DATA.counts.map((name) => [name, columnsOf(`counted.${name}`)]));
  found.countries = DATA.countries.map((country, place) => ({
    ...country,
    pledged: pledged[place],
    ...Object.fromEntries(DATA.counts.map((name) => [name, (100 * counted[name][place]) / DATA.runs])),
  }));
  return found;
}

function caseAt(state) {
  const around = corners(state);
  return caseOf((name) => interpolated(name, around), around.length === 1 ? "computed" : "interpolated");
}

const WRITTEN = caseOf((name) => DATA.written[name], "written");

// Chance in runs of 100 to reach a size; sizes are multiples of the step.
function chanceOf(strength, size) {
  if (strength.chances && size in strength.chances) return strength.chances[size];
  const place = Math.round(size / DATA.step) - 1;
  return place < strength.reached.length ? strength.reached[place] : 0;
}

const LARGEST = Math.max(
  DATA.step,
  ...DATA.strengths.flatMap((name) => [
    ...WRITTEN.strengths[name].dots,
    ...TABLES[`spread.${name}`].slice((DATA.dots.length - 1) * POINTS, DATA.dots.length * POINTS).map((x) => x * DATA.unit),
  ]),
);
const LARGEST_COUNTRY = TABLES.pledged.reduce(
  (most, persons) => Math.max(most, persons),
  Math.max(1, ...WRITTEN.countries.map((country) => country.pledged)),
);
