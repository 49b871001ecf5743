import type { PlanSheet } from '@/lib/model/planSheet';

/* The parts of a plan's dialog that only show; drawn in the background. */

/** What the plan comes to, and what stands against it. */
export function PlanHead({ sheet }: { readonly sheet: PlanSheet }) {
  return (
    <>
      <p>{sheet.sentence}</p>
      {sheet.bot.map((text) => (
        <p key={text} class="detail">
          {text}
        </p>
      ))}
      {sheet.against.length > 0 && (
        <div class="notice warn">
          <p>Not worth a round, as it looks:</p>
          <List items={sheet.against} />
        </div>
      )}
      {sheet.warnings.map((text) => (
        <p key={text} class="notice warn">
          {text}
        </p>
      ))}
    </>
  );
}

/** What is left out, and the price. */
export function PlanFoot({ sheet }: { readonly sheet: PlanSheet }) {
  return (
    <>
      {sheet.leftOut.length > 0 && (
        <details>
          <summary>Left out: {sheet.leftOut.length}</summary>
          <List items={sheet.leftOut} />
        </details>
      )}
      <h3>Price</h3>
      <dl class="price">
        {sheet.price.map(([term, text]) => (
          <>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </>
        ))}
      </dl>
    </>
  );
}

const List = ({ items }: { readonly items: readonly string[] }) => (
  <ul class="plain">
    {items.map((text) => (
      <li key={text}>{text}</li>
    ))}
  </ul>
);
