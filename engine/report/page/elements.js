// Parts of a page. What users wrote only ever becomes text, never markup.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

let regions = 0;
/** What may be wider than the page scrolls by itself, also with the arrow keys. */
export function scrolling(label, ...children) {
  return make("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": `${label} (${++regions})`}, ...children);
}

/** Columns are {head, number, path, long}; cells are texts. */
export function table(caption, columns, rows) {
  const kind = (column) => (column.number ? {class: "number"} : column.path ? {class: "path"} : column.long ? {class: "long"} : {});
  const head = make("tr", {}, ...columns.map((column) => make("th", {scope: "col", ...kind(column)}, column.head)));
  const body = rows.map((row) => make("tr", {}, ...row.map((cell, i) => (i === 0 ? make("th", {scope: "row", ...kind(columns[i])}, cell) : make("td", kind(columns[i]), cell)))));
  return scrolling(`Table: ${caption}`, make("table", {}, make("caption", {}, caption), make("thead", {}, head), make("tbody", {}, ...body)));
}

/** A table that is made when it is first asked for. */
export function figuresBehind(name, makeTable) {
  const details = make("details", {}, make("summary", {}, `Figures: ${name}`));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(makeTable());
  });
  return details;
}

/** A chart with its heading, what it says in words, and the figures behind it. */
export function chart({name, says, svg, table: makeTable, wide = false}) {
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${name}. ${says}`);
  for (const inner of svg.querySelectorAll("[aria-label]")) inner.removeAttribute("aria-label");
  for (const inner of svg.querySelectorAll("[aria-hidden]")) inner.removeAttribute("aria-hidden");
  return make("figure", wide ? {class: "wide"} : {}, make("h3", {}, name), wide ? scrolling(`Chart: ${name}`, svg) : svg, make("figcaption", {}, says), figuresBehind(name, makeTable));
}

/** A key to lines and bands, each {colour, text, dashed, band}. */
export function legend(entries) {
  const swatch = ({colour, dashed, band}) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("width", "34");
    svg.setAttribute("height", "14");
    svg.setAttribute("aria-hidden", "true");
    const put = (tag, attributes) => {
      const one = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
      svg.append(one);
    };
    for (const opacity of band ?? []) put("rect", {x: opacity < 0.2 ? 0 : 8, width: opacity < 0.2 ? 34 : 18, y: 1, height: 12, fill: colour, "fill-opacity": opacity});
    if (!band) put("line", {x1: 0, x2: 34, y1: 7, y2: 7, stroke: colour, "stroke-width": 2.5, "stroke-dasharray": dashed ? "6 4" : "none"});
    return svg;
  };
  return make("div", {class: "legend"}, ...entries.map((entry) => make("span", {}, swatch(entry), entry.text)));
}
