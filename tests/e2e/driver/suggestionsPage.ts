import type { SandboxServer } from '../../sandbox/server.ts';
import { barOf, press } from './alertsPage.ts';
import type { Tab } from './tab.ts';
import { done, not, until } from './until.ts';

/** Opens a summary of the scenario by its name there, alone on the page; downstream alerts are shown too. */
export async function openSummary(tab: Tab, sandbox: SandboxServer, name: string): Promise<number> {
  const id = sandbox.world.answer(name).summary;
  await tab.login({ next: `/perfherder/alerts?id=${id}&hideDwnToInv=0` });
  return id;
}

/** What the bar of a summary suggests, with what a sheriff uses in it. */
export function suggestionsOf(tab: Tab, id: number) {
  const { bar } = barOf(tab, id);
  const relate = (target: number) => bar.byRole('button', `Mark downstream of #${target}`);
  const why = (target: number) => bar.byRole('group', `Why #${target}`);
  return {
    bar,
    relate,
    decline: (target: number) => bar.byRole('button', `Not #${target}`),
    why,
    undo: bar.byRole('button', /^Undo: /),
    /** Unfolds the reasons of a suggestion. */
    async openWhy(target: number) {
      await bar.byCss('summary', { text: `Why #${target}` }).click();
      return why(target).wait();
    },
    /** Presses "Mark downstream of #N" until the marking has begun. */
    mark: (target: number) =>
      press(relate(target), bar, async () => (await relate(target).count()) === 0 || (await isWorking())),
  };

  async function isWorking() {
    return (await bar.byCss('.notice', { text: /…$|Dismiss$/ }).count()) > 0;
  }
}

/** An alert's own answer of the sandbox: its status and the summary that it is related to. */
export const alertsIn = (sandbox: SandboxServer, id: number) =>
  sandbox.world.alertsOf(id).map(({ id: alert, status, relatedSummaryId }) => ({
    alert,
    status,
    relatedSummaryId,
  }));

/** Waits until the sandbox has it. */
export const untilTrue = (what: string, look: () => boolean) =>
  until(what, async () => (look() ? done(undefined) : not('it is not so yet')));
