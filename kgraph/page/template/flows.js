/* Below: money between countries as a table whose cells are the darker the more, and the rankings. */

/* Dollars and investments from each country to each, of the facts that are shown. */
function sumFlows(facts) {
  const flows = new Map();
  for (const id of facts) {
    for (const [from, to, usd] of DATA.facts[id].flows) {
      const key = `${from}\n${to}`;
      const flow = flows.get(key) ?? { from, to, usd: 0, stated: 0, events: 0 };
      flows.set(key, { ...flow, usd: flow.usd + (usd ?? 0), stated: flow.stated + Number(usd !== null), events: flow.events + 1 });
    }
  }
  return flows;
}

function showFlows(seen) {
  const flows = sumFlows(seen.facts);
  const table = element("flows");
  if (!flows.size) return table.replaceChildren(make("caption", {}, STRINGS.noFlows));
  const [sources, targets] = ["from", "to"].map((end) => orderCountries(flows, end));
  const most = Math.max(...[...flows.values()].map(({ usd }) => usd), 1);
  const head = make("tr", {}, make("th", { scope: "col" }, STRINGS.fromTo), ...targets.map((code) => countryHead(code, "col")), totalHead("col"));
  const row = (from) =>
    make("tr", {}, countryHead(from, "row"), ...targets.map((to) => flowCell(flows.get(`${from}\n${to}`), most)), totalCell(flows, (flow) => flow.from === from));
  const foot = make("tr", {}, totalHead("row"), ...targets.map((to) => totalCell(flows, (flow) => flow.to === to)), totalCell(flows, () => true));
  return table.replaceChildren(make("thead", {}, head), make("tbody", {}, ...sources.map(row)), make("tfoot", {}, foot));
}

/* The countries at one end of the flows, those with most dollars first. */
function orderCountries(flows, end) {
  const sums = new Map();
  for (const flow of flows.values()) sums.set(flow[end], (sums.get(flow[end]) ?? 0) + flow.usd);
  return [...sums.keys()].sort((a, b) => (a === "") - (b === "") || sums.get(b) - sums.get(a) || compare(a, b));
}

const countryHead = (code, scope) => make("th", { scope }, quoteText(nameCountry(code)));
const totalHead = (scope) => make("th", { scope, class: "total" }, STRINGS.total);

function flowCell(flow, most) {
  if (!flow) return make("td", {});
  const usd = flow.stated ? dollars(flow.usd) : STRINGS.noSum;
  const share = flow.usd ? Math.max(0, 1 - Math.log10(most / flow.usd) / 4) : 0;
  const title = STRINGS.flow(nameCountry(flow.from), nameCountry(flow.to), usd, flow.events);
  const heat = `heat${Math.round(share * 6)}${flow.from && flow.to && flow.from !== flow.to ? " cross" : ""}`;
  return make("td", { class: heat, title }, make("span", {}, usd), make("span", { class: "events" }, `${flow.events}×`));
}

function totalCell(flows, belongs) {
  const usd = [...flows.values()].filter(belongs).reduce((sum, flow) => sum + flow.usd, 0);
  return make("td", { class: "total" }, usd ? dollars(usd) : "");
}

/* ---- rankings ---- */

function buildRankings() {
  element("rankings").append(...DATA.rankings.filter(({ rows }) => rows.length).map(rankingSection));
}

function rankingSection({ title, note, columns, rows }, place) {
  const id = `ranking-${place}`;
  const heads = [STRINGS.columns.rank, STRINGS.columns.thing, STRINGS.columns.country, ...columns].map((name) => make("th", { scope: "col" }, name));
  return make(
    "section",
    { "aria-labelledby": id },
    make("h2", { id }, title),
    make("p", { class: "quiet" }, note),
    make("div", { class: "scroll", role: "region", "aria-label": STRINGS.tableOf(title), tabindex: 0 },
      make("table", { class: "ranking" }, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows.map(rankingRow)))),
  );
}

function rankingRow([node, ...values], place) {
  const cells = values.map((value) => make("td", { class: typeof value === "number" ? "number" : null }, quoteText(typeof value === "number" ? number.format(value) : (value ?? ""))));
  const thing = isId(node) ? [make("td", {}, thingButton(node)), make("td", {}, nameCountry(DATA.nodes[node].country))] : [make("td"), make("td")];
  return make("tr", {}, make("td", { class: "number" }, place + 1), ...thing, ...cells);
}
