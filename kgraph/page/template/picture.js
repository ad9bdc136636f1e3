/* The drawing: vis-network draws things and links where the data puts them; `regions.js` and `names.js` paint the rest. */

const SHAPES = { Organization: "dot", Government: "square", Facility: "diamond", Person: "triangle", Country: "hexagon" };
const DASHES = { money: false, agreement: [7, 4], belonging: [1.5, 3.5] };
const MARGIN = { left: 40, right: 40, top: 56, bottom: 58 };
const PALE = 0.1;
const UPRIGHT = 1.75;

/* Opens the drawing in `container`; `on` has select({node} | {link} | {group} | null). */
function openPicture(container, on) {
  if (container.clientHeight > container.clientWidth) turnUpright();
  const [nodes, links] = [new vis.DataSet(), new vis.DataSet()];
  const network = new vis.Network(container, { nodes, edges: links }, { ...DATA.options, ...lookOptions() });
  const scene = { network, nodes, links, palette: themePalette(), drawn: [], lines: [], lit: null, hover: null, named: [], moved: false };
  network.on("beforeDrawing", (canvas) => drawRegions(scene, canvas));
  network.on("afterDrawing", (canvas) => drawNames(scene, canvas));
  network.on("click", (click) => on.select(readClick(click)));
  network.on("hoverNode", ({ node }) => hover(scene, node));
  network.on("blurNode", () => hover(scene, null));
  network.on("zoom", () => (scene.moved = true));
  network.on("dragStart", () => (scene.moved = true));
  network.on("resize", () => scene.moved || fitPicture(scene));
  darkness.addEventListener("change", () => ((scene.palette = themePalette()), restyle(scene)));
  return scene;
}

/* On a screen that is higher than wide the picture is drawn higher, too. */
function turnUpright() {
  for (const node of DATA.nodes) Object.assign(node, { x: node.x / UPRIGHT, y: node.y * UPRIGHT });
}

function lookOptions() {
  const arrow = { scaleFactor: 0.55 };
  const edges = { ...DATA.options.edges, arrows: { to: arrow, from: arrow }, hoverWidth: 0.5, selectionWidth: 1 };
  return { nodes: { borderWidth: 1, borderWidthSelected: 3, font: { size: 0 } }, edges };
}

function repaint(scene) {
  scene.palette = themePalette();
  if (scene.seen) showInPicture(scene, scene.seen);
}

function readClick({ nodes, edges }) {
  if (nodes.length) return isGroup(nodes[0]) ? { group: nodes[0] } : { node: nodes[0] };
  return edges.length && !isGroup(edges[0]) ? { link: edges[0] } : null;
}

const isGroup = (id) => typeof id === "string";

function hover(scene, node) {
  scene.hover = node;
  scene.network.redraw();
}

/*
 * Shows `nodes` ({id, x, y, size, kind, country, name}, the largest first) and `lines` between them ({id, from, to,
 * cross, usd, facts, family, forth, back, strength}: how many facts, whether money goes from `from` to `to`, and back).
 */
function showInPicture(scene, { nodes, lines }) {
  Object.assign(scene, { drawn: nodes, lines, lineOf: new Map(lines.map((line) => [line.id, line])) });
  for (const [set, items] of [[scene.links, lines], [scene.nodes, nodes]]) {
    const kept = new Set(items.map(({ id }) => id));
    set.remove(set.getIds().filter((id) => !kept.has(id)));
  }
  restyle(scene);
}

/* Leave `lit` ({first, nodes, links}, or null for all) as it is and make the rest pale. */
function lightUp(scene, lit) {
  scene.lit = lit;
  restyle(scene);
}

function restyle(scene) {
  scene.nodes.update(scene.drawn.map((node) => styleNode(scene, node)));
  scene.links.update(scene.lines.map((line) => styleLine(scene, line)));
}

const isLit = (scene, group, id) => !scene.lit || scene.lit[group].has(id);

function styleNode({ palette, ...scene }, { id, x, y, kind, country, size }) {
  const fill = { background: colourOf(country), border: palette.border };
  const color = { ...fill, highlight: fill, hover: fill };
  return { id, x, y, size, shape: pick(SHAPES, kind, "star"), color, opacity: isLit(scene, "nodes", id) ? 1 : PALE };
}

function styleLine(scene, line) {
  const { id, from, to, usd, forth, back, family } = line;
  const { colour, opacity } = lineLook(scene, line, scene.palette);
  const arrows = [forth ? "to" : "", back ? "from" : ""].filter(Boolean).join(", ");
  return { id, from, to, arrows, width: widthOf(usd), dashes: DASHES[family], color: { color: colour, highlight: colour, hover: colour, opacity } };
}

function lineLook(scene, { id, cross, strength }, palette) {
  const opacity = isLit(scene, "links", id) ? (scene.lit ? 0.95 : strength) : PALE * strength;
  return { colour: cross ? palette.cross : palette.home, opacity };
}

/* Pixels by dollars: 1.2 up to about 3 million, then wider by half a line with each doubling or so. */
const widthOf = (usd) => 1.2 + Math.max(0, Math.log10(Math.max(usd, 1)) - 6.5);

/* ---- the part of it that is in view ---- */

function fitPicture(scene) {
  if (!scene.drawn.length) return;
  const { clientWidth: width, clientHeight: height } = scene.network.body.container;
  const box = boxAround(scene.drawn);
  const wide = Math.max(width - MARGIN.left - MARGIN.right, 50) / Math.max(box.right - box.left, 1);
  const high = Math.max(height - MARGIN.top - MARGIN.bottom, 50) / Math.max(box.bottom - box.top, 1);
  const offset = { x: (MARGIN.left - MARGIN.right) / 2, y: (MARGIN.top - MARGIN.bottom) / 2 };
  const position = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  scene.network.moveTo({ position, scale: Math.min(wide, high, 1.5), offset });
  scene.moved = false;
}

function boxAround(points) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { x, y, size = 0 } of points) {
    [box.left, box.right] = [Math.min(box.left, x - size), Math.max(box.right, x + size)];
    [box.top, box.bottom] = [Math.min(box.top, y - size), Math.max(box.bottom, y + size)];
  }
  return box;
}

function zoomPicture(scene, factor) {
  scene.moved = true;
  scene.network.moveTo({ scale: scene.network.getScale() * factor });
}

/* Move the picture to a thing that is out of view. */
function bringIntoView(scene, node) {
  const { x, y } = locateNode(scene, node);
  const box = viewedBox(scene);
  if (x < box.left || x > box.right || y < box.top || y > box.bottom) {
    scene.moved = true;
    scene.network.moveTo({ position: { x: node.x, y: node.y } });
  }
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

/* ---- the picture in pixels of the window, for names and for saving ---- */

/* A thing's place, size and the box that it takes. */
function locateNode(scene, node) {
  const { x, y } = scene.network.canvasToDOM({ x: node.x, y: node.y });
  const size = node.size * scene.network.getScale();
  return { node, x, y, size, left: x - size, right: x + size, top: y - size, bottom: y + size };
}

/* vis-network draws once between being given things and being given lines. */
const isPlaced = (scene, id) => scene.network.body.edges[id]?.edgeType?.from !== undefined;

/* A point on a line, `share` of the way along it. */
function locateLine(scene, line, share) {
  return scene.network.canvasToDOM(scene.network.body.edges[line.id].edgeType.getPoint(share));
}

function viewedBox(scene) {
  const { clientWidth: right, clientHeight: bottom } = scene.network.body.container;
  return { left: 0, top: 0, right, bottom };
}
