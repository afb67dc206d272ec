// Look at pages with Lighthouse: the plan comes on standard input, one line of JSON for each page goes out.
// Plan: {"chromium": path, "pages": [addresses], "times": how often each}. Scores are medians, 0 to 100.

import { readFileSync } from "node:fs";
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";
import desktop from "lighthouse/core/config/desktop-config.js";

const plan = JSON.parse(readFileSync(0, "utf8"));
const chromium = await chromeLauncher.launch({
  chromePath: plan.chromium,
  chromeFlags: ["--headless", "--no-sandbox", "--disable-background-networking"],
});
const median = (numbers) => numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

// On a busy machine the browser now and then loses the trace of a page; that says nothing of the page.
async function look(page) {
  let fault = "";
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const { lhr } = await lighthouse(page, { port: chromium.port, output: "json", logLevel: "error" }, desktop);
    if (!lhr.runtimeError) return lhr;
    fault = lhr.runtimeError.message;
  }
  throw new Error(`${page}: ${fault}`);
}

try {
  for (const page of plan.pages) {
    const runs = [];
    for (let time = 0; time < plan.times; time += 1) {
      runs.push(await look(page));
    }
    const scores = {};
    const missed = {};
    for (const name of Object.keys(runs[0].categories)) {
      scores[name] = median(runs.map((run) => Math.round(run.categories[name].score * 100)));
      missed[name] = runs[0].categories[name].auditRefs
        .filter((ref) => ref.weight > 0 && runs[0].audits[ref.id].score !== null && runs[0].audits[ref.id].score < 0.9)
        .map((ref) => ref.id);
    }
    process.stdout.write(`${JSON.stringify({ page, scores, missed })}\n`);
  }
} finally {
  await chromium.kill();
}
