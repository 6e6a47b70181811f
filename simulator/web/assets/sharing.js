// Sharing: a case as a fragment of the address, as a command, as a scenario file, as CSV.

const numberText = (value) => String(Math.round(value * 100) / 100);

function fragmentOf(state, view, pinned) {
  const words = DATA.axes.map((axis, number) => `${axis.key}=${numberText(state.place[number])}`);
  words.push(`mission=${state.mission}`, `strength=${view.strength}`, `sizes=${view.sizes.join(",")}`);
  if (!pinned) words.push("pin=none");
  else if (pinned.state) words.push(`pin=${[pinned.state.mission, ...pinned.state.place.map(numberText)].join(",")}`);
  return words.join("&");
}

function placed(texts) {
  const place = texts.map((text) => (/^\d(\.\d+)?$/.test(text ?? "") ? Number(text) : Number.NaN));
  return place.every((value) => value >= 0 && value <= 1) ? place.map((value) => Number(numberText(value))) : null;
}

// What a fragment says; whatever it does not say, or says wrongly, is left out.
function readFragment(text) {
  const said = new URLSearchParams(text.replace(/^#/, ""));
  const found = {};
  const place = placed(DATA.axes.map((axis) => said.get(axis.key)));
  if (place) found.place = place;
  if (DATA.missions.includes(said.get("mission"))) found.mission = said.get("mission");
  if (DATA.strengths.includes(said.get("strength"))) found.strength = said.get("strength");
  const sizes = (said.get("sizes") ?? "").split(",").map(Number);
  if (sizes.length === 2 && sizes.every((size) => Number.isFinite(size) && size > 0)) found.sizes = sizes.map(fittedSize);
  const [mission, ...pin] = (said.get("pin") ?? "").split(",");
  if (mission === "none") found.pin = null;
  const pinPlace = placed(pin);
  if (DATA.missions.includes(mission) && pin.length === DATA.axes.length && pinPlace) found.pin = { mission, place: pinPlace };
  return found;
}

function fittedSize(size) {
  const most = DATA.sizes * DATA.step;
  return Math.min(most, Math.max(DATA.step, nearest(size, DATA.step)));
}

// Every input that the sliders set, by path.
function inputsOf(state) {
  const sliders = DATA.axes.flatMap((axis, number) => axis.paths.map((path) => [path, state.place[number]]));
  return Object.fromEntries([["mandate.mission", state.mission], ...sliders]);
}

function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}

function commandOf(state) {
  const inputs = inputsOf(state);
  const replaced = (text) => {
    const path = text.split("=")[0].trim();
    return path in inputs || path.startsWith("us.");
  };
  const sets = [
    ...DATA.scenario.assignments.filter((text) => !replaced(text)),
    ...Object.entries(inputs).map(([path, value]) => `${path}=${typeof value === "number" ? numberText(value) : value}`),
  ];
  const words = ["forcemix", "run", quoted(DATA.scenario.word), ...sets.flatMap((set) => ["--set", quoted(set)])];
  return [...words, "--runs", DATA.runs, "--seed", DATA.seed].join(" ");
}

const plainKey = (key) => (/^[A-Za-z_][A-Za-z_]+$/.test(key) && !/^(true|false|null|yes|no|on|off)$/i.test(key) ? key : JSON.stringify(key));

function yamlValue(value, key) {
  if (Array.isArray(value)) return `[${value.map((item) => yamlValue(item)).join(", ")}]`;
  if (value && typeof value === "object") {
    return `{${Object.entries(value).map(([name, inner]) => `${plainKey(name)}: ${yamlValue(inner, name)}`).join(", ")}}`;
  }
  return key === "as_of" ? value : JSON.stringify(value);
}

function scenarioFile(state) {
  const values = structuredClone(DATA.scenario.values);
  for (const [path, value] of Object.entries(inputsOf(state))) {
    const [block, name] = path.split(".");
    values[block] = { ...values[block], [name]: value };
  }
  const title = `${DATA.scenario.title}: ${placeWords(state)}`;
  const shown = Array.from(title).slice(0, 300).join("");
  const lines = [
    `## From the forcemix explorer ${DATA.version}; everything not said here is the default.`,
    `title: ${JSON.stringify(shown)}`,
    ...Object.entries(values).map(([key, value]) => `${key}: ${yamlValue(value, key)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function csvCell(value) {
  const text = String(value);
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// Everything the page shows of a case, one number a row.
function rowsOf(found, state, view) {
  const rows = [
    ["case", "scenario", "name", DATA.scenario.name],
    ["case", "runs", "number", found.runs],
    ["case", "numbers", "kind", found.kind],
    ...Object.entries(inputsOf(state)).map(([path, value]) => ["case", path, "value", value]),
  ];
  for (const name of DATA.strengths) {
    const strength = found.strengths[name];
    rows.push(["force", name, "median_persons", strength.p50]);
    rows.push(["force", name, "median_noise_low_persons", strength.noise[0]]);
    rows.push(["force", name, "median_noise_high_persons", strength.noise[1]]);
    rows.push(["force", name, "p10_persons", strength.p10], ["force", name, "p90_persons", strength.p90]);
    for (const size of view.sizes) {
      const chance = chanceOf(strength, size);
      const [low, high] = noiseOf(chance, found.runs);
      rows.push(["force", name, `reaches_${size}_of_100_runs`, chance]);
      rows.push(["force", name, `reaches_${size}_noise_low`, low], ["force", name, `reaches_${size}_noise_high`, high]);
    }
    strength.dots.forEach((value, place) => rows.push(["dot", name, `p${DATA.dots[place]}_persons`, value]));
  }
  for (const country of found.countries) {
    rows.push(["country", country.iso3, "pledged_mean_persons", country.pledged]);
    rows.push(["country", country.iso3, "pledged_noise_at_most_persons", country.noise]);
    for (const count of DATA.counts) rows.push(["country", country.iso3, `${count}_of_100_runs`, country[count]]);
  }
  return rows.map((row) => row.map((cell) => (typeof cell === "number" ? Number(cell.toFixed(3)) : cell)));
}

const csvOf = (rows) => [["part", "name", "measure", "value"], ...rows].map((row) => row.map(csvCell).join(",")).join("\n") + "\n";
