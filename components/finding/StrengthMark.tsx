import {
  EqualNot,
  Info,
  type LucideIcon,
  SignalHigh,
  SignalLow,
  SignalMedium,
  UserRoundCheck,
} from 'lucide-react';
import type { Strength } from '../../lib/claims/finding.ts';

const ICONS: Record<Strength, LucideIcon> = {
  contradiction: EqualNot,
  strong: SignalHigh,
  moderate: SignalMedium,
  weak: SignalLow,
  context: Info,
  'supports-claim': UserRoundCheck,
};

/** A finding's strength as a shape; the word stands beside it wherever there is room. */
export function StrengthMark({ strength }: { strength: Strength }) {
  const Icon = ICONS[strength];
  return (
    <span className={`strength strength-${strength}`}>
      <Icon aria-hidden="true" />
    </span>
  );
}
