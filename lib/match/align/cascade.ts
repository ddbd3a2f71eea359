/** Limits of the stages that a stored picture goes through before it is decoded (docs/findings/matching.md has the counts). */

/** With so many agreeing kept features geometry alone is reason enough to look at the pixels. */
export const SURE_MAP = 25;
/** Correlation in small under which few agreeing features are chance: copies and close crops reach 0.8 and more. */
export const LOOKS_ALIKE = 0.5;
/**
 * The same for the best fifth of the windows: goods before other surroundings agree nowhere else. Chance maps reach it in 1 of 393, photos of one
 * thing in 32 of 182 (10 by the whole), of made cut-outs and replaced backgrounds 39 and 51 of 60 (23 and 42 by the whole).
 */
export const CORE_ALIKE = 0.8;
