import en from '../locales/en/consoles.json' with { type: 'json' };
import zhCN from '../locales/zh-CN/consoles.json' with { type: 'json' };
import zhTW from '../locales/zh-TW/consoles.json' with { type: 'json' };

export const consoles = { 'zh-CN': zhCN, 'zh-TW': zhTW, en };
