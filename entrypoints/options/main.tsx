import { render } from 'preact';
import { browser } from 'wxt/browser';
import { OptionsPage } from '@/components/optionsPage';
import { printTemplateFile, readTemplateFile, withImported } from '@/lib/notes/notes';
import { createOptionsEditing } from '@/lib/settings/editing';
import { readManaged } from '@/lib/settings/managed';
import { SETTINGS_KEY } from '@/lib/settings/settings';

/* The options: reads and writes the settings in the extension's storage, and nothing else. */
function start(root: HTMLElement): void {
  let templatesOpen = false;
  const editing = createOptionsEditing(
    {
      async read() {
        const { [SETTINGS_KEY]: stored } = await browser.storage.local.get(SETTINGS_KEY);
        return { stored, managed: await readManaged(browser.storage.managed) };
      },
      write: (stored) => browser.storage.local.set({ [SETTINGS_KEY]: stored }),
    },
    draw,
  );

  function draw(): void {
    const view = editing.view();
    const { list } = view.templates;
    render(
      <OptionsPage
        view={view}
        files={{ settings: fileAddress(view.file), templates: fileAddress(printTemplateFile(list)) }}
        onType={(option, text) => void editing.type(option, text)}
        onReset={(path) => void editing.reset(path)}
        onPairs={(rows) => void editing.editPairs(rows)}
        onKey={(name, key) => void editing.typeKey(name, key)}
        onImport={(text) => void editing.importFile(text)}
        templatesOpen={templatesOpen}
        templateActions={{
          open(isOpen) {
            if (isOpen === templatesOpen) return;
            templatesOpen = isOpen;
            draw();
          },
          edit: editing.editTemplates,
          importFile(text) {
            const file = readTemplateFile(text);
            if (file.kind === 'read') editing.editTemplates(withImported(list, file.templates), file.bad);
            else editing.editTemplates(list, [{ name: 'the file', fault: file.why.replace(/\.$/, '') }]);
          },
          save: () => void editing.saveTemplates(),
        }}
      />,
      root,
    );
  }

  browser.storage.onChanged.addListener((changes, area) => {
    if (area === 'managed' || (area === 'local' && SETTINGS_KEY in changes)) void editing.reload();
  });
  void editing.reload();
}

const fileAddress = (json: string) => `data:application/json;charset=utf-8,${encodeURIComponent(json)}`;

const root = document.getElementById('root');
if (root) start(root);
