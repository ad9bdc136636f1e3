/* The page as a whole: its state, what is selected, and how each change reaches all parts. */

const state = {
  filters: openFilters(), selected: null, view: "network", measure: 0, seen: null, rows: PAGE_OF_ROWS, sort: { name: "date", down: true },
};
let scene;

function start() {
  const countries = new Set(DATA.nodes.map(({ country }) => country).filter(Boolean)).size;
  element("totals").textContent = STRINGS.totals(DATA.nodes.length + DATA.rest.things, countries, DATA.facts.length, DATA.documents.length);
  element("filters").open = window.innerWidth > 760;
  buildControls();
  buildTimeline();
  buildTable();
  buildRankings();
  buildMap();
  element("key").append(...keyEntries());
  element("map-key").append(...STATUSES.map(siteKey));
  scene = openPicture(element("picture"), { select });
  listen();
  restore();
}

function listen() {
  listenToSearch();
  listenToSaving();
  element("zoom").addEventListener("click", ({ target }) => zoom(target.dataset.zoom));
  element("copy").addEventListener("click", copyLink);
  for (const button of element("switch").children) button.addEventListener("click", () => showView(button.dataset.view));
  element("picture").addEventListener("keydown", stepThroughDrawing);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && state.selected && select(null));
  window.addEventListener("hashchange", restore);
}

/* Take the state from the address. */
function restore() {
  const { filters, measure, view, selected } = readFragment(location.hash.slice(1));
  state.filters = filters;
  state.selected = null;
  for (const node of DATA.nodes) node.size = node.sizes[measure];
  state.measure = measure;
  showView(view);
  refresh();
  fitPicture(scene);
  if (selected && isSeen(selected, state.seen) && isDrawn(selected)) select(selected);
}

function filter(change) {
  state.filters = { ...state.filters, ...change };
  refresh();
}

function refresh() {
  state.seen = findSeen(state.filters);
  if (state.selected && !isSeen(state.selected, state.seen)) select(null);
  const grouped = isGrouped(state.seen, state.filters);
  showInPicture(scene, grouped ? drawGroups(state.seen, state.filters) : drawThings(state.seen));
  showAmount(grouped);
  if (!scene.moved && !state.selected) fitPicture(scene);
  showMap(state.seen);
  showControls(state.seen);
  showTimeline();
  showFlows(state.seen);
  showRows(PAGE_OF_ROWS);
  if (state.selected) showPanel(state.selected);
  keepFragment();
}

/* Says where not every thing is drawn by itself. */
function showAmount(grouped) {
  const things = state.seen.nodes.size;
  const links = state.seen.links.size;
  const words = grouped
    ? STRINGS.grouped(scene.drawn.length, countAll(state.seen, state.filters), DATA.rest.things)
    : [things > scene.drawn.length ? STRINGS.largestDrawn(things) : "", links > MOST_LINES ? STRINGS.strongestDrawn(links) : ""].join(" ").trim();
  element("amount").hidden = !words;
  element("amount").textContent = words;
}

function isSeen({ node, link, group }, seen) {
  if (group) return scene.drawn.some(({ id }) => id === group);
  return isId(node) ? seen.nodes.has(node) : seen.links.has(link);
}

const isDrawn = ({ node, link }) => (isId(node) ? scene.drawn.some(({ id }) => id === node) : scene.lineOf.has(link));

/* Select a thing even where the filters hide it: they are opened for it, or narrowed where there are too many to draw. */
function reveal(selected) {
  if (!isSeen(selected, state.seen)) filter(openFilters());
  if (!isDrawn(selected)) filter({ ...openFilters(), around: selected.node });
  select(selected);
  element("panel").focus({ preventScroll: true });
  element("stage").scrollIntoView({ block: "nearest" });
}

