/** The table's last row: summaries whose alerts are downstream of this one. */
import { useEffect, useRef, useState } from 'react';
import { summaryTitle } from './alertText';
import { endpoints, getJson } from './http';
import { summaryLink } from './links';
import { Tooltip } from './overlays';
import { Link } from './router';
import type { AlertSummary } from './types';

interface DownstreamLinkProps {
  id: number;
  isLast: boolean;
  alertSummaries: AlertSummary[];
  fail: (message: string) => void;
}

/** Appears when the other summary's title is known: from the list, else by a request. */
function DownstreamLink({ id, isLast, alertSummaries, fail }: DownstreamLinkProps) {
  const [title, setTitle] = useState('');
  const atMount = useRef({ alertSummaries, fail });

  useEffect(() => {
    let isGone = false;
    const read = async () => {
      const known = atMount.current.alertSummaries.find((summary) => summary.id === id);
      if (known !== undefined) return setTitle(summaryTitle(known));
      const answer = await getJson<AlertSummary>(`${endpoints.summaries}${id}/`);
      if (isGone) return;
      if (answer.failureStatus === null) setTitle(summaryTitle(answer.data));
      else atMount.current.fail(`Failed to retrieve downstream alert summary: ${answer.message}`);
    };
    void read();
    return () => {
      isGone = true;
    };
  }, [id]);

  if (title === '') return null;
  return (
    <Tooltip tip={title}>
      <span>
        <Link to={summaryLink(id)} className="text-info" target="_blank" rel="noopener noreferrer">
          #{id}
        </Link>
        {isLast ? '' : ', '}
      </span>
    </Tooltip>
  );
}

interface DownstreamLineProps {
  ids: number[];
  hasNotes: boolean;
  alertSummaries: AlertSummary[];
  fail: (message: string) => void;
}

export function DownstreamLine({ ids, hasNotes, alertSummaries, fail }: DownstreamLineProps) {
  return (
    <tr className={hasNotes ? 'border-top border-start border-end' : 'border'}>
      <td colSpan={9} className="text-left text-muted ps-3 py-4">
        <span className="font-weight-bold">Downstream alert summaries: </span>
        {ids.map((id) => (
          <DownstreamLink
            key={id}
            id={id}
            isLast={id === ids.at(-1)}
            alertSummaries={alertSummaries}
            fail={fail}
          />
        ))}
      </td>
    </tr>
  );
}
