/** A file that the sheriff chooses; its text is handed over, and the same file can be chosen again. */
export function ImportFile({
  label,
  onImport,
}: {
  readonly label: string;
  readonly onImport: (text: string) => void;
}) {
  return (
    <label>
      {label}{' '}
      <input
        type="file"
        accept=".json,application/json"
        onChange={async ({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) onImport(await file.text());
          currentTarget.value = '';
        }}
      />
    </label>
  );
}
