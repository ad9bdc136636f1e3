/* All around the drawing: filters, search, the panel of what is selected, the table of facts. Text only, no markup. */

const STRINGS = {
  totals: (things, countries, links, facts) =>
    `${things} companies, authorities, people and sites in ${countries} countries · ${links} links · ${facts} facts`,
  shown: (shown, all, alone) => `${shown} of ${all} things shown${alone ? `; ${alone} of them without a link` : ""}.`,
  rows: (shown, all) => `${shown} of ${all} facts, newest first; the filters above hold here too.`,
  found: (count) => (count === 0 ? "Nothing found." : count === 1 ? "1 found." : `${count} found.`),
  noCountry: "Country not known",
  kinds: {
    Organization: "Organization", Government: "Government", Person: "Person", Facility: "Facility", Country: "Country",
    investment: "Investment", grant: "Grant", loan: "Loan", tax_credit: "Tax credit", acquisition: "Acquisition",
    public_support: "Public support", joint_venture: "Joint venture", agreement: "Agreement", meeting: "Meeting",
    operation: "Operation", affiliation: "Affiliation",
  },
  key: {
    cross: "Across a border", home: "Within a country", money: "Money (wider: more)", agreement: "Agreement or meeting",
    belonging: "Runs a site or works for", words: "Larger shapes have more facts; a number on a link counts the facts in it.",
  },
  status: { considered: "Considered", announced: "Announced", completed: "Completed", cancelled: "Cancelled" },
  link: "Link", crossLink: "Cross-border link", facts: "Facts", neighbours: "Linked with", close: "Close",
  sums: (text) => `${text} in stated sums`,
  noFacts: "No facts beyond its name.", quotes: (count) => (count === 1 ? "1 source" : `${count} sources`),
};
const MOST_MATCHES = 8;

const element = (id) => document.getElementById(id);
const linksOf = new Map(DATA.nodes.map((node) => [node.id, []]));
for (const link of DATA.links) for (const end of new Set([link.from, link.to])) linksOf.get(end).push(link);
const linksOfFact = new Map(DATA.facts.map((_, place) => [place, []]));
for (const link of DATA.links) for (const fact of link.facts) linksOfFact.get(fact).push(link);
const newestFirst = (a, b) => compare(DATA.facts[b].date ?? "", DATA.facts[a].date ?? "") || a - b;

const state = { off: new Set(), cross: false, selected: null };
let scene;

function start() {
  element("totals").textContent = STRINGS.totals(
    DATA.nodes.length, DATA.countries.filter(({ code }) => code).length, DATA.links.length, DATA.facts.length,
  );
  element("countries").append(...DATA.countries.map(countryChoice));
  element("key").append(...keyEntries());
  scene = openPicture(element("picture"), { select });
  listen();
  refresh();
}

function listen() {
  element("cross").addEventListener("change", ({ target }) => filter(() => (state.cross = target.checked)));
  element("query").addEventListener("input", showMatches);
  document.querySelector(".search").addEventListener("keydown", moveThroughMatches);
  element("zoom").addEventListener("click", ({ target }) => zoom(target.dataset.zoom));
  document.addEventListener("keydown", ({ key }) => key === "Escape" && state.selected && select(null));
}

function zoom(how) {
  if (how === "fit") fitPicture(scene);
  else if (how) zoomPicture(scene, Number(how));
}

/* ---- making elements ---- */

/* An element with attributes (functions become listeners) and children; strings stay text. */
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

/* Text from the data, kept from turning the text around it. */
const quoteText = (text) => make("bdi", {}, text);

const thingButton = (id) =>
  make("button", { type: "button", class: "thing", click: () => reveal({ node: id }) }, swatch(DATA.nodes[id]), quoteText(DATA.nodes[id].name));

