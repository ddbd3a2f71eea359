import en from '../locales/en/settings.json' with { type: 'json' };
import zhCN from '../locales/zh-CN/settings.json' with { type: 'json' };
import zhTW from '../locales/zh-TW/settings.json' with { type: 'json' };

export const settings = { 'zh-CN': zhCN, 'zh-TW': zhTW, en };
