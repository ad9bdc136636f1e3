/*
 * The drawing. vis-network draws nodes and links where the data puts them; regions and names are painted here,
 * because names must keep their size at every zoom and never cover each other.
 */

const SHAPES = { Organization: "dot", Government: "square", Facility: "diamond", Person: "triangle", Country: "hexagon" };
const DASHES = { money: false, agreement: [7, 4], belonging: [1.5, 3.5] };
const INK = { node: "#1b2530", name: "#1b2530", halo: "#ffffff", cross: "#b01669", home: "#a3abb5", count: "#55606e" };
const FONT = '"Helvetica Neue", Arial, "Noto Sans", "Noto Sans CJK KR", "Noto Sans CJK JP", sans-serif';
const NAME = { size: 12, widths: [128, 84], pointed: 420, gap: 3 };
const MOST_LETTERS = 80;
const MOST_NAMES = 300;
const REGION = { padding: 34, tint: 0.07, title: 14 };
const MARGIN = { left: 84, right: 84, top: 58, bottom: 58 };
const PALE = 0.12;

const pick = (table, name, other) => (Object.hasOwn(table, name) ? table[name] : other);
const colourOf = new Map(DATA.countries.map((country) => [country.code, country.colour]));
const ruler = document.createElement("canvas").getContext("2d");

/* Opens the drawing in `container`; `on` has select({node} | {link} | null). */
function openPicture(container, on) {
  const nodes = new vis.DataSet(DATA.nodes.map(styleNode));
  const links = new vis.DataSet(DATA.links.map(styleLink));
  const network = new vis.Network(container, { nodes, edges: links }, { ...DATA.options, ...lookOptions() });
  const scene = { network, nodes, links, hidden: new Set(), lit: null, hover: null, view: null, named: [], names: measureNames(), moved: false };
  network.on("beforeDrawing", (canvas) => drawRegions(scene, canvas));
  network.on("afterDrawing", (canvas) => drawNames(scene, canvas));
  network.on("click", (click) => on.select(readClick(click)));
  network.on("hoverNode", ({ node }) => hover(scene, node));
  network.on("blurNode", () => hover(scene, null));
  network.on("zoom", () => (scene.moved = true));
  network.on("dragStart", () => (scene.moved = true));
  network.on("resize", () => scene.moved || fitPicture(scene));
  fitPicture(scene);
  return scene;
}

function lookOptions() {
  const arrow = { scaleFactor: 0.6 };
  const edges = { ...DATA.options.edges, arrows: { to: arrow, from: arrow }, hoverWidth: 0.5, selectionWidth: 1 };
  return { nodes: { borderWidth: 1, borderWidthSelected: 3, font: { size: 0 } }, edges };
}

function styleNode(node) {
  const fill = { background: colourOf.get(node.country), border: INK.node };
  const shape = pick(SHAPES, node.kind, "star");
  return { id: node.id, x: node.x, y: node.y, size: node.size, shape, color: { ...fill, highlight: fill, hover: fill } };
}

function styleLink(link) {
  const count = link.facts.length;
  return {
    ...{ id: link.id, from: link.from, to: link.to, arrows: link.arrows, width: link.width },
    dashes: DASHES[link.family],
    ...linkStrength(link, 1),
    label: count > 1 ? String(count) : undefined,
  };
}

/* Colours by strength: 1 as it is, PALE behind what is lit, where its number goes. */
function linkStrength(link, strength) {
  const colour = strength < 1 ? "transparent" : link.cross ? INK.cross : INK.count;
  const strokeColor = strength < 1 ? "transparent" : INK.halo;
  return {
    color: linkColour(link, 0.88 * strength),
    font: { size: 14, face: FONT, color: colour, strokeWidth: 4, strokeColor },
  };
}

function linkColour(link, opacity) {
  const colour = link.cross ? INK.cross : INK.home;
  return { color: colour, highlight: colour, hover: colour, opacity };
}

function readClick({ nodes, edges }) {
  if (nodes.length) return { node: nodes[0] };
  return edges.length ? { link: edges[0] } : null;
}

function hover(scene, node) {
  scene.hover = node;
  scene.network.redraw();
}

/* What is seen: everything but `hidden` nodes and the links that are not in `links`. */
function showInPicture(scene, nodes, links) {
  scene.hidden = new Set(DATA.nodes.filter((node) => !nodes.has(node.id)).map((node) => node.id));
  scene.nodes.update(DATA.nodes.map(({ id }) => ({ id, hidden: !nodes.has(id) })));
  scene.links.update(DATA.links.map(({ id }) => ({ id, hidden: !links.has(id) })));
}

