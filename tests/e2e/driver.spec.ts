import { expect, test } from './driver/fixtures.ts';

/** A page of our own, so that these tests of the driver hold whatever the extension and the sandbox's page look like. */
const PAGE = `data:text/html,${encodeURIComponent(`<!doctype html><title>Probe</title><main></main><script>
  const root = document.querySelector('main').appendChild(document.createElement('x-bar')).attachShadow({ mode: 'open' });
  root.innerHTML = \`<section aria-label="Deputy: alert #12">
    <span role="status">data ready, <b>14 of 20</b> points</span>
    <button id="send">Send round 1: <b>14 jobs</b></button><button id="other">Spend</button><button disabled>Resume</button>
    <button style="display: none">Hidden</button><span aria-hidden="true"><button>Not exposed</button></span>
    <label>Comment <textarea></textarea></label>
    <span id="l">Template</span><select aria-labelledby="l"><option>needs data</option><option>handed over</option></select>
    <ul aria-label="Receipts"></ul></section>\`;
  for (const button of root.querySelectorAll('button')) button.onclick = (event) => {
    const item = root.querySelector('ul').appendChild(document.createElement('li'));
    item.textContent = button.id + ' ' + event.isTrusted;
  };
</script>`)}`;

test('finds by role and name through a shadow root, and uses mouse and keyboard', async ({ driver }) => {
  await driver.open(PAGE);
  const bar = driver.byRole('region', 'Deputy: alert #12');
  expect(await bar.byRole('status').text()).toBe('data ready, 14 of 20 points');
  expect(await bar.byRole('button').names()).toEqual(['Send round 1: 14 jobs', 'Spend', 'Resume']);
  expect(await bar.byRole('button', 'Resume').isEnabled()).toBe(false);
  await bar.byRole('button', /^Send round 1/).click();
  expect(await bar.byRole('list', 'Receipts').byRole('listitem').texts()).toEqual(['send true']);
  const comment = bar.byRole('textbox', 'Comment');
  await comment.fill('first\nsecond');
  await comment.type(', end');
  expect(await comment.value()).toBe('first\nsecond, end');
  await bar.byRole('combobox', 'Template').choose('handed over');
  expect(await bar.byRole('combobox', 'Template').value()).toBe('handed over');
});

test('a click meets the wanted control or nothing, when another one takes its place', async ({ driver }) => {
  await driver.open(PAGE);
  const send = driver.byRole('button', /^Send round 1/);
  // At the moment of pressing, the two change places, as a re-render can make them.
  await send.evaluate((button) => {
    const other = button.nextElementSibling;
    addEventListener('pointermove', () => other?.after(button), { once: true, capture: true });
    other?.setAttribute('style', `width: ${button.getBoundingClientRect().width}px`);
  });
  await send.click();
  expect(await driver.byRole('listitem').texts()).toEqual(['send true']);
});

test('says what it saw when it waits in vain', async ({ driver }) => {
  await driver.open(PAGE);
  await expect(driver.byRole('button', 'Send round 2').wait({ ms: 200 })).rejects.toThrow(
    'waited 0.2 s for button "Send round 2"; there are 0, in: "Send round 1: 14 jobs", "Spend", "Resume"',
  );
  await expect(driver.byRole('button', 'Resume').click({ ms: 200 })).rejects.toThrow('it is disabled');
});

test('a tab that is in the background is brought to the front by a click', async ({ driver, session }) => {
  await driver.open(PAGE);
  const second = await session.newTab();
  await second.open(PAGE);
  await driver.byRole('button', 'Spend').click();
  await second.byRole('button', 'Spend').click();
  expect(await driver.byRole('listitem').texts()).toEqual(['other true']);
  expect(await second.byRole('listitem').texts()).toEqual(['other true']);
});
