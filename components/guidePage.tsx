import type { Drawn } from '@/lib/model/drawn';
import { fromDrawn } from './fromDrawn';

/** One page of the sheriff's guide, as the build has drawn it. */
export interface GuidePage {
  readonly name: string;
  readonly title: string;
  readonly drawn: readonly Drawn[];
}

/** A page of the guide, and the way to the others. */
export const GuidePageView = ({
  pages,
  page,
}: {
  readonly pages: readonly GuidePage[];
  readonly page: GuidePage;
}) => (
  <div class="guide">
    <nav aria-label="The sheriff's guide">
      <ul class="plain">
        {pages.map(({ name, title }) => (
          <li key={name}>
            <a href={`#${name}`} {...(name === page.name && { 'aria-current': 'page' as const })}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
    <main key={page.name}>{page.drawn.map(fromDrawn)}</main>
  </div>
);
