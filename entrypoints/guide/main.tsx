import { PAGES } from 'virtual:guide-pages';
import { render } from 'preact';
import { GuidePageView } from '@/components/guidePage';

/* The sheriff's guide, from docs/guide as it was when the extension was built: it asks nobody for anything. */
function show(root: HTMLElement): void {
  const name = location.hash.slice(1);
  const page = PAGES.find((p) => p.name === name) ?? PAGES[0];
  if (!page) return;
  render(<GuidePageView pages={PAGES} page={page} />, root);
  document.title = `Deputy: ${page.title}`;
  scrollTo(0, 0);
}

const root = document.getElementById('root');
if (root) {
  addEventListener('hashchange', () => show(root));
  show(root);
}
