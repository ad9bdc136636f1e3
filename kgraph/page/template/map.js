/* The second view: facilities on the world, larger the more money goes there, with a sign for how far it is. */

const WORLD = { x: -542, y: -265, width: 1084, height: 480 };
const SITE = { least: 4.5, most: 17, apart: 3, aside: 90 };
const STATUSES = ["completed", "announced", "considered", "cancelled", ""];
const map = { view: { ...WORLD }, sites: [], moved: false };

function buildMap() {
  if (!DATA.sites.length) return;
  element("switch").hidden = false;
  const svg = element("world");
  svg.append(makeSvg("path", { d: DATA.coastlines, class: "land" }), makeSvg("g", { id: "site-names" }), makeSvg("g", { id: "sites" }));
  svg.addEventListener("wheel", (event) => (event.preventDefault(), zoomMap(event.deltaY < 0 ? 1.2 : 1 / 1.2, pointOf(event))), { passive: false });
  svg.addEventListener("keydown", moveMap);
  dragMap(svg);
  new ResizeObserver(() => drawMap()).observe(svg);
}

/* What goes to a site in the facts that are shown, and how far the furthest of them is. */
function sumSite({ node }, seen) {
  const facts = factsOf[node].filter(({ id, family }) => family === "money" && seen.facts.has(id));
  const usd = facts.filter(({ flows }) => flows.length).reduce((sum, fact) => sum + (fact.usd ?? 0), 0);
  return { usd, status: STATUSES.find((status) => facts.some((fact) => (fact.status ?? "") === status)) ?? "" };
}

function showMap(seen) {
  map.sites = DATA.sites.filter(({ node }) => seen.nodes.has(node)).map((site) => ({ ...site, ...sumSite(site, seen) }));
  map.sites.sort((a, b) => b.usd - a.usd || a.node - b.node);
  element("sites-shown").textContent = map.sites.length ? STRINGS.sites(map.sites.length, DATA.sites.length) : STRINGS.noSites;
  if (!map.moved) fitMap();
  drawMap();
}

function fitMap() {
  const points = map.sites.map(({ point: [x, y] }) => ({ x, y }));
  if (!points.length) return Object.assign(map.view, WORLD);
  const box = boxAround(points);
  const { clientWidth } = element("world");
  const aside = ((box.right - box.left) / Math.max(clientWidth - 2 * SITE.aside, SITE.aside)) * SITE.aside + 4;
  map.moved = false;
  return Object.assign(map.view, { x: box.left - aside, y: box.top - aside, width: box.right - box.left + 2 * aside, height: box.bottom - box.top + 2 * aside });
}

/* Map units in a pixel: the whole view stands in the window, whichever way that is the longer. */
function mapScale() {
  const { clientWidth, clientHeight } = element("world");
  return Math.max(map.view.width / Math.max(clientWidth, 1), map.view.height / Math.max(clientHeight, 1));
}

function drawMap() {
  const svg = element("world");
  if (!svg.clientWidth) return;
  const { x, y, width, height } = map.view;
  svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  const unit = mapScale();
  const spots = spreadSites(unit);
  const focused = document.activeElement?.dataset?.node;
  svg.querySelector("#sites").replaceChildren(...spots.map((spot, place) => drawSite(spot, unit, place)).reverse());
  svg.querySelector("#site-names").replaceChildren(...nameSites(spots, unit));
  if (focused) svg.querySelector(`[data-node="${focused}"]`)?.focus();
}

/* Sites where they are, in pixels, moved apart where they would cover each other. */
function spreadSites(unit) {
  const most = Math.max(...map.sites.map(({ usd }) => usd), 1);
  const spots = map.sites.map((site, place) => ({
    site, x: site.point[0] / unit + place * 0.01, y: site.point[1] / unit, size: SITE.least + (SITE.most - SITE.least) * Math.sqrt(site.usd / most),
  }));
  for (let step = 0; step < 60; step += 1) for (const [place, spot] of spots.entries()) for (const other of spots.slice(0, place)) pushApart(spot, other);
  return spots;
}

function pushApart(spot, other) {
  const [x, y] = [spot.x - other.x, spot.y - other.y];
  const distance = Math.hypot(x, y);
  const lacking = spot.size + other.size + SITE.apart - distance;
  if (lacking <= 0) return;
  const share = (lacking / 2) / Math.max(distance, 0.01);
  [spot.x, spot.y, other.x, other.y] = [spot.x + x * share, spot.y + y * share, other.x - x * share, other.y - y * share];
}

