/** Page numbers, at most five at a time. */

interface StepProps {
  sign: string;
  name: string;
  isOff: boolean;
  go: () => void;
}

function Step({ sign, name, isOff, go }: StepProps) {
  const inner = (
    <>
      <span aria-hidden="true">{sign}</span>
      <span className="sr-only">{name}</span>
    </>
  );
  if (isOff) {
    return (
      <li className="page-item disabled">
        <span className="page-link">{inner}</span>
      </li>
    );
  }
  return (
    <li className="page-item">
      <a className="page-link" role="button" tabIndex={0} onClick={go}>
        {inner}
      </a>
    </li>
  );
}

interface PaginationProps {
  page: number;
  pageCount: number;
  choose: (page: number) => void;
}

/** The numbers in view: from the current page on, or the last five. */
function numbersInView(page: number, pageCount: number): number[] {
  const all = Array.from({ length: pageCount }, (_, index) => index + 1);
  if (pageCount <= 5) return all;
  return page + 4 > pageCount ? all.slice(-5) : all.slice(page - 1, page + 4);
}

export function Pagination({ page, pageCount, choose }: PaginationProps) {
  const numbers = numbersInView(page, pageCount);
  return (
    <ul className="custom-pagination pagination" aria-label={`Page ${page}`}>
      <Step sign="«" name="First" isOff={numbers[0] === 1} go={() => choose(1)} />
      <Step sign="‹" name="Previous" isOff={page <= 1} go={() => choose(page - 1)} />
      {numbers.map((number) => (
        <li key={number} className={`page-item${number === page ? ' active' : ''}`}>
          {number === page ? (
            <span className="page-link" aria-current="page">
              <span aria-hidden="true">{number}</span>
              <span className="sr-only">Current page</span>
            </span>
          ) : (
            <a
              className="page-link"
              role="button"
              tabIndex={0}
              aria-label={`Go to page ${number}`}
              onClick={() => choose(number)}
            >
              <span aria-hidden="false">{number}</span>
            </a>
          )}
        </li>
      ))}
      <Step sign="›" name="Next" isOff={page >= pageCount} go={() => choose(page + 1)} />
      <Step sign="»" name="Last" isOff={numbers.at(-1) === pageCount} go={() => choose(pageCount)} />
    </ul>
  );
}
