/**
 * Calm by design: five levels told by word and shape, no alarm colours, in light and dark. The colours are the product's own
 * tokens, put on the host of each shadow root: what the page names alike is not inherited past them.
 */
import tokens from '../../components/tokens.css?inline';

/** The first block of the token file alone: themes and contrast are chosen on the root of our own pages, which a foreign page is not. */
const OWN_TOKENS = tokens.slice(0, tokens.indexOf('}') + 1).replace(':root', ':host');

export const STYLE = `${OWN_TOKENS}
.badge, .photo, .card, .strip, .veil { color-scheme: light dark; font-family: var(--font); }
.badge {
  --level: var(--unknown); --soft: var(--unknown-soft);
  position: absolute; left: 0; top: 0; height: 22px; padding: 0 8px; display: inline-flex; align-items: center; gap: 6px;
  border: 1px solid color-mix(in srgb, var(--level) 45%, transparent); border-radius: 11px; background: var(--soft); color: var(--level);
  font: 600 12px/1 var(--font); white-space: nowrap; cursor: pointer; box-shadow: var(--shadow);
}
.badge:not(.placed) { visibility: hidden; }
.badge:hover { border-color: var(--level); }
.badge:focus-visible, .strip button:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
.badge.small .word, .badge.small .count { display: none; }
.badge.small { padding: 0 6px; }
.count:empty, .flag:empty { display: none; }
.count { min-width: 14px; text-align: center; border-radius: 7px; padding: 1px 3px; background: color-mix(in srgb, var(--level) 18%, transparent); font-variant-numeric: tabular-nums; }
.shape { position: relative; width: 10px; height: 10px; box-sizing: border-box; flex: none; }
.ring { border: 2px solid; border-radius: 50%; }
.dots { border: 2px dotted; border-radius: 50%; }
.diamond { border: 2px solid; transform: rotate(45deg) scale(.84); }
.diamonds { background: currentcolor; transform: translateX(-2px) rotate(45deg) scale(.76); margin-right: 4px; }
.diamonds::after { content: ""; position: absolute; inset: 0; border: 2px solid; border-left-color: transparent; border-bottom-color: transparent; transform: translate(4px, -4px); }
.label { width: 13px; background: currentcolor; clip-path: polygon(0 8%, 62% 8%, 100% 50%, 62% 92%, 0 92%); }
.waiting { border: 2px dotted; border-radius: 50%; opacity: .6; }
.failed { border: 2px dashed; border-radius: 2px; }
.checking { border: 2px solid; border-right-color: transparent; border-radius: 50%; animation: turn 1s linear infinite; }
@keyframes turn { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) { .checking, .photo { animation: none !important; } }
[data-verdict="no-anomaly"] { --level: var(--clear); --soft: var(--clear-soft); }
[data-verdict="worth-checking"] { --level: var(--look); --soft: var(--look-soft); }
[data-verdict="several-signs"] { --level: var(--signs); --soft: var(--signs-soft); }
[data-verdict="file-declares-ai"] { --level: var(--declares); --soft: var(--declares-soft); }
.photo {
  position: absolute; width: 16px; height: 16px; box-sizing: border-box; border-radius: 50%; border: 2px solid var(--surface); pointer-events: none;
  background: var(--unknown); box-shadow: 0 0 0 1px var(--line-strong);
}
.photo[data-mark="none"] { display: none; }
.photo[data-mark="checking"] { background: linear-gradient(90deg, var(--unknown) 50%, var(--unknown-soft) 50%); animation: turn 1s linear infinite; }
.photo[data-mark="found"] { background: var(--signs); border-radius: 3px; transform: rotate(45deg) scale(.85); }
.photo[data-mark="clean"] { background: var(--surface); border-color: var(--unknown); }
.photo[data-mark="not-checked"] { background: var(--surface); border: 2px dotted var(--unknown); }
.veil { position: absolute; pointer-events: none; background: color-mix(in srgb, Canvas 74%, transparent); }
.veil[hidden] { display: none; }
.card {
  --level: var(--unknown);
  position: fixed; box-sizing: border-box; width: 276px; padding: 10px 12px; border: 1px solid var(--line); border-radius: var(--round); background: var(--raised);
  color: var(--ink); font: 13px/1.4 var(--font); box-shadow: var(--shadow-l);
}
.card[hidden] { display: none; }
.card .head { display: flex; align-items: center; gap: 8px; color: var(--level); font-weight: 600; }
.card .line { color: var(--ink-soft); font-size: 12px; margin-top: 2px; }
.card .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; margin-top: 8px; }
.card .pair:empty { display: none; }
.card figure { margin: 0; min-width: 0; }
.card canvas { display: block; width: 120px; height: 120px; border-radius: var(--round-s); background: var(--sunk); }
.card figcaption { margin-top: 2px; color: var(--ink-soft); font-size: 12px; }
.strip {
  display: inline-flex; align-items: center; gap: 4px; height: 32px; box-sizing: border-box; padding: 0 4px 0 10px; position: absolute; border: 1px solid var(--line);
  border-radius: 16px; background: var(--raised); color: var(--ink); font: 13px/1 var(--font); white-space: nowrap; box-shadow: var(--shadow);
}
.strip.afloat { position: fixed; left: 50%; bottom: 12px; transform: translateX(-50%); box-shadow: var(--shadow-l); }
.strip:not(.placed) { visibility: hidden; }
.strip .total { font-weight: 600; padding-right: 4px; }
.strip button { font: inherit; height: 24px; padding: 0 10px; border: 1px solid transparent; border-radius: 12px; background: transparent; color: var(--accent); cursor: pointer; }
.strip button:hover { background: var(--accent-soft); }
.strip button[aria-pressed="true"] { background: var(--accent); color: var(--on-accent); }
.strip button:disabled { color: var(--ink-soft); cursor: default; background: transparent; }
.strip .close { color: var(--ink-soft); padding: 0 8px; }
@media (prefers-reduced-motion: reduce) { .checking, .photo[data-mark="checking"] { animation: none; } }
`;
