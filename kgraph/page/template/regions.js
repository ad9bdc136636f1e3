/* Regions: one tinted shape behind the things of a country, with the country's name on its outer side. */

const REGION = { padding: 30, title: 15 };

function drawRegions(scene, canvas) {
  const restore = inPixels(scene, canvas);
  for (const { hull, fill } of listRegions(scene)) {
    canvas.beginPath();
    // A line without length is not drawn: the hull of one point begins beside it.
    canvas.moveTo(hull[0].x + 0.1, hull[0].y);
    for (const { x, y } of hull) canvas.lineTo(x, y);
    canvas.closePath();
    // A line as thick as the padding, drawn round the hull, makes its corners round.
    canvas.lineJoin = canvas.lineCap = "round";
    canvas.lineWidth = 2 * REGION.padding;
    canvas.fillStyle = canvas.strokeStyle = fill;
    canvas.stroke();
    canvas.fill();
  }
  restore();
}

/* From here on the canvas counts in pixels of the window, as text must; gives back how to end that. */
function inPixels(scene, canvas) {
  const ratio = canvas.canvas.width / scene.network.body.container.clientWidth;
  canvas.save();
  canvas.setTransform(ratio, 0, 0, ratio, 0, 0);
  return () => canvas.restore();
}

/* Each country that has things in the drawing: outline, colours, and its title with the box that it takes. */
function listRegions(scene, palette = scene.palette) {
  const members = new Map();
  for (const node of scene.drawn) members.set(node.country, [...(members.get(node.country) ?? []), locateNode(scene, node)]);
  const middle = scene.network.canvasToDOM({ x: 0, y: 0 }).y;
  return DATA.countries.filter(({ code }) => members.has(code)).map(({ code, colour }) => ({
    hull: outline(members.get(code)),
    fill: mix(palette.paper, colour, palette.tint),
    title: titleRegion(nameCountry(code), boxAround(members.get(code)), middle, viewedBox(scene).right),
    colour: palette.name(colour),
  }));
}

function titleRegion(name, box, middle, width) {
  const text = cutToWidth(name.toUpperCase(), 220, `700 ${REGION.title}px ${FONT}`);
  const x = (box.left + box.right) / 2;
  const above = (box.top + box.bottom) / 2 <= middle;
  const bottom = above ? box.top - REGION.padding * 0.6 : box.bottom + REGION.padding * 0.6 + 12 + REGION.title;
  const half = measureText(text, `700 ${REGION.title}px ${FONT}`) / 2;
  const middleOfText = Math.min(Math.max(x, half + 6), width - half - 6);
  return { text, left: middleOfText - half, right: middleOfText + half, top: bottom - REGION.title - 2, bottom };
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
