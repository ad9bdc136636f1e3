/* The table of all facts: sorted as asked, filtered with the drawing, and saved as CSV. */

const PAGE_OF_ROWS = 100;
const SORTS = {
  date: (fact) => fact.date ?? "",
  kind: (fact) => kindName(fact.kind),
  label: (fact) => fact.label,
  usd: (fact) => fact.usd ?? -1,
  status: (fact) => fact.status ?? "",
};

function buildTable() {
  const head = (name) => {
    if (!Object.hasOwn(SORTS, name)) return make("th", { scope: "col" }, STRINGS.columns[name]);
    const sort = make("button", { type: "button", class: "sort", click: () => sortBy(name) }, STRINGS.columns[name]);
    return make("th", { scope: "col", "data-sort": name, class: name === "usd" ? "number" : null }, sort);
  };
  element("heads").append(...["date", "kind", "label", "parts", "usd", "status", "evidence"].map(head));
  element("more").addEventListener("click", () => showRows(state.rows + PAGE_OF_ROWS));
  element("save-csv").addEventListener("click", () => save("facts.csv", "text/csv", writeCsv(listRows())));
}

/* The same column again turns the order round; dates and sums begin with the most. */
function sortBy(name) {
  const { sort } = state;
  const down = sort.name === name ? !sort.down : ["date", "usd"].includes(name);
  state.sort = { name, down };
  showRows(PAGE_OF_ROWS);
}

function listRows() {
  const { name, down } = state.sort;
  const facts = [...state.seen.facts].map((id) => DATA.facts[id]);
  const way = down ? -1 : 1;
  return facts.sort((a, b) => way * compare(SORTS[name](a), SORTS[name](b)) || newestFirst(a, b));
}

function showRows(most) {
  state.rows = most;
  const facts = listRows();
  element("rows-shown").textContent = STRINGS.rows(facts.length, DATA.facts.length);
  element("rows").replaceChildren(...facts.slice(0, most).map(factRow));
  element("more").hidden = facts.length <= most;
  element("more").textContent = STRINGS.more(Math.min(PAGE_OF_ROWS, facts.length - most));
  for (const head of document.querySelectorAll("[data-sort]")) {
    const sorted = head.dataset.sort === state.sort.name;
    head.setAttribute("aria-sort", sorted ? (state.sort.down ? "descending" : "ascending") : "none");
  }
}

function factRow(fact) {
  return make(
    "tr",
    {},
    make("td", { class: "date" }, quoteText(fact.date ?? "")),
    make("td", {}, quoteText(kindName(fact.kind))),
    make("td", {}, quoteText(fact.label)),
    make("td", {}, make("ul", { class: "things" }, ...[...new Set(fact.parts.map(([id]) => id))].map((id) => make("li", {}, thingButton(id))))),
    make("td", { class: "number" }, quoteText(sumText(fact))),
    make("td", {}, statusBadge(fact)),
    make("td", {}, sourceDetails(fact)),
  );
}

/* Quotes are made when they are asked for: many rows would take long otherwise. */
function sourceDetails({ evidence }) {
  if (!evidence.length) return "";
  const details = make("details", {}, make("summary", {}, STRINGS.sources(new Set(evidence.map(([, document]) => document)).size)));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(...evidence.map(([quote, document]) => quoteBlock(quote, DATA.documents[document])));
  });
  return details;
}

/* ---- CSV ---- */

/* For spreadsheets: with a byte order mark, and nothing that they would take for a formula. */
function writeCsv(facts) {
  const lines = [STRINGS.csv, ...facts.map(csvCells)];
  return `\ufeff${lines.map((cells) => cells.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

function csvCells(fact) {
  const ends = { from: ["investor"], to: ["recipient", "facility", "country"] };
  const named = (belongs) => [...new Set(fact.parts.filter(([, role]) => belongs(role)).map(([id]) => DATA.nodes[id].name))].join("; ");
  const quotes = fact.evidence.map(([quote]) => quote).filter(Boolean).join(" | ");
  const sources = [...new Set(fact.evidence.map(([, document]) => DATA.documents[document].url))].filter(Boolean).join(" ");
  return [
    fact.date ?? "", fact.kind, fact.status ?? "", fact.label, fact.sum, fact.usd ?? "",
    named((role) => ends.from.includes(role)), named((role) => ends.to.includes(role)),
    named((role) => !ends.from.includes(role) && !ends.to.includes(role)),
    fact.technologies.join("; "), fact.policies.join("; "), quotes, sources, fact.event,
  ];
}

function csvCell(value) {
  const text = typeof value === "string" && /^\s*[=+\-@＝＋－＠\t\r]/u.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
