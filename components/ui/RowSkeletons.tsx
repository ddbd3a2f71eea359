import './RowSkeletons.css';

/** Rows of a list that is still awaited: quiet grey shapes where pictures and words will stand. */
export function RowSkeletons({ rows = 6 }: { rows?: number }) {
  return (
    <div className="skeletons" aria-hidden="true" data-testid="skeletons">
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes are all alike and never move
        <span key={i} className="skeleton-row">
          <span className="skeleton skeleton-picture" />
          <span className="skeleton-words">
            <span className="skeleton skeleton-short" />
            <span className="skeleton" />
          </span>
        </span>
      ))}
    </div>
  );
}
