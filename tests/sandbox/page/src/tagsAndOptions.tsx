/** Badges for a series' tags and extra options: two, the rest behind a button. */
import { useState } from 'react';
import { Tooltip } from './overlays';
import type { SeriesSignature } from './types';

const visibleBadges = 2;

export function TagsAndOptions({ signature }: { signature: SeriesSignature }) {
  const [isOpen, setOpen] = useState(false);
  const { tags, extra_options: options } = signature;
  const words = [...new Set([...tags, ...options])].filter((word) => word !== '');
  const kindOf = (word: string) => {
    if (!options.includes(word)) return 'tag';
    return tags.includes(word) ? 'tag & option' : 'option';
  };
  if (words.length === 0) {
    return (
      <div className="d-flex flex-column align-items-start">
        <span className="mb-1 badge bg-light">No tags or options</span>
      </div>
    );
  }
  return (
    <div className="d-flex flex-column align-items-start">
      <div data-testid="all-tags-and-options" className="tags-and-options-container">
        {words.slice(0, isOpen ? words.length : visibleBadges).map((word) => (
          <span
            key={word}
            className="me-1 custom-tooltip badge bg-light"
            data-testid={`alert-${kindOf(word).replace(' & ', '-and-')}`}
          >
            <Tooltip tip={kindOf(word)}>{word}</Tooltip>
          </span>
        ))}
        {!isOpen && words.length > visibleBadges && (
          <button type="button" className="btn btn-link btn-sm" onClick={() => setOpen(true)}>
            <span data-testid="show-more-tags-options">...</span>
          </button>
        )}
      </div>
    </div>
  );
}
