/* Search: part of any name of a thing in, the things so called out, to be taken by mouse or keys. */

const MOST_MATCHES = 8;
const searchable = (text) => text.normalize("NFKC").toLowerCase();

function listenToSearch() {
  element("query").addEventListener("input", showMatches);
  document.querySelector(".search").addEventListener("keydown", moveThroughMatches);
}

/* The things one of whose names holds all the words, with that name; what starts with them first, then the largest. */
function findThings(text) {
  const words = searchable(text).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const holds = (name) => words.every((word) => searchable(name).includes(word));
  const found = DATA.nodes.map((node) => ({ node, name: [node.name, ...node.names].find(holds) })).filter(({ name }) => name !== undefined);
  const late = ({ name }) => Number(!searchable(name).startsWith(words[0]));
  return found.sort((a, b) => late(a) - late(b) || b.node.size - a.node.size || a.node.id - b.node.id);
}

function showMatches() {
  const text = element("query").value;
  const found = findThings(text);
  element("found").textContent = text.trim() ? STRINGS.found(found.length) : "";
  element("matches").replaceChildren(...found.slice(0, MOST_MATCHES).map(matchEntry));
}

function matchEntry({ node, name }) {
  const button = thingButton(node.id);
  if (name !== node.name) button.append(make("span", { class: "quiet" }, quoteText(name)));
  return make("li", {}, button);
}

/* Enter takes the first match, arrows go through them, Escape empties the search. */
function moveThroughMatches(event) {
  const stops = [element("query"), ...element("matches").querySelectorAll("button")];
  const here = stops.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) stops[Math.min(Math.max(here + step, 0), stops.length - 1)].focus();
  else if (event.key === "Enter" && here === 0) stops[1]?.click();
  else if (event.key === "Escape" && element("query").value) clearSearch();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function clearSearch() {
  element("query").value = "";
  showMatches();
  element("query").focus();
}
