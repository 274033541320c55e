// Opens pages in Chromium at two widths and looks: errors, requests, marks, names, keys, axe's rules, print.
// Usage: node check_page.js PAGE.html...  With SCREENSHOTS=FOLDER it leaves pictures there.
import {createRequire} from "node:module";
import {readFileSync, writeFileSync} from "node:fs";
import {basename, resolve} from "node:path";
import {pathToFileURL} from "node:url";
import puppeteer from "puppeteer-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let failures = 0;
function check(name, good, found = "") {
  if (good) return;
  failures += 1;
  console.log(`FAILED: ${name}`, found);
}

const expected = {
  "council.html": ["answer", "numbers", "difference", "flows", "waiting", "tornado", "assumptions", "run"],
  "one.html": ["answer", "numbers", "flows", "waiting", "run"],
  "families.html": ["answer", "numbers", "difference", "flows", "missed", "again", "assumptions", "run"],
  "record.html": ["", "", "", "", "", ""],
};

/** What is drawn in a chart that a person would see. */
const marks = () => [...document.querySelectorAll("figure svg")].map((svg) => ({
  name: svg.getAttribute("aria-label"), role: svg.getAttribute("role"), width: svg.getBoundingClientRect().width,
  marks: [...svg.querySelectorAll("path, rect, circle, line")].filter((one) => { const box = one.getBBox(); return box.width + box.height > 0; }).length,
  broken: /NaN|Infinity|undefined/.test(svg.outerHTML),
}));

async function look(browser, file, width) {
  const name = `${basename(file)} at ${width}`, page = await browser.newPage(), heard = [], asked = [];
  page.on("console", (message) => heard.push(message.text()));
  page.on("pageerror", (error) => heard.push(error.message));
  page.on("dialog", (dialog) => { heard.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (!/^(file|data):/.test(request.url())) asked.push(request.url()); });
  await page.setOfflineMode(true);
  await page.setBypassCSP(true);  // for axe, which is put into the page; the page's own rule is checked by its text
  await page.setViewport({width, height: 900});
  await page.goto(pathToFileURL(resolve(file)).href);
  check(`${name}: no network by rule`, readFileSync(file, "utf8").includes(`content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"`));

  const sections = await page.evaluate(() => [...document.querySelectorAll("main > section")].map((one) => one.id));
  const want = expected[basename(file)].filter((id) => id !== "waiting" || sections.includes("waiting"));
  check(`${name}: sections in order`, JSON.stringify(sections.filter((id) => id !== "waiting" || want.includes(id))) === JSON.stringify(want), sections);
  const drawn = await page.evaluate(marks);
  check(`${name}: has charts`, drawn.length > 0);
  for (const one of drawn) check(`${name}: '${one.name}' is drawn`, one.role === "img" && one.name.length > 20 && one.marks >= 3 && one.width > 100 && !one.broken, one);
  check(`${name}: as wide as the window`, (await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
  check(`${name}: no markup of users`, (await page.evaluate(() => document.querySelectorAll("img, main b").length)) === 0);

  if (process.env.SCREENSHOTS) await page.screenshot({path: `${process.env.SCREENSHOTS}/${basename(file)}-${width}.png`, fullPage: true});

  // What is behind charts is opened by keys, in each section one; axe looks at the page as it then is.
  for (const details of await page.$$("section > figure > details, section > .grid > figure:first-child > details, section > details")) {
    await (await details.$("summary")).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction((one) => one.open && one.children.length > 1, {timeout: 5000}, details);
  }
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() => axe.run(document, {resultTypes: ["violations"]}));
  check(`${name}: axe`, violations.length === 0, violations.map((one) => `${one.id}: ${one.nodes.length} × ${one.nodes[0].html.slice(0, 200)}`));
  for (let round = 0; round < 2; ++round) await page.evaluate(async () => {
    for (const one of document.querySelectorAll("details")) one.open = true;
    await new Promise((done) => setTimeout(done, 100));
  });
  check(`${name}: a table behind each chart`, await page.evaluate(() => [...document.querySelectorAll("figure")].every((one) => one.querySelectorAll("details td").length > 0)));
  const odd = await page.evaluate(() => document.querySelector("main").innerText.match(/.{20}(NaN|undefined|null|Infinity).{20}/)?.[0]);
  check(`${name}: nothing that is no number`, odd === undefined, odd);

  // From the way to the answer on, every stop of the Tab key can be seen to be one.
  await page.evaluate(() => { document.querySelector(".skip").focus(); });
  const stops = new Set();
  for (let i = 0; i < 12; ++i) {
    await page.keyboard.press("Tab");
    stops.add(await page.evaluate(() => { const one = document.activeElement; return `${one.tagName} ${one.textContent.slice(0, 40)} ${getComputedStyle(one).outlineStyle}`; }));
  }
  check(`${name}: keys move on`, stops.size >= 6 && [...stops].every((stop) => !stop.endsWith("none") || stop.startsWith("BODY")), [...stops]);

  const select = await page.$("select");
  check(`${name}: choice of scenario`, (select !== null) === (basename(file) === "council.html"));
  if (select) {
    const before = await page.$eval(".answer", (one) => one.textContent);
    await select.focus();
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction((was) => document.querySelector(".answer").textContent !== was, {timeout: 5000}, before);
    check(`${name}: the choice keeps its place`, await page.evaluate(() => document.activeElement.id === "scenario"));
  }
  const pdf = Buffer.from(await page.pdf({format: "A4"}));
  check(`${name}: prints`, pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > 20000);
  if (process.env.SCREENSHOTS) writeFileSync(`${process.env.SCREENSHOTS}/${basename(file)}-${width}.pdf`, pdf);
  check(`${name}: no complaints`, heard.length === 0, heard);
  check(`${name}: no requests`, asked.length === 0, asked);
  await page.close();
  return drawn.length;
}

const browser = await puppeteer.launch({executablePath: "/usr/bin/chromium", headless: true, args: ["--no-sandbox"]});
try {
  for (const file of process.argv.slice(2))
    for (const width of [400, 1400]) console.log(`${basename(file)} at ${width}: ${await look(browser, file, width)} charts`);
} finally {
  await browser.close();
}
console.log(failures === 0 ? "ok" : `${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;