/* Leave `lit` ({nodes, links} of ids, or null for all) as it is and make the rest pale. */
function lightUp(scene, lit) {
  scene.lit = lit;
  const strength = (group, id) => (!lit || lit[group].has(id) ? 1 : PALE);
  scene.nodes.update(DATA.nodes.map(({ id }) => ({ id, opacity: strength("nodes", id) })));
  scene.links.update(DATA.links.map((link) => ({ id: link.id, ...linkStrength(link, strength("links", link.id)) })));
}

function fitPicture(scene) {
  const seen = DATA.nodes.filter((node) => !scene.hidden.has(node.id));
  if (!seen.length) return;
  const { clientWidth: width, clientHeight: height } = scene.network.body.container;
  const box = boxAround(seen);
  const wide = Math.max(width - MARGIN.left - MARGIN.right, 50) / Math.max(box.right - box.left, 1);
  const high = Math.max(height - MARGIN.top - MARGIN.bottom, 50) / Math.max(box.bottom - box.top, 1);
  const scale = Math.min(wide, high, 1.5);
  const offset = { x: (MARGIN.left - MARGIN.right) / 2, y: (MARGIN.top - MARGIN.bottom) / 2 };
  scene.network.moveTo({ position: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }, scale, offset });
  scene.moved = false;
}

