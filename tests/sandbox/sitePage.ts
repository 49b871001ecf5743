import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { TASKCLUSTER_AUTH_PAGE } from './taskclusterLogin.ts';

/** A folder with a built Perfherder UI: index.html and its files. */
export interface PageSource {
  readonly dir: string;
  /** The UI handles `/taskcluster-auth` itself, as the real one does; the sandbox's own page does not. */
  readonly handlesTaskclusterAuth: boolean;
}

/** What the site sends with its documents (perfherder-ui 9.1). */
const CSP = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-eval' 'report-sample'",
  "style-src 'self' 'unsafe-inline' https://fonts.googleapis.com https://cdn.jsdelivr.net",
  "font-src 'self' https://fonts.gstatic.com",
  "img-src 'self' data:",
  "frame-src 'self'",
  "connect-src 'self' https://community-tc.services.mozilla.com https://firefox-ci-tc.services.mozilla.com " +
    'https://*.taskcluster-artifacts.net https://taskcluster-artifacts.net https://lando.moz.tools ' +
    'https://bugzilla.mozilla.org https://auth.mozilla.auth0.com https://stage.taskcluster.nonprod.cloudops.mozgcp.net ' +
    'https://insights-api.newrelic.com https://treeherder.allizom.org https://prototype.treeherder.allizom.org',
  'report-uri /api/csp-report/',
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

const BARE_PAGE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Treeherder</title></head><body><div id="root"></div></body></html>';

/** Serves the app: its files, and index.html for every other address, as the site's catch-all does. */
export function sitePage(source: PageSource | undefined): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = decodeURIComponent(new URL(request.url).pathname);
    if (path === '/taskcluster-auth' && !source?.handlesTaskclusterAuth) {
      return new Response(TASKCLUSTER_AUTH_PAGE, { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
    }
    if (!source) return document(BARE_PAGE);
    const file = normalize(join(source.dir, path));
    const isInside = file.startsWith(normalize(`${source.dir}/`));
    if (isInside && path !== '/' && existsSync(file) && (await stat(file)).isFile()) {
      return new Response(new Uint8Array(await readFile(file)), {
        headers: {
          'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
          'Content-Security-Policy': CSP,
          'Cache-Control': 'max-age=60, public',
        },
      });
    }
    return document(await readFile(join(source.dir, 'index.html'), 'utf8'));
  };
}

const document = (html: string) =>
  new Response(html, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': CSP,
      'Referrer-Policy': 'origin-when-cross-origin',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
    },
  });
