// Puts the page together from the data in it, section by section; a section without data is not there.
import {changes, colours, differenceOverTime, fans, tornado} from "./charts.js";
import {chart, figuresBehind, legend, make, table} from "./elements.js";
import {pathway} from "./pathway.js";
import {recordPage} from "./record.js";
import {capital, figure, listed, moreOrFewer, percent, plain, quoted, range, signed} from "./text.js";

const data = JSON.parse(document.getElementById("data").textContent);
const {scenarios, periods, last} = data;
const base = scenarios[0], compared = scenarios.length > 1;
const people = data.counted === "children" ? "children" : "cases";
let shown = 1;  // the scenario that stands beside the baseline

const numberColumns = (heads) => heads.map((head, i) => ({head, number: i > 0}));
const isClear = (mean, half) => half !== null && Math.abs(mean) > half;
/** 1 or −1 where a difference is clearly above or below nought in a period, else 0. */
const side = (d, i) => (isClear(d.mean[i], d.half[i]) ? Math.sign(d.mean[i]) : 0);
/** "In 2034/35", or what suits periods that are no years. */
const during = (i) => (periods.length === 1 ? "Over the whole time" : /^\d{4}-\d\d-\d\d$/.test(periods[i]) ? `In the period from ${periods[i]}` : `In ${periods[i]}`);
const enoughForTails = 20;  // histories, of which one lies beyond P5 or P95 at each end
const contentWidth = () => Math.max(280, document.querySelector("main").clientWidth - 2 * (window.innerWidth <= 520 ? 14 : 20));
function cellWidth() {
  const all = contentWidth(), columns = Math.max(1, Math.floor((all + 26) / (Math.min(310, all) + 26)));
  return Math.floor((all - 26 * (columns - 1)) / columns);
}

function section(id, title, ...children) {
  return make("section", {id}, make("h2", {tabindex: "-1"}, title), ...children);
}

/** The figures of fans, by period. */
function fanTable(name, entries, share = false) {
  const show = share ? percent : figure;
  const columns = numberColumns(["from", ...entries.flatMap(({label}) => [`${label}: mean`, "P5", "P25", "P75", "P95"])]);
  return table(name, columns, periods.map((period, i) => [period, ...entries.flatMap(({fan}) => (fan.mean.length ? ["mean", "p5", "p25", "p75", "p95"].map((key) => show(fan[key][i])) : ["–", "–", "–", "–", "–"]))]));
}

const present = (fan) => fan && fan.mean.length > 0;

const drawnAtOnce = 9;

/** The charts in a grid; where there are many, the most telling ones, and the others when asked for. `weights` says how telling each is. */
function gridOf(charts, weights, what) {
  const made = charts.filter((one, i) => weights[i] > -Infinity);
  if (made.length <= drawnAtOnce + 3) return make("div", {class: "grid"}, ...made.map((one) => one()));
  const grid = (some) => make("div", {class: "grid"}, ...some.map((one) => one()));
  const least = [...weights].sort((a, b) => b - a)[drawnAtOnce - 1];
  const first = charts.filter((_, i) => weights[i] >= least), rest = charts.filter((_, i) => weights[i] < least && weights[i] > -Infinity);
  if (rest.length === 0) return grid(first);
  const more = make("details", {class: "more"}, make("summary", {}, `The other ${rest.length} ${what}`));
  more.addEventListener("toggle", () => {
    if (more.open && more.children.length === 1) more.append(grid(rest));
  });
  const whole = document.createDocumentFragment();
  whole.append(grid(first), more);
  return whole;
}

/** How telling a row is: how many more or fewer there are on average, or how many at all. */
function telling(development, r) {
  if (development.rows[r] === data.headline) return Infinity;
  if (!compared) return Math.max(...development.fans[0][r].mean);
  const [before, here] = [development.fans[0][r], development.fans[shown][r]];
  return present(before) && present(here) ? Math.abs(here.mean[last] - before.mean[last]) : 0;
}

