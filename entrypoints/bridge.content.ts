import { defineContentScript } from 'wxt/utils/define-content-script';
import { serveBridge } from '@/lib/host/bridgeMain';

export default defineContentScript({
  matches: ['https://treeherder.mozilla.org/*'],
  world: 'MAIN',
  runAt: 'document_idle',
  main: () => serveBridge(window),
});
