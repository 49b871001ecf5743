import type { NotePreview } from '@/lib/model/views';

/** What will stand on top of the notes, and the lines of the tail that come in. Drawn in the background. */
export function NotePreviewLines({ preview }: { readonly preview: NotePreview }) {
  if (preview.comment.length + preview.facts.length === 0) return <p class="detail">Nothing.</p>;
  return (
    <pre class="notes-text">
      {preview.top.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text have no other name than their place
        <div key={at} class={at < preview.comment.length ? 'added' : ''}>
          {line || ' '}
        </div>
      ))}
      {preview.facts.map((line) => (
        <div key={line} class="added fact">
          {line}
        </div>
      ))}
    </pre>
  );
}
