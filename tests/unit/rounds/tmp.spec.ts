import { expect, it } from 'vitest';
import { openBrowser } from './browser';
import { createDay } from './day';

it('explores', { timeout: 120000 }, async () => {
  const day = createDay({ scenario: process.env.SC ?? 'quiet' } as never);
  const b = openBrowser(day.sandbox);
  const tab = b.openTab();
  const desk = await tab.look(day.id);
  const show = (what: string) => {
    const st = desk.state();
    const r = st.planState.kind === 'ready' ? st.planState.report : null;
    console.log(
      what,
      JSON.stringify(
        {
          plan: r && {
            n: r.plan.number,
            jobs: r.plan.jobs,
            against: r.plan.against,
            pushes: r.plan.pushes.map((p) => `${p.role} ${p.offset} ${p.revision.slice(0, 6)}`),
          },
          out: r?.outlook && {
            ...r.outlook,
            wanted: r.outlook.wanted.length,
            alerts: r.outlook.alerts.map((a) => ({ ...a, suspects: a.suspects.length })),
          },
          send: st.send.kind,
        },
        null,
        1,
      ),
    );
  };
  show('start');
  await desk.send();
  show('sent');
  for (let n = 1; n <= 3; n++) {
    for (let i = 0; i < 24; i++) {
      day.sandbox.clock.advance(3600);
      await desk.show();
      await desk.readLive();
      const r = desk.state().planState;
      if (r.kind === 'ready' && r.report.outlook?.end.kind !== 'waiting') break;
    }
    show(`after round ${n}`);
    desk.round.giveReason('too | noisy');
    await desk.send();
    console.log(
      JSON.stringify(desk.state().send.kind === 'stopped' ? desk.state().send : desk.state().send.kind),
    );
    if (desk.state().send.kind !== 'sent') break;
  }
  console.log(day.notes());
});
