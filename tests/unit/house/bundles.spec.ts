import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TASKCLUSTER_ROOTS } from '@/lib/taskcluster/roots';
import { ARTIFACT_ORIGIN } from '../../sandbox/hosts.ts';
import { productFiles, ROOT } from './imports';

const SITE = 'https://treeherder.mozilla.org/*';
const FLAVOURS = ['chrome-mv3', 'firefox-mv3'] as const;

/** Why the built files say nothing about these sources; null when they do. */
function reasonToSkip(flavour: string): string | null {
  const built = join(ROOT, '.output', flavour, 'manifest.json');
  if (!existsSync(built)) return `${flavour} is not built`;
  const builtAt = statSync(built).mtimeMs;
  const newer = productFiles().find((f) => statSync(join(ROOT, f.path)).mtimeMs > builtAt);
  return newer ? `${flavour} was built before ${newer.path} changed` : null;
}

describe.each(FLAVOURS)('the built extension (%s)', (flavour) => {
  const reason = reasonToSkip(flavour);
  if (reason) console.log(`Not looked at: ${reason}. Run: npm run build`);
  const read = (path: string) => readFileSync(join(ROOT, '.output', flavour, path), 'utf8');
  const bundle = (name: 'background' | 'bridge' | 'perfherder') =>
    read(name === 'background' ? 'background.js' : `content-scripts/${name}.js`);
  // without a fresh build there is nothing to look into; `npm test` builds first, and the reason is printed
  const check = it.skipIf(reason !== null);

  check('asks for storage and alarms, the one site, notifications when wanted, and nothing else', () => {
    const manifest = JSON.parse(read('manifest.json'));
    expect(manifest.manifest_version).toBe(3);
    expect(manifest.permissions).toEqual(['storage', 'alarms']);
    expect(manifest.optional_permissions).toEqual(['notifications']);
    expect(manifest.host_permissions).toEqual([SITE]);
    for (const key of ['optional_host_permissions', 'web_accessible_resources', 'externally_connectable']) {
      expect(manifest).not.toHaveProperty(key);
    }
    expect(JSON.stringify(manifest)).not.toMatch(/<all_urls>|\*:\/\/|http:\/\//);
    for (const script of manifest.content_scripts) expect(script.matches).toEqual([SITE]);
  });

  check('lets its own pages load their own files, and read from the three hosts that Deputy talks to', () => {
    const { extension_pages: policy, ...others } = JSON.parse(read('manifest.json')).content_security_policy;
    expect(others).toEqual({});
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      `connect-src ${SITE.replace('/*', '')} ${TASKCLUSTER_ROOTS.join(' ')} ${ARTIFACT_ORIGIN}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  check('puts into the page’s own world what asks for a refetch, and nothing that fetches or stores', () => {
    expect(bundle('bridge')).not.toMatch(
      /\bfetch\(|XMLHttpRequest|localStorage|sessionStorage|indexedDB|document\.cookie|userCredentials|chrome\.|browser\./,
    );
  });

  check('has no template engine and no schemas in the page, and keeps off the session storage', () => {
    const text = bundle('perfherder');
    // words that only json-e, the validator and the schema library have
    expect(text).not.toMatch(/\$flattenDeep|\$mergeDeep|jsone/);
    expect(text).not.toMatch(/unevaluatedProperties|additionalProperties|\$recursiveRef/);
    expect(text).not.toMatch(/_zod|invalid_union/);
    expect(text).not.toMatch(/storage\.session|eval\(|new Function/);
  });

  check('has nothing in the background that could write to Treeherder or sees credentials', () => {
    expect(bundle('background')).not.toMatch(
      /userCredentials|X-CSRFToken|csrftoken|accessToken|authorizedScopes|Hawk id|method:\s*[`'"]PUT/i,
    );
  });

  check('contains nothing of the page’s world twice: three scripts and no more', () => {
    const scripts = readdirSync(join(ROOT, '.output', flavour), { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.js'));
    for (const name of ['background.js', 'bridge.js', 'perfherder.js']) {
      expect(scripts.filter((s) => s.replaceAll('\\', '/').endsWith(name))).toHaveLength(1);
    }
  });

  check('has content scripts of at most 150 kB, 50 kB packed, all together', () => {
    const folder = join(ROOT, '.output', flavour, 'content-scripts');
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
    const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
    // Firefox ships unminified, and its reviewers read it: no limit is set for it
    if (flavour !== 'chrome-mv3') return;
    expect(sum(files.map((f) => f.length))).toBeLessThanOrEqual(150_000);
    expect(sum(files.map((f) => gzipSync(f).length))).toBeLessThanOrEqual(50_000);
  });
});
