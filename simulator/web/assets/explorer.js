// The explorer: what the reader does, and what then changes on the page.

const part = (name) => document.getElementById(name);
const sliders = DATA.axes.map((axis) => part(`slider-${axis.key}`));
const sizeFields = [part("size-0"), part("size-1")];
const state = { mission: DATA.start.mission, place: [...DATA.start.place] };
const view = { strength: DATA.strengths[0], sizes: [fittedSize(10000), fittedSize(20000)] };
const AS_WRITTEN = { state: null, found: WRITTEN, label: "Scenario as written", short: "as written" };
let pinned = AS_WRITTEN;
let exact = null;
let saying = 0;
let sharing = 0;
let chart;

const pinOf = (where) => ({ state: where, found: caseAt(where), label: `Pinned (${placeWords(where)})`, short: "pinned" });
const current = () => exact ?? caseAt(state);

const chartWidth = (room) => Math.max(260, Math.round(room));

// The width is asked for here alone: asked for at every step, it would be worked out twice.
function fitChart(room) {
  chart = chartOf(part("dots"), chartWidth(room));
  moveDots(chart, current(), view, pinned);
}

function show() {
  const found = current();
  say(part("headline"), headlineOf(found, view));
  say(part("detail"), detailOf(found, view, pinned));
  say(part("kind"), kindWords(found));
  say(part("command"), commandOf(state));
  moveDots(chart, found, view, pinned);
  part("dots").setAttribute("aria-label", dotsInWords(found, view));
  drawBars(part("bars").tBodies[0], part("rest"), found, pinned);
  part("pinned-key").hidden = !pinned;
  part("unpin").hidden = !pinned;
  part("pin-written").hidden = pinned === AS_WRITTEN;
  if (part("all-numbers").open) fillTables(part("force-table"), part("country-table"), found, view, pinned);
  sayLater();
}

// Readers who listen hear the finding once the slider rests, not at every step of it.
function sayLater() {
  clearTimeout(saying);
  saying = setTimeout(() => {
    const words = `${part("headline").textContent}. ${part("detail").textContent}`;
    say(part("spoken"), words);
  }, 500);
}

function shareLater() {
  clearTimeout(sharing);
  // Browsers refuse many changes of the address in a short time.
  sharing = setTimeout(() => {
    try {
      history.replaceState(null, "", `#${fragmentOf(state, view, pinned)}`);
    } catch {
      // Some viewers show files under an address that cannot change; the page works without.
    }
  }, 200);
}

function setControls() {
  sliders.forEach((slider, number) => {
    const axis = DATA.axes[number];
    const value = state.place[number];
    if (slider.valueAsNumber !== value) slider.value = String(value);
    slider.setAttribute("aria-valuetext", `${value.toFixed(2)}, from 0 ${axis.low} to 1 ${axis.high}`);
    say(part(`value-${axis.key}`), value.toFixed(2));
    slider.style.setProperty("--filled", `${100 * value}%`);
  });
  for (const radio of document.getElementsByName("mission")) radio.checked = radio.value === state.mission;
  for (const radio of document.getElementsByName("strength")) radio.checked = radio.value === view.strength;
  sizeFields.forEach((field, number) => {
    if (document.activeElement !== field) field.value = String(view.sizes[number]);
  });
}

function changed() {
  setControls();
  show();
  shareLater();
}

function moved() {
  exact = null;
  changed();
}

function apply(text) {
  const said = readFragment(text);
  const isState = Object.keys(said).length > 0;
  if (said.place) state.place = said.place;
  if (said.mission) state.mission = said.mission;
  if (said.strength) view.strength = said.strength;
  if (said.sizes) view.sizes = said.sizes;
  if (isState) pinned = said.pin === null ? null : said.pin ? pinOf(said.pin) : AS_WRITTEN;
  return isState;
}

function listen() {
  sliders.forEach((slider, number) => {
    slider.addEventListener("input", () => {
      state.place[number] = Number(slider.valueAsNumber.toFixed(2));
      moved();
    });
  });
  for (const radio of document.getElementsByName("mission")) {
    radio.addEventListener("change", () => {
      state.mission = radio.value;
      moved();
    });
  }
  for (const radio of document.getElementsByName("strength")) {
    radio.addEventListener("change", () => {
      view.strength = radio.value;
      changed();
    });
  }
  sizeFields.forEach((field, number) => {
    const take = () => {
      if (Number.isFinite(field.valueAsNumber) && field.valueAsNumber > 0) view.sizes[number] = fittedSize(field.valueAsNumber);
      changed();
    };
    field.addEventListener("input", take);
    field.addEventListener("change", () => {
      take();
      field.value = String(view.sizes[number]);
    });
  });
  listenToButtons();
  window.addEventListener("hashchange", () => {
    if (apply(location.hash)) moved();
  });
  new ResizeObserver(([{ contentRect }]) => {
    if (chartWidth(contentRect.width) !== chart.width) fitChart(contentRect.width);
  }).observe(part("dots").parentElement);
}

function pin(next) {
  pinned = next;
  changed();
}

function listenToButtons() {
  part("pin").addEventListener("click", () => {
    // An exact run stays pinned as it is; the address can only hold its place.
    const where = { mission: state.mission, place: [...state.place] };
    pin(exact ? { ...pinOf(where), found: exact } : pinOf(where));
    tell("Pinned. Move a slider to compare with it.");
  });
  part("unpin").addEventListener("click", () => {
    part("pin").focus();
    pin(null);
    tell("Nothing is pinned.");
  });
  part("pin-written").addEventListener("click", () => {
    part("pin").focus();
    pin(AS_WRITTEN);
    tell("The scenario as written is pinned.");
  });
  part("copy-file").addEventListener("click", () => copy(scenarioFile(state), "The scenario file"));
  part("copy-command").addEventListener("click", () => copy(commandOf(state), "The command"));
  part("download").addEventListener("click", () => {
    download(`explorer-${DATA.scenario.name}.csv`, csvOf(rowsOf(current(), state, view)));
  });
  part("all-numbers").addEventListener("toggle", show);
  document.querySelector('a[href="#results"]')?.addEventListener("click", (event) => {
    // The fragment of the address holds the case.
    event.preventDefault();
    part("results").focus();
  });
}

function tell(words) {
  part("told").textContent = words;
}

async function copy(text, what) {
  const box = part("copied");
  box.hidden = false;
  part("copied-text").value = text;
  part("copied-text").rows = Math.min(14, text.split("\n").length + 1);
  try {
    await navigator.clipboard.writeText(text);
    tell(`${what} is copied; it is also shown below.`);
  } catch {
    part("copied-text").focus();
    part("copied-text").select();
    tell(`${what} is shown below and selected: copy it with Ctrl-C or Cmd-C.`);
  }
}

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  tell(`${name} is downloaded.`);
}

function begin() {
  apply(location.hash);
  part("explorer").hidden = false;
  fitChart(part("dots").parentElement.clientWidth);
  listen();
  setControls();
  show();
}