/** One small chart of each row of a development. */
function smallCharts(development, {name = plain, share = false, what = "tiers"} = {}) {
  const show = share ? percent : figure, width = cellWidth();
  const entriesOf = (r) => (compared ? [0, shown] : [0]).map((s) => ({label: scenarios[s].label, fan: development.fans[s][r]})).filter(({fan}) => present(fan) && fan.mean.some((x) => x !== null));
  const charts = development.rows.map((row, r) => () => {
    const entries = entriesOf(r);
    const says = `${during(last)}: ${entries.map(({label, fan}) => `${entries.length > 1 ? `${label} ` : ""}${show(fan.mean[last])} (${show(fan.p5[last])} to ${show(fan.p95[last])})`).join(", ")}.`;
    return chart({name: capital(name(row)), says, svg: fans(entries.map(({fan}) => fan), periods, {width, share}), table: () => fanTable(capital(name(row)), entries, share)});
  });
  return gridOf(charts, development.rows.map((_, r) => (entriesOf(r).length ? telling(development, r) : -Infinity)), what);
}

function fanLegend() {
  const here = compared ? [{colour: colours.base, dashed: true, text: base.label}, {colour: colours.here, text: scenarios[shown].label}] : [{colour: colours.base, text: base.label}];
  return legend([...here, {colour: "#444444", band: [0.15, 0.28], text: "half of all histories lie in the dark band, nine in ten in the light one (and between the numbers in brackets)"}]);
}

function answer() {
  const row = data.numbers?.rows.indexOf(data.headline) ?? -1, where = `in ${quoted(plain(data.headline ?? ""))}`;
  const parts = [];
  if (row < 0) parts.push(make("p", {class: "answer"}, "These results hold no numbers in tiers."));
  else if (!compared) {
    const fan = data.numbers.fans[0][row];
    parts.push(make("p", {class: "question"}, `What is to be expected under ${quoted(base.label)}?`),
               make("p", {class: "answer"}, `${during(last)} there are ${figure(fan.mean[last])} ${people} ${where} on average` + (base.replications >= enoughForTails ? `; nine in ten histories lie between ${figure(fan.p5[last])} and ${figure(fan.p95[last])}. ` : base.replications > 1 ? `, over ${base.replications} histories: too few to say how far single ones lie apart. ` : ", in a single history, which says nothing of chance. ") +
                    (periods.length > 1 ? `${during(0)} it is ${figure(fan.mean[0])}.` : "")));
  } else {
    parts.push(make("p", {class: "question"}, `What would follow from ${listed(scenarios.slice(1).map((one) => quoted(one.label)))}, compared with ${quoted(base.label)}?`));
    const alternative = scenarios[shown], difference = data.numbers.differences[shown - 1][row], before = data.numbers.fans[0][row], here = data.numbers.fans[shown][row];
    if (difference) {
      const mean = difference.mean[last], half = difference.half[last], clear = isClear(mean, half), pairs = Math.min(base.replications, alternative.replications);
      const labels = `under ${quoted(alternative.label)} than under ${quoted(base.label)}`;
      const first = clear ? `${during(last)} there are ${moreOrFewer(mean)} ${people} ${where} ${labels}, ${figure(here.mean[last])} instead of ${figure(before.mean[last])}`
                          : `${during(last)} the number of ${people} ${where} does not clearly differ between ${quoted(alternative.label)} (${figure(here.mean[last])}) and ${quoted(base.label)} (${figure(before.mean[last])})`;
      const ranges = half === null ? ", in a single history, which says nothing of chance. " : `; the difference is ${range(mean - half, mean + half)} on average (95 % interval)` + (pairs >= enoughForTails ? `, and ${range(difference.p5[last], difference.p95[last])} in nine of ten histories. ` : ". ");
      parts.push(make("p", {class: "answer"}, first + ranges + [since(difference), largestChanges()].filter(Boolean).map((text) => `${text}.`).join(" ")));
    } else {
      parts.push(make("p", {class: "answer"}, `Only one of the two has ${quoted(plain(data.headline))}, so that there is nothing to compare; what both have follows.`));
    }
    if (scenarios.length > 2)
      parts.push(table(`${capital(plain(data.headline))}: ${during(last)}`, numberColumns(["scenario", people, "difference from the baseline", "95 % interval", "nine in ten histories"]), scenarios.map((one, s) => {
        const d = s > 0 ? data.numbers.differences[s - 1][row] : null, fan = data.numbers.fans[s][row];
        return [one.label, figure(fan.mean[last]), d ? signed(d.mean[last]) : "–", d && d.half[last] !== null ? range(d.mean[last] - d.half[last], d.mean[last] + d.half[last]) : "–", d ? range(d.p5[last], d.p95[last]) : "–"];
      })));
  }
  const chance = Math.min(...scenarios.map((one) => one.replications)) > 1 ? "The ranges say how far chance may be off. They do not say whether the assumptions hold: those" : "The assumptions";
  parts.push(make("p", {class: "note"}, `${chance} are listed below, and the answer is no better than they are.`));
  return make("section", {id: "answer", "aria-label": "The answer", tabindex: "-1"}, ...parts);
}

