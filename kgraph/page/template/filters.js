/* What the filters leave: their state in, sets of things, links and facts out. Nothing here touches the page. */

/* Each facet's values of a thing or a fact; "" stands for none. */
const FACETS = {
  country: { of: "nodes", values: (node) => [node.country] },
  thing: { of: "nodes", values: (node) => [node.kind] },
  kind: { of: "facts", values: (fact) => [fact.kind] },
  technology: { of: "facts", values: (fact) => (fact.technologies.length ? fact.technologies : [""]) },
  policy: { of: "facts", values: (fact) => (fact.policies.length ? fact.policies : [""]) },
  status: { of: "facts", values: (fact) => [fact.status ?? ""] },
};
const LEAST = [0, 1e6, 1e7, 1e8, 1e9, 1e10];

/*
 * `off` holds the values that are switched off, `span` the first and last quarter; of `around` (a thing's id) and
 * `group` (the key of a country's things of one kind) only they and what they are linked with are seen.
 */
function openFilters() {
  const off = Object.fromEntries(Object.keys(FACETS).map((facet) => [facet, new Set()]));
  return { off, cross: false, least: 0, span: null, around: null, group: null };
}

const without = (filters, facet) => ({ ...filters, off: { ...filters.off, [facet]: new Set() } });

function passes(filters, of, one) {
  return Object.entries(FACETS).every(([name, facet]) => {
    const off = filters.off[name];
    return facet.of !== of || !off.size || facet.values(one).some((value) => !off.has(value));
  });
}

function isTold(filters, fact) {
  if (filters.least && !(fact.usd >= filters.least)) return false;
  if (filters.span && !(fact.quarters && fact.quarters[1] >= filters.span[0] && fact.quarters[0] <= filters.span[1])) return false;
  return passes(filters, "facts", fact);
}

/* Whether facts are left out: then so are the things that only they tell of. */
function isNarrowed({ off, cross, least, span, around, group }) {
  const narrow = Object.keys(FACETS).some((name) => FACETS[name].of === "facts" && off[name].size);
  return Boolean(cross || least || span || isId(around) || group || narrow);
}

const isFiltered = (filters) => isNarrowed(filters) || Object.values(filters.off).some((off) => off.size);

function findSeen(filters) {
  const near = findNear(filters);
  const inside = DATA.nodes.map((node) => passes(filters, "nodes", node));
  const told = DATA.facts.map((fact) => isTold(filters, fact));
  const open = ({ from, to, cross }) => inside[from] && inside[to] && (!filters.cross || cross) && (near(from) || near(to));
  const links = new Set(DATA.links.filter((link) => open(link) && link.parts.some(([fact]) => told[fact])).map(({ id }) => id));
  const facts = new Set(DATA.facts.filter((fact) => told[fact.id] && isShown(fact, filters, links, (id) => inside[id] && near(id))).map(({ id }) => id));
  const kept = keepNodes(filters, links, facts);
  const nodes = new Set(DATA.nodes.filter(({ id }) => inside[id] && (!kept || kept.has(id) || isCentre(filters, id))).map(({ id }) => id));
  return { nodes, links, facts };
}

/* Whether a thing is at the centre of what is asked for; everything is where nothing was asked. */
function findNear({ around, group }) {
  if (isId(around)) return (id) => id === around;
  return group ? (id) => groupKey(DATA.nodes[id]) === group : () => true;
}

const isCentre = (filters, id) => (isId(filters.around) || filters.group !== null) && findNear(filters)(id);
const groupKey = ({ country, kind }) => `${country}\n${kind}`;

function isShown(fact, { cross, around, group }, links, near) {
  if (linksOfFact[fact.id].length) return linksOfFact[fact.id].some((link) => links.has(link.id));
  const open = !fact.parts.length && !isId(around) && !group;
  return !cross && (open || fact.parts.some(([id]) => near(id)));
}

/* The things of the links and facts that are seen, or null where no fact is left out. */
function keepNodes(filters, links, facts) {
  if (!isNarrowed(filters)) return null;
  const ends = DATA.links.filter(({ id }) => links.has(id)).flatMap(({ from, to }) => [from, to]);
  const alone = DATA.facts.filter(({ id }) => facts.has(id) && !linksOfFact[id].length).flatMap(({ parts }) => parts.map(([id]) => id));
  return new Set([...ends, ...alone]);
}

/* ---- how many remain ---- */

/* For each value of a facet, how many of its kind there are with every other filter as it is. */
function countFacet(filters, name) {
  const { of, values } = FACETS[name];
  const seen = findSeen(without(filters, name))[of];
  const counts = new Map();
  for (const id of seen) for (const value of values(DATA[of][id])) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const countCross = (filters) => findSeen({ ...filters, cross: true }).links.size;

function countLeast(filters) {
  const facts = [...findSeen({ ...filters, least: 0 }).facts].map((id) => DATA.facts[id]);
  return LEAST.map((least) => facts.filter(({ usd }) => !least || usd >= least).length);
}

/* Facts by quarter, with every other filter as it is; one that may fall into several is spread over them. */
function countQuarters(filters) {
  const counts = new Map();
  let undated = 0;
  for (const id of findSeen({ ...filters, span: null }).facts) {
    const { quarters } = DATA.facts[id];
    if (!quarters) undated += 1;
    else for (let at = quarters[0]; at <= quarters[1]; at += 1) counts.set(at, (counts.get(at) ?? 0) + 1 / (quarters[1] - quarters[0] + 1));
  }
  return { counts, undated };
}

/* ---- what a link shows of the facts that remain ---- */

/* A link's facts, dollars, ways and family among those facts. */
function sumLink(link, facts) {
  const parts = link.parts.filter(([fact]) => facts.has(fact));
  const family = (name) => parts.some(([fact, , way]) => (way ? "money" : DATA.facts[fact].family === "belonging" ? "belonging" : "agreement") === name);
  return {
    facts: [...new Set(parts.map(([fact]) => fact))],
    usd: parts.reduce((sum, [, usd]) => sum + (usd ?? 0), 0),
    forth: parts.some(([, , way]) => way > 0),
    back: parts.some(([, , way]) => way < 0),
    family: ["money", "agreement"].find(family) ?? "belonging",
  };
}
