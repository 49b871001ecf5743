import type { Plugin } from 'vite';
import { defineConfig } from 'wxt';
import { readGuide } from './scripts/guidePages';

/**
 * Preact assigns innerHTML in exactly one place (dangerouslySetInnerHTML), which Deputy never uses.
 * Without that line addons-linter has nothing to report, and markup from outside has no way in.
 * The build fails when Preact changes, so that nobody relies on a rule that stopped matching.
 */
function preactWithoutInnerHtml(): Plugin {
  const write = /\w+\.innerHTML=\w+\.__html/g;
  return {
    name: 'preact-without-inner-html',
    transform: {
      filter: { id: /preact\/dist\/preact\.mjs/ },
      handler(code) {
        const hits = code.match(write)?.length ?? 0;
        if (hits !== 1) this.error(`expected one innerHTML write in preact, found ${hits}`);
        return { code: code.replace(write, 'void 0'), map: null };
      },
    },
  };
}

/**
 * The polyfill is for the background and the extension's pages. In a content script it would be 14 kB that do nothing: the
 * supported browsers have a `browser` (or a `chrome` with promises) there, and the polyfill hands out just that.
 */
function nativeBrowserInContentScripts(): Plugin {
  let isContentScript = false;
  const native = '\0native-browser';
  return {
    name: 'native-browser-in-content-scripts',
    enforce: 'pre',
    configResolved({ build: { lib } }) {
      isContentScript = lib !== false && String(lib.entry).includes('content-script');
    },
    resolveId: {
      filter: { id: /webextension-polyfill/ },
      handler: () => (isContentScript ? native : null),
    },
    load: {
      filter: { id: /native-browser/ },
      handler: (id) =>
        id === native ? 'export const browser = globalThis.browser ?? globalThis.chrome;' : null,
    },
  };
}

/**
 * WXT hands each content script a context of timers and watchers that end with it, 3 kB that Deputy never asks for: its copies
 * tell each other apart by their nodes (lib/host/instance.ts), and one signal ends everything. What a page script could send to
 * end that context does not exist either.
 */
function noContentScriptContext(): Plugin {
  const empty = '\0no-content-script-context';
  return {
    name: 'no-content-script-context',
    enforce: 'pre',
    resolveId: {
      filter: { id: /content-script-context/ },
      handler: () => empty,
    },
    load: {
      filter: { id: /no-content-script-context/ },
      handler: (id) => (id === empty ? 'export class ContentScriptContext {}' : null),
    },
  };
}

/** The sheriff's guide as plain data, drawn from docs/guide when the extension is built. */
function guidePages(): Plugin {
  const made = '\0guide-pages';
  return {
    name: 'guide-pages',
    resolveId: {
      filter: { id: /^virtual:guide-pages$/ },
      handler: () => made,
    },
    load: {
      filter: { id: /guide-pages$/ },
      handler: (id) =>
        id === made
          ? `export const PAGES = ${JSON.stringify(readGuide(`${import.meta.dirname}/docs/guide`))};`
          : null,
    },
  };
}

/**
 * What the extension's own pages and the background may load: their own files, and answers of Treeherder, of Taskcluster's
 * public interface and of the host that its artifacts are redirected to. No frame, no font, no inline script or style.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  'connect-src https://treeherder.mozilla.org https://firefox-ci-tc.services.mozilla.com https://firefoxci.taskcluster-artifacts.net',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Content scripts are parsed on every page of the site: more looks at the same code find a little more to leave out, and
 * names pack better. Firefox ships everything as it was written, for whoever reviews it.
 */
function smallContentScripts(browser: string): Plugin {
  return {
    name: 'small-content-scripts',
    config({ build }) {
      if (browser === 'firefox') return { build: { minify: false } };
      const lib = build?.lib;
      if (!lib || !String(lib.entry).includes('content')) return;
      return {
        build: {
          minify: 'terser',
          terserOptions: {
            ecma: 2020,
            module: true,
            // V8 reads a function twice unless its parenthesis says that it is called at once: this one is the whole script
            format: { wrap_iife: true },
            // what is used once stays a function of its own where inlining it packs worse
            compress: {
              passes: 6,
              inline: 1,
              reduce_funcs: false,
              pure_getters: true,
              unsafe_arrows: true,
              unsafe_methods: true,
            },
          },
        },
      };
    },
  };
}

/** The bundler's remarks name files by the folder of this machine: the same sources have to give the same bytes anywhere. */
function withoutMachinePaths(): Plugin {
  const folder = `${import.meta.dirname.replaceAll('\\', '/')}/`;
  return {
    name: 'without-machine-paths',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'chunk') file.code = file.code.replaceAll(folder, '');
    },
  };
}

export default defineConfig({
  manifestVersion: 3, // WXT builds Firefox as version 2 otherwise, whose content scripts cannot write to Treeherder
  imports: false,
  modules: ['@wxt-dev/webextension-polyfill'],
  vite: ({ browser }) => ({
    plugins: [
      preactWithoutInnerHtml(),
      nativeBrowserInContentScripts(),
      noContentScriptContext(),
      guidePages(),
      smallContentScripts(browser),
      withoutMachinePaths(),
    ],
  }),
  hooks: {
    // the score of the training shift comes from the sandbox: only the demo build has its page
    'entrypoints:found': (wxt, found) => {
      if (wxt.config.mode === 'demo') return;
      const at = found.findIndex(({ name }) => name === 'score');
      if (at >= 0) found.splice(at, 1);
    },
  },
  zip: { excludeSources: ['coverage/**', 'test-results/**', 'playwright-report/**'] },
  manifest: ({ browser }) => ({
    name: 'Deputy',
    description:
      'The first pass on Perfherder alerts: collect the data a decision needs, from the alerts page itself.',
    // alarms: looks after rounds that wait for their data while no page is open
    permissions: ['storage', 'alarms'],
    optional_permissions: ['notifications'],
    action: { default_title: 'Deputy' },
    host_permissions: ['https://treeherder.mozilla.org/*'],
    content_security_policy: { extension_pages: CONTENT_SECURITY_POLICY },
    // a team's own defaults by policy; Firefox takes them from its policies without a schema
    ...(browser !== 'firefox' && { storage: { managed_schema: 'managed_schema.json' } }),
    // URL.canParse and Promise.withResolvers
    ...(browser !== 'firefox' && { minimum_chrome_version: '120' }),
    ...(browser === 'firefox' && {
      browser_specific_settings: {
        gecko: {
          id: 'deputy@perfherder.example',
          strict_min_version: '142.0',
          data_collection_permissions: { required: ['none'] },
        },
      },
    }),
  }),
});