/** From when on a difference is clear, and whether it once lay on the other side; or when it was clear, if it no longer is. */
function since(d) {
  const clear = periods.map((_, i) => i).filter((i) => i <= last && side(d, i) !== 0);
  if (clear.length === 0 || periods.length === 1) return "";
  if (side(d, last) === 0) {
    const most = clear.reduce((best, i) => (Math.abs(d.mean[i]) > Math.abs(d.mean[best]) ? i : best));
    return `It clearly differed earlier, most in ${periods[most]}: ${moreOrFewer(d.mean[most])}`;
  }
  const other = clear.filter((i) => side(d, i) === -side(d, last)).at(-1);
  return (d.settles === 0 ? "It is clear in every period" : `It is clear in every period from ${periods[d.settles]} on`) + (other === undefined ? "" : `; up to ${periods[other]} it lay clearly on the other side`);
}

/** The two tiers that change most for their size, of those that change clearly. */
function largestChanges() {
  const rows = data.numbers.rows.map((name, r) => ({name, d: data.numbers.differences[shown - 1][r], before: data.numbers.fans[0][r]})).filter(({name, d, before}) => name !== data.headline && d && isClear(d.mean[last], d.half[last]) && Math.abs(d.mean[last]) >= 1 && before.mean[last] > 0);
  const most = rows.map((row) => ({...row, share: row.d.mean[last] / row.before.mean[last]})).sort((a, b) => Math.abs(b.share) - Math.abs(a.share)).slice(0, 2);
  return most.length ? `What changes most for its size is ${listed(most.map(({name, d, share}) => `${plain(name)} (${signed(d.mean[last])}, or ${signed(100 * share)} %)`))}` : "";
}

function numbersSection() {
  if (!data.numbers) return null;
  return section("numbers", `How many ${people}, tier by tier`, make("p", {}, `The average number in each tier over each reporting period${compared ? `, ${quoted(scenarios[shown].label)} beside ${quoted(base.label)}` : ""}. The scales differ from chart to chart, and not all begin at nought.`), fanLegend(), smallCharts(data.numbers));
}

