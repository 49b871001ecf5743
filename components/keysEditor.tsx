import type { CommandName } from '@/lib/model/keys';
import type { KeyView } from '@/lib/settings/editing';
import { TableHead } from './tableHead';

export type TypeKey = (name: CommandName, key: string) => void;

/** One field for each command's key. */
export function KeysEditor({ rows, onKey }: { readonly rows: readonly KeyView[]; readonly onKey: TypeKey }) {
  return (
    <table class="narrow">
      <TableHead names={['Does', 'Key', 'Default']} />
      <tbody>
        {rows.map(({ name, does, key, fallback, fault }) => (
          <tr key={name}>
            <th scope="row">{does}</th>
            <td>
              <input
                class="key"
                aria-label={`Key: ${does}`}
                aria-invalid={fault !== null}
                maxLength={1}
                value={key}
                onChange={({ currentTarget }) => onKey(name, currentTarget.value)}
              />
              {fault && (
                <span role="alert" class="problem">
                  {fault} Not stored.
                </span>
              )}
            </td>
            <td>
              <kbd>{fallback || 'off'}</kbd>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
