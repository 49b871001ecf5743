import { render } from 'preact';
import { browser } from 'wxt/browser';
import { HealthPage, type HealthPageProps } from '@/components/healthPage';
import {
  answerSearch,
  beginSearch,
  type CulpritSearch,
  offDuring,
  readSearch,
  stepOf,
} from '@/lib/health/culprit';
import { judgePage, kindOf, readCounts } from '@/lib/health/judgePage';
import { printReport } from '@/lib/health/report';
import { HEALTH_QUESTION } from '@/lib/host/selectorHealth';
import { createPageCaller } from '@/lib/messages/pageCaller';
import type { FeatureName } from '@/lib/model/features';
import type { FeatureAnswers, PageHealth } from '@/lib/model/health';
import { type Instant, instant } from '@/lib/model/ids';
import { readManaged } from '@/lib/settings/managed';
import { readSettings, SETTINGS_KEY, withStored } from '@/lib/settings/settings';

/* The health page: asks the open pages of the site what is there, and the background what it has answered. It reads no server. */
const PAGES = 'https://treeherder.mozilla.org/perfherder/*';
/** The search for a culprit outlives this page: pages are reloaded and looked at in between. */
const SEARCH_KEY = 'culprit search';

async function start(root: HTMLElement): Promise<void> {
  const call = createPageCaller((message) => browser.runtime.sendMessage(message));
  let pages: readonly PageHealth[] = [];
  let answers: readonly FeatureAnswers[] = [];
  let now = Date.now() as Instant;
  let off: readonly FeatureName[] = [];
  let search: CulpritSearch | null = null;
  let said = '';

  async function look(): Promise<void> {
    const { [SETTINGS_KEY]: stored, [SEARCH_KEY]: kept } = await browser.storage.local.get([
      SETTINGS_KEY,
      SEARCH_KEY,
    ]);
    off = readSettings(stored, await readManaged(browser.storage.managed)).off;
    search = readSearch(kept);
    try {
      const told = await call('page-bg answers', {});
      now = instant(told.now);
      answers = told.answers.map(({ feature, answeredAt, lastError }) => ({
        feature,
        answeredAt: answeredAt === null ? null : instant(answeredAt),
        lastError: lastError && { at: instant(lastError.at), words: lastError.words },
      }));
    } catch {
      said = 'Deputy’s background did not answer. Reload this page.';
    }
    const tabs = await browser.tabs.query({ url: PAGES });
    const looked = await Promise.all(tabs.map(lookInto));
    pages = looked.flatMap((page) => page ?? []);
    draw();
  }

  async function lookInto({
    id,
    url,
  }: {
    readonly id?: number | undefined;
    readonly url?: string | undefined;
  }) {
    const kind = url === undefined ? null : kindOf(url);
    if (id === undefined || kind === null) return null;
    const answer = await browser.tabs.sendMessage(id, HEALTH_QUESTION).catch(() => null);
    const counts = readCounts(answer);
    return { tabId: id, kind, features: counts && judgePage(kind, counts, off) };
  }

  /** One after another, each on what is stored by then. */
  async function switchOff(next: readonly FeatureName[], words: string): Promise<void> {
    const { [SETTINGS_KEY]: stored } = await browser.storage.local.get(SETTINGS_KEY);
    await browser.storage.local.set({ [SETTINGS_KEY]: withStored(stored, 'off', [...next]) });
    said = words;
    await look();
  }

  async function goOn(next: CulpritSearch): Promise<void> {
    await browser.storage.local.set({ [SEARCH_KEY]: next });
    const step = stepOf(next);
    const words = 'Reload the pages, then look.';
    if (step.kind === 'try') await switchOff(offDuring(step.on), words);
    else await switchOff(next.offBefore, 'The switches stand as before the search.');
  }

  async function endSearch(leaveOff: readonly FeatureName[]): Promise<void> {
    const before = search?.offBefore ?? off;
    await browser.storage.local.remove(SEARCH_KEY);
    await switchOff([...new Set([...before, ...leaveOff])], RELOAD);
  }

  function draw(): void {
    const report = printReport({
      version: browser.runtime.getManifest().version,
      browser: navigator.userAgent,
      now,
      off,
      pages,
      answers,
    });
    const props: HealthPageProps = {
      pages,
      answers,
      now,
      off,
      report,
      said,
      search: search && stepOf(search),
      onLook: () => void look(),
      onSwitch: (name, isOn) => void switchOff(isOn ? off.filter((n) => n !== name) : [...off, name], RELOAD),
      onReload: () => {
        for (const { tabId } of pages) void browser.tabs.reload(tabId);
        said = 'The pages were reloaded.';
        draw();
      },
      onCopy: () =>
        void navigator.clipboard.writeText(report).then(
          () => {
            said = 'The report is copied.';
            draw();
          },
          () => {
            said = 'The browser did not take it: mark the text and copy it.';
            draw();
          },
        ),
      onSearch: () => void goOn(beginSearch(off)),
      onAnswer: (isStillThere) => search && void goOn(answerSearch(search, isStillThere)),
      onEndSearch: (leaveOff) => void endSearch(leaveOff),
    };
    render(<HealthPage {...props} />, root);
  }

  await look();
}

const RELOAD = 'Open pages take it when they are reloaded.';

const root = document.getElementById('root');
if (root) void start(root);
