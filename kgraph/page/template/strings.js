/* Every word of the interface. */

const number = new Intl.NumberFormat("en");
const plural = (count, one, many) => `${number.format(count)} ${count === 1 ? one : many}`;

const STRINGS = {
  totals: (things, countries, facts, documents) =>
    [
      plural(things, "thing", "things"), `in ${plural(countries, "country", "countries")}`,
      "·", plural(facts, "fact", "facts"), "·", plural(documents, "document", "documents"),
    ].join(" "),
  shown: (shown, all, alone) =>
    `${number.format(shown)} of ${plural(all, "thing", "things")} shown${alone ? `; ${number.format(alone)} of them without a link` : ""}.`,
  rows: (shown, all) => `${number.format(shown)} of ${plural(all, "fact", "facts")}; the filters hold here too.`,
  found: (count) => (count === 0 ? "Nothing found." : `${number.format(count)} found.`),
  noCountry: "Country not known", none: "Not stated", all: "All", noneOf: "None",
  facets: {
    country: "Country", thing: "Things", kind: "Facts", technology: "Technology", policy: "Law or programme", status: "Status",
  },
  some: (shown, all) => (shown === all ? "all" : `${shown} of ${all}`),
  kinds: {
    Organization: "Organization", Government: "Government", Person: "Person", Facility: "Facility", Country: "Country",
    investment: "Investment", grant: "Grant", loan: "Loan", tax_credit: "Tax credit", acquisition: "Acquisition",
    public_support: "Public support", joint_venture: "Joint venture", agreement: "Agreement", meeting: "Meeting",
    operation: "Operation of a site", affiliation: "Affiliation",
  },
  roles: {
    investor: "From", recipient: "To", facility: "Site", country: "In", operator: "Run by", party: "Party", participant: "Present",
    person: "Person", organization: "Works for", "": "With",
  },
  measures: {
    facts: "Number of facts", degree: "Number of others linked", strength: "Dollars given and received",
    pagerank: "PageRank", betweenness: "Betweenness",
  },
  status: { considered: "Considered", announced: "Announced", completed: "Completed", cancelled: "Cancelled" },
  key: {
    cross: "Across a border", home: "Within a country", money: "Money (wider: more)", agreement: "Agreement or meeting",
    belonging: "Runs a site or works for", words: "A number on a line counts the facts in it.",
  },
  least: (usd) => (usd ? `${dollars(usd)} or more` : "Any sum, or none"),
  option: (name, count) => `${name} (${number.format(count)})`,
  span: (from, to) => `${from} to ${to}`, wholeSpan: "All dates", from: "From quarter", until: "Until quarter",
  undated: (count) => (count ? `${plural(count, "fact", "facts")} without a date left out.` : ""),
  group: (kind, count) => `${kind}: ${number.format(count)}`, largest: "Largest", openGroup: "Show these and what they are linked with",
  leftOut: (count) => `${plural(count, "of them is", "of them are")} not in this file, which keeps the things with most facts.`,
  grouped: (drawn, all, rest) =>
    `${plural(all, "thing", "things")} are too many to draw one by one: they stand in ${plural(drawn, "group", "groups")} by country and kind. Open a group, search, or filter down to ${number.format(MOST_DRAWN)} things.` +
    (rest ? ` ${number.format(rest)} things with fewer facts are not in this file: kgraph export writes them all as GEXF, GraphML or CSV.` : ""),
  strongestDrawn: (all) => `At most ${number.format(MOST_LINES)} of ${number.format(all)} links are drawn, those with most money first.`,
  largestDrawn: (all) => `The ${number.format(MOST_DRAWN)} largest of ${number.format(all)} things are drawn.`,
  inGroup: (country, kind) => `Only ${country}: ${kind}, and what they are linked with.`,
  link: "Link", crossLink: "Cross-border link", facts: "Facts", neighbours: "Linked with", close: "Close",
  alsoCalled: (names) => `Also called ${names}`, gives: "Gives", receives: "Receives", sums: "Stated sums",
  onlyThis: "Only this and what it is linked with", everything: "Everything again", around: (name) => `Only ${name} and what it is linked with.`,
  noFacts: "No facts beyond its name.", hiddenFacts: (count) => `${plural(count, "more fact is", "more facts are")} hidden by the filters.`,
  sources: (count) => plural(count, "source", "sources"),
  disagree: (property) => `Sources disagree on ${property}`, history: "How it went", site: (town) => `Site in ${town}`,
  flow: (from, to, usd, count) => `${from} to ${to}: ${usd}, ${plural(count, "investment", "investments")}`,
  tableOf: (title) => `Table: ${title}`,
  noSum: "no sum", total: "Total", fromTo: "From ↓ to →", noFlows: "No money between known countries in what is shown.",
  columns: { rank: "Rank", thing: "Name", country: "Country", date: "Date", kind: "Kind", label: "Fact", parts: "Who and where", usd: "Sum", status: "Status", evidence: "Evidence" },
  csv: ["date", "kind", "status", "fact", "sum", "usd", "from", "to", "others", "technologies", "policies", "quotes", "sources", "address"],
  more: (count) => `Show ${plural(count, "more fact", "more facts")}`,
  noSites: "No facility that is shown has a place on the map.",
  sites: (count, all) => `${number.format(count)} of ${plural(all, "site", "sites")} on the map; larger: more money.`,
  siteLabel: (name, town, status, sum) => [name, town, status, sum].filter(Boolean).join(", "),
  svgKey: "Pink lines cross a border, grey ones do not; wider: more money; dashed: agreement or meeting; dotted: runs a site or works for; a number counts facts.",
  mapKey: "Signs on the map", noStatus: "No investment told",
  copied: "The link to this view is copied.", inAddress: "The link to this view stands in the address bar.", saved: (name) => `Saved: ${name}`,
};