function drawSite({ site, x, y, size }, unit, place) {
  const node = DATA.nodes[site.node];
  const status = pick(STRINGS.status, site.status, site.status);
  const label = STRINGS.siteLabel(printable(node.name), printable(site.town), status, site.usd ? dollars(site.usd) : "");
  const open = () => reveal({ node: site.node });
  const keys = (event) => ["Enter", " "].includes(event.key) && (event.preventDefault(), open());
  const chosen = state.selected?.node === site.node ? " chosen" : "";
  const attributes = { class: `site ${STATUSES.includes(site.status) ? site.status : ""}${chosen}`, role: "button", "aria-label": label, "data-node": site.node };
  const circle = makeSvg("circle", { cx: x * unit, cy: y * unit, r: size * unit, "stroke-width": 1.8 * unit, "stroke-dasharray": site.status === "considered" ? `${3 * unit}` : null });
  const cross = site.status === "cancelled" ? crossOut(x * unit, y * unit, size * unit * 0.7, 1.8 * unit) : null;
  return makeSvg("g", { ...attributes, tabindex: place === 0 ? 0 : -1, click: open, keydown: keys }, makeSvg("title", {}, label), circle, cross);
}

function crossOut(x, y, reach, width) {
  return makeSvg("path", { d: `M${x - reach} ${y - reach}L${x + reach} ${y + reach}M${x - reach} ${y + reach}L${x + reach} ${y - reach}`, "stroke-width": width });
}

/* Names beside the sites with most money, where they cover nothing. */
function nameSites(spots, unit) {
  const taken = spots.map(({ x, y, size }) => ({ left: x - size, right: x + size, top: y - size, bottom: y + size }));
  const { font, height } = FONTS.small;
  const edge = pixelsInView(unit);
  return spots.slice(0, MOST_NAMES).flatMap(({ site, ...spot }) => {
    const lines = breakLines(printable(DATA.nodes[site.node].name), NAME.wide, font);
    const box = spotsAround(spot, lines, font, height).find((one) => contains(edge, one) && !taken.some((other) => overlap(one, other)));
    if (!box) return [];
    taken.push(box);
    const line = (text, place) => makeSvg("tspan", { x: ((box.left + box.right) / 2) * unit, y: (box.top + height * (place + 0.78)) * unit }, text);
    return [makeSvg("text", { "font-size": 11.5 * unit, "stroke-width": 3 * unit }, ...lines.map(line))];
  });
}

/* The window in the pixels that sites are counted in. */
function pixelsInView(unit) {
  const { clientWidth, clientHeight } = element("world");
  const [x, y] = [(map.view.x + map.view.width / 2) / unit, (map.view.y + map.view.height / 2) / unit];
  return { left: x - clientWidth / 2, right: x + clientWidth / 2, top: y - clientHeight / 2, bottom: y + clientHeight / 2 };
}

/* ---- moving ---- */

function pointOf({ clientX, clientY }) {
  return new DOMPoint(clientX, clientY).matrixTransform(element("world").getScreenCTM().inverse());
}

function zoomMap(factor, at = null) {
  const { view } = map;
  const { x, y } = at ?? { x: view.x + view.width / 2, y: view.y + view.height / 2 };
  const width = Math.min(Math.max(view.width / factor, 12), 2 * WORLD.width);
  const share = width / view.width;
  Object.assign(view, { x: x + (view.x - x) * share, y: y + (view.y - y) * share, width, height: view.height * share });
  map.moved = true;
  drawMap();
}

function shiftMap(x, y) {
  Object.assign(map.view, { x: map.view.x + x, y: map.view.y + y });
  map.moved = true;
  drawMap();
}

function dragMap(svg) {
  let last = null;
  svg.addEventListener("pointerdown", ({ clientX, clientY }) => (last = { clientX, clientY }));
  window.addEventListener("pointerup", () => (last = null));
  svg.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (!last) return;
    const unit = mapScale();
    shiftMap((last.clientX - clientX) * unit, (last.clientY - clientY) * unit);
    last = { clientX, clientY };
  });
}

/* Arrows go from site to site, the next one that way; plus and minus zoom. */
function moveMap(event) {
  const zoom = { "+": 1.3, "=": 1.3, "-": 1 / 1.3 }[event.key];
  const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  if (zoom) zoomMap(zoom);
  else if (way) focusNext(event.target, way);
  else return;
  event.preventDefault();
}

function focusNext(here, [right, down]) {
  const middle = (site) => ({ x: site.querySelector("circle").cx.baseVal.value, y: site.querySelector("circle").cy.baseVal.value });
  if (!here.dataset?.node) return;
  const start = middle(here);
  const ahead = [...document.querySelectorAll("#sites .site")].map((site) => {
    const [x, y] = [middle(site).x - start.x, middle(site).y - start.y];
    return { site, along: x * right + y * down, aside: Math.abs(x * down) + Math.abs(y * right) };
  });
  const next = ahead.filter(({ along }) => along > 1e-6).sort((a, b) => a.along + 2 * a.aside - b.along - 2 * b.aside)[0];
  if (!next) return;
  here.tabIndex = -1;
  next.site.tabIndex = 0;
  next.site.focus();
}
