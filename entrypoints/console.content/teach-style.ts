/** The teaching bar: at the foot of the page, out of the page's own layout. */
export const TEACH_STYLE = `
.bar { position: fixed; left: 50%; bottom: 16px; transform: translateX(-50%); z-index: 2147483000; width: min(680px, calc(100vw - 24px)); box-sizing: border-box;
  padding: 14px 16px; border: 1px solid #c3cbd6; border-radius: 10px; background: #fff; color: #25303d; box-shadow: 0 8px 30px rgb(20 30 45 / 25%);
  font: 14px/1.45 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; pointer-events: auto; }
.ask { font-weight: 600; margin: 0 0 8px; }
.note { color: #8a4510; margin: 0 0 8px; }
.note:empty { display: none; }
.fields { list-style: none; display: flex; flex-wrap: wrap; gap: 6px; margin: 0 0 10px; padding: 0; }
.fields li { padding: 2px 9px; border-radius: 9px; background: #eef1f5; color: #50627a; font-size: 12px; max-width: 240px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.fields li[data-state="asked"] { background: #dfe9fb; color: #1d4fa3; }
.fields li[data-state="known"] { background: #e4f0e8; color: #285f3c; }
.buttons { display: flex; gap: 8px; justify-content: flex-end; }
button { font: inherit; padding: 5px 14px; border-radius: 6px; border: 1px solid #c3cbd6; background: #fff; color: inherit; cursor: pointer; }
button.main { background: #2b62c4; border-color: #2b62c4; color: #fff; }
button:disabled { opacity: .5; cursor: default; }
button:focus-visible { outline: 2px solid #2b62c4; outline-offset: 2px; }
.outline { position: fixed; z-index: 2147482999; border: 2px solid #2b62c4; border-radius: 3px; background: rgb(43 98 196 / 12%); pointer-events: none; display: none; }
@media (prefers-color-scheme: dark) { .bar, button { background: #232a33; color: #e6ebf2; border-color: #4a5869; } .fields li { background: #37424f; color: #c6d0dc; } }
`;
