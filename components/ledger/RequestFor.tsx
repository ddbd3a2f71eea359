import { watchClaim } from '../../lib/app/claims/queries.ts';
import { FreshEvidence } from '../claim/detail/FreshEvidence.tsx';
import { useLive } from '../live/useLive.ts';

/** The request for more photos, opened by key for a claim of the list. */
export function RequestFor({ claimKey, onDone }: { claimKey: string; onDone(): void }) {
  const view = useLive(() => watchClaim(claimKey), claimKey).value;
  return view ? <FreshEvidence claim={view.row.claim} startOpen onClose={onDone} /> : null;
}
