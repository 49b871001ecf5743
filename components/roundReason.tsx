/** Why another round is needed: asked for from the second on, and kept in the notes with the tests that it is about. */
export function RoundReason({
  number,
  reason,
  suggestions,
  onReason,
}: {
  readonly number: number;
  readonly reason: string;
  readonly suggestions: readonly string[];
  readonly onReason: (reason: string) => void;
}) {
  return (
    <label class="reason">
      Why is round {number} needed?{' '}
      <input
        class="reason-text"
        list="round-reasons"
        value={reason}
        maxLength={300}
        required
        onInput={(event) => onReason(event.currentTarget.value)}
      />
      <datalist id="round-reasons">
        {suggestions.map((text) => (
          <option key={text} value={text} />
        ))}
      </datalist>
    </label>
  );
}