function differenceSection() {
  if (!compared || !data.numbers) return null;
  const all = data.numbers.rows.map((name, r) => ({name, d: data.numbers.differences[shown - 1][r]}));
  const moved = all.filter(({d}) => d && d.mean.some((mean, i) => isClear(mean, d.half[i]))), still = all.filter((one) => one.d && !moved.includes(one)), absent = all.filter(({d}) => !d);
  const width = cellWidth();
  const says = ({d}) => `${during(last)} ${signed(d.mean[last])}${d.half[last] === null ? "" : ` (95 %: ${figure(d.mean[last] - d.half[last])} to ${figure(d.mean[last] + d.half[last])})`}. ${since(d) || "Not clear at the end"}.`;
  return section("difference", "What differs, and from when on",
    make("p", {}, `${quoted(scenarios[shown].label)} less ${quoted(base.label)}, history by history: both live the same luck, so what differs comes from the change. Above nought are more, below are fewer. A dotted line marks the period from which on the average difference is clear until the end. Of a hundred differences that are none, five look clear by chance, so a single period says little.`),
    legend([{colour: colours.difference, text: "average difference"}, {colour: colours.difference, band: [0.15, 0.28], text: "half of all histories, nine in ten"}]),
    gridOf(moved.map((one) => () => chart({name: capital(plain(one.name)), says: says(one), svg: differenceOverTime(one.d, periods, {width}),
      table: () => table(`Difference: ${plain(one.name)}`, numberColumns(["from", "average difference", "± (95 %)", "P5", "P25", "P75", "P95"]), periods.map((period, i) => [period, signed(one.d.mean[i]), figure(one.d.half[i]), ...["p5", "p25", "p75", "p95"].map((key) => signed(one.d[key][i]))]))})), moved.map(({name, d}) => (name === data.headline ? Infinity : Math.abs(d.mean[last]))), "tiers with a clear difference"),
    still.length ? make("p", {class: "note"}, `No clear difference in any period: ${listed(still.map(({name}) => plain(name)))}.`) : null,
    absent.length ? make("p", {class: "note"}, `In only one of the two scenarios: ${listed(absent.map(({name}) => plain(name)))}.`) : null);
}

function flowSection() {
  if (!data.flows) return null;
  const s = compared ? shown : 0;
  const flows = data.flows.map((flow) => ({from: flow.from, to: flow.to, how: flow.how, value: flow.per_year[s], before: flow.per_year[0], difference: compared ? flow.difference[s - 1] : undefined, half: compared ? flow.difference_half[s - 1] : undefined})).filter((flow) => flow.value > 0 || flow.before > 0);
  const drawn = flows.filter((flow) => flow.value > 0);
  if (drawn.length === 0) return null;
  const way = (flow) => `${plain(flow.from)} → ${plain(flow.to)}${flow.how ? ` (${plain(flow.how)})` : ""}`;
  const {svg, leftOut} = pathway(drawn, {width: Math.max(760, contentWidth())});
  const columns = compared ? numberColumns(["way", `${base.label}, a year`, `${scenarios[s].label}, a year`, "difference", "± (95 %)"]) : numberColumns(["way", "a year"]);
  const whole = chart({name: `Where ${people} go: ${scenarios[s].label}`, wide: true, svg, says: `From top to bottom; numbers are ${people} a year, on average over the whole time. Ways that lead back end as “again”.${leftOut ? ` ${leftOut} of the thinnest ways are in the table only.` : ""}`,
    table: () => table("Ways", columns, flows.map((flow) => (compared ? [way(flow), figure(flow.before), figure(flow.value), signed(flow.difference), figure(flow.half)] : [way(flow), figure(flow.value)])))});
  const children = [whole];
  if (compared) {
    children.unshift(legend([{colour: colours.more, band: [0.6], text: "clearly more than in the baseline, by 1 % or more"}, {colour: colours.fewer, band: [0.6], text: "clearly fewer"}, {colour: colours.same, band: [0.33], text: "neither"}]));
    const most = flows.filter((flow) => isClear(flow.difference, flow.half)).sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference)).slice(0, 10);
    if (most.length)
      children.push(chart({name: "The ways that change most", says: `${capital(listed(most.slice(0, 3).map((flow) => `${way(flow)}: ${signed(flow.difference)} a year`)))}. Thin lines are 95 % intervals of the average.`, svg: changes(most.map((flow) => ({name: way(flow), value: flow.difference, half: flow.half})), {width: Math.min(760, contentWidth())}),
        table: () => table("The ways that change most", columns, most.map((flow) => [way(flow), figure(flow.before), figure(flow.value), signed(flow.difference), figure(flow.half)]))}));
  }
  return section("flows", `Where ${people} go`, ...children);
}

