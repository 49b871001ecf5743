import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { nonce } from '@/lib/model/ids';
import { OWN_STATES } from '@/lib/model/workflow';
import type { KnownFact } from '@/lib/notes/facts';
import { parseFact, printFact } from '@/lib/notes/grammar';
import { claimVerdict, declinedOf, marksOf, roundsOf, stateOf, takerOf } from '@/lib/notes/readers';
import { parseNotes, printNotes } from '@/lib/notes/tail';
import { PROTOCOL_VERSIONS } from '@/lib/notes/versions';

const page = readFileSync('docs/notes-protocol.md', 'utf8');
const texts = [...page.matchAll(/```notes\n([\s\S]*?)\n```/g)].map(([, text = '']) => text);
const examples = texts.map(parseNotes);

/** The first words of all lines that this release knows, one line of each. */
const EVERY_LINE = [
  'state data-ready jdoe 2026-11-24T16:40Z',
  'round 1 claimed jdoe 2026-11-24T16:40Z k3f9 jobs=1 builds=0',
  'sent 1 k3f9 0f3c9d2ab17e 8 -',
  'failed 1 k3f9 0f3c9d2ab17e 8 - why',
  'expects 1 k3f9 text',
  'reason 1 k3f9 text',
  'blocked 1 k3f9 text',
  'mark 1 on jdoe 2026-11-24T16:40Z',
  'declined downstream 1 on jdoe 2026-11-24T16:40Z',
  'taker jdoe 2026-11-24T16:40Z',
];

describe('the page about the protocol', () => {
  it('tells of every line that Deputy writes, with as many words', () => {
    const told = [...page.matchAll(/^\| `([a-z]+) ([^`]*)` \|/gm)].map(([, kind, rest = '']) => {
      return `${kind} ${rest.replace(/<[^>]*>/g, 'x').split(' ').length}`;
    });
    const known = EVERY_LINE.map((line) => {
      const [kind, ...rest] = line.split(' ');
      expect(printFact(parseFact(line))).toBe(line);
      return `${kind} ${kind === 'round' ? rest.length - 1 : rest.length}`;
    });
    expect(told.sort()).toEqual(known.sort());
    const kinds: Record<KnownFact['kind'], true> = {
      state: true,
      round: true,
      receipt: true,
      expects: true,
      reason: true,
      blocked: true,
      mark: true,
      declined: true,
      taker: true,
    };
    expect(new Set(EVERY_LINE.map((line) => parseFact(line).kind))).toEqual(new Set(Object.keys(kinds)));
    for (const state of OWN_STATES) expect(page).toContain(`\`${state.replaceAll(' ', '-')}\``);
  });

  it('shows examples of which Deputy knows every line', () => {
    expect(examples).toHaveLength(3);
    for (const { version, facts, strayFences } of examples) {
      expect([version, strayFences]).toEqual([1, 0]);
      expect(facts.filter((fact) => fact.kind === 'unknown')).toEqual([]);
    }
  });

  it('shows examples that read well without Deputy', () => {
    for (const doc of examples) {
      const [first] = printNotes(doc).split('\n');
      expect(first).toMatch(/^\[\S+\] \S/);
      expect(first?.length).toBeLessThan(120);
      const above = doc.lines.slice(0, doc.fences?.open).map((line) => line.text);
      expect(above.at(-1)).toBe('');
      expect(above.join(' ')).not.toMatch(/%[0-9A-F]{2}/);
    }
  });

  it('says of its examples what Deputy says of them', () => {
    const [handedOver, blocked, race] = examples;
    if (!handedOver || !blocked || !race) throw new Error('an example is missing');
    expect([stateOf(handedOver), roundsOf(handedOver)[0]?.receipts.length]).toEqual(['data ready', 2]);
    expect([stateOf(blocked), takerOf(blocked)?.by]).toEqual(['needs data', 'ünal']);
    expect(roundsOf(blocked)[1]).toMatchObject({ status: 'blocked', blockedBy: 'broken build' });
    expect(claimVerdict(roundsOf(race), 1, nonce('4hq1'))).toBe('ours');
    expect(claimVerdict(roundsOf(race), 1, nonce('p7zz'))).toMatchObject({ round: { by: 'ann' } });
    expect(declinedOf(race).map((d) => d.target)).toEqual([51234]);
  });

  it('gives a script that reads what Deputy reads', () => {
    const [, script = ''] = /```js\n([\s\S]*?)\n```/.exec(page) ?? [];
    const read = (notes: string) =>
      runInNewContext(`${script}\n({ facts: facts(notes), marks: [...marks], blank: value('no%20task%') })`, {
        notes,
      }) as { facts: string[][]; marks: [string, boolean][]; blank: string };
    const torn = `-- deputy 1 --\nmark 1 on a 2026-11-24T16:40Z\n${texts[0]}\n-- /deputy --`;
    const newer = texts[0]?.replace('deputy 1', 'deputy 2') ?? '';
    for (const text of [...texts, torn, newer, '', texts[1]?.replaceAll('\n', '\r\n') ?? '']) {
      const doc = parseNotes(text);
      const mine = read(text);
      expect(mine.marks).toEqual([...marksOf(doc).values()].map((m) => [String(m.alert), m.on]));
      expect(mine.facts.map((words) => words.join(' '))).toEqual(
        doc.readOnly ? [] : doc.facts.map((f) => doc.lines[f.line]?.text),
      );
      expect(mine.blank).toBe('no task%');
    }
  });

  it('has the same table of versions as the code', () => {
    const rows = [...page.matchAll(/^\| (\d+) \| (\S+) \| (\S+) \|/gm)].map(
      ([, version, oldest, newest]) => ({
        version: Number(version),
        oldestRelease: oldest,
        newestRelease: newest === 'current' ? null : newest,
      }),
    );
    expect(rows).toEqual(PROTOCOL_VERSIONS);
  });
});
