/* The left side: a box for each value of each facet, cross-border, least sum, the measure that sizes follow. */

const OPEN_FACETS = ["country"];

function buildControls() {
  element("facets").append(...Object.keys(FACETS).map(facetGroup).filter(Boolean));
  element("least").append(...LEAST.map((least) => make("option", { value: least })));
  element("measure").append(...MEASURES.map((name, place) => make("option", { value: place }, pick(STRINGS.measures, name, name))));
  element("cross").addEventListener("change", ({ target }) => filter({ cross: target.checked }));
  element("least").addEventListener("change", ({ target }) => filter({ least: Number(target.value) }));
  element("measure").addEventListener("change", ({ target }) => sizeBy(Number(target.value)));
  element("everything").addEventListener("click", () => filter(openFilters()));
}

/* The values of a facet in the data, commonest first, none last. */
function listValues(name) {
  const counts = countFacet(openFilters(), name);
  return [...counts.keys()].sort((a, b) => (a === "") - (b === "") || counts.get(b) - counts.get(a) || compare(a, b));
}

function facetGroup(name) {
  const values = listValues(name);
  if (values.length < 2) return null;
  const all = (on) => make("button", { type: "button", class: "small", click: () => switchFacet(name, on ? [] : values) }, on ? STRINGS.all : STRINGS.noneOf);
  return make(
    "details",
    { class: "facet", "data-facet": name, open: OPEN_FACETS.includes(name) ? "" : null },
    make("summary", {}, make("span", {}, STRINGS.facets[name]), make("span", { class: "count", "data-some": name })),
    make("fieldset", {}, make("legend", { class: "unseen" }, STRINGS.facets[name]), make("p", { class: "both" }, all(true), all(false)),
      make("ul", {}, ...values.map((value) => facetChoice(name, value)))),
  );
}

function facetChoice(name, value) {
  const box = make("input", { type: "checkbox", change: () => switchValue(name, value, box.checked) });
  box.facet = { name, value };
  const count = make("span", { class: "count" });
  count.facet = { name, value };
  return make("li", {}, make("label", { class: "choice" }, box, facetSign(name, value), make("span", {}, facetWord(name, value)), count));
}

function facetSign(name, value) {
  if (name === "country") return shapeSign("dot", colourOf(value));
  return name === "thing" ? shapeSign(pick(SHAPES, value, "star")) : "";
}

function facetWord(name, value) {
  if (name === "country") return nameCountry(value);
  if (!value) return STRINGS.none;
  return name === "status" ? pick(STRINGS.status, value, value) : printable(name === "thing" || name === "kind" ? kindName(value) : value);
}

function switchValue(name, value, on) {
  const off = new Set(state.filters.off[name]);
  if (on) off.delete(value);
  else off.add(value);
  switchFacet(name, off);
}

const switchFacet = (name, off) => filter({ off: { ...state.filters.off, [name]: new Set(off) } });

function sizeBy(measure) {
  state.measure = measure;
  for (const node of DATA.nodes) node.size = node.sizes[measure];
  refresh();
}

/* Boxes, counts and words as the filters have them. */
function showControls(seen) {
  const { filters } = state;
  for (const group of document.querySelectorAll(".facet")) showFacet(group, filters);
  element("cross").checked = filters.cross;
  element("cross-count").textContent = number.format(countCross(filters));
  element("measure").value = state.measure;
  countLeast(filters).forEach((count, place) => {
    element("least").options[place].textContent = STRINGS.option(STRINGS.least(LEAST[place]), count);
  });
  element("least").value = filters.least;
  const alone = [...seen.nodes].filter((id) => !linksOf[id].some((link) => seen.links.has(link.id))).length;
  element("shown").textContent = STRINGS.shown(seen.nodes.size, DATA.nodes.length + DATA.rest.things, alone);
  element("around").textContent = aroundWords(filters);
  element("everything").hidden = !isFiltered(filters);
}

function aroundWords({ around, group }) {
  if (isId(around)) return STRINGS.around(printable(DATA.nodes[around].name));
  if (!group) return "";
  const [country, kind] = group.split("\n");
  return STRINGS.inGroup(nameCountry(country), printable(kindName(kind)));
}

function showFacet(group, filters) {
  const name = group.dataset.facet;
  const counts = countFacet(filters, name);
  const boxes = [...group.querySelectorAll("input")];
  for (const box of boxes) box.checked = !filters.off[name].has(box.facet.value);
  for (const count of group.querySelectorAll("li .count")) count.textContent = number.format(counts.get(count.facet.value) ?? 0);
  group.querySelector("[data-some]").textContent = STRINGS.some(boxes.filter((box) => box.checked).length, boxes.length);
}