function waitingSection() {
  if (!data.waiting) return null;
  const parts = [make("p", {}, "How many wait for a place, where anybody does."), fanLegend(), smallCharts(data.waiting)];
  if (data.waits) parts.push(make("h3", {}, "Days from coming to the tier to the beginning of the stay, zeros included"), smallCharts(data.waits));
  return section("waiting", "Who waits, and how long", ...parts);
}

const levelName = (row) => `families at ${plain(row)} of need`;

function missedSection() {
  if (!data.hidden && !data.above_need) return null;
  const parts = [make("p", {}, "Nobody can observe this in life: the model knows each family's need, and so can count who is not seen. Need rises with the number of the level.")];
  if (data.hidden) parts.push(make("h3", {}, "Children at home in families without a case, by the family's level of need"), fanLegend(), smallCharts(data.hidden, {name: levelName, what: "levels"}));
  if (data.above_need) parts.push(make("h3", {}, "Children in a tier whose family needs more than the tier is meant for"), smallCharts(data.above_need));
  return section("missed", "Thresholds, and who is missed", ...parts);
}

function againSection() {
  if (!data.again) return null;
  return section("again", "Who comes again", make("p", {}, "Shares over each reporting period."), fanLegend(), smallCharts(data.again, {share: true, what: "shares"}));
}

function tornadoSection() {
  if (!data.sweeps) return null;
  return section("tornado", "Which figures the answer hangs on", make("p", {}, "One figure at a time goes down and up while the others stay where they are; the line is the value with all of them where they are. This says nothing of figures that move together."),
    legend([{colour: colours.base, band: [0.8], text: "with the lower value"}, {colour: colours.here, band: [0.8], text: "with the higher value"}]),
    ...data.sweeps.flatMap((sweep) => sweep.outputs.filter((output) => output.swings.some((swing) => swing.at_low !== null)).map((output) => {
      const swings = output.swings.filter((swing) => swing.at_low !== null && swing.at_high !== null), first = swings[0];
      return chart({name: `${output.name}${output.units === "1" ? "" : `, ${output.units}s`} (${sweep.title || sweep.file})`, says: `Most hangs on ${first.parameter}: ${figure(first.at_low)} with ${figure(first.low)}, ${figure(first.at_high)} with ${figure(first.high)}, ${figure(first.at_base)} as it is.`,
        svg: tornado(swings, {width: Math.min(820, contentWidth())}),
        table: () => table(`What ${output.name} hangs on`, [{head: "figure", path: true}, ...numberColumns(["", "low", "high", "at low", "as it is", "at high"]).slice(1)], output.swings.map((swing) => [swing.parameter, figure(swing.low), figure(swing.high), figure(swing.at_low), figure(swing.at_base), figure(swing.at_high)]))});
    })));
}

function assumptionsSection() {
  const changed = scenarios.map((one, s) => ({one, s})).filter(({one}) => one.changes.length > 0);
  if (changed.length === 0) return null;
  const columns = [{head: "figure", path: true}, {head: "before"}, {head: "after"}, {head: "when"}, {head: "what is said of it", long: true}, {head: "written in"}];
  return section("assumptions", "The assumptions: what was changed", ...changed.flatMap(({one, s}) => [make("h3", {}, s === 0 ? `${base.label}, against the model that it extends` : `${one.label}, against ${base.label}`),
    table(`Figures changed by ${one.label}`, columns, one.changes.map((c) => [c.path, c.before || "–", c.after || "–", c.from ? `from ${c.from}${c.over ? `, evenly over ${c.over}` : ""}` : "throughout", [c.said, c.said_before && `Before: ${c.said_before}`].filter(Boolean).join(" ") || "–", c.place || "–"]))]),
    make("p", {class: "note"}, "All other figures are the same, and stand with their sources in the model, whose text travels in the results files."));
}

