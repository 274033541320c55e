// The charts over time, and bars: drawn by Observable Plot. Colours are those of Okabe and Ito, told apart also by dashes.
import {areaY, axisX, axisY, barX, dot, gridX, gridY, lineY, plot, ruleX, ruleY, text} from "@observablehq/plot";
import {figure} from "./text.js";

export const colours = {base: "#0072b2", here: "#d55e00", more: "#d55e00", fewer: "#0072b2", same: "#8a8a8a", difference: "#7a3b76"};

const shortPeriod = (name) => (/^\d{4}\/\d\d$/.test(name) ? `${name.slice(2, 4)}/${name.slice(5)}` : /^\d{4}-\d\d-\d\d$/.test(name) ? new Date(`${name}T00:00Z`).toLocaleDateString("en-GB", {month: "short", year: "2-digit", timeZone: "UTC"}) : name);

function timeAxis(periods, width) {
  const most = Math.max(2, Math.floor(width / 62));
  const step = Math.ceil(periods.length / most);
  const nice = periods.length > 24 ? Math.ceil(step / 12) * 12 : step;
  return axisX(periods.map((_, i) => i).filter((i) => i % nice === 0), {tickFormat: (i) => shortPeriod(periods[i]), label: null, tickSize: 3});
}

const points = (fan) => fan.mean.map((mean, i) => ({i, mean, p5: fan.p5[i], p25: fan.p25[i], p75: fan.p75[i], p95: fan.p95[i]})).filter((one) => one.mean !== null);

function bandsAndLine(fan, colour, dashed) {
  const data = points(fan);
  const marks = [areaY(data, {x: "i", y1: "p5", y2: "p95", fill: colour, fillOpacity: 0.15}), areaY(data, {x: "i", y1: "p25", y2: "p75", fill: colour, fillOpacity: 0.28}),
                 lineY(data, {x: "i", y: "mean", stroke: colour, strokeWidth: 2.2, strokeDasharray: dashed ? "6 4" : undefined})];
  if (data.length === 1) marks.push(dot(data, {x: "i", y: "mean", fill: colour, r: 4}));
  return marks;
}

/** Fans over time: the first is the baseline where there are two. */
export function fans(shown, periods, {width, share = false}) {
  const all = shown.flatMap((fan) => [...fan.p5, ...fan.p95]).filter((x) => x !== null);
  const low = Math.min(...all), high = Math.max(...all);
  const colour = shown.length > 1 ? [colours.base, colours.here] : [colours.base];
  return plot({width, height: 210, marginLeft: 52, marginRight: 14, marginBottom: 26, marginTop: 12, style: {fontSize: "12px"},
               y: {zero: low < 0.5 * high, nice: true, label: null}, x: {label: null},
               marks: [gridY({ticks: 5}), timeAxis(periods, width - 60), axisY({ticks: 5, label: null, tickFormat: (x) => (share ? `${figure(100 * x)} %` : figure(x))}),
                       ...shown.flatMap((fan, i) => bandsAndLine(fan, colour[i], shown.length > 1 && i === 0))]});
}

/** A difference over time, with a line where it settles on one side. */
export function differenceOverTime(difference, periods, {width}) {
  const marks = [gridY({ticks: 5}), timeAxis(periods, width - 60), axisY({ticks: 5, label: null, tickFormat: (x) => (x > 0 ? "+" : "") + figure(x)}), ...bandsAndLine(difference, colours.difference, false), ruleY([0], {stroke: "#1b1b1b"})];
  if (difference.settles !== null) marks.push(ruleX([difference.settles], {stroke: "#1b1b1b", strokeDasharray: "2 3"}));
  return plot({width, height: 210, marginLeft: 52, marginRight: 14, marginBottom: 26, marginTop: 12, style: {fontSize: "12px"}, y: {zero: true, nice: true, label: null}, x: {label: null}, marks});
}

/** A label above its bar, from the left edge on; too long a one is cut in its middle. */
const labelled = (width) => ({frameAnchor: "left", textAnchor: "start", lineWidth: (width - 40) / 12, textOverflow: "ellipsis-middle", fill: "#1b1b1b", stroke: "#fff", strokeWidth: 3, strokeOpacity: 0.8});

/** Rows {name, value, half}: how much each has changed, with its interval. */
export function changes(rows, {width}) {
  return plot({width, height: 40 + 40 * rows.length, marginLeft: 12, marginRight: 24, marginTop: 6, marginBottom: 34, style: {fontSize: "12px"},
               y: {type: "band", domain: rows.map((row) => row.name), axis: null, padding: 0.6}, x: {nice: true, label: "a year, more or fewer →"},
               marks: [gridX({ticks: 5}), barX(rows, {y: "name", x1: 0, x2: "value", fill: (row) => (row.value > 0 ? colours.more : colours.fewer), fillOpacity: 0.75}),
                       ruleY(rows, {y: "name", x1: (row) => row.value - (row.half ?? 0), x2: (row) => row.value + (row.half ?? 0), stroke: "#1b1b1b", strokeWidth: 1.5}),
                       ruleX([0], {stroke: "#1b1b1b"}), text(rows, {y: "name", text: "name", ...labelled(width), dy: -16})]});
}

/** Of one output: what a lower and a higher value of each figure make of it. */
export function tornado(swings, {width}) {
  const base = swings[0].at_base;
  const rows = swings.flatMap((swing) => [{...swing, to: swing.at_low, end: "low"}, {...swing, to: swing.at_high, end: "high"}]).filter((row) => row.to !== null);
  return plot({width, height: 44 + 44 * swings.length, marginLeft: 12, marginRight: 24, marginTop: 6, marginBottom: 36, style: {fontSize: "12px"},
               y: {type: "band", domain: swings.map((swing) => swing.parameter), axis: null, padding: 0.6}, x: {nice: true, label: null},
               marks: [gridX({ticks: 5}), barX(rows, {y: "parameter", x1: base, x2: "to", fill: (row) => (row.end === "low" ? colours.base : colours.here), fillOpacity: 0.8}), ruleX([base], {stroke: "#1b1b1b"}),
                       text(swings, {y: "parameter", text: (swing) => `${swing.parameter}: ${figure(swing.low)} to ${figure(swing.high)}`, ...labelled(width), dy: -17})]});
}
