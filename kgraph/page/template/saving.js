/* The drawing as an SVG or PNG file, as it is in view, light whatever the theme; and files in general. */

const SHARPNESS = 2;
const FRAME = { top: 44, bottom: 30 };

function listenToSaving() {
  element("save-svg").addEventListener("click", () => save("network.svg", "image/svg+xml", writeSvg()));
  element("save-png").addEventListener("click", savePng);
  window.addEventListener("beforeprint", () => element("print").replaceChildren(drawSvg()));
}

function save(name, type, content) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: `${type};charset=utf-8` }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  element("said").textContent = STRINGS.saved(name);
}

const writeSvg = () => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawSvg())}\n`;

async function savePng() {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([writeSvg()], { type: "image/svg+xml" }));
  image.src = address;
  await image.decode();
  const canvas = make("canvas", { width: image.width * SHARPNESS, height: image.height * SHARPNESS });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  canvas.toBlob((blob) => save("network.png", "image/png", blob), "image/png");
}

/* Title, drawing and key on white. */
function drawSvg() {
  const palette = PALETTES.light;
  const { right: width, bottom: height } = viewedBox(scene);
  const words = layOutWords(scene, palette);
  const nodes = scene.drawn.map((node) => locateNode(scene, node));
  const whole = `0 ${-FRAME.top} ${width} ${height + FRAME.top + FRAME.bottom}`;
  const size = { width, height: height + FRAME.top + FRAME.bottom, viewBox: whole, "font-family": FONT };
  return makeSvg(
    "svg",
    size,
    makeSvg("rect", { x: 0, y: -FRAME.top, width, height: size.height, fill: palette.paper }),
    makeSvg("g", {}, ...words.regions.map(({ hull, fill }) => svgHull(hull, fill))),
    makeSvg("g", {}, ...scene.lines.map((line) => svgLine(line, palette))),
    makeSvg("g", {}, ...nodes.map((spot) => svgNode(spot, palette))),
    makeSvg("g", { "text-anchor": "middle", "paint-order": "stroke", stroke: palette.paper, "stroke-width": 3.5, "stroke-linejoin": "round" },
      ...words.regions.map(({ title, colour }) => svgText([title.text], title, `700 ${REGION.title}px`, colour)),
      ...words.counts.map((count) => svgText([count.text], count, FONTS.small.font, count.colour)),
      ...words.names.map((name) => svgText(name.lines, name, name.font, name.colour))),
    makeSvg("text", { x: 16, y: 28 - FRAME.top, "font-size": 19, "font-weight": 700, fill: palette.ink }, printable(document.title)),
    makeSvg("text", { x: 16, y: height + 19, "font-size": 11.5, fill: palette.soft }, `${STRINGS.svgKey} ${element("shown").textContent}`),
  );
}

function svgHull(hull, fill) {
  const points = hull.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  return makeSvg("path", { d: `M${points.join("L")}Z`, fill, stroke: fill, "stroke-width": 2 * REGION.padding, "stroke-linejoin": "round", "stroke-linecap": "round" });
}

function svgLine(line, palette) {
  const { usd, from, to, forth, back, family } = line;
  const { colour, opacity } = lineLook(scene, line, palette);
  const width = widthOf(usd) * Math.min(scene.network.getScale(), 1);
  const points = Array.from({ length: 13 }, (_, at) => locateLine(scene, line, at / 12));
  const d = `M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
  const arrows = [forth ? [points, to] : null, back ? [[...points].reverse(), from] : null].filter(Boolean);
  const ends = new Map(scene.drawn.map((node) => [node.id, node]));
  return makeSvg(
    "g",
    { opacity },
    makeSvg("path", { d, fill: "none", stroke: colour, "stroke-width": width.toFixed(1), "stroke-dasharray": DASHES[family] ? DASHES[family].join(" ") : null }),
    ...arrows.map(([way, end]) => svgArrow(way, locateNode(scene, ends.get(end)), 3.5 + 1.6 * width, colour)),
  );
}

/* A triangle that ends where the link meets the thing's border. */
function svgArrow(points, { x, y, size }, length, colour) {
  const before = points.findLast((point) => Math.hypot(point.x - x, point.y - y) > size + length) ?? points[0];
  const turn = Math.atan2(y - before.y, x - before.x);
  const at = (back, aside) =>
    `${(x - Math.cos(turn) * (size + back) + Math.sin(turn) * aside).toFixed(1)} ${(y - Math.sin(turn) * (size + back) - Math.cos(turn) * aside).toFixed(1)}`;
  return makeSvg("path", { d: `M${at(0, 0)}L${at(length, length * 0.45)}L${at(length, -length * 0.45)}Z`, fill: colour });
}

function svgNode({ node, x, y, size }, palette) {
  const half = size / 8;
  const place = `translate(${(x - 8 * half).toFixed(1)} ${(y - 8 * half).toFixed(1)}) scale(${half.toFixed(3)})`;
  const d = SWATCHES[pick(SHAPES, node.kind, "star")];
  return makeSvg("path", { d, transform: place, fill: colourOf(node.country), stroke: palette.border, "stroke-width": (1 / half).toFixed(2), opacity: isLit(scene, "nodes", node.id) ? 1 : PALE });
}

function svgText(lines, { left, right, top, bottom }, font, colour) {
  const [, weight = 400, size] = /^(?:(\d+) )?([\d.]+)px/.exec(font);
  const height = (bottom - top) / lines.length;
  const line = (text, place) => makeSvg("tspan", { x: ((left + right) / 2).toFixed(1), y: (top + height * (place + 0.5) + size * 0.35).toFixed(1) }, text);
  return makeSvg("text", { "font-size": size, "font-weight": weight, fill: colour }, ...lines.map(line));
}