function select(selected) {
  const returning = state.selected && !selected && element("panel").contains(document.activeElement);
  state.selected = selected;
  showPanel(selected);
  lightUp(scene, selected && litBy(selected));
  scene.network.setSelection({ nodes: [selected?.node ?? selected?.group].filter((id) => isId(id) && scene.nodes.get(id)), edges: [selected?.link].filter((id) => isId(id) && scene.links.get(id)) }, { highlightEdges: false });
  const panel = element("panel");
  const lit = selected ? [...litBy(selected).nodes].filter((id) => scene.nodes.get(id)) : [];
  if (lit.length) uncover(scene, lit, panel.offsetWidth < element("view").clientWidth ? panel.offsetWidth : 0);
  else if (!selected && !scene.moved) fitPicture(scene);
  if (returning) element("query").focus({ preventScroll: true });
  drawMap();
  keepFragment();
}

/* N and P go from thing to thing of the drawing, the largest first; Enter goes on to what is told of one. */
function stepThroughDrawing({ key, ctrlKey, metaKey, altKey }) {
  const step = { n: 1, p: -1 }[key.toLowerCase()];
  if (key === "Enter" && state.selected) element("panel").focus();
  if (!step || ctrlKey || metaKey || altKey || !scene.drawn.length) return;
  const here = scene.drawn.findIndex(({ id }) => id === (state.selected?.node ?? state.selected?.group));
  const next = scene.drawn.at(here < 0 && step > 0 ? 0 : (Math.max(here, 0) + step) % scene.drawn.length);
  bringIntoView(scene, next);
  select(isGroup(next.id) ? { group: next.id } : { node: next.id });
  element("said").textContent = printable(next.name);
}

function litBy({ node, link, group }) {
  if (group) {
    const lines = scene.lines.filter(({ from, to }) => from === group || to === group);
    return { first: group, nodes: new Set([group, ...lines.flatMap(({ from, to }) => [from, to])]), links: new Set(lines.map(({ id }) => id)) };
  }
  const links = isId(node) ? linksOf[node].filter(({ id }) => state.seen.links.has(id)) : [DATA.links[link]];
  const nodes = [node, ...links.flatMap(({ from, to }) => [from, to])].filter(isId);
  return { first: node, nodes: new Set(nodes), links: new Set(links.map(({ id }) => id)) };
}

function showView(view) {
  state.view = view;
  for (const button of element("switch").children) button.setAttribute("aria-pressed", button.dataset.view === view);
  element("network").hidden = view !== "network";
  element("map").hidden = view !== "map";
  if (state.seen) showMap(state.seen);
  keepFragment();
}

function zoom(how) {
  const onMap = state.view === "map";
  if (how === "fit") (onMap ? (fitMap(), drawMap()) : fitPicture(scene));
  else if (how) (onMap ? zoomMap : (factor) => zoomPicture(scene, factor))(Number(how));
}

/* ---- keys to the signs ---- */

const keyEntry = (sign, text) => make("li", {}, sign, make("span", {}, text));

function keyEntries() {
  const kinds = [...new Set(DATA.nodes.map((node) => node.kind))].sort();
  return [
    ...kinds.map((kind) => keyEntry(shapeSign(pick(SHAPES, kind, "star")), kindName(kind))),
    keyEntry(lineSign("cross", 3), STRINGS.key.cross),
    keyEntry(lineSign("home", 3), STRINGS.key.home),
    keyEntry(lineSign("any", 4), STRINGS.key.money),
    keyEntry(lineSign("any", 2, "7 4"), STRINGS.key.agreement),
    keyEntry(lineSign("any", 2, "2 3"), STRINGS.key.belonging),
    make("li", { class: "words" }, STRINGS.key.words),
  ];
}

function siteKey(status) {
  const circle = makeSvg("circle", { cx: 8, cy: 8, r: 6, "stroke-width": 1.8, "stroke-dasharray": status === "considered" ? "3" : null });
  const sign = makeSign("0 0 16 16", makeSvg("g", { class: `site ${status}` }, circle, status === "cancelled" ? crossOut(8, 8, 4, 1.8) : null));
  return keyEntry(sign, pick(STRINGS.status, status, STRINGS.noStatus));
}

start();
