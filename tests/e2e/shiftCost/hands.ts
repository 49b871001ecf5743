import type { SandboxServer } from '../../sandbox/server.ts';
import { barOf, press, pressSend } from '../driver/alertsPage.ts';
import { ownNotesEditor } from '../driver/ownNotesEditor.ts';
import { untilTrue } from '../driver/suggestionsPage.ts';
import type { Tab } from '../driver/tab.ts';
import type { Target } from '../driver/target.ts';
import { type Hand, roundNote, stateNote, type Work } from './work.ts';

/** Counts what a person's hand does. A press that the page refused, for it moved just then, is not counted again. */
export class Counted {
  clicks = 0;
  keys = 0;

  async click(target: Target): Promise<void> {
    await target.click();
    this.clicks++;
  }

  /** A button that writes or spends. */
  async press(target: Target, bar: Target, came: () => Promise<boolean>): Promise<void> {
    await press(target, bar, came);
    this.clicks++;
  }

  /** A click into a field, and its text. */
  async write(field: Target, text: string): Promise<void> {
    await this.click(field);
    await field.type(text);
    this.keys += text.length;
  }

  get hand(): Hand {
    return { clicks: this.clicks, keys: this.keys };
  }
}

/** Does one piece of work with Deputy's buttons, until it is written. */
export async function doWithDeputy(tab: Tab, sandbox: SandboxServer, work: Work): Promise<Hand> {
  const counted = new Counted();
  const { world } = sandbox;
  const { id } = work;
  const { bar, send, state } = barOf(tab, id);
  const notes = tab.byRole('dialog', `Notes of alert #${id}`);
  const before = world.summary(id).notes;
  const save = async () => {
    const button = notes.byRole('button', 'Save notes');
    await button.waitForAttribute('aria-disabled', 'false');
    await counted.click(button);
    await notes.gone();
    await untilTrue(`the notes of #${id}`, () => world.summary(id).notes !== before);
  };
  if (work.kind === 'leave') return counted.hand;
  await bar.wait();
  await bar.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  switch (work.kind) {
    case 'round': {
      const { declining } = work;
      if (declining !== undefined) {
        await counted.click(bar.byCss('summary', { text: new RegExp(`^Why #${declining}`) }));
        const decline = bar.byRole('button', `Not #${declining}`);
        await counted.press(decline, bar, async () => (await decline.count()) === 0);
        await bar.byCss('summary', { text: /^Declined: 1/ }).wait();
      }
      await send.waitEnabled();
      await pressSend(tab, id);
      counted.clicks++;
      await state.waitForText(/^data ready/, { ms: 60_000 });
      const asked = /^round 1 pending .* alerts=([\d,]+)/m.exec(world.summary(id).notes ?? '')?.[1];
      if (asked?.split(',').length !== work.alerts)
        throw new Error(`#${id} asked for the alerts ${asked}, not for ${work.alerts}`);
      break;
    }
    case 'downstream': {
      const relate = bar.byRole('button', `Mark downstream of #${work.of}`);
      const marked = () => world.alertsOf(id).filter((a) => a.relatedSummaryId === work.of).length;
      await counted.press(relate, bar, async () => marked() > 0);
      await untilTrue(`${work.alerts} alerts of #${id}`, () => marked() === work.alerts);
      break;
    }
    case 'note':
      await counted.click(bar.byRole('button', `Notes of alert #${id}`));
      // the template that fits the moment is there already
      await notes.byRole('combobox', 'Template').choose('No template');
      await counted.write(notes.byRole('textbox', 'Comment'), work.text);
      await save();
      break;
    default: {
      const name = work.kind === 'hand over' ? 'Hand over as data ready' : 'Needs data';
      await counted.click(bar.byCss('summary', { text: 'State' }));
      const button = bar.byRole('button', new RegExp(`^${name}`));
      await counted.press(button, bar, async () => (await notes.count()) > 0);
      await counted.write(notes.byRole('textbox', 'Reason'), work.reason);
      await save();
    }
  }
  return counted.hand;
}

/** Does one piece of work with the page's own controls, but for the triggers of a round. */
export async function doByHand(tab: Tab, sandbox: SandboxServer, work: Work): Promise<Hand> {
  const counted = new Counted();
  const { world } = sandbox;
  const { id } = work;
  const block = `form:has([data-testid="alert summary ${id} title"])`;
  const note = async (text: string) => {
    const editor = ownNotesEditor(tab, id);
    await editor.open();
    counted.clicks += 2;
    await counted.write(editor.text, text);
    await editor.save();
    counted.clicks++;
    await untilTrue(`the note of #${id}`, () => (world.summary(id).notes ?? '').includes(text));
  };
  switch (work.kind) {
    case 'leave':
      break;
    case 'round':
      await note(roundNote(work.alerts));
      break;
    case 'downstream': {
      const boxes = work.isAll
        ? [`[data-testid="alert summary ${id} checkbox"]`]
        : [...world.answer('contained').alerts]
            .filter(([, answer]) => answer.kind === 'downstream')
            .map(([alert]) => `[data-testid="alert ${alert} checkbox"]`);
      for (const box of boxes) await counted.click(tab.byCss(`${block} ${box}`));
      await counted.click(tab.byCss(`${block} button`, { text: /Mark downstream/ }));
      await counted.write(tab.byCss('input[name="taskId"]'), `${work.of}`);
      await counted.click(tab.byCss('.modal button[type="submit"]', { text: 'Assign' }));
      const marked = () => world.alertsOf(id).filter((a) => a.relatedSummaryId === work.of).length;
      await untilTrue(`${work.alerts} alerts of #${id}`, () => marked() === work.alerts);
      break;
    }
    case 'note':
      await note(work.text);
      break;
    default:
      await note(stateNote(work));
  }
  return counted.hand;
}
