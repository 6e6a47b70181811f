// Words: numbers as the figures of the project print them, and the sentences made of them.

const grouped = (value) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
const nearest = (value, step = 1) => Math.floor(value / step + 0.5) * step;

function troops(value) {
  if (value > 0 && value < 0.5) return "<1";
  return grouped(nearest(value, value >= 10 ? 10 : 1));
}

function rangeEnd(value) {
  return grouped(nearest(value, value >= 1000 ? 100 : value >= 10 ? 10 : 1));
}

function range(low, high, between = "–") {
  return rangeEnd(low) === rangeEnd(high) ? rangeEnd(low) : `${rangeEnd(low)}${between}${rangeEnd(high)}`;
}

// "<1" and ">99" where rounding would claim never or always.
function of100(count) {
  const whole = nearest(count);
  if (whole === 0 && count > 0) return "<1";
  if (whole === 100 && count < 100) return ">99";
  return String(whole);
}

function inRuns(count) {
  if (count <= 0) return "in no run";
  if (count >= 100) return "in every run";
  const words = of100(count);
  if (words === "<1") return "in fewer than 1 of 100 runs";
  if (words === ">99") return "in more than 99 of 100 runs";
  return `in ${words} of 100 runs`;
}

// Wilson's interval of 95 % for the run noise of a chance, both in runs of 100.
function noiseOf(count, runs) {
  const squared = 1.959963984540054 ** 2;
  const happened = (count / 100) * runs;
  const middle = (happened + squared / 2) / (runs + squared);
  const reach =
    (Math.sqrt(squared) * Math.sqrt((happened * (runs - happened)) / runs + squared / 4)) / (runs + squared);
  return [count <= 0 ? 0 : 100 * (middle - reach), count >= 100 ? 100 : 100 * (middle + reach)];
}

function noiseWords(count, runs) {
  const [low, high] = noiseOf(count, runs).map((value) => nearest(value));
  return low === high ? String(low) : `${low}–${high}`;
}

const STRENGTH_WORDS = { pledged: "pledged force", usable: "usable force" };
const MISSION_WORDS = { deterrence: "Deterrence", peacekeeping: "Peacekeeping", monitoring: "Monitoring" };

function headlineOf(found, view) {
  const chance = chanceOf(found.strengths[view.strength], view.sizes[0]);
  return `The ${STRENGTH_WORDS[view.strength]} reaches ${grouped(view.sizes[0])} ${inRuns(chance)}`;
}

function detailOf(found, view, pinned) {
  const strength = found.strengths[view.strength];
  const noise = noiseWords(chanceOf(strength, view.sizes[0]), found.runs);
  const sentences = [
    `Median ${troops(strength.p50)} troops (run noise ${range(...strength.noise)}; of the chance, ${noise})`,
    `8 of 10 runs give ${range(strength.p10, strength.p90, " to ")}`,
  ];
  if (pinned) sentences.push(`${pinned.label}: median ${troops(pinned.found.strengths[view.strength].p50)}`);
  return `${sentences.join(". ")}.`;
}

function placeWords(state) {
  const sliders = DATA.axes.map((axis, number) => `${axis.label} ${state.place[number].toFixed(2)}`);
  return `${sliders.join(", ")}, ${MISSION_WORDS[state.mission].toLowerCase()}`;
}

function kindWords(found) {
  if (found.kind === "run") return `An exact run of this case: ${grouped(found.runs)} runs, seed ${found.seed}.`;
  if (found.kind === "computed") {
    return `This case was computed: ${grouped(found.runs)} runs, seed ${DATA.seed}. The command below repeats it.`;
  }
  const check = DATA.interpolation;
  return (
    `This case lies between the ${grouped(POINTS)} computed points and is interpolated. At ${check.points} points ` +
    `between them the median was off by ${troops(check.median_mean)} troops on average and ` +
    `${troops(check.median_worst)} at most, chances by ${check.chance_mean.toFixed(1)} and ` +
    `${check.chance_worst.toFixed(1)} of 100. For exact numbers run the command below.`
  );
}
