/** What one numbered line of a guide's page says to do. */
export type WrittenStep =
  | { readonly do: 'open'; readonly page: number }
  | { readonly do: 'leave'; readonly alert: number }
  | { readonly do: 'read' | 'wait for' | 'press' | 'unfold'; readonly alert: number; readonly words: string }
  | { readonly do: 'write' | 'choose'; readonly words: string; readonly field: string }
  | { readonly do: 'press in notes'; readonly words: string };

const FORMS: readonly (readonly [RegExp, (found: readonly string[]) => WrittenStep])[] = [
  [/^Open page \*\*(\d+)\*\*\.$/, ([page]) => ({ do: 'open', page: Number(page) })],
  [/^Leave alert #(\d+)\.$/, ([alert]) => ({ do: 'leave', alert: Number(alert) })],
  [
    /^On alert #(\d+), (read|wait for|press|unfold) \*\*(.+)\*\*\.$/,
    ([alert, verb, words = '']) => ({
      do: verb as 'read' | 'wait for' | 'press' | 'unfold',
      alert: Number(alert),
      words,
    }),
  ],
  [
    /^In the notes, (write|choose) \*\*(.+)\*\* as \*\*(.+)\*\*\.$/,
    ([verb, words = '', field = '']) => ({ do: verb as 'write' | 'choose', words, field }),
  ],
  [/^In the notes, press \*\*(.+)\*\*\.$/, ([words = '']) => ({ do: 'press in notes', words })],
];

/**
 * The numbered lines of a page, in their order.
 * @throws for a number out of turn and for a line that no form fits, so that no step is passed over.
 */
export function writtenSteps(markdown: string): readonly WrittenStep[] {
  const lines = markdown.split('\n').flatMap((line) => {
    const [, number, text] = /^(\d+)\. (.*)$/.exec(line) ?? [];
    return number === undefined || text === undefined ? [] : [{ number: Number(number), text }];
  });
  return lines.map(({ number, text }, n) => {
    if (number !== n + 1) throw new Error(`Step ${n + 1} is numbered ${number}: ${text}`);
    for (const [form, made] of FORMS) {
      const found = form.exec(text);
      if (found) return made(found.slice(1));
    }
    throw new Error(`Step ${number} is written in no known form: ${text}`);
  });
}