/* A link only if it leads to the web; anything else is shown as the text that it is. */
function sourceLink(text, url) {
  const safe = url && webAddress(url);
  if (!safe) return make("span", {}, quoteText(text), url && url !== text ? make("span", { class: "quiet" }, " ", quoteText(url)) : null);
  return make("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, quoteText(text));
}

function webAddress(text) {
  try {
    const url = new URL(text);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

const SVG = "http://www.w3.org/2000/svg";
const SWATCHES = {
  dot: "M8 2a6 6 0 1 0 .01 0z", square: "M3 3h10v10H3z", diamond: "M8 1l7 7-7 7-7-7z",
  triangle: "M8 2l7 12H1z", hexagon: "M4 2h8l4 6-4 6H4L0 8z", star: "M8 1l2 5h5l-4 3 2 6-5-4-5 4 2-6-4-3h5z",
};

function makeSvg(attributes, box) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", box);
  svg.setAttribute("aria-hidden", "true");
  for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, value);
  svg.append(path);
  return svg;
}

function swatch({ kind, country }) {
  return makeSvg({ d: SWATCHES[pick(SHAPES, kind, "star")], fill: colourOf.get(country) ?? "#ffffff", stroke: INK.node }, "0 0 16 16");
}

function lineSwatch(colour, width, dashes) {
  return makeSvg({ d: "M0 8h28", stroke: colour, "stroke-width": width, "stroke-dasharray": dashes || "none" }, "0 0 28 16");
}

/* ---- words ---- */

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const kindName = (kind) => pick(STRINGS.kinds, kind, kind);
const regionNames = new Intl.DisplayNames(["en"], { type: "region" });

function nameCountry(code) {
  if (!code) return STRINGS.noCountry;
  const { name } = DATA.countries.find((country) => country.code === code);
  if (name) return printable(name);
  return /^[A-Z]{2}$/.test(code) ? regionNames.of(code) : printable(code);
}

function dollars(usd) {
  const [size, unit] = usd >= 1e9 ? [1e9, " bn"] : usd >= 1e6 ? [1e6, " m"] : [1, ""];
  return `USD ${new Intl.NumberFormat("en", { maximumFractionDigits: usd < 1e6 ? 0 : 1 }).format(usd / size)}${unit}`;
}

/* The sum as stated, and what it is in dollars unless it says so itself. */
function sumText({ sum, usd }) {
  if (usd === null || (sum && sum.endsWith("USD"))) return sum;
  return sum ? `${sum} (≈ ${dollars(usd)})` : dollars(usd);
}

/* ---- filters ---- */

function countryChoice({ code, colour }) {
  const box = make("input", { type: "checkbox", checked: "", change: () => filter(() => toggle(state.off, code, !box.checked)) });
  const dot = makeSvg({ d: SWATCHES.dot, fill: colour, stroke: INK.node }, "0 0 16 16");
  return make("li", {}, make("label", { class: "choice" }, box, dot, make("span", {}, nameCountry(code)), make("span", { class: "count", "data-country": code })));
}

function toggle(set, value, on) {
  if (on) set.add(value);
  else set.delete(value);
}

function filter(change) {
  change();
  refresh();
}

function refresh() {
  const seen = findSeen(state.off, state.cross);
  if (state.selected && !isSeen(state.selected, seen)) select(null);
  showInPicture(scene, seen.nodes, seen.links);
  showCounts(seen);
  showRows(seen);
}

/* The nodes, links and facts that the filters leave, as sets of ids. */
function findSeen(off, cross) {
  const inside = (id) => !off.has(DATA.nodes[id].country);
  const links = new Set(DATA.links.filter((link) => inside(link.from) && inside(link.to) && (!cross || link.cross)).map(({ id }) => id));
  const linked = (id) => linksOf.get(id).some((link) => links.has(link.id));
  const nodes = new Set(DATA.nodes.filter(({ id }) => inside(id) && (!cross || linked(id))).map(({ id }) => id));
  const told = (fact, place) => {
    const own = linksOfFact.get(place);
    if (own.length) return own.some((link) => links.has(link.id));
    return !cross && (!fact.things.length || fact.things.some((id) => nodes.has(id)));
  };
  const facts = new Set(DATA.facts.map((_, place) => place).filter((place) => told(DATA.facts[place], place)));
  return { nodes, links, facts };
}

function isSeen({ node, link }, seen) {
  return node === undefined ? seen.links.has(link) : seen.nodes.has(node);
}

function showCounts(seen) {
  const alone = [...seen.nodes].filter((id) => !linksOf.get(id).some((link) => seen.links.has(link.id))).length;
  element("shown").textContent = STRINGS.shown(seen.nodes.size, DATA.nodes.length, alone);
  element("cross-count").textContent = findSeen(state.off, true).links.size;
  const open = findSeen(new Set(), state.cross).nodes;
  for (const count of document.querySelectorAll("[data-country]")) {
    count.textContent = [...open].filter((id) => DATA.nodes[id].country === count.dataset.country).length;
  }
}

/* ---- key ---- */

function keyEntries() {
  const kinds = [...new Set(DATA.nodes.map((node) => node.kind))].sort();
  const entry = (sign, text) => make("li", {}, sign, make("span", {}, text));
  return [
    ...kinds.map((kind) => entry(swatch({ kind }), kindName(kind))),
    entry(lineSwatch(INK.cross, 3), STRINGS.key.cross),
    entry(lineSwatch(INK.home, 3), STRINGS.key.home),
    entry(lineSwatch(INK.node, 4), STRINGS.key.money),
    entry(lineSwatch(INK.node, 2, "7 4"), STRINGS.key.agreement),
    entry(lineSwatch(INK.node, 2, "2 3"), STRINGS.key.belonging),
    make("li", { class: "words" }, STRINGS.key.words),
  ];
}

/* ---- search ---- */

const searchable = (text) => text.normalize("NFKC").toLowerCase();

function showMatches() {
  const words = searchable(element("query").value).split(/\s+/).filter(Boolean);
  const found = words.length ? scene.names.filter(({ node }) => words.every((word) => searchable(node.name).includes(word))) : [];
  element("found").textContent = words.length ? STRINGS.found(found.length) : "";
  element("matches").replaceChildren(...found.slice(0, MOST_MATCHES).map(({ node }) => make("li", {}, thingButton(node.id))));
}

/* Enter takes the first match, arrows go through them, Escape empties the search. */
function moveThroughMatches(event) {
  const stops = [element("query"), ...element("matches").querySelectorAll("button")];
  const here = stops.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) stops[Math.min(Math.max(here + step, 0), stops.length - 1)].focus();
  else if (event.key === "Enter" && here === 0) stops[1]?.click();
  else if (event.key === "Escape" && element("query").value) clearSearch();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function clearSearch() {
  element("query").value = "";
  showMatches();
  element("query").focus();
}

/* ---- what is selected ---- */

/* Select a thing even where the filters hide it: they are opened for it. */
function reveal(selected) {
  if (!isSeen(selected, findSeen(state.off, state.cross))) openFilters();
  select(selected);
  element("panel").focus({ preventScroll: true });
  element("stage").scrollIntoView({ block: "nearest" });
}

function openFilters() {
  for (const box of document.querySelectorAll("#countries input")) box.checked = true;
  element("cross").checked = state.cross = false;
  state.off.clear();
  refresh();
}

function select(selected) {
  state.selected = selected;
  const panel = element("panel");
  panel.hidden = !selected;
  panel.scrollTop = 0;
  lightUp(scene, selected && litBy(selected));
  scene.network.setSelection({ nodes: [selected?.node].filter(isId), edges: [selected?.link].filter(isId) }, { highlightEdges: false });
  panel.replaceChildren(...(selected ? panelContent(selected) : []));
  if (selected) uncover(scene, [...litBy(selected).nodes], panel.offsetWidth < element("view").clientWidth ? panel.offsetWidth : 0);
  else if (!scene.moved) fitPicture(scene);
}

const isId = (id) => id !== undefined;

function litBy({ node, link }) {
  const links = node === undefined ? [DATA.links[link]] : linksOf.get(node);
  const nodes = [node, ...links.flatMap(({ from, to }) => [from, to])].filter(isId);
  return { first: node, nodes: new Set(nodes), links: new Set(links.map(({ id }) => id)) };
}

function panelContent({ node, link }) {
  const close = make("button", { type: "button", class: "close", "aria-label": STRINGS.close, click: () => select(null) }, "×");
  return [close, ...(node === undefined ? linkContent(DATA.links[link]) : nodeContent(DATA.nodes[node]))];
}

function nodeContent(node) {
  const facts = DATA.facts.map((_, place) => place).filter((place) => DATA.facts[place].things.includes(node.id));
  const neighbours = [...litBy({ node: node.id }).nodes].filter((id) => id !== node.id);
  return [
    make("p", { class: "kicker" }, swatch(node), `${kindName(node.kind)} · ${nameCountry(node.country)}`),
    make("h2", {}, quoteText(node.name)),
    ...factList(facts),
    ...(neighbours.length ? [make("h3", {}, STRINGS.neighbours), make("ul", { class: "things" }, ...neighbours.map((id) => make("li", {}, thingButton(id))))] : []),
  ];
}

/* Who gives stands first. */
function linkContent(link) {
  const ends = link.arrows === "from" ? [link.to, link.from] : [link.from, link.to];
  return [
    make("p", { class: "kicker" }, link.cross ? STRINGS.crossLink : STRINGS.link),
    make("h2", {}, ...ends.map(thingButton)),
    link.usd ? make("p", { class: "sum" }, STRINGS.sums(dollars(link.usd))) : "",
    ...factList(link.facts),
  ];
}

function factList(places) {
  if (!places.length) return [make("p", { class: "quiet" }, STRINGS.noFacts)];
  return [
    make("h3", {}, `${STRINGS.facts} (${places.length})`),
    ...[...places].sort(newestFirst).map((place) => factCard(DATA.facts[place])),
  ];
}

function factCard(fact) {
  return make(
    "article",
    { class: "fact" },
    make("p", { class: "kicker" }, [kindName(fact.kind), fact.date].filter(Boolean).join(" · "), statusBadge(fact)),
    make("p", { class: "told" }, quoteText(fact.label)),
    sumText(fact) ? make("p", { class: "sum" }, quoteText(sumText(fact))) : "",
    ...fact.evidence.map(quoteBlock),
  );
}

function statusBadge({ status }) {
  return status ? make("span", { class: "status", "data-status": status }, pick(STRINGS.status, status, status)) : "";
}

function quoteBlock({ quote, title, outlet, date, url }) {
  const source = sourceLink(title || url || outlet || "", url);
  const rest = [outlet, date].filter(Boolean).join(", ");
  return make(
    "figure",
    {},
    quote ? make("blockquote", {}, quoteText(quote)) : "",
    make("figcaption", {}, source, rest ? make("span", { class: "quiet" }, quoteText(rest)) : ""),
  );
}

/* ---- table ---- */

function showRows(seen) {
  element("rows-shown").textContent = STRINGS.rows(seen.facts.size, DATA.facts.length);
  element("rows").replaceChildren(...[...seen.facts].sort(newestFirst).map((place) => factRow(DATA.facts[place])));
}

function factRow(fact) {
  const sources = make("details", {}, make("summary", {}, STRINGS.quotes(fact.evidence.length)), ...fact.evidence.map(quoteBlock));
  return make(
    "tr",
    {},
    make("td", { class: "date" }, fact.date ?? ""),
    make("td", {}, kindName(fact.kind)),
    make("td", {}, quoteText(fact.label)),
    make("td", {}, make("ul", { class: "things" }, ...fact.things.map((id) => make("li", {}, thingButton(id))))),
    make("td", { class: "number" }, quoteText(sumText(fact))),
    make("td", {}, statusBadge(fact)),
    make("td", {}, fact.evidence.length ? sources : ""),
  );
}

start();
