/* Making elements: attributes and children in, an element out; what comes from the data is always text. */

const element = (id) => document.getElementById(id);

/* An element with attributes (functions become listeners) and children; strings stay text. */
function make(tag, attributes = {}, ...children) {
  return furnish(document.createElement(tag), attributes, children);
}

const SVG = "http://www.w3.org/2000/svg";

function makeSvg(tag, attributes = {}, ...children) {
  return furnish(document.createElementNS(SVG, tag), attributes, children);
}

function furnish(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (isId(value)) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => isId(child) && child !== ""));
  return made;
}

/* Text from the data, kept from turning the text around it. */
const quoteText = (text) => make("bdi", {}, text);

const thingButton = (id) =>
  make("button", { type: "button", class: "thing", click: () => reveal({ node: id }) }, swatch(DATA.nodes[id]), quoteText(DATA.nodes[id].name));

/* A link only if it leads to the web; anything else is shown as the text that it is. */
function sourceLink(text, url) {
  const safe = url && webAddress(url);
  if (!safe) return make("span", {}, quoteText(text), url && url !== text ? make("span", { class: "quiet" }, " ", quoteText(url)) : null);
  return make("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, quoteText(text));
}

function webAddress(text) {
  try {
    const url = new URL(text);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/* ---- signs ---- */

const SWATCHES = {
  dot: "M8 2a6 6 0 1 0 .01 0z", square: "M3 3h10v10H3z", diamond: "M8 1l7 7-7 7-7-7z",
  triangle: "M8 2l7 12H1z", hexagon: "M4 2h8l4 6-4 6H4L0 8z", star: "M8 1l2 5h5l-4 3 2 6-5-4-5 4 2-6-4-3h5z",
};

const makeSign = (box, ...children) => makeSvg("svg", { viewBox: box, "aria-hidden": "true" }, ...children);

function swatch({ kind, country }) {
  return shapeSign(pick(SHAPES, kind, "star"), countryOf.get(country)?.colour);
}

function shapeSign(shape, fill) {
  return makeSign("0 0 16 16", makeSvg("path", { d: SWATCHES[shape], class: "sign", fill: fill ?? "var(--paper)" }));
}

function lineSign(kind, width, dashes) {
  return makeSign("0 0 28 16", makeSvg("path", { d: "M0 8h28", class: kind, "stroke-width": width, "stroke-dasharray": dashes }));
}

/* ---- words ---- */

const kindName = (kind) => pick(STRINGS.kinds, kind, kind);
const regionNames = new Intl.DisplayNames(["en"], { type: "region" });

function nameCountry(code) {
  if (!code) return STRINGS.noCountry;
  const name = countryOf.get(code)?.name;
  if (name) return printable(name);
  return /^[A-Z]{2}$/.test(code) ? regionNames.of(code) : printable(code);
}

/* Control and direction marks must not rearrange what stands around them. */
function printable(text) {
  return text.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
}

function dollars(usd) {
  const [size, unit] = usd >= 1e9 ? [1e9, " bn"] : usd >= 1e6 ? [1e6, " m"] : [1, ""];
  return `USD ${new Intl.NumberFormat("en", { maximumFractionDigits: usd < 1e6 ? 0 : 1 }).format(usd / size)}${unit}`;
}

/* The sum as stated, and what it is in dollars unless it says so itself. */
function sumText({ sum, usd }) {
  if (usd === null || (sum && sum.endsWith("USD"))) return sum;
  return sum ? `${sum} (≈ ${dollars(usd)})` : dollars(usd);
}

const quarterName = (quarter) => `${Math.floor(quarter / 4)} Q${(quarter % 4) + 1}`;

function statusBadge({ status }) {
  return status ? make("span", { class: "status", "data-status": status }, pick(STRINGS.status, status, status)) : "";
}
