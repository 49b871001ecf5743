import { it } from 'vitest';
import { summaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import { createAskViews } from '@/lib/rounds/askViews';
import { createAskSuggestions } from '@/lib/suggestions/askSuggestions';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { trainingAnswers } from '../../sandbox/scenarios/trainingAnswers.ts';
import { openBrowser } from '../rounds/browser';

it('dump', async () => {
  const sandbox = createSandbox({ scenario: 'training' });
  const browser = openBrowser(sandbox);
  const tab = browser.openTab({ user: 'sheriff' });
  const ask = createAskSuggestions(tab.deps.call);
  const views = createAskViews({ call: tab.deps.call, store: tab.deps.store, desk: (id) => tab.desk(id).state(), username: () => 'mozilla-ldap/sheriff@mozilla.com', now: tab.deps.now, onChange: () => {} });
  for (const a of trainingAnswers(sandbox.world)) {
    const id = summaryId(a.summary);
    const t = Date.now();
    await tab.look(id);
    const s = tab.deps.store.get(id)?.summary;
    if (!s) throw new Error('x');
    const sug = await ask.suggest([s], id);
    await tab.look(id);
    await views.want([id]);
    const v = views.get(id)?.bar;
    console.log(`#${a.summary} ${a.title} (${Date.now() - t})\n  ${v?.state} (${v?.stateDetail}) ${v?.sentence} [${v?.sendText}] plan=${v?.canPlan} handover=${JSON.stringify(v?.handOver)} steps=${v?.steps.map((x) => x.text)} before=${v?.beforehand}\n  outlook=${JSON.stringify(v?.round?.outlook?.alerts?.map(x=>({k:x.kind,s:x}) ) )?.slice(0,400)} advised=${JSON.stringify(v?.round?.closing)}\n  ${isOk(sug) ? sug.value[0]?.suggestions.map((x) => `${x.tier} ${x.kind}: ${x.sentence} | ${x.why.join(' ')}`).join('\n  ') + ' // ' + sug.value[0]?.nothing.map((n) => n.sentence) : 'FAILED'}`);
  }
});
