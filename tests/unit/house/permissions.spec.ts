import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import config from '../../../wxt.config';
import { ROOT } from './imports';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const security = readFileSync(join(ROOT, 'docs', 'security.md'), 'utf8');

/** First cells of the table below a heading, without their remarks. */
function firstCells(text: string, heading: string): string[] {
  const [, after = ''] = text.split(`\n## ${heading}\n`);
  const section = after.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, cell]) => cell ?? '');
}

const manifestOf = (browser: string) => {
  const { manifest } = config;
  if (typeof manifest !== 'function') throw new Error('the manifest is made for each browser');
  const environment = { browser, manifestVersion: 3, mode: 'production', command: 'build' } as const;
  return manifest(environment as Parameters<typeof manifest>[0]) as unknown as Record<string, unknown>;
};

describe.each(['chrome', 'firefox'])('permissions in %s', (browser) => {
  it('are those that the README explains, each of them', () => {
    const manifest = manifestOf(browser);
    const asked = [
      'permissions',
      'optional_permissions',
      'host_permissions',
      'optional_host_permissions',
    ].flatMap((key) => (manifest[key] ?? []) as string[]);
    expect(firstCells(readme, 'Permissions').sort()).toEqual(asked.sort());
  });

  it('come with a policy that docs/security.md quotes word by word', () => {
    const policy = (manifestOf(browser).content_security_policy as { extension_pages: string })
      .extension_pages;
    for (const directive of policy.split('; ')) expect(security).toContain(directive);
    expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(policy).not.toMatch(/unsafe|data:|blob:|\*/);
  });

  it('open no file to web pages and no door to other extensions', () => {
    const manifest = manifestOf(browser);
    for (const key of ['web_accessible_resources', 'externally_connectable', 'sandbox', 'key', 'update_url'])
      expect(manifest).not.toHaveProperty(key);
  });
});
