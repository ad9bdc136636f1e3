/* Colours of the drawing by theme; the countries' own come with the data. */

const PALETTES = {
  light: {
    paper: "#ffffff", ink: "#1b2530", border: "#1b2530", soft: "#4a5563", cross: "#b01669", home: "#8d97a3", count: "#3d4754", tint: 0.08,
    name: (colour) => mix(colour, "#000000", 0.42),
  },
  dark: {
    paper: "#14191f", ink: "#e8ecf1", border: "#e8ecf1", soft: "#aab4c0", cross: "#ff73b6", home: "#77828f", count: "#c3ccd6", tint: 0.17,
    name: (colour) => mix(colour, "#ffffff", 0.45),
  },
};
const darkness = window.matchMedia("(prefers-color-scheme: dark)");
const themePalette = () => PALETTES[darkness.matches ? "dark" : "light"];

/* A colour with a share of another in it. */
function mix(colour, other, share) {
  const part = (text, start) => parseInt(text.slice(start, start + 2), 16);
  const mixed = (start) => Math.round(part(colour, start) * (1 - share) + part(other, start) * share);
  return `rgb(${mixed(1)}, ${mixed(3)}, ${mixed(5)})`;
}

const colourOf = (code) => countryOf.get(code).colour;