function runSection() {
  const item = (term, text) => [make("dt", {}, term), make("dd", {}, text)];
  const lists = scenarios.map((one) => make("div", {}, make("h3", {}, one.label), make("dl", {}, ...item("Results file", one.file), ...item("Histories", `${figure(one.replications)} (seed ${one.seed}, generator ${plain(one.generator)})`),
    ...item("Time", `${figure(one.horizon_days)} days from ${one.start}${one.warm_up_days > 0 ? `, after ${figure(one.warm_up_days)} days left out` : ""}`), ...(one.precision ? item("Precision", one.precision) : []),
    ...item("Engine", `Headwater ${one.version}${one.commit ? ` (${one.commit})` : ""}, ${one.written}`), ...item("Content hash", one.hash))));
  const parts = [...lists];
  if (compared && data.numbers) {
    const rows = data.numbers.rows.map((name, r) => ({name, d: data.numbers.differences[shown - 1][r]})).filter(({d}) => d);
    parts.push(make("h3", {}, "What pairing is worth"), make("p", {}, "Both scenarios live the same luck. The last column says how many times as many histories it would have taken with separate luck to know the difference as well; where it is near 1, the change sends nearly every history another way."),
      figuresBehind("averages over the whole time, and what pairing removed", () => table(`${scenarios[shown].label} against ${base.label}, average over the whole time`, numberColumns(["tier", base.label, scenarios[shown].label, "difference", "± (95 %)", "higher in", "lower in", "histories saved"]),
        rows.map(({name, d: {overall: o}}) => [plain(name), figure(o.baseline), figure(o.here), signed(o.difference), figure(o.half), percent(o.higher), percent(o.lower), o.all_removed ? "all" : o.removed === null ? "–" : `${figure(o.removed)} times`]))));
  }
  parts.push(make("p", {class: "note"}, "The content hash is an audit number: equal model and equal results have equal hashes, on any machine. ‘headwater verify’ computes it again."));
  return section("run", "How it was run", ...parts);
}

function chooser() {
  if (scenarios.length < 3) return null;
  const select = make("select", {id: "scenario"}, ...scenarios.slice(1).map((one, i) => make("option", i + 1 === shown ? {value: i + 1, selected: ""} : {value: i + 1}, one.label)));
  select.addEventListener("change", () => {
    shown = Number(select.value);
    draw();
    document.getElementById("scenario").focus();
  });
  return make("div", {class: "choose"}, make("label", {for: "scenario"}, `Scenario beside ${quoted(base.label)}:`), select);
}

function draw() {
  const page = document.getElementById("report");
  const main = page.querySelector("main") ?? page.appendChild(make("main"));
  if (data.kind === "record") {
    document.title = `Record for reviewers: ${data.title}`;
    page.replaceChildren(main);
    main.replaceChildren(...recordPage(data, contentWidth));
    return;
  }
  const title = compared ? (scenarios.length === 2 ? `${scenarios[1].label}, compared with ${base.label}` : `${scenarios.length - 1} scenarios, compared with ${base.label}`) : base.label;
  document.title = title;
  const sections = [numbersSection(), differenceSection(), flowSection(), waitingSection(), missedSection(), againSection(), tornadoSection(), assumptionsSection(), runSection()].filter(Boolean);
  const links = make("nav", {"aria-label": "Sections"}, make("ul", {}, ...sections.map((one) => make("li", {}, make("a", {href: `#${one.id}`}, one.querySelector("h2").textContent)))));
  const header = make("header", {}, make("h1", {}, title));
  main.replaceChildren(answer(), ...[chooser()].filter(Boolean), ...sections);
  page.replaceChildren(header, main, make("footer", {}, make("p", {}, "Made by headwater report. Drawn with Observable Plot and D3; their licences are in the source of this page.")));
  main.querySelector("#answer").after(links);
}

draw();
let drawnAt = window.innerWidth, waiting;
window.addEventListener("resize", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (window.innerWidth === drawnAt) return;
    drawnAt = window.innerWidth;
    draw();
  }, 150);
});
