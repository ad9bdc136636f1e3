/* Names and numbers in the drawing: the most important first, each where it covers nothing, the others left for a closer look. */

const FONT = '"Helvetica Neue", Arial, "Noto Sans", "Noto Sans CJK KR", "Noto Sans CJK JP", sans-serif';
const FONTS = {
  large: { font: `600 13.5px ${FONT}`, height: 16 }, usual: { font: `12.5px ${FONT}`, height: 15 }, small: { font: `11.5px ${FONT}`, height: 14 },
};
const NAME = { wide: 124, narrow: 76, pointed: 260, gap: 2, large: 15 };
const MOST_LETTERS = 80;
const MOST_NAMES = 250;
const MOST_NUMBERS = 70;
/* Drawn smaller than this share, a picture has room for the numbers that cover nothing alone. */
const CROWDED = 0.6;
const ruler = document.createElement("canvas").getContext("2d");
const widths = new Map();

function measureText(text, font) {
  const key = `${font}\n${text}`;
  if (!widths.has(key)) {
    ruler.font = font;
    widths.set(key, ruler.measureText(text).width);
  }
  return widths.get(key);
}

function drawNames(scene, canvas) {
  const restore = inPixels(scene, canvas);
  const { regions, counts, names } = layOutWords(scene);
  scene.named = names;
  canvas.lineJoin = "round";
  canvas.textAlign = "center";
  canvas.textBaseline = "middle";
  canvas.strokeStyle = scene.palette.paper;
  canvas.lineWidth = 3.5;
  for (const { title, colour } of regions) drawText(canvas, [title.text], title, `700 ${REGION.title}px ${FONT}`, colour);
  for (const count of counts) drawText(canvas, [count.text], count, FONTS.small.font, count.colour);
  for (const name of names) drawText(canvas, name.lines, name, name.font, name.colour);
  restore();
}

/* Lines of text in the middle of a box, each with a halo of the paper's colour. */
function drawText(canvas, lines, { left, right, top, bottom }, font, colour) {
  const height = (bottom - top) / lines.length;
  canvas.font = font;
  canvas.fillStyle = colour;
  lines.forEach((line, place) => {
    const at = [line, (left + right) / 2, top + height * (place + 0.5)];
    canvas.strokeText(...at);
    canvas.fillText(...at);
  });
}

/* Titles of regions, names of large things, numbers on links, then the other names, with the boxes that they take. */
function layOutWords(scene, palette = scene.palette) {
  const view = viewedBox(scene);
  const regions = listRegions(scene, palette);
  const nodes = scene.drawn.map((node) => locateNode(scene, node)).filter((spot) => overlap(spot, view));
  const taken = [...nodes, ...regions.map(({ title }) => title)];
  const ordered = orderNames(scene, nodes);
  const first = ordered.filter(({ node }) => node.size >= NAME.large).map((spot) => placeName(scene, spot, taken, view, palette));
  const counts = placeCounts(scene, palette, taken);
  const others = ordered.filter(({ node }) => node.size < NAME.large).map((spot) => placeName(scene, spot, taken, view, palette));
  return { regions, counts, names: [...first, ...others].filter(Boolean) };
}

/* The number of facts on each link that bundles several, near its middle. */
function placeCounts(scene, palette, taken) {
  const bundles = scene.lines.filter(({ id, facts }) => facts > 1 && isLit(scene, "links", id) && isPlaced(scene, id));
  const crowded = scene.network.getScale() < CROWDED;
  const view = viewedBox(scene);
  const inView = bundles.filter((line) => overlap(boxAround([locateLine(scene, line, 0.5)]), view)).sort((a, b) => b.facts - a.facts);
  return inView.slice(0, MOST_NUMBERS).flatMap((line) => {
    const text = number.format(line.facts);
    const half = measureText(text, FONTS.small.font) / 2 + 1;
    const boxes = [0.5, 0.42, 0.58, 0.34, 0.66].map((share) => {
      const { x, y } = locateLine(scene, line, share);
      return { left: x - half, right: x + half, top: y - 7, bottom: y + 7 };
    });
    const box = boxes.find((one) => !taken.some((other) => overlap(one, other))) ?? (crowded ? null : boxes[0]);
    if (!box) return [];
    taken.push(box);
    return [{ ...box, text, colour: line.cross ? palette.cross : palette.count }];
  });
}

