import 'uplot/dist/uPlot.min.css';
import { Figures } from '@/components/figures';
import { isOk } from '@/lib/model/outcome';
import type { RoundRules } from '@/lib/model/rules';
import { type ReadFigures, readFigures } from '@/lib/shift/readFigures';
import type { TreeherderRecords } from '@/lib/treeherder/client';
import type { ServerClock } from '@/lib/treeherder/serverClock';
import { figuresCsv, figuresJson } from '@/lib/triage/figuresFile';
import { figuresReport } from '@/lib/triage/shiftFigures';

export interface FiguresPart {
  view(): preact.JSX.Element;
  /** Reads the figures of so many weeks, unless that is what was read last. */
  read(weeks: number): Promise<void>;
}

/** The second half of the dashboard, loaded when it is first looked at: the charts are larger than all the rest. */
export function createFiguresPart(
  treeherder: Pick<TreeherderRecords, 'summaries'>,
  rules: RoundRules,
  clock: Pick<ServerClock, 'now'>,
  onWeeks: (weeks: number) => void,
  onChange: () => void,
): FiguresPart {
  let weeks = 0;
  let found: ReadFigures | null = null;
  let status = '';
  let problem: string | null = null;

  return {
    view() {
      const report = found && figuresReport(found.facts, clock.now());
      return (
        <Figures
          report={report}
          weeks={weeks}
          status={status}
          problems={problemsOf(found, problem)}
          files={{
            csv: report ? fileAddress('text/csv', figuresCsv(report)) : '',
            json: report ? fileAddress('application/json', figuresJson(report)) : '',
          }}
          onWeeks={onWeeks}
        />
      );
    },
    async read(wanted) {
      if (wanted === weeks) return;
      weeks = wanted;
      // an answer that comes after the next choice is nobody's any more
      const isWanted = () => weeks === wanted;
      const told = (words: string) => {
        if (!isWanted()) return;
        status = words;
        onChange();
      };
      problem = null;
      told('Reading…');
      const answer = await readFigures(treeherder, rules, wanted, (n) => told(`Reading… ${n} summaries`));
      if (!isWanted()) return;
      if (isOk(answer)) found = answer.value;
      else {
        problem = `${answer.problem.message} The figures shown are those that were read before. Choose the time again.`;
        weeks = 0;
      }
      status = isOk(answer) ? `${answer.value.facts.length} summaries.` : '';
      onChange();
    },
  };
}

const fileAddress = (type: string, text: string) => `data:${type};charset=utf-8,${encodeURIComponent(text)}`;

const problemsOf = (found: ReadFigures | null, problem: string | null): readonly string[] => [
  ...(problem === null ? [] : [problem]),
  ...(found?.isCut
    ? ['There are more summaries than were read: the oldest weeks are not whole. Choose fewer weeks.']
    : []),
  ...(found?.unreadable
    ? [`${found.unreadable} summaries are in a form that Deputy does not know, and left out.`]
    : []),
];
