import type { AlertId, PushId } from '@/lib/model/ids';
import { DEFAULT_CHOICES, type PlanChoices } from '@/lib/model/planReport';
import type { PlanSheet, SheetColumn, SheetRow } from '@/lib/model/planSheet';
import { say } from '@/lib/model/say';
import { Dialog } from './dialog';
import { fromDrawn } from './fromDrawn';
import { guardedClick, type Stillness, trustedClick } from './guardedClick';
import { RoundReason } from './roundReason';

export interface PlanDialogProps {
  readonly title: string;
  /** Of the round. */
  readonly number: number;
  /** Null while it is being worked out. */
  readonly sheet: PlanSheet | null;
  readonly choices: PlanChoices;
  readonly expects: string;
  /** From round 2 on: why it is needed, and what could be said; null for the first. */
  readonly reason: { readonly text: string; readonly suggestions: readonly string[] } | null;
  readonly onReason: (reason: string) => void;
  readonly stillness: Stillness;
  readonly onChoose: (change: Partial<PlanChoices>) => void;
  readonly onExpect: (text: string) => void;
  readonly onSend: () => void;
  readonly onClose: () => void;
  /** A second round that is sent with this one. */
  readonly other?: OtherPlan | undefined;
}

export interface OtherPlan
  extends Pick<PlanDialogProps, 'sheet' | 'choices' | 'expects' | 'onChoose' | 'onExpect'> {
  readonly heading: string;
  /** Null while one of the two is being worked out, or neither asks for anything. */
  readonly sendText: string | null;
}

/** The plan in full: who, where, how much, what is left out and why. Everything it shows changes as it is edited. */
export function PlanDialog(props: PlanDialogProps) {
  const { title, sheet, choices, reason, onChoose, onClose, other } = props;
  const isEdited = !other && JSON.stringify(choices) !== JSON.stringify(DEFAULT_CHOICES);
  const lacksReason = reason?.text.trim() === '';
  const sendText = other ? other.sendText : sheet?.sendText;
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="dialog-body">
        {sheet ? <Sheet {...props} sheet={sheet} /> : <p>Reading…</p>}
        {other?.sheet && (
          <>
            <h2>{other.heading}</h2>
            <Sheet {...props} {...other} sheet={other.sheet} />
          </>
        )}
      </div>
      <div class="dialog-foot">
        {isEdited && (
          <button type="button" onClick={trustedClick(() => onChoose(DEFAULT_CHOICES))}>
            Take back all changes
          </button>
        )}
        {sendText && reason && (
          <RoundReason
            number={props.number}
            reason={reason.text}
            suggestions={reason.suggestions}
            onReason={props.onReason}
          />
        )}
        {sendText && (
          <button
            type="button"
            class="primary"
            aria-disabled={lacksReason}
            onClick={guardedClick(props.stillness, () => {
              if (!lacksReason) props.onSend();
            })}
          >
            {sendText}
          </button>
        )}
      </div>
    </Dialog>
  );
}

/** What a person typed or ticked; what the page's script does to the field does not count. */
const typed = (act: (field: HTMLInputElement) => void) => (event: Event) => {
  if (event.isTrusted) act(event.currentTarget as HTMLInputElement);
};

interface SheetProps extends PlanDialogProps {
  readonly sheet: PlanSheet;
  /** Of the second plan of a dialog. */
  readonly heading?: string;
}

function Sheet(props: SheetProps) {
  const { sheet, choices, onChoose } = props;
  return (
    <>
      {sheet.drawn?.head.map(fromDrawn)}
      {sheet.forms.length > 0 && (
        <fieldset>
          <legend>Form</legend>
          {sheet.forms.map(({ form, text }) => (
            <label key={form}>
              <input
                type="radio"
                name="form"
                checked={choices.form === form}
                onInput={typed(() => onChoose({ form }))}
              />{' '}
              {text}
            </label>
          ))}
        </fieldset>
      )}
      {sheet.limit && (
        <div>
          Alerts at most{' '}
          <Count
            name="Alerts at most"
            min={sheet.limit.least}
            max={sheet.limit.most}
            value={choices.alertLimit ?? sheet.limit.least}
            onCount={(alertLimit) => onChoose({ alertLimit })}
          />
        </div>
      )}
      <Grid {...props} />
      <label class="field">
        expects: <span class="detail">{say('expects help')}</span>
        <input maxLength={200} value={props.expects} onInput={typed(({ value }) => props.onExpect(value))} />
      </label>
      {sheet.drawn?.foot.map(fromDrawn)}
    </>
  );
}

interface CountProps {
  readonly name: string;
  readonly min?: number;
  readonly max: number;
  readonly value: number | null;
  readonly tabIndex?: number;
  readonly onCount: (count: number) => void;
}

