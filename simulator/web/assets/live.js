// Live: exact runs of a case, where a server stands behind the page.

const KEY = new URLSearchParams(location.search).get("key") ?? "";
const MOST_RUNS = 20000;

async function asked(path, body) {
  const answer = await fetch(`/api/${path}?key=${encodeURIComponent(KEY)}`, {
    method: body === undefined ? "GET" : "POST",
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store",
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.errors.map((error) => error.message).join(" "));
  return said;
}

// The server's summary as a case of the page.
function caseOfSummary(summary) {
  const found = { kind: "run", runs: summary.runs, seed: summary.seed, strengths: {}, countries: [] };
  for (const name of DATA.strengths) {
    const percentiles = summary.percentiles[name];
    const chances = {};
    for (const reach of summary.reaches) if (reach.strength === name) chances[reach.troops] = reach.in_100;
    found.strengths[name] = {
      dots: DATA.dots.map((percent) => percentiles[percent]),
      p10: percentiles[10],
      p50: percentiles[50],
      p90: percentiles[90],
      noise: summary.median_noise[name],
      reached: [],
      chances,
    };
  }
  found.countries = summary.countries.map((country) => ({
    iso3: country.iso3,
    name: country.name,
    noise: Math.ceil(country.troops.mcse),
    pledged: country.troops.mean,
    ...Object.fromEntries(DATA.counts.map((name) => [name, 100 * country[name]])),
  }));
  return found;
}

async function watch(run) {
  const bar = part("run-progress");
  while (run.open) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    try {
      const progress = await asked("progress");
      if (run.open && progress.running) bar.value = progress.done / progress.runs;
    } catch {
      // The run itself tells what went wrong.
    }
  }
}

// Chances of every size that the page may ask for.
const everySize = () => Array.from({ length: DATA.sizes }, (_, place) => (place + 1) * DATA.step);

async function runExactly() {
  const where = { mission: state.mission, place: [...state.place] };
  const runs = Math.min(MOST_RUNS, Math.max(1, Math.round(part("run-runs").valueAsNumber) || DATA.runs));
  const run = { open: true };
  part("run").disabled = true;
  part("run-open").hidden = false;
  part("run-progress").value = 0;
  tell(`Running ${grouped(runs)} runs …`);
  watch(run);
  try {
    const summary = await asked("run", { inputs: inputsOf(where), runs, seed: DATA.seed, thresholds: everySize() });
    if (inputsOf(state) && JSON.stringify(where) === JSON.stringify(state)) {
      exact = caseOfSummary(summary);
      changed();
      tell("Done: what is shown is an exact run.");
    } else {
      tell("The run is done, but the sliders have moved since; run again for this case.");
    }
  } catch (error) {
    tell(`No run: ${error.message}`);
  } finally {
    run.open = false;
    part("run").disabled = false;
    part("run-open").hidden = true;
  }
}

function beginLive() {
  part("live").hidden = false;
  part("run-runs").value = String(DATA.runs);
  part("run").addEventListener("click", runExactly);
  part("run-cancel").addEventListener("click", () => asked("cancel", {}).catch((error) => tell(error.message)));
}

begin();
if (DATA.live) beginLive();
