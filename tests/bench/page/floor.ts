/**
 * The library floor: what the libraries that Deputy is built with cost in a content script before it does anything. The framework's
 * own wrapper and shadow root, one view of Preact with hooks, the browser polyfill and one schema.
 */
import { h, render } from 'preact';
import { useState } from 'preact/hooks';
import polyfilled from 'webextension-polyfill';
import { ContentScriptContext } from 'wxt/utils/content-script-context';
import { createShadowRootUi } from 'wxt/utils/content-script-ui/shadow-root';
import * as z from 'zod/mini';

const Stored = z.object({ n: z.int(), name: z.optional(z.string()) });

function View() {
  const [n, setN] = useState(z.parse(Stored, { n: 1 }).n);
  return h('button', { onClick: () => setN(n + 1) }, `${polyfilled.runtime.id} ${n}`);
}

const ctx = new ContentScriptContext('floor', { matches: [] });
void createShadowRootUi(ctx, {
  name: 'floor-view',
  position: 'inline',
  anchor: 'body',
  onMount: (box) => render(h(View, null), box),
}).then((ui) => ui.mount());
