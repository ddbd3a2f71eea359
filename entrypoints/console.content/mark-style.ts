/** Calm by design: five rungs told by word and shape, no alarm colours, in light and dark pages. */
export const STYLE = `
.badge {
  position: absolute; left: 0; top: 0; height: 22px; padding: 0 8px; display: inline-flex; align-items: center; gap: 5px;
  border: 1px solid #c3cbd6; border-radius: 11px; background: #fff; color: #25303d; font: 12px/1 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; white-space: nowrap; cursor: pointer;
  box-shadow: 0 1px 2px rgb(20 30 45 / 12%);
}
.badge:not(.placed) { visibility: hidden; }
.badge:hover { border-color: #6b7f99; }
.badge:focus-visible { outline: 2px solid #2b62c4; outline-offset: 1px; }
.badge.small .word, .badge.small .count { display: none; }
.badge.small { padding: 0 5px; }
.count:empty, .flag:empty { display: none; }
.count { min-width: 14px; text-align: center; border-radius: 7px; padding: 1px 3px; background: #e8edf4; font-variant-numeric: tabular-nums; }
.shape { width: 10px; height: 10px; box-sizing: border-box; flex: none; color: #50627a; }
.ring { border: 2px solid; border-radius: 50%; }
.dots { border: 2px dotted; border-radius: 50%; }
.half { border: 2px solid; border-radius: 50%; background: linear-gradient(90deg, currentcolor 50%, transparent 50%); color: #7a5a12; }
.diamond { background: currentcolor; transform: rotate(45deg) scale(.85); color: #8a4510; }
.page { background: currentcolor; clip-path: polygon(0 0, 65% 0, 100% 35%, 100% 100%, 0 100%); color: #5b3a91; }
.waiting { border: 2px solid; border-radius: 50%; opacity: .45; }
.failed { border: 2px dashed; border-radius: 2px; }
.checking { border: 2px solid; border-right-color: transparent; border-radius: 50%; animation: turn 1s linear infinite; }
@keyframes turn { to { transform: rotate(1turn); } }
.badge[data-verdict="several-signs"] { border-color: #c79a72; }
.badge[data-verdict="file-declares-ai"] { border-color: #a893c9; }
.photo {
  position: absolute; width: 16px; height: 16px; box-sizing: border-box; border-radius: 50%; border: 2px solid #fff; pointer-events: none;
  background: #8b98a9; box-shadow: 0 0 0 1px rgb(20 30 45 / 35%);
}
.photo[data-mark="none"] { display: none; }
.photo[data-mark="checking"] { background: linear-gradient(90deg, #8b98a9 50%, #dfe5ec 50%); animation: turn 1s linear infinite; }
.photo[data-mark="found"] { background: #8a4510; border-radius: 3px; transform: rotate(45deg) scale(.85); }
.photo[data-mark="clean"] { background: #fff; border-color: #50627a; }
.photo[data-mark="not-checked"] { background: #fff; border: 2px dotted #50627a; }
@media (prefers-color-scheme: dark) { .badge { background: #232a33; color: #e6ebf2; border-color: #4a5869; } .count { background: #37424f; } .shape { color: #a9b8cb; } }
@media (prefers-reduced-motion: reduce) { .checking, .photo[data-mark="checking"] { animation: none; } }
`;
