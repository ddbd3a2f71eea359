import en from '../locales/en/surfaces.json' with { type: 'json' };
import zhCN from '../locales/zh-CN/surfaces.json' with { type: 'json' };
import zhTW from '../locales/zh-TW/surfaces.json' with { type: 'json' };

export const surfaces = { 'zh-CN': zhCN, 'zh-TW': zhTW, en };
