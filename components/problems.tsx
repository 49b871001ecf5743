/** What went wrong with a page of the extension, each a sentence. */
export function Problems({ problems }: { readonly problems: readonly string[] }) {
  return (
    <>
      {problems.map((problem) => (
        <p key={problem} role="alert" class="problem">
          {problem}
        </p>
      ))}
    </>
  );
}
