import type { Alert } from '@/lib/model/alert';
import { subjectOf } from '@/lib/model/graphPoint';
import { type AlertId, shortRevision } from '@/lib/model/ids';
import type { DaySpend, PlanInput } from '@/lib/model/planInput';
import type { PlanCell, RoundPlan } from '@/lib/model/round';
import type { RoundRules } from '@/lib/model/rules';
import { openModal } from './dialog';
import { guardedClick, type Stillness, trustedClick } from './guardedClick';

export interface PlanDialogProps {
  readonly plan: RoundPlan;
  readonly sentence: string;
  readonly sendText: string;
  readonly form: PlanInput['form'];
  readonly dropped: ReadonlySet<AlertId>;
  readonly alerts: readonly Alert[];
  readonly rules: RoundRules;
  /** Null while it is being read. */
  readonly spend: DaySpend | null;
  readonly live: boolean;
  readonly stillness: Stillness;
  readonly onForm: (form: PlanInput['form']) => void;
  readonly onDrop: (alert: AlertId, dropped: boolean) => void;
  readonly onSend: () => void;
  readonly onClose: () => void;
}

/** The plan in full: who, where, how much, what is left out and why. Everything it shows changes as it is edited. */
export function PlanDialog(props: PlanDialogProps) {
  const { plan, onClose } = props;
  const title = `Round ${plan.number} of ${subjectOf(plan.summaryId)}`;
  return (
    <dialog ref={openModal} aria-label={title} onClose={onClose}>
      <div class="dialog-head">
        <h2>{title}</h2>
        <button type="button" onClick={trustedClick(onClose)}>
          Close
        </button>
      </div>
      <div class="dialog-body">
        <p>{props.sentence}</p>
        {plan.against.length > 0 && (
          <div class="notice warn">
            <p>Not worth a round, as it looks:</p>
            <ul class="plain">
              {plan.against.map((r) => (
                <li key={r.text}>{r.text}</li>
              ))}
            </ul>
          </div>
        )}
        <FormChoice {...props} />
        <Grid {...props} />
        <LeftOut {...props} />
        <Price {...props} />
      </div>
      <div class="dialog-foot">
        {plan.jobs > 0 && (
          <button type="button" class="primary" onClick={guardedClick(props.stillness, props.onSend)}>
            {props.sendText}
          </button>
        )}
      </div>
    </dialog>
  );
}

function FormChoice({ plan, form, onForm, rules }: PlanDialogProps) {
  const full = `In full (${plan.inFull.jobs} jobs, ${plan.inFull.builds} builds before budgets)`;
  const options: readonly (readonly [PlanInput['form'], string])[] = [
    ['auto', `As it fits the budgets (${plan.form} now)`],
    ['thrifty', `Thrifty: only the gap before the alert's revision, at most ${rules.cutPoints} cut points`],
    ['full', full],
  ];
  return (
    <fieldset>
      <legend>Form</legend>
      {options.map(([value, text]) => (
        <label key={value}>
          <input
            type="radio"
            name="form"
            value={value}
            checked={form === value}
            onChange={() => onForm(value)}
          />{' '}
          {text}
        </label>
      ))}
    </fieldset>
  );
}

function Grid({ plan, alerts, dropped, onDrop }: PlanDialogProps) {
  const cellOf = new Map(plan.cells.map((c) => [`${c.alertId} ${c.pushId}`, c]));
  const named = new Map(alerts.map((a) => [a.id, a]));
  const out = [...dropped].filter((id) => named.has(id));
  return (
    <>
      <h3>Points: there and wanted, runs asked for</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
      <section class="grid-scroll" aria-label="Alerts and revisions of the plan" tabIndex={0}>
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">Alert</th>
              {plan.pushes.map((p) => (
                <th key={p.id} scope="col" class={p.offset === 0 ? 'step' : ''}>
                  <span class="rev">{shortRevision(p.revision)}</span>
                  <br />
                  {pushWords(p.offset)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {plan.alerts.map((a) => (
              <tr key={a.alertId}>
                <th scope="row">
                  <label>
                    <input type="checkbox" checked onChange={() => onDrop(a.alertId, true)} /> {a.suite}
                    {a.test && a.test !== a.suite ? ` ${a.test}` : ''}
                  </label>
                  <div class="detail">{a.label}</div>
                </th>
                {plan.pushes.map((p) => (
                  <GridCell key={p.id} cell={cellOf.get(`${a.alertId} ${p.id}`)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {out.length > 0 && (
        <p>
          Taken out:{' '}
          {out.map((id) => (
            <label key={id}>
              <input type="checkbox" checked={false} onChange={() => onDrop(id, false)} />{' '}
              {named.get(id)?.signature.suite} {named.get(id)?.signature.platform}{' '}
            </label>
          ))}
        </p>
      )}
    </>
  );
}

const pushWords = (offset: number | null) =>
  offset === null
    ? 'gap'
    : offset === 0
      ? 'alert'
      : offset > 0
        ? `+${offset}`
        : `${offset}`.replace('-', '−');

function GridCell({ cell }: { readonly cell: PlanCell | undefined }) {
  if (!cell) return <td>–</td>;
  const coming = cell.coming > 0 ? ` (${cell.coming} coming)` : '';
  if (cell.need === 0) {
    return (
      <td class="done">
        {cell.have}/{cell.want}
        {coming}
      </td>
    );
  }
  return (
    <td class="need">
      {cell.have}/{cell.want}
      {coming}, +{cell.need}
      {cell.build && ' with build'}
    </td>
  );
}

function LeftOut({ plan, alerts }: PlanDialogProps) {
  if (plan.leftOut.length === 0) return null;
  const named = new Map(alerts.map((a) => [a.id, a]));
  return (
    <details>
      <summary>
        Left out: {plan.leftOut.length} {plan.leftOut.length === 1 ? 'entry' : 'entries'}
      </summary>
      <ul class="plain">
        {plan.leftOut.map((r) => {
          const alert = r.alertId === undefined ? undefined : named.get(r.alertId);
          const s = alert?.signature;
          return (
            <li key={`${r.code} ${r.alertId ?? r.text}`}>
              {s ? `${s.suite} ${s.test} ${s.platform}: ` : ''}
              {r.text}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function Price({ plan, rules, spend, live }: PlanDialogProps) {
  return (
    <>
      <h3>Price</h3>
      <dl class="price">
        <dt>This round</dt>
        <dd>
          {plan.jobs} of at most {rules.jobsPerRound} jobs, {plan.builds} of at most {rules.buildsPerRound}{' '}
          builds
          {plan.untrimmedJobs > plan.jobs ? `, trimmed from ${plan.untrimmedJobs} jobs` : ''}
        </dd>
        <dt>You, last 24 h</dt>
        <dd>{spend ? `${spend.personJobs} of ${rules.jobsPerPersonPerDay} jobs` : 'reading…'}</dd>
        <dt>Team, last 24 h</dt>
        <dd>{spend ? `${spend.teamJobs} of ${rules.jobsPerTeamPerDay} jobs` : 'reading…'}</dd>
        <dt>This summary</dt>
        <dd>{spend ? `${spend.summaryJobs} of ${rules.jobsPerSummary} jobs in all rounds` : 'reading…'}</dd>
        <dt>Running, queued, promised</dt>
        <dd>{live ? 'counted in' : 'being read: the numbers above are an upper bound'}</dd>
      </dl>
    </>
  );
}
