"use strict";

// The page where people ask: a question goes to /sparql, its answer becomes a table. Data is only ever set as text.

const DATA = JSON.parse(document.getElementById("data").textContent);
const MOST_ROWS = 1000;
const TABLE = "application/sparql-results+json";
const find = (id) => document.getElementById(id);
let running = null;

/** Where the server shows an address. */
function findPath(iri) {
  const own = iri.startsWith(DATA.base) ? iri.slice(DATA.base.length) : "";
  if (own && !/[#?]/.test(own) && !DATA.lent.includes(own.split("/")[0])) {
    return "/" + own.split("/").map(encodeURIComponent).join("/");
  }
  return "/resource?iri=" + encodeURIComponent(iri);
}

/** kg:Grant for its address, where a prefix fits. */
function shorten(iri) {
  for (const [prefix, space] of Object.entries(DATA.prefixes)) {
    if (iri.startsWith(space)) return `${prefix}:${iri.slice(space.length)}`;
  }
  return iri;
}

function make(name, text) {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  return element;
}

function makeCell(term) {
  const cell = make("td");
  if (!term) return cell;
  if (term.type === "uri") {
    const link = make("a", shorten(term.value));
    link.href = findPath(term.value);
    cell.append(link);
  } else {
    const number = /#(integer|decimal|double|float)$/.test(term.datatype || "");
    cell.textContent = number && /^[+-]?\d+$/.test(term.value) ? BigInt(term.value).toLocaleString("en") : term.value;
    if (number) cell.className = "number";
  }
  return cell;
}

function makeTable(names, rows) {
  const table = make("table");
  const head = table.createTHead().insertRow();
  for (const name of names) {
    const cell = make("th", name);
    cell.scope = "col";
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows.slice(0, MOST_ROWS)) body.insertRow().append(...names.map((name) => makeCell(row[name])));
  return table;
}

async function fetchAnswer(accept) {
  running = new AbortController();
  return fetch("/sparql", {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", Accept: accept },
    body: find("query").value,
    signal: running.signal,
  });
}

async function showAnswer(response) {
  if (!response.ok) throw new Error((await response.text()).trim());
  if (!response.headers.get("Content-Type").startsWith(TABLE)) {
    find("answer").append(make("pre", await response.text()));
    return "triples, in Turtle";
  }
  const found = await response.json();
  find("save").hidden = false;
  if ("boolean" in found) {
    find("answer").append(make("p", found.boolean ? "yes" : "no"));
    return "an answer";
  }
  const rows = found.results.bindings;
  find("answer").append(makeTable(found.head.vars, rows));
  const count = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}`;
  return rows.length > MOST_ROWS ? `${count}, the first ${MOST_ROWS.toLocaleString("en")} shown` : count;
}

function say(words, failed = false) {
  find("status").textContent = words;
  find("status").className = failed ? "error" : "";
}

/** One request at a time: what came of it, in words, and how long it took. */
async function work(doing, job) {
  if (running) running.abort();
  find("stop").disabled = false;
  say(`${doing} …`);
  const start = performance.now();
  try {
    say(`${await job()}, in ${((performance.now() - start) / 1000).toFixed(2)} s`);
  } catch (error) {
    say(error.name === "AbortError" ? "stopped" : error.message, error.name !== "AbortError");
  } finally {
    find("stop").disabled = true;
    running = null;
  }
}

function run() {
  find("answer").replaceChildren();
  find("save").hidden = true;
  history.replaceState(null, "", "#query=" + encodeURIComponent(find("query").value));
  return work("asking", async () => showAnswer(await fetchAnswer(`${TABLE}, text/turtle;q=0.9`)));
}

function save(button) {
  return work("saving", async () => {
    const response = await fetchAnswer(button.dataset.type);
    if (!response.ok) throw new Error((await response.text()).trim());
    const link = make("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = button.dataset.name;
    link.click();
    URL.revokeObjectURL(link.href);
    return `saved as ${button.dataset.name}`;
  });
}

find("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
find("query").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  }
});
find("shipped").addEventListener("change", (event) => {
  const chosen = DATA.queries.find((query) => query.name === event.target.value);
  if (chosen) find("query").value = chosen.text;
});
find("stop").addEventListener("click", () => running && running.abort());
for (const button of find("save").querySelectorAll("button")) button.addEventListener("click", () => save(button));

if (location.hash.startsWith("#query=")) {
  try {
    find("query").value = decodeURIComponent(location.hash.slice("#query=".length));
  } catch (error) {
    say("the address holds no query", true);
  }
}
