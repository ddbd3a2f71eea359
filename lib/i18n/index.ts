/** Every text of the product, for the extension's own pages. A content script uses `createTranslator` with its own area. */
import { cases } from './areas/cases.ts';
import { consoles } from './areas/consoles.ts';
import { files } from './areas/files.ts';
import { findings } from './areas/findings.ts';
import { settings } from './areas/settings.ts';
import { surfaces } from './areas/surfaces.ts';
import { team } from './areas/team.ts';
import { verdicts } from './areas/verdicts.ts';
import { createTranslator } from './translate.ts';

/** `t('area.path', params)` over all areas, and `has('area.path')`. */
export const { t, has } = createTranslator({
  surfaces,
  findings,
  verdicts,
  consoles,
  cases,
  settings,
  files,
  team,
});

export * from './format.ts';
export * from './locale.ts';
export { createTranslator } from './translate.ts';
