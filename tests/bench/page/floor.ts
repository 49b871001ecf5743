/** The library floor: the least that a content script with one view of Preact, hooks and a shadow root evaluates. */
import { h, render } from 'preact';
import { useState } from 'preact/hooks';

function View() {
  const [n, setN] = useState(0);
  return h('button', { onClick: () => setN(n + 1) }, `${n}`);
}

const root = document.createElement('div').attachShadow({ mode: 'open' });
render(h(View, null), root);
