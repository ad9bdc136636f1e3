/* The data as the page received it, made whole: what is empty was left out of the file. */

const pick = (table, name, other) => (Object.hasOwn(table, name) ? table[name] : other);
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const isId = (id) => id !== undefined && id !== null;

const EMPTY_FACT = {
  label: "", sum: "", usd: null, date: null, status: null, parts: [], evidence: [], technologies: [], policies: [], flows: [],
  disputes: [], steps: [],
};
const EMPTY_DOCUMENT = { title: "", outlet: "", date: "", url: "" };
const MEASURES = DATA.measures;
const familyOf = (kind) => Object.keys(DATA.families).find((family) => DATA.families[family].includes(kind)) ?? "agreement";
const countryOf = new Map(DATA.countries.map((country) => [country.code, country]));

DATA.nodes.forEach((node, id) => Object.assign(node, { id, size: node.sizes[0] }));
DATA.links.forEach((link, id) => Object.assign(link, { id, cross: crosses(link) }));
DATA.documents = DATA.documents.map((document) => ({ ...EMPTY_DOCUMENT, ...document }));
DATA.facts = DATA.facts.map((fact, id) => ({ ...EMPTY_FACT, ...fact, id, family: familyOf(fact.kind), quarters: findQuarters(fact.date) }));

const linksOf = DATA.nodes.map(() => []);
const linksOfFact = DATA.facts.map(() => []);
const factsOf = DATA.nodes.map(() => []);
for (const link of DATA.links) {
  for (const end of new Set([link.from, link.to])) linksOf[end].push(link);
  for (const [fact] of link.parts) linksOfFact[fact].push(link);
}
for (const fact of DATA.facts) for (const id of new Set(fact.parts.map(([node]) => node))) factsOf[id].push(fact);

const newestFirst = (a, b) => compare(b.date ?? "", a.date ?? "") || a.id - b.id;

function crosses({ from, to }) {
  const [one, other] = [from, to].map((end) => DATA.nodes[end].country);
  return Boolean(one && other && one !== other);
}

/* The first and last quarter that a date may fall into, counted from the year 0: "2024" spans four. */
function findQuarters(date) {
  const [, year, month] = /^(\d{4})(?:-(\d\d))?(?:-\d\d)?$/.exec(date ?? "") ?? [];
  if (!year) return null;
  const first = Number(year) * 4;
  if (!month) return [first, first + 3];
  const quarter = first + Math.floor((Number(month) - 1) / 3);
  return [quarter, quarter];
}