/** A small number. An empty field changes nothing: it may be on its way to another number. */
function Count({ name, min = 0, max, value, tabIndex, onCount }: CountProps) {
  return (
    <input
      type="number"
      aria-label={name}
      min={min}
      max={max}
      placeholder="–"
      value={value ?? ''}
      tabIndex={tabIndex}
      onFocus={({ currentTarget }) => currentTarget.select()}
      onInput={typed(({ valueAsNumber: n }) => {
        if (Number.isFinite(n)) onCount(Math.min(max, Math.max(min, Math.round(n))));
      })}
    />
  );
}

/**
 * Points that were set by hand, for one alert or for all; undefined when they were not. Shown at once: the sheet that goes by
 * them is on its way.
 */
const pointsByHand = ({ points }: PlanChoices, push: PushId, alert: AlertId | null) =>
  points.find((p) => p.pushId === push && p.alertId === alert)?.points;

/** With or without one, as its box is ticked. */
const toggled = <T,>(list: readonly T[], item: T, isIn: boolean) => [
  ...list.filter((one) => one !== item),
  ...(isIn ? [] : [item]),
];

function Grid(props: SheetProps) {
  const { sheet, choices, onChoose, heading } = props;
  const region = `Alerts and revisions of ${heading ?? 'the plan'}`;
  const setPoints = (pushId: PushId, alertId: AlertId | null, points: number) =>
    onChoose({
      points: [
        ...choices.points.filter((p) => p.pushId !== pushId || (alertId !== null && p.alertId !== alertId)),
        { pushId, alertId, points },
      ],
    });
  return (
    <>
      <h3>Points wanted</h3>
      {!heading && (
        <p class="detail" id="keys">
          {say('plan keys')}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
      <section class="grid-scroll" aria-label={region} tabIndex={0}>
        <table class="grid" aria-describedby="keys" onKeyDown={alongRow}>
          <thead>
            <tr>
              <th scope="col">Alert</th>
              {sheet.columns.map((column, i) => (
                <ColumnHead
                  key={column.pushId}
                  column={column}
                  tabIndex={i === 0 ? 0 : -1}
                  props={props}
                  onCount={(n) => setPoints(column.pushId, null, n)}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {sheet.rows.map((row) => (
              <Row key={row.alertId} row={row} props={props} onCount={setPoints} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** The arrows to the sides go along a row; Tab goes to the next one, for only its first control is a stop. */
function alongRow(event: KeyboardEvent): void {
  const step = ['ArrowLeft', '', 'ArrowRight'].indexOf(event.key) - 1;
  const from = event.target as HTMLInputElement;
  if (Math.abs(step) !== 1) return;
  const controls = [...(from.closest('tr')?.querySelectorAll('input') ?? [])];
  controls[controls.indexOf(from) + step]?.focus();
  event.preventDefault();
}

interface Within {
  readonly props: PlanDialogProps & { readonly sheet: PlanSheet };
}

function ColumnHead({
  column: { pushId, revision, place, isStep, want },
  tabIndex,
  props: { sheet, choices, onChoose },
  onCount,
}: Within & {
  readonly column: SheetColumn;
  readonly tabIndex: number;
  readonly onCount: (n: number) => void;
}) {
  const isIn = !choices.droppedPushes.includes(pushId);
  return (
    <th scope="col" class={isStep ? 'step' : ''}>
      <label>
        <input
          type="checkbox"
          checked={isIn}
          tabIndex={tabIndex}
          onInput={typed(({ checked }) =>
            onChoose({ droppedPushes: toggled(choices.droppedPushes, pushId, checked) }),
          )}
        />{' '}
        <span class="rev">{revision}</span>
      </label>
      <br />
      {place}{' '}
      {isIn && (
        <Count
          name={`Points of all alerts on ${revision}`}
          max={sheet.mostPoints}
          value={pointsByHand(choices, pushId, null) ?? want}
          tabIndex={-1}
          onCount={onCount}
        />
      )}
    </th>
  );
}

function Row({
  row,
  props: { sheet, choices, onChoose },
  onCount,
}: Within & {
  readonly row: SheetRow;
  readonly onCount: (pushId: PushId, alertId: AlertId, n: number) => void;
}) {
  const { alertId, name } = row;
  return (
    <tr>
      <th scope="row">
        <label>
          <input
            type="checkbox"
            checked={!choices.dropped.includes(alertId)}
            onInput={typed(({ checked }) =>
              onChoose({ dropped: toggled(choices.dropped, alertId, checked) }),
            )}
          />{' '}
          {name}
        </label>
        <div class="detail">{row.label}</div>
      </th>
      {sheet.columns.map(({ pushId, revision }, i) => {
        const cell = row.cells[i];
        if (!cell) return <td key={pushId}>–</td>;
        return (
          <td key={pushId} class={cell.state}>
            <Count
              name={`Points of ${name} on ${revision}`}
              max={sheet.mostPoints}
              value={
                pointsByHand(choices, pushId, alertId) ?? pointsByHand(choices, pushId, null) ?? cell.want
              }
              tabIndex={-1}
              onCount={(n) => onCount(pushId, alertId, n)}
            />
            <div>{cell.text}</div>
          </td>
        );
      })}
    </tr>
  );
}
