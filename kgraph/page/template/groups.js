/* What is drawn: the things that are seen, or, where these are too many, the groups of each country's things of one kind. */

const MOST_DRAWN = 2000;
const MOST_LINES = 5000;
const FEW_LINES = 300;
const STRENGTH = { money: 0.62, agreement: 0.8, belonging: 0.7 };
const GROUP_SIZES = [10, 34];
const GROUPS_WIDTH = 1100;

/* The things that the filters leave, with those that this file leaves out while there are no filters. */
const countAll = (seen, filters) => seen.nodes.size + (isFiltered(filters) ? 0 : DATA.rest.things);
const isGrouped = (seen, filters) => countAll(seen, filters) > MOST_DRAWN && !isId(filters.around) && !filters.group;

const largestFirst = (a, b) => b.size - a.size || compare(a.id, b.id);

/* The largest things that are seen, at most MOST_DRAWN, and the lines between them. */
function drawThings(seen) {
  const nodes = DATA.nodes.filter(({ id }) => seen.nodes.has(id)).sort(largestFirst).slice(0, MOST_DRAWN);
  const drawn = new Set(nodes.map(({ id }) => id));
  const links = DATA.links.filter(({ id, from, to }) => seen.links.has(id) && drawn.has(from) && drawn.has(to));
  const lines = links.map((link) => {
    const sum = sumLink(link, seen.facts);
    return { id: link.id, from: link.from, to: link.to, cross: link.cross, ...sum, facts: sum.facts.length };
  });
  const strength = Math.min(1, Math.max(0.25, Math.sqrt(FEW_LINES / lines.length)));
  return { nodes, lines: strongestLines(lines).map((line) => ({ ...line, strength: strength * STRENGTH[line.family] })) };
}

/* More lines than a browser draws in reasonable time say nothing to the eye: the strongest remain. */
function strongestLines(lines) {
  return lines.length <= MOST_LINES ? lines : [...lines].sort((a, b) => b.usd - a.usd || b.facts - a.facts || a.id - b.id).slice(0, MOST_LINES);
}

/* Groups as large as they have things, and what links them; without filters, with what this file leaves out. */
function drawGroups(seen, filters) {
  const rest = isFiltered(filters) ? { nodes: [], links: [] } : DATA.rest;
  const counts = new Map();
  const add = (key, count) => counts.set(key, (counts.get(key) ?? 0) + count);
  for (const id of seen.nodes) add(groupKey(DATA.nodes[id]), 1);
  for (const [country, kind, count] of rest.nodes) add(groupKey({ country, kind }), count);
  const most = Math.max(...counts.values());
  const nodes = drawTogether([...counts].map(([id, count]) => makeGroup(id, count, most)).sort(largestFirst));
  const lines = groupLines(seen, rest);
  const strongest = Math.max(...lines.map(({ facts }) => facts));
  return { nodes, lines: lines.map((line) => ({ ...line, strength: 0.06 + 0.7 * Math.sqrt(line.facts / strongest) })) };
}

function makeGroup(id, count, most) {
  const [country, kind] = id.split("\n");
  const size = GROUP_SIZES[0] + (GROUP_SIZES[1] - GROUP_SIZES[0]) * Math.sqrt(count / most);
  return { id, country, kind, count, size, name: STRINGS.group(kindName(kind), count), ...placeGroup(country, kind) };
}

/* As near to each other as suits their sizes. */
function drawTogether(nodes) {
  const box = boxAround(nodes.map(({ x, y }) => ({ x, y })));
  const share = GROUPS_WIDTH / Math.max(box.right - box.left, 1);
  return nodes.map((node) => ({ ...node, x: node.x * share, y: node.y * share }));
}

/* Round the middle of the country's things, each kind in a direction of its own. */
function placeGroup(country, kind) {
  const kinds = [...new Set(DATA.nodes.map((node) => node.kind))].sort();
  const members = DATA.nodes.filter((node) => node.country === country);
  const box = boxAround(members.length ? members.map(({ x, y }) => ({ x, y })) : [{ x: 0, y: 0 }]);
  const turn = (2 * Math.PI * kinds.indexOf(kind)) / kinds.length;
  const reach = 0.3 * Math.max(box.right - box.left, box.bottom - box.top, GROUP_SIZES[1] * 6);
  return { x: (box.left + box.right) / 2 + reach * Math.cos(turn), y: (box.top + box.bottom) / 2 + 0.7 * reach * Math.sin(turn) };
}

function groupLines(seen, rest) {
  const lines = new Map();
  for (const link of DATA.links) {
    if (!seen.links.has(link.id)) continue;
    const [from, to] = [link.from, link.to].map((end) => groupKey(DATA.nodes[end]));
    const { facts, usd, forth, back } = sumLink(link, seen.facts);
    addLine(lines, from, to, { facts: facts.length, usd, forth, back });
  }
  for (const [from, to, facts, usd, way] of rest.links) addLine(lines, groupKey(from), groupKey(to), { facts, usd, forth: way > 0, back: way < 0 });
  return [...lines.values()].sort((a, b) => compare(a.id, b.id));
}

function addLine(lines, from, to, { facts, usd, forth, back }) {
  if (from === to) return;
  if (from > to) [from, to, forth, back] = [to, from, back, forth];
  const id = `${from}\n${to}`;
  const line = lines.get(id) ?? { id, from, to, cross: from.split("\n")[0] !== to.split("\n")[0], facts: 0, usd: 0, forth: false, back: false };
  line.facts += facts;
  line.usd += usd ?? 0;
  line.forth ||= forth;
  line.back ||= back;
  line.family = line.forth || line.back ? "money" : "agreement";
  lines.set(id, line);
}

/* ---- a group in the panel ---- */

const MOST_MEMBERS = 20;

function groupContent(key) {
  const group = scene.drawn.find(({ id }) => id === key);
  const members = DATA.nodes.filter((node) => state.seen.nodes.has(node.id) && groupKey(node) === key).sort(largestFirst);
  return [
    make("p", { class: "kicker" }, swatch(group), make("span", {}, nameCountry(group.country))),
    make("h2", {}, quoteText(printable(group.name))),
    group.count > members.length ? make("p", { class: "quiet" }, STRINGS.leftOut(group.count - members.length)) : "",
    members.length ? make("p", {}, make("button", { type: "button", class: "small", click: () => openGroup(key) }, STRINGS.openGroup)) : "",
    make("h3", {}, STRINGS.largest),
    make("ul", { class: "things" }, ...members.slice(0, MOST_MEMBERS).map(({ id }) => make("li", {}, thingButton(id)))),
    ...groupNeighbours(key),
  ];
}

function openGroup(key) {
  select(null);
  filter({ group: key });
  fitPicture(scene);
}

function groupNeighbours(key) {
  const lines = scene.lines.filter(({ from, to }) => from === key || to === key).sort((a, b) => b.usd - a.usd || b.facts - a.facts);
  const entry = ({ from, to, usd, facts }) => {
    const [country, kind] = (from === key ? to : from).split("\n");
    const sum = [usd ? dollars(usd) : "", plural(facts, "fact", "facts")].filter(Boolean).join(", ");
    return make("li", { class: "neighbour" }, make("span", {}, quoteText(`${nameCountry(country)}: ${kindName(kind)}`)), make("span", { class: "quiet" }, sum));
  };
  return lines.length ? [make("h3", {}, `${STRINGS.neighbours} (${lines.length})`), make("ul", {}, ...lines.map(entry))] : [];
}
