/** A long text whose lines are cut at the right edge, all of them visible, until the button wraps them. */
import { useState } from 'react';

interface TruncatedTextProps {
  title: string;
  text: string;
  /** Characters after which a button opens the rest. */
  cut: number;
}

export function TruncatedText({ title, text, cut }: TruncatedTextProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <p className={isOpen ? '' : 'text-truncate'}>
        <span className="font-weight-bold">{title}</span>
        <span className="multiline-text">{text}</span>
      </p>
      {text.length > cut && (
        <button
          type="button"
          className="font-weight-bold text-reset d-block ms-auto btn btn-link"
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'show less' : 'show more'}
        </button>
      )}
    </>
  );
}
