import type { SummaryId } from '@/lib/model/ids';
import {
  createSuggestionDesk,
  type SuggestionDesk,
  type SuggestionDeskDeps,
} from '@/lib/suggestions/suggestionDesk';

/** One desk a summary, made when it is first wanted; what was suggested stays known when its block leaves the page. */
export function createSuggestionDesks(
  deps: SuggestionDeskDeps,
  onChange: (id: SummaryId) => void,
): (id: SummaryId) => SuggestionDesk {
  const desks = new Map<SummaryId, SuggestionDesk>();
  return (id) => {
    const known = desks.get(id);
    if (known) return known;
    const desk = createSuggestionDesk(deps, id, () => onChange(id));
    desks.set(id, desk);
    return desk;
  };
}
