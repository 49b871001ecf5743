import type { SelectorName } from '../../../lib/host/selectors.ts';
import type { SandboxServer } from '../../sandbox/server.ts';
import { mainSummary, openAlerts } from '../driver/alertsPage.ts';
import { ownNotesEditor } from '../driver/ownNotesEditor.ts';
import type { Tab } from '../driver/tab.ts';
import { done, not, until } from '../driver/until.ts';
import { addProbe, healthOf, listQueryOf, refetchIn } from './probe.ts';

/** One thing that Deputy needs of the page, looked for at one place. */
export interface Finding {
  /** Which page it was, and in which state. */
  readonly where: string;
  readonly what: string;
  readonly found: boolean;
  /** How many there are and are due, or what the page did instead. */
  readonly seen: string;
  /** What does not work without it. */
  readonly feature: string;
}

/** Longer than one line of the page's notes row, which is what makes it collapse them. */
const LONG_NOTES = Array.from({ length: 12 }, (_, i) => `[sheriff] line ${i}`).join('\n');
/** A framework without alerts in every scenario: platform_microbench. */
const EMPTY_LIST = '/perfherder/alerts?framework=6&page=1';

/**
 * Looks for all that Deputy needs of Perfherder's alerts page, in each state of the page that has it: the list, one summary, the
 * notes editor, an empty list; and for what it needs of the page beside nodes: its list query, and React's refetch of a summary.
 * Deputy need not run in the page. Writes nothing.
 */
export async function checkHost(tab: Tab, sandbox: SandboxServer): Promise<Finding[]> {
  const summary = mainSummary(sandbox);
  summary.notes = LONG_NOTES;
  const findings: Finding[] = [];
  const look = async (where: string, due: readonly SelectorName[]) => {
    for (const { name, found, expected, healthy, feature } of await healthOf(tab)) {
      // what this state does not have to have says nothing here
      if (healthy && found === 0 && !due.includes(name)) continue;
      const isFound = healthy && (!due.includes(name) || found > 0);
      findings.push({ where, what: name, found: isFound, seen: `${found} (${expected})`, feature });
    }
  };
  const attempt = async (where: string, what: string, feature: string, act: () => Promise<string | null>) => {
    const problem = await act().catch((error: unknown) => String(error).split('\n')[0] ?? 'failed');
    findings.push({ where, what, found: problem === null, seen: problem ?? 'works', feature });
    return problem === null;
  };
  const arrived = () =>
    attempt('every page', 'the page draws its alerts', 'everything on the page', async () => {
      await tab.byCss('#perf-main form table').nth(0).wait();
      return null;
    });

  await openAlerts(tab);
  await arrived();
  await addProbe(tab);
  await look('list', ['collapsedNotes']);
  await attempt('list', 'the query of the list', 'reading all summaries of a page at once', async () => {
    const asked = sandbox.log
      .find({ path: /^\/api\/performance\/alertsummary\/\?/ })
      .map(({ path }) => path)
      .filter((path) => !path.includes('deputy='));
    const expected = `/api/performance/alertsummary/${await listQueryOf(tab)}`;
    return asked.includes(expected) ? null : `asked ${asked.join(', ')}; expected ${expected}`;
  });
  await attempt('list', 'React’s refetch of a summary', 'showing what Deputy wrote', async () => {
    const before = sandbox.log.entries.length;
    if (!(await refetchIn(tab, summary.id))) return 'the component was not found';
    return until('the page to ask for the summary', async () => {
      const paths = sandbox.log.entries.slice(before).map(({ path }) => path);
      return paths.some((path) => path.includes(`alertsummary/?id=${summary.id}`))
        ? done(null)
        : not('it did not');
    });
  });

  const editor = ownNotesEditor(tab, summary.id);
  const guarding = 'guarding the page’s own notes editor';
  await attempt('notes editor', 'the way to it: menu, "Edit notes"', guarding, async () => {
    await editor.open();
    return null;
  });
  await look('notes editor', ['notesEditor', 'notesSave', 'collapsedNotes']);

  await tab.open(`/perfherder/alerts?id=${summary.id}`);
  await arrived();
  await addProbe(tab);
  await look('one summary', ['collapsedNotes']);

  await tab.open(EMPTY_LIST);
  await attempt('empty list', 'the page says that it is empty', 'the line above the list', async () => {
    await tab.byCss('p.lead').wait();
    return null;
  });
  await addProbe(tab);
  await look('empty list', ['emptyList']);
  return findings;
}
