import * as fs from 'node:fs';
import * as path from 'node:path';

import { type Template, parameters, render, text } from '../lib/render.js';

/**
 * Synthesizes every stage once: for the tests, into dist/templates; and compares, or with --write
 * replaces, what is committed: for SAM, for LocalStack, and as snapshots.
 */
const top = path.join(__dirname, '../../..');
const committed = new Map<string, unknown>();

const deployed = (name: string, template: Template): void => {
  committed.set(`infra/${name}.template.json`, template);
  committed.set(`infra/${name}.parameters.json`, parameters(template));
};
const stages: [name: string, template: Template, keep: (template: Template) => void][] = [
  ['dev', render('dev'), (template) => { deployed('dev', template); }],
  ['prod', render('prod'), (template) => { deployed('prod', template); }],
  ['local', render('local'), (template) => committed.set('cdk/test/snapshots/local.json', template)],
  ['localstack', render('localstack'), (template) => committed.set('localstack/template.json', template)],
  ['waf', render('dev', { waf: true }), (template) => committed.set('cdk/test/snapshots/waf.json', template)],
];

const templates = path.join(__dirname, '../templates');
fs.mkdirSync(templates, { recursive: true });
for (const [name, template, keep] of stages) {
  fs.writeFileSync(path.join(templates, `${name}.json`), text(template));
  keep(template);
}

const mayWrite = process.argv.includes('--write');
for (const [file, value] of committed) {
  const at = path.join(top, file);
  const made = text(value);
  if (fs.existsSync(at) && fs.readFileSync(at, 'utf8') === made) {
    continue;
  }
  if (mayWrite) {
    fs.writeFileSync(at, made);
    console.log(`wrote ${file}`);
  } else {
    console.error(`${file} is stale: run make infra, look at the difference, and commit it`);
    process.exitCode = 1;
  }
}
