/* Time: a bar for each quarter, and two handles that choose from which to which facts are shown. */

const BARS = { width: 100, height: 34 };
const dated = DATA.facts.filter(({ quarters }) => quarters);
const FIRST = dated.reduce((least, { quarters }) => Math.min(least, quarters[0]), Infinity);
const LAST = dated.reduce((most, { quarters }) => Math.max(most, quarters[1]), -Infinity);

function buildTimeline() {
  element("time").hidden = !(FIRST < LAST);
  if (!(FIRST < LAST)) return;
  for (const id of ["from", "until"]) {
    Object.assign(element(id), { min: FIRST, max: LAST });
    element(id).setAttribute("aria-label", STRINGS[id]);
    element(id).addEventListener("input", () => chooseSpan(id));
  }
}

/* A handle that meets the other pushes it along. */
function chooseSpan(moved) {
  const [from, until] = [Number(element("from").value), Number(element("until").value)];
  const span = from <= until ? [from, until] : moved === "from" ? [from, from] : [until, until];
  filter({ span: span[0] === FIRST && span[1] === LAST ? null : span });
}

function showTimeline() {
  if (!(FIRST < LAST)) return;
  const { span } = state.filters;
  const [from, until] = span ?? [FIRST, LAST];
  const { counts, undated } = countQuarters(state.filters);
  element("bars").replaceChildren(...drawBars(counts, from, until));
  for (const [id, value] of [["from", from], ["until", until]]) {
    element(id).value = value;
    element(id).setAttribute("aria-valuetext", quarterName(value));
  }
  element("span").textContent = STRINGS.span(quarterName(from), quarterName(until));
  element("undated").textContent = span ? STRINGS.undated(undated) : "";
}

function drawBars(counts, from, until) {
  const most = Math.max(...counts.values(), 1);
  const step = BARS.width / (LAST - FIRST + 1);
  return [...counts].filter(([at]) => at >= FIRST && at <= LAST).map(([at, count]) => {
    const height = Math.max((BARS.height * count) / most, 1);
    const box = { x: (at - FIRST) * step, y: BARS.height - height, width: step * 0.82, height };
    return makeSvg("rect", { ...box, class: at >= from && at <= until ? "in" : "out" });
  });
}
