import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Popup, type PopupProps } from '@/components/popup';
import { createPageCaller } from '@/lib/messages/pageCaller';
import { type Instant, instant, type SummaryId, summaryId } from '@/lib/model/ids';
import { counted } from '@/lib/model/words';

/* The popup: asks the background what it knows, and to look. It reads no server itself. */
const SITE = 'https://treeherder.mozilla.org';
/** Rounds whose data was in when the sheriff last opened this, by nonce. */
const SEEN_KEY = 'popup seen';
const NOTIFICATIONS = { permissions: ['notifications' as const] };

async function start(root: HTMLElement): Promise<void> {
  const call = createPageCaller((message) => browser.runtime.sendMessage(message));
  const stored = (await browser.storage.local.get(SEEN_KEY))[SEEN_KEY];
  const seen = new Set(Array.isArray(stored) ? stored : []);
  let state: Omit<PopupProps, 'urlOf' | 'dashboard' | 'health' | 'onCheck' | 'onNotify' | 'onOptions'> = {
    rounds: null,
    spent: null,
    now: Date.now() as Instant,
    status: '',
    problem: null,
    isChecking: false,
    notifies: null,
  };

  function show(part: Partial<typeof state>): void {
    state = { ...state, ...part };
    render(
      <Popup
        {...state}
        urlOf={(id: SummaryId) => `${SITE}/perfherder/alerts?id=${id}&hideDwnToInv=0`}
        dashboard={browser.runtime.getURL('/dashboard.html')}
        health={browser.runtime.getURL('/health.html')}
        onCheck={() => void check()}
        onNotify={() => void notify()}
        onOptions={() => void browser.runtime.openOptionsPage()}
      />,
      root,
    );
  }

  async function load(): Promise<void> {
    const { rounds, spent, now } = await call('page-bg rounds', {});
    show({
      now: instant(now),
      spent,
      rounds: rounds.map((r) => ({
        ...r,
        summary: summaryId(r.summary),
        sentAt: instant(r.sentAt),
        isNew: r.state !== 'waiting' && !seen.has(r.nonce),
      })),
    });
    // what stays open in front of the sheriff keeps its mark until the next opening
    const ready = rounds.filter((r) => r.state !== 'waiting').map((r) => r.nonce);
    await browser.storage.local.set({ [SEEN_KEY]: ready });
  }

  async function check(): Promise<void> {
    show({ isChecking: true, status: 'Looking…', problem: null });
    try {
      const { waiting, dataIn, failed } = await call('page-bg check rounds now', {});
      await load();
      show({
        status:
          waiting + dataIn === 0 ? 'Nothing waits.' : `Looked at ${counted(waiting + dataIn, 'round')}.`,
      });
      if (failed > 0) {
        show({
          problem: `${counted(failed, 'round')} could not be looked at: Treeherder did not answer. Nothing was changed; check again in a while.`,
        });
      }
    } catch {
      show({ status: '', problem: NO_ANSWER });
    }
    show({ isChecking: false });
  }

  async function notify(): Promise<void> {
    // the permission can only be asked for while a press is being handled
    const allowed = await browser.permissions.request(NOTIFICATIONS).catch(() => false);
    show({
      notifies: allowed,
      status: allowed ? 'You will be told.' : 'Not allowed; the badge tells it too.',
    });
  }

  show({});
  show({ notifies: await browser.permissions.contains(NOTIFICATIONS) });
  await load().catch(() => show({ problem: NO_ANSWER }));
}

const NO_ANSWER = 'Deputy’s background did not answer. Close this and open it again.';

const root = document.getElementById('root');
if (root) void start(root);
