/* The right side: what is selected, its facts with the words that say them, and what it is linked with. */

function showPanel(selected) {
  const panel = element("panel");
  panel.hidden = !selected;
  panel.scrollTop = 0;
  panel.replaceChildren(...(selected ? panelContent(selected) : []));
}

function panelContent({ node, link, group }) {
  const close = make("button", { type: "button", class: "close", "aria-label": STRINGS.close, click: () => select(null) }, "×");
  if (group) return [close, ...groupContent(group)];
  return [close, ...(isId(node) ? nodeContent(DATA.nodes[node]) : linkContent(DATA.links[link]))];
}

function nodeContent(node) {
  const site = DATA.sites.find((one) => one.node === node.id);
  const near = isId(state.filters.around);
  const focus = () => filter({ around: near ? null : node.id });
  return [
    make("p", { class: "kicker" }, swatch(node), make("span", {}, `${kindName(node.kind)} · ${nameCountry(node.country)}`)),
    make("h2", {}, quoteText(node.name)),
    node.names.length ? make("p", { class: "quiet" }, quoteText(STRINGS.alsoCalled(node.names.join(", ")))) : "",
    site ? make("p", { class: "quiet" }, quoteText(STRINGS.site(site.town))) : "",
    ...sumLines(node),
    make("p", {}, make("button", { type: "button", class: "small", click: focus }, near ? STRINGS.everything : STRINGS.onlyThis)),
    ...factList(factsOf[node.id], node.id),
    ...neighbourList(node),
  ];
}

/* What the thing gives and gets in the facts that are shown; each of several givers gives its part. */
function sumLines({ id }) {
  const sums = { gives: 0, receives: 0 };
  for (const link of linksOf[id]) {
    for (const [fact, usd, way] of link.parts) {
      if (way && state.seen.facts.has(fact)) sums[(way > 0) === (link.from === id) ? "gives" : "receives"] += usd ?? 0;
    }
  }
  const line = (name) => (sums[name] ? make("p", { class: "sum" }, make("span", { class: "word" }, STRINGS[name]), " ", dollars(sums[name])) : "");
  return [line("gives"), line("receives")];
}

/* Who gives stands first. */
function linkContent(link) {
  const { usd, facts, forth, back } = sumLink(link, state.seen.facts);
  const ends = back && !forth ? [link.to, link.from] : [link.from, link.to];
  return [
    make("p", { class: "kicker" }, link.cross ? STRINGS.crossLink : STRINGS.link),
    make("h2", {}, ...ends.map(thingButton)),
    usd ? make("p", { class: "sum" }, make("span", { class: "word" }, STRINGS.sums), " ", dollars(usd)) : "",
    ...factList(facts.map((fact) => DATA.facts[fact])),
  ];
}

function neighbourList({ id }) {
  const seen = linksOf[id].filter((link) => state.seen.links.has(link.id) && link.from !== link.to);
  const sums = seen.map((link) => ({ other: link.from === id ? link.to : link.from, ...sumLink(link, state.seen.facts) }));
  sums.sort((a, b) => b.usd - a.usd || b.facts.length - a.facts.length || a.other - b.other);
  const entry = ({ other, usd, facts }) =>
    make("li", { class: "neighbour" }, thingButton(other), make("span", { class: "quiet" }, usd ? dollars(usd) : plural(facts.length, "fact", "facts")));
  return sums.length ? [make("h3", {}, `${STRINGS.neighbours} (${sums.length})`), make("ul", { class: "things" }, ...sums.map(entry))] : [];
}

function factList(facts, self) {
  const seen = facts.filter(({ id }) => state.seen.facts.has(id)).sort(newestFirst);
  const hidden = facts.length - seen.length;
  if (!facts.length) return [make("p", { class: "quiet" }, STRINGS.noFacts)];
  return [
    make("h3", {}, `${STRINGS.facts} (${seen.length})`),
    ...seen.map((fact) => factCard(fact, self)),
    hidden ? make("p", { class: "quiet" }, STRINGS.hiddenFacts(hidden)) : "",
  ];
}

function factCard(fact, self) {
  return make(
    "article",
    { class: "fact" },
    make("p", { class: "kicker" }, quoteText([kindName(fact.kind), fact.date].filter(Boolean).join(" · ")), statusBadge(fact)),
    make("p", { class: "told" }, quoteText(fact.label)),
    sumText(fact) ? make("p", { class: "sum" }, quoteText(sumText(fact))) : "",
    make("ul", { class: "parts" }, ...fact.parts.filter(([id]) => id !== self).map(partEntry)),
    subjectLine(fact),
    stepList(fact),
    ...disputeBlocks(fact),
    ...fact.evidence.map(([quote, document]) => quoteBlock(quote, DATA.documents[document])),
  );
}

function partEntry([id, role]) {
  return make("li", {}, make("span", { class: "word" }, pick(STRINGS.roles, role, role)), " ", thingButton(id));
}

function subjectLine({ technologies, policies }) {
  const subjects = [...policies, ...technologies];
  return subjects.length ? make("p", { class: "quiet" }, quoteText(subjects.join(", "))) : "";
}

function stepList({ steps }) {
  if (!steps.length) return "";
  const line = ([date, status, sum]) => make("li", {}, quoteText([date, pick(STRINGS.status, status ?? "", status), sum].filter(Boolean).join(" · ")));
  return make("div", { class: "aside" }, make("p", { class: "word" }, STRINGS.history), make("ol", {}, ...steps.map(line)));
}

/* What each document says of a property on which they disagree. */
function disputeBlocks({ disputes }) {
  const properties = [...new Set(disputes.map(([property]) => property))];
  return properties.map((property) =>
    make(
      "div",
      { class: "aside dispute" },
      make("p", { class: "word" }, quoteText(STRINGS.disagree(property))),
      make("ul", {}, ...disputes.filter((one) => one[0] === property).map(([, value, , document]) => disputeEntry(value, DATA.documents[document]))),
    ),
  );
}

function disputeEntry(value, { title, outlet, url }) {
  return make("li", {}, quoteText(value), make("span", { class: "quiet" }, " — ", sourceLink(outlet || title || url, url)));
}

function quoteBlock(quote, { title, outlet, date, url }) {
  const rest = [outlet, date].filter(Boolean).join(", ");
  return make(
    "figure",
    {},
    quote ? make("blockquote", {}, quoteText(quote)) : "",
    make("figcaption", {}, sourceLink(title || url || outlet, url), rest ? make("span", { class: "quiet" }, quoteText(rest)) : ""),
  );
}
