import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type SummaryId, summaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import { createAskViews } from '@/lib/rounds/askViews';
import { createAskSuggestions } from '@/lib/suggestions/askSuggestions';
import { writtenSteps } from '../../e2e/driver/writtenSteps.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { trainingAnswers } from '../../sandbox/scenarios/trainingAnswers.ts';
import { scoreInWords, scoreOfShift } from '../../sandbox/score.ts';
import { openBrowser } from '../rounds/browser';

const GUIDE = join(import.meta.dirname, '../../../docs/guide/first-shift.md');

function open() {
  const sandbox = createSandbox({ scenario: 'training' });
  const browser = openBrowser(sandbox);
  const tab = browser.openTab({ user: 'sheriff' });
  const ask = createAskSuggestions(tab.deps.call);
  const views = createAskViews({
    call: tab.deps.call,
    store: tab.deps.store,
    desk: (id) => tab.desk(id).state(),
    username: () => 'mozilla-ldap/sheriff@mozilla.com',
    now: tab.deps.now,
    onChange: () => {},
  });
  const answers = trainingAnswers(sandbox.world);
  const id = (name: string): SummaryId => summaryId(answers.find((a) => a.name === name)?.summary ?? 0);
  const score = () => {
    const found = scoreOfShift(sandbox.world);
    if (!found) throw new Error('There is no score.');
    return found;
  };
  return {
    sandbox,
    tab,
    answers,
    id,
    score,
    /** The sentence of the bar and those of its suggestions, as a sheriff reads them. */
    async read(name: string): Promise<string> {
      const mine = id(name);
      await tab.look(mine);
      const summary = tab.deps.store.get(mine)?.summary;
      if (!summary) throw new Error(`No summary ${name}.`);
      const report = await ask.suggest([summary], mine);
      await tab.look(mine);
      await views.want([mine]);
      const bar = views.get(mine)?.bar;
      const suggested = isOk(report) ? (report.value[0]?.suggestions ?? []).map((s) => s.sentence) : [];
      return [bar?.sendText ? 'SEND' : '', bar?.sentence, ...suggested].join(' ');
    },
  };
}

describe('the training shift', () => {
  it('has twelve summaries, each with one right thing to do, and nothing done yet', () => {
    const { answers, score } = open();
    expect(answers).toHaveLength(12);
    expect(score().jobs).toBe(0);
    // what is to be left alone is right from the start
    expect(score().right).toBe(answers.filter((a) => a.right.kind === 'leave').length);
    expect(score().summaries.filter((s) => s.verdict === 'not right')).toEqual([]);
  });

  it('shows of each summary what its right answer goes by', async () => {
    const shift = open();
    expect(await shift.read('reland')).toMatch(/Likely reland of #\d+/);
    expect(await shift.read('improvement')).not.toContain('SEND');
    expect(await shift.read('longGap')).toContain('SEND');
    expect(await shift.read('noise')).toMatch(/^ .*More runs do not help/);
    expect(await shift.read('infra')).toMatch(/^ .*likely infra/);
    expect(await shift.read('enough')).toMatch(/^ .*nothing to ask for: every chosen alert has its points/);
    expect(await shift.read('asked')).toMatch(/asked for in #\d+/);
    expect(await shift.read('plain')).toContain('SEND');
    expect(await shift.read('downstream')).toMatch(/^ .*Downstream of #\d+/);
    expect(await shift.read('looksDownstream')).toMatch(/Likely downstream of #\d+/);
  });

  it('tells a round that was needed from one that cost jobs for nothing, and why', async () => {
    const { tab, id, score } = open();
    for (const name of ['plain', 'longGap', 'reland']) {
      await tab.look(id(name));
      await tab.desk(id(name)).send();
    }
    const of = (name: string) => score().summaries.find((s) => s.summary === id(name));
    expect([of('plain')?.verdict, of('longGap')?.verdict, of('reland')?.verdict]).toEqual([
      'right',
      'right',
      'not right',
    ]);
    expect(of('reland')?.needlessJobs).toBeGreaterThan(0);
    expect(score().needlessJobs).toBe(of('reland')?.needlessJobs);
    expect(scoreInWords(score())).toMatch(
      /not right {2}#\d+ a change that was backed out .*: \d+ jobs for nothing.*\n.*repeats the steps/,
    );
  });

  it('is what the written steps of the guide are about', () => {
    const { answers } = open();
    const named = writtenSteps(readFileSync(GUIDE, 'utf8')).flatMap((s) => ('alert' in s ? [s.alert] : []));
    expect([...new Set(named)].sort()).toEqual(answers.map((a) => a.summary).sort());
  });
});

describe('a written step', () => {
  it('has to have its number and a known form', () => {
    expect(writtenSteps('1. Open page **2**.\n\nWords.\n2. Leave alert #5.')).toHaveLength(2);
    expect(() => writtenSteps('2. Open page **2**.')).toThrow('numbered 2');
    expect(() => writtenSteps('1. Have a look around.')).toThrow('no known form');
  });
});
