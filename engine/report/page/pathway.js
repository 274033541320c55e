// Where entities go, as a Sankey diagram: from the left (sources) to the right (exits). Ways that lead back end on the right
// under the name of where they go on.
import {sankey, sankeyJustify, sankeyLinkHorizontal} from "d3-sankey";
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

/** `flows` are {from, to, value, difference, half}; those below a part in 400 of the largest are not drawn. */
export function pathway(flows, {width}) {
  const largest = Math.max(...flows.map((flow) => flow.value));
  const drawn = flows.filter((flow) => flow.value >= largest / 400);
  const names = [...new Set(drawn.flatMap((flow) => [flow.from, flow.to]))];
  const order = forwardOrder(names, drawn);
  const links = drawn.map((flow) => {
    const backwards = order.get(flow.from) >= order.get(flow.to);
    return {...flow, source: flow.from, target: backwards ? `back:${flow.to}` : flow.to};
  });
  const ids = [...new Set(links.flatMap((link) => [link.source, link.target]))];
  const height = Math.max(380, Math.min(1000, 24 * ids.length));
  const label = (id) => (id.startsWith("back:") ? `again: ${plain(id.slice(5))}` : plain(id));
  const graph = sankey().nodeId((node) => node.id).nodeWidth(10).nodePadding(14).nodeAlign(sankeyJustify).extent([[4, 8], [width - 150, height - 8]])(
    {nodes: ids.map((id) => ({id})), links: links.map((link) => ({...link}))});
  const svg = element("svg", {width, height, viewBox: `0 0 ${width} ${height}`, "font-size": 12});
  for (const link of graph.links) {
    const clear = link.difference !== undefined && Math.abs(link.difference) > (link.half ?? Infinity);
    const path = element("path", {d: sankeyLinkHorizontal()(link), fill: "none", stroke: clear ? (link.difference > 0 ? colours.more : colours.fewer) : colours.same,
                                  "stroke-opacity": clear ? 0.6 : 0.35, "stroke-width": Math.max(1, link.width)}, svg);
    element("title", {}, path, `${plain(link.from)} to ${plain(link.to)}: ${figure(link.value)} a year${link.difference === undefined ? "" : `, ${signed(link.difference)} against the baseline`}`);
  }
  for (const node of graph.nodes) {
    element("rect", {x: node.x0, y: node.y0, width: node.x1 - node.x0, height: Math.max(1, node.y1 - node.y0), fill: node.id.startsWith("back:") ? "#8a8a8a" : "#1b1b1b"}, svg);
    const text = element("text", {x: node.x1 + 5, y: (node.y0 + node.y1) / 2, dy: "0.35em", fill: "#1b1b1b", stroke: "#fff", "stroke-width": 3, "paint-order": "stroke"}, svg, label(node.id));
    element("tspan", {fill: "#565656"}, text, ` ${figure(node.value)}`);
  }
  return {svg, leftOut: flows.length - drawn.length};
}