/* What is pointed at or selected first, then the largest. */
function orderNames(scene, nodes) {
  const wanted = nodes.filter(({ node }) => isLit(scene, "nodes", node.id) || node.id === scene.hover);
  const first = ({ node }) => (node.id === scene.hover ? 2 : Number(node.id === scene.lit?.first));
  return wanted.sort((a, b) => first(b) - first(a)).slice(0, MOST_NAMES);
}

function placeName(scene, spot, taken, view, palette) {
  const pointed = spot.node.id === scene.hover || spot.node.id === scene.lit?.first;
  const { font, height } = FONTS[spot.node.size >= NAME.large ? "large" : spot.node.kind === "Facility" ? "small" : "usual"];
  const name = printable(spot.node.name);
  const spots = wrapName(name, pointed, font).flatMap((lines) => spotsAround(spot, lines, font, height));
  const free = spots.find((box) => contains(view, box) && !taken.some((other) => overlap(box, other))) ?? (pointed ? spots[0] : null);
  if (!free) return null;
  taken.push(free);
  return { ...free, id: spot.node.id, font, colour: spot.node.kind === "Facility" ? palette.soft : palette.ink };
}

/* The ways to write a name, the best first: whole or in two lines, then shorter. */
function wrapName(name, pointed, font) {
  if (pointed) return [breakLines(name, NAME.pointed, font)];
  const ways = [NAME.wide, NAME.narrow].map((width) => breakLines(name, width, font));
  return [...ways, [cutToWidth(name, NAME.narrow, font)]];
}

function breakLines(name, width, font) {
  const first = fillLine(name, width, font);
  if (!first) return [cutToWidth(name, width, font)];
  return first.length === name.length ? [name] : [first.trimEnd(), cutToWidth(name.slice(first.length).trimStart(), width, font)];
}

/* As many words as fit, or as many letters in writing without spaces; none where a single word is too long. */
function fillLine(name, width, font) {
  if (measureText(name, font) <= width) return name;
  const breaks = [...name.matchAll(/\s+/g)].map(({ index }) => index).filter((index) => measureText(name.slice(0, index), font) <= width);
  if (breaks.length) return name.slice(0, breaks.at(-1));
  if (!/^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}]{2}/u.test(name)) return "";
  const letters = [...name].slice(0, MOST_LETTERS);
  while (letters.length > 1 && measureText(letters.join(""), font) > width) letters.pop();
  return letters.join("");
}

function cutToWidth(text, width, font) {
  if (measureText(text, font) <= width) return text;
  const letters = [...text].slice(0, MOST_LETTERS);
  while (letters.length > 1 && measureText(`${letters.join("")}…`, font) > width) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

/* Below, above, right, left, then below and above to one side, at last farther off. */
function spotsAround({ x, y, size }, lines, font, line) {
  const width = Math.max(...lines.map((text) => measureText(text, font))) + 4;
  const height = line * lines.length;
  const at = (left, top) => ({ lines, left, right: left + width, top, bottom: top + height });
  return [NAME.gap, NAME.gap + 9].flatMap((gap) => {
    const reach = size + gap;
    const [below, above] = [y + reach, y - reach - height];
    const sides = [at(x + reach, y - height / 2), at(x - reach - width, y - height / 2)];
    return [at(x - width / 2, below), at(x - width / 2, above), ...sides, ...[0.35, 0.65, 0.15, 0.85].flatMap((share) => [at(x - width * share, below), at(x - width * share, above)])];
  });
}

function contains(outer, inner) {
  return outer.left <= inner.left && inner.right <= outer.right && outer.top <= inner.top && inner.bottom <= outer.bottom;
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
