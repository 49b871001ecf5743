// npm run feature -- NAME "What it does": a rule, its view, a spec for each, and a row in the README's table of features.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { explain, ROOT, say, Trouble } from './processes.mjs';

const HELP = `npm run feature -- NAME "What it does"

Makes the parts of a new feature, ready to be filled in:
  lib/triage/NAME.ts                      the rule: pure, records in and a record out
  components/NAME.tsx                     its view: that record in, nothing asked or written
  tests/unit/triage/NAME.spec.ts          what the rule says
  tests/unit/components/NAME.spec.tsx     what a sheriff sees
and its row in the README. NAME is a noun in camel case, such as noisyTest. docs/architecture.md says where it is joined in.`;

/** The end of the table of features in the README: new rows go above it. */
const TABLE_END = '<!-- features end -->';

/** The files of a new feature, by path, as they pass lint, types and tests. */
export function filesOf(name, does) {
  const Name = name[0].toUpperCase() + name.slice(1);
  return {
    [`lib/triage/${name}.ts`]: `/** What the rule looks at. */
export interface ${Name}Facts {
  /** Alerts of the summary that are still open. */
  readonly openAlerts: number;
}

/** What the rule has to say. Plain JSON. */
export interface ${Name} {
  /** For the sheriff, one sentence. */
  readonly sentence: string;
}

/**
 * ${does}
 * @returns null when there is nothing to say
 */
export function ${name}(facts: ${Name}Facts): ${Name} | null {
  if (facts.openAlerts === 0) return null;
  return { sentence: \`\${facts.openAlerts} open\` };
}
`,
    [`components/${name}.tsx`]: `/** ${does} */
export function ${Name}View({ sentence }: { readonly sentence: string }) {
  return <p class="detail">{sentence}</p>;
}
`,
    [`tests/unit/triage/${name}.spec.ts`]: `import { expect, it } from 'vitest';
import { ${name} } from '@/lib/triage/${name}';

it('has nothing to say of a summary without open alerts', () => {
  expect(${name}({ openAlerts: 0 })).toBeNull();
});

it('says how many alerts are open', () => {
  expect(${name}({ openAlerts: 3 })?.sentence).toBe('3 open');
});
`,
    [`tests/unit/components/${name}.spec.tsx`]: `// @vitest-environment happy-dom
import { render } from 'preact';
import { expect, it } from 'vitest';
import { ${Name}View } from '@/components/${name}';

it('shows the sentence as text', () => {
  const box = document.createElement('div');
  render(<${Name}View sentence="3 <b>open</b>" />, box);
  expect(box.textContent).toBe('3 <b>open</b>');
});
`,
  };
}

/** The README with the feature's row in its table. */
function withRow(readme, name, does) {
  if (!readme.includes(TABLE_END)) throw new Trouble(`README.md has no "${TABLE_END}"`);
  const row = `| ${does} | \`${name}\` | \`${name}\` | \`${name}\` |`;
  return readme.replace(TABLE_END, `${row}\n${TABLE_END}`);
}

/** Writes the parts below a folder; refuses when one of them is there. */
export function makeFeature(root, name, given) {
  if (!/^[a-z][a-zA-Z0-9]{2,40}$/.test(name ?? ''))
    throw new Trouble('a name such as noisyTest is needed', HELP);
  if (!given || /[|\n*]/.test(given)) throw new Trouble('say in one plain line what it does', HELP);
  const does = given.endsWith('.') ? given : `${given}.`;
  const files = Object.entries(filesOf(name, does));
  const there = files.find(([path]) => existsSync(join(root, path)));
  if (there) throw new Trouble(`${there[0]} is there already`, 'choose another name');
  const readme = join(root, 'README.md');
  const table = withRow(readFileSync(readme, 'utf8'), name, does.slice(0, -1));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  writeFileSync(readme, table);
  return files.map(([path]) => path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const [name, does] = process.argv.slice(2);
    if (name === '--help') say(HELP);
    else for (const path of makeFeature(ROOT, name, does)) say(`made ${path}`);
  } catch (error) {
    explain(error);
    process.exitCode = 1;
  }
}