function boxAround(nodes) {
  const xs = nodes.map((node) => node.x);
  const ys = nodes.map((node) => node.y);
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function zoomPicture(scene, factor) {
  scene.moved = true;
  scene.network.moveTo({ scale: scene.network.getScale() * factor });
}

/* Move the picture so that `nodes` are not under the panel, which covers the right `covered` pixels. */
function uncover(scene, nodes, covered) {
  const points = nodes.map((id) => scene.network.canvasToDOM(scene.network.getPosition(id)));
  const edge = scene.network.body.container.clientWidth - covered - 80;
  const right = Math.max(...points.map((point) => point.x));
  const room = Math.min(...points.map((point) => point.x)) - 60;
  const first = points[0].x - edge;
  const shift = Math.max(first, Math.min(right - edge, Math.max(room, 0)));
  if (shift > 0) scene.network.moveTo({ offset: { x: -shift, y: 0 } });
}

/* ---- regions: one tinted shape behind the nodes of a country ---- */

function drawRegions(scene, canvas) {
  for (const { colour, members } of listRegions(scene)) tintRegion(canvas, outline(members), colour);
}

function listRegions(scene) {
  const seen = ({ code }) => DATA.nodes.filter((node) => node.country === code && !scene.hidden.has(node.id));
  return DATA.countries.map((country) => ({ ...country, members: seen(country) })).filter(({ members }) => members.length);
}

/* The hull is filled and drawn round with a line as thick as the padding, which makes its corners round. */
function tintRegion(canvas, hull, colour) {
  canvas.save();
  canvas.beginPath();
  hull.forEach(({ x, y }, place) => (place ? canvas.lineTo(x, y) : canvas.moveTo(x, y)));
  canvas.closePath();
  canvas.lineJoin = canvas.lineCap = "round";
  canvas.lineWidth = 2 * REGION.padding;
  canvas.fillStyle = canvas.strokeStyle = mixWithWhite(colour, REGION.tint);
  canvas.stroke();
  canvas.fill();
  canvas.restore();
}

function mixWithWhite(colour, share) {
  const part = (start) => Math.round(255 + (parseInt(colour.slice(start, start + 2), 16) - 255) * share);
  return `rgb(${part(1)}, ${part(3)}, ${part(5)})`;
}

/* Writes a region's title on its outer side, above or below, and gives back the box that it takes. */
function titleRegion(canvas, { code, colour, members }, scale) {
  const box = boxAround(members);
  const x = (box.left + box.right) / 2;
  const height = REGION.title / scale;
  const above = box.top + box.bottom <= 0;
  const y = above ? box.top - REGION.padding - 5 / scale : box.bottom + REGION.padding + 7 / scale + height;
  const text = nameCountry(code).toUpperCase();
  canvas.font = `700 ${height}px ${FONT}`;
  canvas.textBaseline = "bottom";
  canvas.fillStyle = darken(colour);
  canvas.strokeText(text, x, y);
  canvas.fillText(text, x, y);
  const half = canvas.measureText(text).width / 2;
  return { left: x - half, right: x + half, top: y - height, bottom: y };
}

/* Titles are text: bright colours need to be darker for it to be read on white. */
function darken(colour) {
  const part = (start) => Math.round(parseInt(colour.slice(start, start + 2), 16) * 0.62);
  return `rgb(${part(1)}, ${part(3)}, ${part(5)})`;
}

/* Andrew's monotone chain: the convex hull of points, in order round it. */
function outline(points) {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const half = (row) => {
    const chain = [];
    for (const point of row) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return points.length < 2 ? points : [...half(sorted), ...half(sorted.reverse())];
}

function turn(a, b, c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/* ---- names: the most important first, each where it covers nothing, otherwise left for a closer look ---- */

function measureNames() {
  ruler.font = `${NAME.size}px ${FONT}`;
  const named = DATA.nodes.map((node) => ({ node, full: [cutToWidth(printable(node.name), NAME.pointed)], cut: cutName(printable(node.name)) }));
  return named.sort((a, b) => b.node.size - a.node.size || a.node.id - b.node.id);
}

/* The name as it is, or shortened to each of the widths that it may have. */
function cutName(name) {
  return [...new Set(NAME.widths.map((width) => cutToWidth(name, width)))];
}

/* Control and direction marks must not rearrange the drawing. */
function printable(text) {
  return text.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
}

function cutToWidth(text, width) {
  if (ruler.measureText(text).width <= width) return text;
  const letters = [...text].slice(0, MOST_LETTERS);
  while (letters.length > 1 && ruler.measureText(`${letters.join("")}…`).width > width) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

function drawNames(scene, canvas) {
  const scale = scene.network.getScale();
  scene.view = viewedBox(scene);
  const wanted = namesInOrder(scene);
  canvas.save();
  canvas.textAlign = "center";
  canvas.lineJoin = "round";
  canvas.lineWidth = 3.5 / scale;
  canvas.strokeStyle = INK.halo;
  const taken = listRegions(scene).map((region) => titleRegion(canvas, region, scale));
  taken.push(...wanted.map(({ node }) => boxOfNode(node)));
  canvas.font = `${NAME.size / scale}px ${FONT}`;
  canvas.textBaseline = "middle";
  canvas.fillStyle = INK.name;
  scene.named = wanted.map((name) => placeName(scene, canvas, name, taken, scale)).filter((spot) => spot);
  canvas.restore();
}

function namesInOrder(scene) {
  const wanted = scene.names.filter(({ node }) => isNamed(scene, node) && overlap(boxOfNode(node), scene.view));
  const first = (name) => (name.node.id === scene.hover ? 2 : Number(name.node.id === scene.lit?.first));
  return wanted.sort((a, b) => first(b) - first(a)).slice(0, MOST_NAMES);
}

function isNamed(scene, { id }) {
  return !scene.hidden.has(id) && (!scene.lit || scene.lit.nodes.has(id) || id === scene.hover);
}

function viewedBox({ network }) {
  const { clientWidth, clientHeight } = network.body.container;
  const start = network.DOMtoCanvas({ x: 0, y: 0 });
  const end = network.DOMtoCanvas({ x: clientWidth, y: clientHeight });
  return { left: start.x, top: start.y, right: end.x, bottom: end.y };
}

function boxOfNode({ x, y, size }) {
  return { left: x - size, right: x + size, top: y - size, bottom: y + size };
}

function placeName(scene, canvas, name, taken, scale) {
  const pointed = name.node.id === scene.hover || name.node.id === scene.lit?.first;
  const spots = (pointed ? name.full : name.cut).flatMap((text) => spotsAround(name.node, text, canvas, scale));
  const free = spots.find((spot) => contains(scene.view, spot) && !taken.some((box) => overlap(box, spot))) ?? (pointed ? spots[0] : null);
  if (!free) return null;
  taken.push(free);
  const x = (free.left + free.right) / 2;
  const y = (free.top + free.bottom) / 2;
  canvas.strokeText(free.text, x, y);
  canvas.fillText(free.text, x, y);
  return free;
}

/* Below, above, right, left, then below and above to one side. */
function spotsAround({ x, y, size }, text, canvas, scale) {
  const width = canvas.measureText(text).width + 4 / scale;
  const height = (NAME.size + 3) / scale;
  const reach = size + NAME.gap / scale;
  const at = (left, top) => ({ text, left, right: left + width, top, bottom: top + height });
  const [below, above] = [y + reach, y - reach - height];
  return [
    at(x - width / 2, below),
    at(x - width / 2, above),
    at(x + reach, y - height / 2),
    at(x - reach - width, y - height / 2),
    ...[0.2, 0.8].flatMap((share) => [at(x - width * share, below), at(x - width * share, above)]),
  ];
}

function contains(outer, inner) {
  return outer.left < inner.left && inner.right < outer.right && outer.top < inner.top && inner.bottom < outer.bottom;
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
