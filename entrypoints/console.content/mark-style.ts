/**
 * Calm by design: five levels told by word and shape, no alarm colours, in light and dark pages. The colours are those of
 * components/tokens.css; a shadow root in a foreign page cannot see that file.
 */
export const STYLE = `
.badge {
  --ink: #4e545d; --soft: #ecedef; --line: #b9bdc4;
  position: absolute; left: 0; top: 0; height: 22px; padding: 0 8px; display: inline-flex; align-items: center; gap: 6px;
  border: 1px solid var(--line); border-radius: 11px; background: var(--soft); color: var(--ink); font: 600 12px/1 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; white-space: nowrap; cursor: pointer;
  box-shadow: 0 1px 2px rgb(20 30 45 / 12%);
}
.badge:not(.placed) { visibility: hidden; }
.badge:hover { border-color: var(--ink); }
.badge:focus-visible { outline: 2px solid #0b5f6d; outline-offset: 1px; }
.badge.small .word, .badge.small .count { display: none; }
.badge.small { padding: 0 6px; }
.count:empty, .flag:empty { display: none; }
.count { min-width: 14px; text-align: center; border-radius: 7px; padding: 1px 3px; background: rgb(127 127 127 / 18%); font-variant-numeric: tabular-nums; }
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
.badge[data-verdict="no-anomaly"] { --ink: #2c5f47; --soft: #e5f0ea; --line: #a9c9b8; }
.badge[data-verdict="worth-checking"] { --ink: #744a00; --soft: #f7ecd6; --line: #d9bd88; }
.badge[data-verdict="several-signs"] { --ink: #6f387e; --soft: #f2e7f5; --line: #cba7d5; }
.badge[data-verdict="file-declares-ai"] { --ink: #2a4896; --soft: #e6ebf9; --line: #a9b9e6; }
.photo {
  position: absolute; width: 16px; height: 16px; box-sizing: border-box; border-radius: 50%; border: 2px solid #fff; pointer-events: none;
  background: #8b98a9; box-shadow: 0 0 0 1px rgb(20 30 45 / 35%);
}
.photo[data-mark="none"] { display: none; }
.photo[data-mark="checking"] { background: linear-gradient(90deg, #8b98a9 50%, #dfe5ec 50%); animation: turn 1s linear infinite; }
.photo[data-mark="found"] { background: #6f387e; border-radius: 3px; transform: rotate(45deg) scale(.85); }
.photo[data-mark="clean"] { background: #fff; border-color: #50627a; }
.photo[data-mark="not-checked"] { background: #fff; border: 2px dotted #50627a; }
@media (prefers-color-scheme: dark) {
  .badge { --ink: #b6bcc5; --soft: #2a2e34; --line: #4c535c; }
  .badge[data-verdict="no-anomaly"] { --ink: #9fd3b7; --soft: #1c2e25; --line: #3c5c4c; }
  .badge[data-verdict="worth-checking"] { --ink: #e5c081; --soft: #352b18; --line: #6b5831; }
  .badge[data-verdict="several-signs"] { --ink: #d9ace5; --soft: #33223a; --line: #664873; }
  .badge[data-verdict="file-declares-ai"] { --ink: #aabef4; --soft: #212a43; --line: #465785; }
}
@media (prefers-reduced-motion: reduce) { .checking, .photo[data-mark="checking"] { animation: none; } }
`;
