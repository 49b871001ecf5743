import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_FILE } from '@/lib/model/exportedFile';
import { LONGEST_TEMPLATE, MOST_TEMPLATES, type NoteTemplate, readTemplates } from '@/lib/model/noteTemplate';
import { printTemplateFile, readTemplateFile, withImported } from '@/lib/notes/templateFile';

const OWN: readonly NoteTemplate[] = [
  { name: 'needs data', text: 'we need data: {reason}' },
  { name: 'lunch', text: 'back at {eta}' },
];
const file = (templates: unknown, more: object = {}) =>
  JSON.stringify({ kind: 'deputy note templates', version: 1, templates, ...more });

describe('a file of templates', () => {
  it('gives back what was exported', () => {
    const line = fc.stringMatching(/^[^\r\n{}\0]{1,40}$/).filter((s) => s.trim() === s && s !== '');
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ name: line, text: line }), { selector: (t) => t.name, maxLength: 8 }),
        (templates) => {
          expect(readTemplateFile(printTemplateFile(templates))).toEqual({
            kind: 'read',
            templates,
            bad: [],
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    ['is cut off', printTemplateFile(OWN).slice(0, -20), /no JSON/],
    ['is another JSON', '{"a":1}', /no templates of Deputy/],
    ['is null', 'null', /no templates of Deputy/],
    ['is from a later release', file([], { version: 2 }), /another Deputy \(version 2\)/],
    ['has no list', file({}), /no templates of Deputy/],
    ['is huge', ' '.repeat(LONGEST_FILE + 1), /too large/],
  ])('that %s is refused with the reason', (_, text, why) => {
    expect(readTemplateFile(text)).toEqual({ kind: 'not readable', why: expect.stringMatching(why) });
  });

  it('loses the bad ones by name and none of the others', () => {
    const [good] = OWN;
    const read = readTemplateFile(
      file([
        good,
        { name: 'typo', text: 'for {alert} and {job}' },
        { name: '', text: 'x' },
        { name: 'empty', text: ' ' },
        { name: 'needs data', text: 'again' },
        7,
        { name: 'long', text: 'x'.repeat(LONGEST_TEMPLATE + 1) },
      ]),
    );
    expect(read).toEqual({
      kind: 'read',
      templates: [good],
      bad: [
        { name: 'typo', fault: '{alert}, {job} are no variables' },
        { name: 'number 3', fault: 'it has no name' },
        { name: 'empty', fault: 'it has no text' },
        { name: 'needs data', fault: 'its name is there twice' },
        { name: 'number 6', fault: 'it has no name' },
        { name: 'long', fault: `it is longer than ${LONGEST_TEMPLATE} characters` },
      ],
    });
  });

  it('replaces templates of the same name and keeps the others', () => {
    expect(withImported(OWN, [{ name: 'lunch', text: 'later' }])).toEqual([
      OWN[0],
      { name: 'lunch', text: 'later' },
    ]);
  });
});

it('of more templates than anybody uses the first ones are taken', () => {
  const many = Array.from({ length: MOST_TEMPLATES + 2 }, (_, n) => ({ name: `t${n}`, text: 'x' }));
  const { templates, bad } = readTemplates(many);
  expect(templates).toHaveLength(MOST_TEMPLATES);
  expect(bad.map((b) => b.name)).toEqual([`t${MOST_TEMPLATES}`, `t${MOST_TEMPLATES + 1}`]);
});

it.each([null, undefined, 7, 'text', {}])('a list that is none (%j) holds no templates', (list) => {
  expect(readTemplates(list)).toEqual({ templates: [], bad: [] });
});
