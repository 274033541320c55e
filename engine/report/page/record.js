// The record for reviewers as a page.
import {chart, make, table} from "./elements.js";
import {pathway} from "./pathway.js";
import {figure, plain} from "./text.js";

export function recordPage(data, width) {
  const parts = data.record.map((part) => make("section", {}, make("h2", {}, part.title), ...part.items.flatMap((item) => [
    make("h3", {}, item.title),
    ...item.paragraphs.map((text) => make("p", {}, text)),
    item.graph && data.flows?.some((flow) => flow.per_year[0] > 0) ? drawing(data, width) : null,
    item.head.length ? table(item.title, item.head.map((head) => ({head})), item.rows) : null,
    ...item.missing.map((text) => make("p", {class: "missing"}, make("strong", {}, "Missing: "), `${text}.`))])));
  for (const part of parts) for (const heading of part.querySelectorAll("h3")) heading.style.marginTop = "1.2rem";
  return [make("h1", {id: "answer", tabindex: "-1"}, `Record for reviewers: ${data.title}`),
          make("p", {class: "note"}, "By the parts of STRESS-DES (Monks and others, Journal of Simulation 13, 2019). What the results files hold is filled in; what only the author can say is marked as missing."), ...parts];
}

function drawing(data, width) {
  const flows = data.flows.map((flow) => ({from: flow.from, to: flow.to, value: flow.per_year[0]})).filter((flow) => flow.value > 0);
  return chart({name: "The service graph", wide: true, svg: pathway(flows, {width: Math.max(760, width())}).svg, says: "From sources at the top to exits at the bottom; numbers are how many go this way in a year. Ways that lead back end as “again”.",
    table: () => table("Ways", [{head: "from"}, {head: "to"}, {head: "a year", number: true}], flows.map((flow) => [plain(flow.from), plain(flow.to), figure(flow.value)]))});
}
