// Where entities go, as a Sankey diagram: from the top (sources) to the bottom (exits). Ways that lead back end early,
// under the name of where they go on.
import {sankey, sankeyLeft} from "d3-sankey";
import {colours} from "./charts.js";
import {figure, plain, signed} from "./text.js";

/** An order of the nodes in which little flows backwards (Eades, Lin and Smyth, Information Processing Letters 47, 1993). */
function forwardOrder(names, flows) {
  const left = new Set(names), front = [], back = [];
  const sum = (name, here, there) => flows.reduce((all, flow) => (flow[here] === name && flow[there] !== name && left.has(flow[there]) ? all + flow.value : all), 0);
  while (left.size > 0) {
    const nodes = [...left].map((name) => ({name, out: sum(name, "from", "to"), into: sum(name, "to", "from")}));
    const sink = nodes.find((node) => node.out === 0), source = nodes.find((node) => node.into === 0);
    const next = sink ?? source ?? nodes.reduce((best, node) => (node.out - node.into > best.out - best.into ? node : best));
    left.delete(next.name);
    if (next === sink) back.unshift(next.name);
    else front.push(next.name);
  }
  return new Map([...front, ...back].map((name, i) => [name, i]));
}

const element = (tag, attributes, parent, textContent) => {
  const one = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
  if (textContent !== undefined) one.textContent = textContent;
  parent?.append(one);
  return one;
};

/** Whether a way carries clearly more or fewer, and by a hundredth at least. */
const hasChanged = (flow) => flow.difference !== undefined && Math.abs(flow.difference) > (flow.half ?? Infinity) && Math.abs(flow.difference) > 0.01 * Math.max(flow.value, flow.before ?? 0);

function drawLink(svg, link) {
  // The layout goes from left to right; here x and y change places.
  const half = Math.max(0.5, link.width / 2), top = link.source.x1, bottom = link.target.x0, middle = (top + bottom) / 2, changed = hasChanged(link);
  const ribbon = `M${link.y0 - half},${top}C${link.y0 - half},${middle} ${link.y1 - half},${middle} ${link.y1 - half},${bottom}H${link.y1 + half}C${link.y1 + half},${middle} ${link.y0 + half},${middle} ${link.y0 + half},${top}Z`;
  const path = element("path", {d: ribbon, fill: changed ? (link.difference > 0 ? colours.more : colours.fewer) : colours.same, "fill-opacity": changed ? 0.6 : 0.33}, svg);
  element("title", {}, path, `${plain(link.from)} to ${plain(link.to)}: ${figure(link.value)} a year${link.difference === undefined ? "" : `, ${signed(link.difference)} against the baseline`}`);
}

/** Labels below the bars, moved down where they would stand on one another. */
function drawLabels(svg, layer, width) {
  const rows = [];
  for (const {node, text} of layer) {
    const half = 3.3 * text.length + 6, middle = Math.min(Math.max((node.y0 + node.y1) / 2, half), width - half);
    let row = 0;
    while (rows[row] !== undefined && rows[row] > middle - half) ++row;
    rows[row] = middle + half;
    element("text", {x: middle, y: node.x1 + 14 + 14 * row, "text-anchor": "middle", fill: "#1b1b1b", stroke: "#fff", "stroke-width": 3, "stroke-opacity": 0.85, "paint-order": "stroke"}, svg, text);
  }
}

/** `flows` are {from, to, value, difference, half}; those below a part in 250 of the largest are not drawn. */
export function pathway(flows, {width}) {
  const largest = Math.max(...flows.map((flow) => flow.value));
  const drawn = flows.filter((flow) => flow.value >= largest / 250);
  const names = [...new Set(drawn.flatMap((flow) => [flow.from, flow.to]))];
  const order = forwardOrder(names, drawn);
  const links = drawn.map((flow) => ({...flow, source: flow.from, target: order.get(flow.from) >= order.get(flow.to) ? `back:${flow.to}` : flow.to}));
  const nodes = [...new Set(links.flatMap((link) => [link.source, link.target]))].map((id) => ({id}));
  const layout = (height) => sankey().nodeId((node) => node.id).nodeWidth(8).nodePadding(Math.min(60, width / 14)).nodeAlign(sankeyLeft).iterations(24).extent([[6, 4], [height - 64, width - 4]])(
    {nodes: nodes.map((node) => ({...node})), links: links.map((link) => ({...link}))});
  const layers = Math.max(...layout(1000).nodes.map((node) => node.layer)) + 1;
  const height = 92 * layers, graph = layout(height);
  const svg = element("svg", {width, height, viewBox: `0 0 ${width} ${height}`, "font-size": 12});
  for (const link of graph.links) drawLink(svg, link);
  const text = ({id, value}) => `${id.startsWith("back:") ? "again " : ""}${plain(id.replace(/^back:/, ""))} ${figure(value)}`;
  for (const node of graph.nodes) element("rect", {x: node.y0, y: node.x0, width: Math.max(1, node.y1 - node.y0), height: node.x1 - node.x0, fill: node.id.startsWith("back:") ? "#8a8a8a" : "#1b1b1b"}, svg);
  for (let layer = 0; layer < layers; ++layer)
    drawLabels(svg, graph.nodes.filter((node) => node.layer === layer).sort((a, b) => a.y0 - b.y0).map((node) => ({node, text: text(node)})), width);
  return {svg, leftOut: flows.length - drawn.length};
}
