/* The state of the page as the fragment of its address, and back: whoever opens the link sees the same. */

const SELECTED = { node: ({ node }) => [DATA.nodes[node].iri], link: ({ link }) => [DATA.links[link].from, DATA.links[link].to].map((id) => DATA.nodes[id].iri) };

function writeFragment() {
  const { filters, selected, view, measure } = state;
  const parts = new URLSearchParams();
  for (const [name, off] of Object.entries(filters.off)) {
    if (off.size) for (const value of listShown(name, off)) parts.append(name, value);
  }
  if (filters.cross) parts.set("cross", "1");
  if (filters.least) parts.set("least", filters.least);
  if (filters.span) parts.set("span", filters.span.map(quarterName).join(" ").replaceAll(" Q", "Q"));
  if (isId(filters.around)) parts.set("around", DATA.nodes[filters.around].iri);
  if (filters.group) parts.set("group", filters.group);
  if (measure) parts.set("size", MEASURES[measure]);
  if (view !== "network") parts.set("view", view);
  if (selected && !selected.group) for (const iri of SELECTED[isId(selected.node) ? "node" : "link"](selected)) parts.append("selected", iri);
  return parts.toString();
}

/* The values of a facet that are on; one that stands for none keeps "nothing" apart from "all". */
function listShown(name, off) {
  const shown = valuesOf(name).filter((value) => !off.has(value));
  return shown.length ? shown.map((value) => `=${value}`) : ["-"];
}

const valuesOf = (name) => [...document.querySelectorAll(`[data-facet="${name}"] input`)].map((box) => box.facet.value);

function readFragment(fragment) {
  const parts = new URLSearchParams(fragment);
  const filters = openFilters();
  for (const name of Object.keys(FACETS)) {
    const shown = new Set(parts.getAll(name).filter((value) => value.startsWith("=")).map((value) => value.slice(1)));
    if (parts.has(name)) filters.off[name] = new Set(valuesOf(name).filter((value) => !shown.has(value)));
  }
  filters.cross = parts.has("cross");
  filters.least = LEAST.includes(Number(parts.get("least"))) ? Number(parts.get("least")) : 0;
  filters.span = readSpan(parts.get("span"));
  filters.around = findNode(parts.get("around"));
  filters.group = DATA.nodes.some((node) => groupKey(node) === parts.get("group")) ? parts.get("group") : null;
  const measure = Math.max(MEASURES.indexOf(parts.get("size")), 0);
  const view = parts.get("view") === "map" && DATA.sites.length ? "map" : "network";
  return { filters, measure, view, selected: readSelected(parts.getAll("selected").map(findNode)) };
}

const findNode = (iri) => DATA.nodes.find((node) => node.iri === iri)?.id ?? null;

function readSpan(text) {
  const [, ...numbers] = /^(\d{4})Q([1-4]) (\d{4})Q([1-4])$/.exec(text ?? "") ?? [];
  if (!numbers.length) return null;
  const [year, quarter, lastYear, lastQuarter] = numbers.map(Number);
  return [year * 4 + quarter - 1, lastYear * 4 + lastQuarter - 1];
}

function readSelected(ids) {
  if (!ids.length || ids.some((id) => !isId(id))) return null;
  if (ids.length === 1) return { node: ids[0] };
  const link = DATA.links.find(({ from, to }) => from === ids[0] && to === ids[1]);
  return link ? { link: link.id } : null;
}

function keepFragment() {
  const fragment = writeFragment();
  if (fragment !== location.hash.slice(1)) history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname);
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    element("said").textContent = STRINGS.copied;
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    element("said").textContent = STRINGS.inAddress;
  }
}
