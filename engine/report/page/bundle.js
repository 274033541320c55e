// Makes the page of a report: scripts and style in one HTML text, cut into string literals of C++ where the data goes in.
// Equal sources give equal bytes.
import {build} from "esbuild";
import {existsSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";

const here = dirname(new URL(import.meta.url).pathname);
const bundled = async (entry) =>
  build({entryPoints: [join(here, entry)], bundle: true, minify: true, write: false, metafile: true, format: "iife",
         target: ["es2020", "chrome100", "firefox100", "safari15"], legalComments: "none", charset: "utf8"});

/** The licences of all packages of which something is in the bundle; each text once. */
function licences(metafile) {
  const folders = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const found = input.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/);
    if (found && metafile.outputs[Object.keys(metafile.outputs)[0]].inputs[input]?.bytesInOutput > 0) folders.add(found[0]);
  }
  const texts = new Map();
  for (const folder of [...folders].sort()) {
    const {name, version} = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    if (!file || !existsSync(join(folder, file))) throw new Error(`${name} has no licence file`);
    const text = readFileSync(join(folder, file), "utf8").trim();
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`]);
  }
  return [...texts].map(([text, names]) => `${names.join(", ")}\n\n${text}`).join("\n\n----\n\n").replaceAll("<", "(").replaceAll(">", ")");
}

const script = await bundled("report.js"), style = await bundled("report.css");
const [before, after] = readFileSync(join(here, "page.html"), "utf8")
  .replace("/*STYLE*/", () => style.outputFiles[0].text.trim())
  .replace("@@LICENCES@@", () => licences(script.metafile))
  .replace("/*SCRIPT*/", () => script.outputFiles[0].text.trim())
  .split("@@DATA@@");

const literals = (text) => {
  const pieces = [];
  for (let at = 0; at < text.length; at += 8000) pieces.push(`R"page(${text.slice(at, at + 8000)})page"`);
  return pieces.join(",\n");
};
if ((before + after).includes(')page"')) throw new Error("the page holds what ends its own literal");
writeFileSync(process.argv[2], `#include "report/page_text.hpp"

namespace headwater {

std::vector<std::string_view> page_before_data() {
  return {
${literals(before)}};
}
std::vector<std::string_view> page_after_data() {
  return {
${literals(after)}};
}

}  // namespace headwater
`);
