/** Two screenshots of one app share its furniture, whoever took them: what of a match is left when that is set aside. */
import type { Region } from '../../claims/finding.ts';
import type { Box } from '../fingerprint/panel.ts';
import type { Match } from '../types.ts';

/** With more of the photograph inside the screen changed than this, it is another photograph. */
const OTHER_PHOTOGRAPH = 0.35;
/** Levels that rest on pixels agreeing to the point; the looser ones would be met by the furniture alone. */
const EXACT = new Set<Match['level']>(['copy', 'likely']);

/** The part of a region inside the box, 0..1 of its bounding box. */
function shareInside(region: Region, box: Box): number {
  const w = Math.min(region.x + region.width, box.x + box.width) - Math.max(region.x, box.x);
  const h = Math.min(region.y + region.height, box.y + box.height) - Math.max(region.y, box.y);
  return w > 0 && h > 0 ? (w * h) / Math.max(1, region.width * region.height) : 0;
}

/** Which of the two pictures may be a screenshot, whole, cut or framed: all that are no camera's for certain. */
export interface Screens {
  photo: boolean;
  source: boolean;
}

/**
 * What of a match speaks between two claims. A part that a screenshot has in common with another picture may be the app's own words and
 * rows, seen in a frame or from a photograph of the screen, so nothing is said of it. `panel` as in `betweenScreens`.
 */
export function betweenClaims(match: Match, screens: Screens, panel: Box | null): Match | null {
  if (screens.photo && screens.source) return betweenScreens(match, panel);
  return match.level === 'part' && (screens.photo || screens.source) ? null : match;
}

/**
 * The match of two screenshots, as far as it says that one picture was used twice: both are the same to the pixel, or the
 * photograph inside both is. Null where only the app around it is shared. Regions outside the photograph (a clock, an order
 * number) are not named. `panel`: the photograph inside the photo's screen, in the match's own pixels; null when there is none.
 */
export function betweenScreens(match: Match, panel: Box | null): Match | null {
  // Stickers, cards and bubbles of an app are panels too, and the same for everyone.
  if (!EXACT.has(match.level) || match.inPanel) return null;
  if (match.changed.length === 0) return match;
  if (!panel) return null;
  const inside = match.changed.filter((region) => shareInside(region, panel) > 0.5);
  const changed = match.changed.reduce((sum, region) => sum + region.area * shareInside(region, panel), 0);
  return changed > OTHER_PHOTOGRAPH * panel.width * panel.height ? null : { ...match, changed: inside };
}
