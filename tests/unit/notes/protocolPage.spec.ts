import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nonce } from '@/lib/model/ids';
import { claimVerdict, declinedOf, roundsOf, stateOf, takerOf } from '@/lib/notes/readers';
import { parseNotes } from '@/lib/notes/tail';
import { PROTOCOL_VERSIONS } from '@/lib/notes/versions';

const page = readFileSync('docs/notes-protocol.md', 'utf8');
const examples = [...page.matchAll(/```notes\n([\s\S]*?)\n```/g)].map(([, text = '']) => parseNotes(text));

describe('the page about the protocol', () => {
  it('shows examples of which Deputy knows every line', () => {
    expect(examples).toHaveLength(3);
    for (const { version, facts, strayFences } of examples) {
      expect([version, strayFences]).toEqual([1, 0]);
      expect(facts.filter((fact) => fact.kind === 'unknown')).toEqual([]);
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
